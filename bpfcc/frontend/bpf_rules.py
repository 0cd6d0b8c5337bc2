"""BPF's own rules: what loaders and the kernel refuse whatever the data, told on the C line.

A pass over the typed tree. What C compilers accept is accepted here too: these are warnings,
each with its own name, and each about something that is sure to be refused.
"""

from __future__ import annotations

from bpfcc.frontend.bpf_rules_call import check_helper_calls
from bpfcc.frontend.bpf_rules_format import check_formats
from bpfcc.frontend.bpf_rules_map import check_maps
from bpfcc.frontend.bpf_rules_section import check_license, check_programs
from bpfcc.frontend.bpf_rules_version import check_versions
from bpfcc.frontend.bpf_unit import UnitFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.options import Options


def check_rules(facts: UnitFacts, options: Options, sink: Sink) -> None:
    """Warn of what in a unit is against the rules of BPF's loaders and the kernel."""
    check_programs(facts, sink)
    check_license(facts, sink)
    check_maps(facts, sink)
    check_helper_calls(facts, sink)
    check_formats(facts, sink)
    if options.kernel is not None:
        check_versions(facts, options, sink)
