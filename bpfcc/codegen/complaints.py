"""What LLVM's BPF back end and the assembler say, made into diagnostics with a C location.

LLVM's form is ``error: FILE:LINE:COL: in function NAME TYPE: [DAG node] MESSAGE``. The place is
that of the debug information; a fatal error says only ``LLVM ERROR: MESSAGE``.
"""

from __future__ import annotations

import re

from bpfcc.errors import InternalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpfcc.codegen.assembler import AssemblyMessage
    from bpfcc.codegen.backend import Outcome
    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.source import SourceFile, SourceManager

_LINE = re.compile(
    r"^(?P<severity>error|warning): (?P<file>.*?):(?P<line>\d+):(?P<column>\d+): "
    r"in function (?P<function>\S+) (?P<rest>.*)$"
)
# The optimizer's: it could not do what a pragma asks for.
_NOT_DONE = re.compile(
    r"^warning: (?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<message>loop not \w+: .*)$"
)
_FATAL = re.compile(r"^(?:LLVM ERROR|error): (?P<message>.*)$", re.MULTILINE)
# A fatal error of the instruction selector prints the node with the place it comes from.
_NODE_PLACE = re.compile(
    r", (?P<file>[^\s,]+):(?P<line>\d+):(?P<column>\d+)(?: @\[.*)?$", re.MULTILINE
)
_NODE_FUNCTION = re.compile(r"^In function: (?P<function>\S+)", re.MULTILINE)
_UNKNOWN_OPTION = re.compile(r"Unknown command line argument '(?P<option>[^']*)'")
_OPTION_ERROR = re.compile(r"^[^\n]*\(LLVM option parsing\): (?P<message>[^\n]*)", re.MULTILINE)

