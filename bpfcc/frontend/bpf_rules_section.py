"""Rules for programs: what their section, their context and their license say.

The loader picks a program's type by its section's name; it leaves alone sections that it does
not know, so a name is wrong here only where it is nearly one that it does know.
"""

from __future__ import annotations

from bpfcc.elf.sections import match_section, section_kinds
from bpfcc.elf.uapi import CONTEXT_TYPES
from bpfcc.frontend import ctype
from bpfcc.frontend.ctype import CType, Pointer, Record
from bpfcc.frontend.tree import Convert, DeclRef, Deref, Linkage, Member
from bpfcc.frontend.walk import function_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.elf.sections import SectionKind
    from bpfcc.frontend.bpf_unit import Program, UnitFacts
    from bpfcc.frontend.tree import Function

_SPOKEN_TYPES = {"sched_cls": "tc", "sched_act": "tc action"}
_GPL_COMPATIBLE = frozenset(
    (
        "GPL",
        "GPL v2",
        "GPL and additional rights",
        "Dual BSD/GPL",
        "Dual MIT/GPL",
        "Dual MPL/GPL",
    )
)
# Types whose programs are refused without a license compatible with the GPL, whatever they call.
_GPL_TYPES = frozenset(("lsm", "struct_ops"))
_ANY_CONTEXT = frozenset(("struct_ops", "ext"))
# What these return, or whether they do, is up to what they stand for, or of no account.
_ANY_RESULT = frozenset(
    (
        "struct_ops", "ext", "lsm", "kprobe", "tracepoint", "raw_tracepoint",
        "raw_tracepoint_writable", "perf_event", "tracing",
    )
)  # fmt: skip
# Contexts of 64-bit words: read through the registers' struct they are as good.
_OF_WORDS = frozenset(("unsigned long long", "struct bpf_raw_tracepoint_args"))
_CLOSE_ENOUGH = 0.8


def check_programs(facts: UnitFacts, sink: Sink) -> None:
    """Check sections, contexts and results of every function that looks like a program."""
    known = {program.function for program in facts.programs}
    for function in facts.functions:
        section = function.attributes.section
        if section and function not in known and not section.startswith("."):
            _check_unknown_section(function, section, sink)
    for program in facts.programs:
        _check_linkage(program, sink)
        _check_context(program, sink)
        _check_result(program, sink)
        _check_target(program, sink)


def spell_type(kind: SectionKind) -> str:
    """A program type as people say it."""
    return _SPOKEN_TYPES.get(kind.program_type, kind.program_type)


def _check_unknown_section(function: Function, section: str, sink: Sink) -> None:
    near = suggest_section(section)
    if near is None:
        return
    diagnostic = sink.warning(
        "unknown-section",
        function.loc,
        f"no kind of program has the section '{section}'; did you mean '{near}'?",
    )
    found = match_section(near)
    context = found.kind.context_type if found is not None else None
    if found is not None and context is not None:
        diagnostic.note(f"{spell_type(found.kind)} programs take '{context} *'")


def suggest_section(section: str) -> str | None:
    """The valid section name that ``section`` is a slip of; None where it is nothing like one.

    The part before the first slash is what may be mistyped; a target behind it is kept.
    """
    optional = "?" if section.startswith("?") else ""
    stem, slash, target = section.removeprefix("?").partition("/")
    best, score = None, _CLOSE_ENOUGH
    for kind in section_kinds().values():
        whole = "/" in kind.stem
        written = stem + slash + target if whole else stem
        likeness = _compare(written, kind.stem)
        takes_target = whole or not slash or kind.pattern.endswith("+")
        if likeness > score and takes_target:
            best = optional + (kind.stem if whole else kind.stem + slash + target)
            score = likeness
    return best


def _compare(written: str, stem: str) -> float:
    """How alike two names are, from 0 to 1; two letters that changed places are one slip."""
    written = written.lower().replace("_", "").replace("-", "")
    bare = stem.replace("_", "")
    if written == bare:
        return 1.0
    if written.rstrip("0123456789") == bare.rstrip("0123456789"):
        return 0.0  # numbered, or not, for a loader that sets the type itself
    if sorted(written) == sorted(bare) and written[:1] == bare[:1]:
        return 0.95
    if len(bare) < 4 or abs(len(written) - len(bare)) > 2:
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, written, bare).ratio()


def _check_linkage(program: Program, sink: Sink) -> None:
    function = program.function
    if function.linkage is Linkage.INTERNAL:
        sink.warning(
            "static-program",
            function.loc,
            f"program '{function.name}' is static, and libbpf loads no object with such a program",
        ).note("leave out 'static'; a function that only others call needs no SEC()")


