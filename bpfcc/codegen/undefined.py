"""Calls of the C library's functions that are left in the code: no BPF program has them.

LLVM works out many of them (``strlen("abc")``), so only the object tells. Functions that the user
declares may be defined by another object, and are left to the linker.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Call, Function


def check_undefined(data: bytes, facts: UnitFacts, sink: Sink) -> None:
    """Warn of each function of a system header that the object calls and nothing defines."""
    suspects: dict[str, Call] = {}
    for known in facts.functions.values():
        for callee, call in known.callees.items():
            if _is_library(callee, facts, sink):
                suspects.setdefault(callee.name, call)
    if not suspects:
        return
    from bpfcc.elf.read import read_object
    from bpfcc.frontend.hints import find_advice

    for symbol in read_object(data, facts.unit.main_file).symbols:
        if symbol.section is None and symbol.name in suspects:
            name = symbol.name
            sink.warning(
                "undefined-function",
                suspects[name].loc,
                f"'{name}' is a function of the C library, and BPF programs have none",
            ).note(find_advice(name) or "write the function, or do without it")


def _is_library(function: Function, facts: UnitFacts, sink: Sink) -> bool:
    """Whether a function is only declared, by a system header and not as one of the kernel's."""
    if function in facts.functions or function.attributes.section:
        return False
    return sink.manager.is_system(function.loc)