# Part of LLVM's message → (code, message, advice). The messages name what C did, the advice what
# to do instead. {0} is what the pattern's group found.
_KNOWN: list[tuple[re.Pattern[str], str, str, str]] = [
    (
        re.compile(r"BPF stack limit is exceeded"),
        "stack-limit",
        "the variables of '{function}' need more stack than BPF's 512 bytes",
        "keep large data in a map, for example one entry of a per-CPU array",
    ),
    (
        re.compile(r"unsupported dynamic stack allocation"),
        "dynamic-stack",
        "BPF cannot allocate stack of a size that is known only when the program runs",
        "give the array a constant size",
    ),
    (
        re.compile(r"unsupported signed division"),
        "signed-division",
        "signed division needs -mcpu=v4",
        "divide unsigned values, or compile with -mcpu=v4 for Linux 6.6 and later",
    ),
    (
        re.compile(r"A call to built-in function '([^']*)' is not supported"),
        "builtin-call",
        "this needs a call to '{0}', and BPF has no such function",
        "use a smaller constant size, or a loop that the compiler can see through",
    ),
    (
        re.compile(r"variadic functions are not supported"),
        "variadic-function",
        "BPF has no variadic functions",
        "pass a fixed number of arguments",
    ),
    (
        re.compile(r"too many arguments|stack arguments are not supported"),
        "too-many-arguments",
        "a BPF function takes at most five arguments in registers",
        "make it always inline, or pass a pointer to a struct",
    ),
    (
        re.compile(r"pass by value not supported"),
        "struct-by-value",
        "BPF cannot pass this struct by value",
        "pass a pointer to it, or make the function always inline",
    ),
    (
        re.compile(
            r"aggregate returns are not supported|only small returns supported"
            r"|unable to allocate function return"
        ),
        "struct-return",
        "BPF can return no more than 16 bytes",
        "write the result through a pointer argument, or make the function always inline",
    ),
    (
        re.compile(r"unsupported atomic operation, please use 32/64 bit version"),
        "atomic-width",
        "BPF has no atomic operation of this width, and what is around this is not known",
        "use a 32- or 64-bit variable, or name it as a member of a struct aligned to 4 bytes",
    ),
    (
        re.compile(r"unsupported atomic operation, please use 64 bit version"),
        "atomic-width",
        "BPF has no atomic operation of this width",
        "use a 64-bit variable",
    ),
    (
        re.compile(r"Cannot select: .* = AtomicLoad(?:Add|Sub|And|Or|Xor)<|AtomicSwap<.*s32"),
        "atomic-width",
        "this atomic operation on 32 bits needs -mcpu=v3",
        "compile with -mcpu=v3 for Linux 5.12 and later, or use a 64-bit variable",
    ),
    (
        re.compile(r"Invalid usage of the XADD return value"),
        "atomic-fetch",
        "the value that this atomic operation returns needs -mcpu=v3",
        "compile with -mcpu=v3 for Linux 5.12 and later, or do without the value",
    ),
    (
        re.compile(r"sequentially consistent \(seq_cst\) atomic load/store is not supported"),
        "atomic-access",
        "BPF has no sequentially consistent atomic load or store",
        "use __ATOMIC_ACQUIRE to load and __ATOMIC_RELEASE to store",
    ),
    (
        re.compile(
            r"(?:bitfield size greater than record alignment|cross alignment boundary"
            r"|requiring too big alignment)"
        ),
        "builtin-argument",
        "this bit-field lies across the words of its struct, and no single access reads it",
        "ask about a struct that is not packed, or about the member in front of it",
    ),
    (
        re.compile(
            r"(?:Invalid|too big|Unsupported) field .*preserve\.field\.info"
            r"|Invalid array expression"
        ),
        "builtin-argument",
        "this question is only for members that are integers of up to 8 bytes",
        "bpf_core_field_offset() and bpf_core_field_size() take members of any type",
    ),
    (
        re.compile(r"Empty type name for|SubroutineType not supported"),
        "builtin-argument",
        "the kernel's types are found by their names, and this one has none",
        "give it a tag or a typedef's name; bpf_core_type_id_local() needs none",
    ),
    (
        re.compile(r"Branch target out of insn range"),
        "branch-distance",
        "a jump in here is longer than the 32,767 instructions that it can reach",
        "compile with -mcpu=v4 for Linux 6.6 and later, or move parts into __noinline functions",
    ),
    (
        re.compile(r"invalid operand for inline asm constraint '([^']*)'"),
        "inline-asm",
        "the constraint '{0}' wants a constant, and this is none",
        'use "r" for what is known only when the program runs',
    ),
    (
        re.compile(r"Cannot select: .* = brind"),
        "computed-goto",
        "BPF has no jumps to computed addresses",
        "use switch",
    ),
    (
        re.compile(r"unsupported atomic (load|store)|Cannot select: .* = Atomic(Load|Store)<"),
        "atomic-access",
        "this atomic {0} needs -mcpu=v4",
        "use a volatile access where no ordering is needed",
    ),
]

_SPELLED_OUT = re.compile(
    r"too many arguments|stack arguments are not supported|pass by value not supported"
    r"|only small returns supported|unable to allocate function return|aggregate returns"
    r"|unsupported signed division|'(?:__\w+ti3|memcpy|memset)' is not supported"
)

# LLVM's words, C++'s, and Python's where the module did not even fit.
_OUT_OF_MEMORY = re.compile(r"out of memory|bad_alloc|MemoryError")
_FATAL_BY_INPUT = re.compile(r"llvm\.bpf\.|Inline asm|inline asm|invalid operand|constraint")


class Complaint:
    """One message of LLVM's: what, where (printable), about which function."""

    __slots__ = ("advice", "code", "column", "file", "function", "line", "message", "severity")

    def __init__(self, match: re.Match[str]) -> None:
        self.severity = match["severity"]
        self.file = match["file"]
        self.line = int(match["line"])
        self.column = int(match["column"])
        self.function = match["function"]
        rest = match["rest"]
        known = explain(rest, self.function)
        # The function's type comes first, and it has no ": " in it.
        self.code, self.message, self.advice = known or (
            "backend",
            rest.partition(": ")[2] or rest,
            "",
        )