def _check_context(program: Program, sink: Sink) -> None:
    function, kind = program.function, program.match.kind
    found = _context_tag(function)
    if found is None or kind.program_type in _ANY_CONTEXT:
        return
    expected = kind.context_type
    if expected is None and kind.program_type == "tracepoint" and found == "struct pt_regs":
        _check_registers(function, sink)
    if expected is None or found == expected or not function.params[0].is_referenced:
        return
    if found == "struct pt_regs" and (kind.program_type == "perf_event" or expected in _OF_WORDS):
        return
    diagnostic = sink.warning(
        "context-type",
        function.params[0].loc or function.loc,
        f"a program in section '{function.attributes.section}' does not get a '{found} *'",
    )
    if expected == "unsigned long long":
        diagnostic.note(
            "its arguments come as an array of 64-bit values: declare it with BPF_PROG(name, …)"
        )
    else:
        diagnostic.note(f"its context is '{expected} *'")


def _check_registers(function: Function, sink: Sink) -> None:
    """Registers that are read in a tracepoint; to pass the context on, any type will do."""
    context = function.params[0]
    for node in function_nodes(function):
        if isinstance(node, Member):
            base = node.base
            while isinstance(base, (Deref, Convert)):
                base = base.pointer if isinstance(base, Deref) else base.operand
            if isinstance(base, DeclRef) and base.decl is context:
                sink.warning(
                    "context-type",
                    context.loc or function.loc,
                    f"a program in section '{function.attributes.section}' does not get a "
                    "'struct pt_regs *'",
                ).note("its context is the record that the tracepoint's 'format' file shows")
                return


def _context_tag(function: Function) -> str | None:
    """The first parameter's type if it is one of the kernel's contexts, such as struct xdp_md."""
    if not function.params:
        return None
    type = function.params[0].type.canonical
    target: CType = type.target.canonical if isinstance(type, Pointer) else type
    if not isinstance(target, Record) or target.is_union:
        return None
    spelled = f"struct {target.tag}"
    return spelled if spelled in CONTEXT_TYPES.values() else None


def _check_result(program: Program, sink: Sink) -> None:
    function, kind = program.function, program.match.kind
    type = function.type.canonical
    assert isinstance(type, ctype.Function)
    if function.attributes.naked or kind.program_type in _ANY_CONTEXT:
        return
    if kind.program_type in _ANY_RESULT:
        if len(type.params) > 1 and _uses_more_than_context(function):
            _say_parameters(function, sink)
    elif type.result.is_void:
        sink.warning(
            "program-result",
            function.loc,
            f"program '{function.name}' returns nothing, and the kernel wants a value",
        ).note("make it return int")
    elif len(type.params) > 1:
        _say_parameters(function, sink)


def _uses_more_than_context(function: Function) -> bool:
    """Whether a parameter behind the first is named in the body."""
    more = function.params[1:]
    return any(isinstance(node, DeclRef) and node.decl in more for node in function_nodes(function))


def _say_parameters(function: Function, sink: Sink) -> None:
    diagnostic = sink.warning(
        "program-parameters",
        function.params[1].loc,
        f"program '{function.name}' has {len(function.params)} parameters, and the kernel passes "
        "only the context",
    )
    section = function.attributes.section or ""
    if section.startswith(("kprobe", "uprobe", "ksyscall")):
        macro = "BPF_KSYSCALL" if section.startswith("ksyscall") else "BPF_KPROBE"
        diagnostic.note(f"{macro}({function.name}, …) takes them out of the registers")


def _check_target(program: Program, sink: Sink) -> None:
    match = program.match
    if match.kind.program_type == "tracepoint" and match.target and "/" not in match.target:
        sink.warning(
            "section-target",
            program.function.loc,
            f"section '{program.function.attributes.section}' names no category: "
            f"tracepoints are '{match.kind.stem}/category/name'",
        )


def check_license(facts: UnitFacts, sink: Sink) -> None:
    """Report calls and programs that need a license compatible with the GPL."""
    if facts.license in _GPL_COMPATIBLE or (facts.license is None and facts.license_loc):
        return
    for program in facts.programs:
        if program.match.kind.program_type in _GPL_TYPES:
            _say_license(facts, sink, program.function.loc, f"{spell_type(program.match.kind)} ")
            return
    for function in facts.functions.values():
        if not function.program_types:
            continue
        for call, helper in function.calls:
            if helper is not None and helper.is_gpl_only:
                _say_license(facts, sink, call.loc, f"'{helper.name}' is only for ")
                return


def _say_license(facts: UnitFacts, sink: Sink, loc: int, what: str) -> None:
    need = "programs under a license compatible with the GPL"
    if not what.endswith("for "):
        need = "programs need a license compatible with the GPL"
    if facts.license is None:
        diagnostic = sink.warning("license", loc, f"{what}{need}, and none is declared")
    else:
        diagnostic = sink.warning("license", loc, f"{what}{need}, not '{facts.license}'")
        diagnostic.note("declared here", facts.license_loc)
    diagnostic.note('write: char LICENSE[] SEC("license") = "GPL";')
