"""What is newer than the kernel named by ``--kernel``: helpers, program types, map types.

A function that asks the running kernel what it has, by CO-RE or a load-time constant, is taken
to know what it does.
"""

from __future__ import annotations

from bpfcc.frontend.bpf_map_facts import find_kind
from bpfcc.frontend.bpf_rules_section import spell_type
from bpfcc.options import parse_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.bpf_unit import FunctionFacts, UnitFacts
    from bpfcc.options import Options, Version

_PROGRAM_TYPES = """
socket_filter 3.19
kprobe 4.1
sched_cls 4.1
sched_act 4.1
tracepoint 4.7
xdp 4.8
perf_event 4.9
cgroup_skb 4.10
cgroup_sock 4.10
lwt_in 4.10
lwt_out 4.10
lwt_xmit 4.10
sock_ops 4.13
sk_skb 4.14
cgroup_device 4.15
sk_msg 4.17
raw_tracepoint 4.17
cgroup_sock_addr 4.17
lwt_seg6local 4.18
lirc_mode2 4.18
sk_reuseport 4.19
flow_dissector 4.20
cgroup_sysctl 5.2
raw_tracepoint_writable 5.2
cgroup_sockopt 5.3
tracing 5.5
struct_ops 5.6
ext 5.6
lsm 5.7
sk_lookup 5.9
syscall 5.14
netfilter 6.4
"""

# Sections that need more than their program type does: their stem, and the kernel.
_SECTIONS = """
fmod_ret 5.7
iter 5.8
xdp/devmap 5.8
xdp/cpumap 5.9
fentry.s 5.10
fexit.s 5.10
fmod_ret.s 5.10
lsm.s 5.10
sk_reuseport/migrate 5.14
kprobe.multi 5.18
kretprobe.multi 5.18
xdp.frags 5.18
xdp.frags/devmap 5.18
xdp.frags/cpumap 5.18
uprobe.s 6.0
uretprobe.s 6.0
lsm_cgroup 6.0
iter.s 6.1
tcx/ingress 6.6
tcx/egress 6.6
uprobe.multi 6.6
uretprobe.multi 6.6
uprobe.multi.s 6.6
uretprobe.multi.s 6.6
cgroup/connect_unix 6.7
cgroup/sendmsg_unix 6.7
cgroup/recvmsg_unix 6.7
cgroup/getpeername_unix 6.7
cgroup/getsockname_unix 6.7
netkit/primary 6.7
netkit/peer 6.7
kprobe.session 6.10
uprobe.session 6.13
uprobe.session.s 6.13
"""

_FETCHING_ATOMICS_SINCE = (5, 12)
_V4_SINCE = (6, 6)
_V3_SINCE = (5, 1)
_NOT_FETCHING = ("__sync_fetch_and_add", "__sync_add_and_fetch", "__sync_synchronize")


def _read_table(table: str) -> dict[str, Version]:
    rows = (line.split() for line in table.strip().split("\n"))
    return {name: parse_version(version) for name, version in rows}


def check_versions(facts: UnitFacts, options: Options, sink: Sink) -> None:
    """Warn of everything that the kernel of ``--kernel`` does not have."""
    kernel = options.kernel
    assert kernel is not None
    _check_cpu(facts, options, kernel, sink)
    _check_sections(facts, kernel, sink)
    for variable in facts.maps:
        info = facts.map_of(variable)
        kind = find_kind(info.type) if info is not None else None
        if kind is not None and kind.since > kernel:
            _say(sink, variable.loc, kind.constant, kind.since, kernel)
    for function in facts.functions.values():
        if not function.asks_the_kernel:
            _check_function(function, kernel, sink)


def _say(sink: Sink, loc: int, what: str, since: Version, kernel: Version) -> None:
    sink.warning(
        "kernel-version",
        loc,
        f"{what} came with Linux {_spell(since)}, and this is for Linux {_spell(kernel)}",
    )


def _spell(version: Version) -> str:
    return f"{version[0]}.{version[1]}"


def _check_cpu(facts: UnitFacts, options: Options, kernel: Version, sink: Sink) -> None:
    since = {"v4": _V4_SINCE, "v3": _V3_SINCE}.get(options.cpu)
    if since is not None and kernel < since and facts.programs:
        loc = facts.programs[0].function.loc
        _say(sink, loc, f"the instructions of -mcpu={options.cpu}", since, kernel)


def _check_sections(facts: UnitFacts, kernel: Version, sink: Sink) -> None:
    types, sections = _read_table(_PROGRAM_TYPES), _read_table(_SECTIONS)
    for program in facts.programs:
        kind = program.match.kind
        since = sections.get(kind.stem) or types.get(kind.program_type, (0, 0))
        if since > kernel:
            what = f"section '{kind.stem}'"
            if kind.stem not in sections:
                what = f"the program type of section '{kind.stem}' ({spell_type(kind)})"
            _say(sink, program.function.loc, what, since, kernel)


def _check_function(function: FunctionFacts, kernel: Version, sink: Sink) -> None:
    for call, helper in function.calls:
        if helper is not None and helper.since > kernel:
            _say(sink, call.loc, f"'{helper.name}'", helper.since, kernel)
    if kernel < _FETCHING_ATOMICS_SINCE:
        for builtin in function.builtins:
            name = builtin.name
            if name.startswith("__sync_") and not name.startswith(_NOT_FETCHING):
                _say(sink, builtin.loc, f"'{name}'", _FETCHING_ATOMICS_SINCE, kernel)