def can_be_spelled_out(text: str) -> bool:
    """Whether LLVM refuses something that lowering can say in simpler IR."""
    return _SPELLED_OUT.search(text) is not None


def explain(text: str, function: str) -> tuple[str, str, str] | None:
    """(code, message, advice) for a message of LLVM's that we know."""
    for pattern, code, message, advice in _KNOWN:
        found = pattern.search(text)
        if found:
            words = [word.lower() for word in found.groups() if word is not None]
            return code, message.format(*words, function=function), advice.format(*words)
    return None


def read_complaints(text: str) -> list[Complaint]:
    """The messages in what LLVM printed, in order; lines that are none are left out."""
    found = (_LINE.match(line) for line in text.splitlines())
    return [Complaint(match) for match in found if match]


def report_complaints(
    outcome: Outcome,
    sink: Sink,
    manager: SourceManager,
    functions: dict[str, int],
    name_variables: Callable[[Diagnostic, str], int] | None = None,
    find_culprit: Callable[[str], int] | None = None,
) -> InternalError | None:
    """Tell the sink what LLVM said of a module; ``functions`` is where each is defined.

    ``name_variables`` adds to what is said of a function's stack which variables take it, and
    answers where the biggest is, or 0. ``find_culprit`` finds where in the source that lies of
    which a message says no place.
    Returns the fault where LLVM failed for a reason that is no fault of the program.
    """
    errors = 0
    too_large: set[str] = set()
    for complaint in read_complaints(outcome.text):
        errors += complaint.severity == "error"
        if complaint.code != "stack-limit":
            _report(complaint, sink, manager, functions)
        elif complaint.function not in too_large:
            too_large.add(complaint.function)  # LLVM says it of each access behind the limit
            diagnostic = _report(complaint, sink, manager, functions)
            biggest = name_variables(diagnostic, complaint.function) if name_variables else 0
            if biggest:
                diagnostic.loc = biggest
    if errors:
        return None
    if not outcome.ending:
        return _report_rest(outcome.text, sink, manager, find_culprit)
    if outcome.ending in ("cpu time", "clock"):
        sink.error(
            "backend-time", 0, "LLVM did not finish with this program in the time it is given"
        ).note("large loops that are unrolled, or very large functions, may be the cause")
        return None
    if _OUT_OF_MEMORY.search(outcome.text):
        sink.error("backend-memory", 0, "LLVM used up its memory with this program")
        return None
    unknown = _UNKNOWN_OPTION.search(outcome.text) or _OPTION_ERROR.search(outcome.text)
    if unknown:
        sink.error("llvm-option", 0, f"-mllvm {unknown[1]}: LLVM does not accept this option")
        return None
    return _report_fatal(outcome, sink, manager, functions, find_culprit)


def _report_fatal(
    outcome: Outcome,
    sink: Sink,
    manager: SourceManager,
    functions: dict[str, int],
    find_culprit: Callable[[str], int] | None,
) -> InternalError | None:
    """A fatal error: the program's fault where we know the message, else ours."""
    named = _NODE_FUNCTION.search(outcome.text)
    function = named["function"] if named else ""
    place = _NODE_PLACE.search(outcome.text)
    loc = find_loc(manager, place["file"], int(place["line"]), int(place["column"])) if place else 0
    loc = loc or functions.get(function, 0)
    fatal = _FATAL.search(outcome.text)
    message = fatal["message"] if fatal else ""
    known = explain(message, function)
    if not loc and find_culprit is not None:
        loc = find_culprit(message)
    if known is not None:
        code, text, advice = known
        sink.error(code, loc, text).note(advice)
        return None
    if _FATAL_BY_INPUT.search(message):
        sink.error("backend", loc, message)
        return None
    words = outcome.text.strip() or "it said nothing"
    return InternalError(f"LLVM ended with {outcome.ending}: {words}", loc=loc)


def _report_rest(
    text: str, sink: Sink, manager: SourceManager, find_culprit: Callable[[str], int] | None
) -> InternalError | None:
    """Pass on what LLVM said of a module that it has compiled, and that is no message we know."""
    rest = [line for line in text.splitlines() if line.strip() and not _LINE.match(line)]
    if any("debug info" in line for line in rest):
        # It drops debug information that it finds broken, and BTF with it.
        return InternalError(f"LLVM refuses the debug information: {' '.join(rest)}")
    for line in dict.fromkeys(rest):
        not_done = _NOT_DONE.match(line)
        if not_done is None:
            sink.warning("backend", 0, f"LLVM says: {line}")
            continue
        place = not_done["file"], int(not_done["line"]), int(not_done["column"])
        message = not_done["message"]
        loc = find_loc(manager, *place)
        if not loc and find_culprit is not None:
            loc = find_culprit(message)
        sink.warning("pass-failed", loc, message.partition(";")[0])
    return None


def _report(
    complaint: Complaint, sink: Sink, manager: SourceManager, functions: dict[str, int]
) -> Diagnostic:
    loc = find_loc(manager, complaint.file, complaint.line, complaint.column)
    if not loc:
        loc = functions.get(complaint.function, 0)
    diagnostic: Diagnostic
    if complaint.severity == "error":
        diagnostic = sink.error(complaint.code, loc, complaint.message)
    else:
        diagnostic = sink.warning(complaint.code, loc, complaint.message)
    if not loc and complaint.line:
        diagnostic.place = (complaint.file, complaint.line, complaint.column)
    if complaint.advice:
        diagnostic.note(complaint.advice)
    return diagnostic


def report_source_assembly(
    file: SourceFile, messages: Sequence[AssemblyMessage], severity: str, sink: Sink
) -> None:
    """Tell the sink what the assembler said of a hand-written source."""
    starts = file.line_starts()
    say = sink.error if severity == "error" else sink.warning
    for message in messages:
        start = starts[min(message.line, len(starts)) - 1]
        say("assembly", file.base + start + message.column - 1, message.message)


def report_inline_assembly(
    text: str,
    messages: Sequence[AssemblyMessage],
    severity: str,
    sink: Sink,
    manager: SourceManager,
) -> None:
    """Tell the sink what the assembler said of inline assembly, at its ``asm`` statement.

    ``text`` is LLVM's. What is wrong outside of inline assembly would be a fault of ours; it
    has no C statement and is told without a place.
    """
    from bpfcc.codegen.asm_locate import locate_line

    say = sink.error if severity == "error" else sink.warning
    for message in messages:
        place = locate_line(text, message.line)
        loc = find_loc(manager, place.file, place.line, place.column) if place.file else 0
        diagnostic = say("inline-asm", loc, message.message)
        if not loc and place.file:
            diagnostic.place = (place.file, place.line, place.column)
        line = f"line {place.template_line} of the inline assembly" if place.template_line else ""
        diagnostic.note(f"{line or 'the assembly'} is '{place.text}'")


def find_loc(manager: SourceManager, name: str, line: int, column: int) -> int:
    """The loc of a printable place; 0 where no file of that name has such a line."""
    if line == 0:
        return 0
    for file in manager.files:
        # With #line in it, the places of debug information are not those of the text.
        if file.line_marks or not (file.name == name or file.name.endswith("/" + name)):
            continue
        starts = file.line_starts()
        if line > len(starts):
            continue
        raw = min(starts[line - 1] + max(column, 1) - 1, len(file.raw))
        shift = max((extra for at, extra in file.removals if at + extra <= raw), default=0)
        return file.base + raw - shift
    return 0
