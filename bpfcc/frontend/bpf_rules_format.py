"""Format strings of the kernel's own printf: what it knows, and whether the arguments fit.

The kernel takes far less than C's printf, and answers a string that it does not take with an
error that nobody looks at: nothing is printed. Source: Documentation of bpf_trace_printk in
linux/bpf.h, and what a 6.18 kernel was seen to accept.
"""

from __future__ import annotations

from bpfcc.frontend.bpf_helpers import strip_conversions
from bpfcc.frontend.bpf_unit import string_data
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.tree import AddressOf, DeclRef, Expr, Index, StringLiteral, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Call

# Helper → (argument with the format, argument with the size of the values in bytes or None where
# the values follow one by one).
_PRINTING = {
    "bpf_trace_printk": (0, None),
    "bpf_trace_vprintk": (0, 3),
    "bpf_seq_printf": (1, 4),
    "bpf_snprintf": (2, 4),
}
_VALUE_BYTES = 8
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\v\f\r")
_POINTER_FORMS = ("ks", "us", "K", "x", "s", "S", "B", "i4", "i6", "I4", "I6")
_ADVICE = (
    "it knows %d %i %u %x %X with l or ll before them, %c, %s, %p, %pks, %pus, %pB, %pi4, %pI6 and "
    "their like; no letter or digit may follow a string"
)


class Conversion:
    """One conversion of a format: its text and what it takes (``string`` or not)."""

    __slots__ = ("is_known", "takes_pointer", "takes_string", "text")

    def __init__(
        self, text: str, *, is_known: bool, takes_string: bool = False, takes_pointer: bool = False
    ) -> None:
        self.text = text
        self.is_known = is_known
        self.takes_string = takes_string
        self.takes_pointer = takes_pointer


def check_formats(facts: UnitFacts, sink: Sink) -> None:
    """Check every format string that a unit hands to the kernel."""
    for function in facts.functions.values():
        for call, helper in function.calls:
            if helper is not None and helper.name in _PRINTING:
                _check_call(call, helper.name, sink)


def _check_call(call: Call, name: str, sink: Sink) -> None:
    place, size_place = _PRINTING[name]
    if len(call.args) <= place:
        return
    text = _find_text(call.args[place])
    if text is None:
        return
    conversions = read_format(text)
    for conversion in conversions:
        if not conversion.is_known:
            sink.warning(
                "format", call.loc, f"'{name}' does not know the conversion '{conversion.text}'"
            ).note(_ADVICE)
            return
    if not all(ch.isascii() and (ch.isprintable() or ch.isspace()) for ch in text):
        sink.warning("format", call.loc, f"'{name}' takes printable ASCII characters only")
        return
    values = call.args[2:] if size_place is None else None
    count = len(values) if values is not None else _count_values(call, size_place)
    if count is not None:
        _check_count(call, name, len(conversions), count, sink)
    for conversion, value in zip(conversions, values or (), strict=False):
        _check_value(conversion, value, sink)


def _count_values(call: Call, size_place: int | None) -> int | None:
    if size_place is None or len(call.args) <= size_place:
        return None
    size = evaluate(call.args[size_place])
    return size // _VALUE_BYTES if isinstance(size, int) else None


def _check_count(call: Call, name: str, conversions: int, values: int, sink: Sink) -> None:
    if conversions > values:
        sink.warning(
            "format-insufficient-args",
            call.loc,
            f"the format of '{name}' has {_count(conversions, 'conversion')} for "
            f"{_count(values, 'value')}: nothing will be printed",
        )
    elif conversions < values:
        sink.warning(
            "format-extra-args",
            call.loc,
            f"the format of '{name}' has {_count(conversions, 'conversion')} for "
            f"{_count(values, 'value')}",
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _check_value(conversion: Conversion, value: Expr, sink: Sink) -> None:
    type = value.type
    if conversion.takes_string and type.is_integer:
        sink.warning(
            "format",
            value.loc,
            f"'{conversion.text}' wants the address of a string, and this is '{type}'",
        )
    elif type.is_pointer and not (
        conversion.takes_string or conversion.takes_pointer or "l" in conversion.text
    ):
        # With an "l" the whole address is printed, as a number.
        sink.warning(
            "format", value.loc, f"'{conversion.text}' wants a number, and this is '{type}'"
        )


def _find_text(argument: Expr) -> str | None:
    """The format string, without its final zero; None where it is not constant."""
    pointer = strip_conversions(argument)
    if isinstance(pointer, AddressOf):
        pointer = pointer.operand
        if isinstance(pointer, Index) and evaluate(pointer.index) == 0:
            pointer = strip_conversions(pointer.base)
    data = None
    if isinstance(pointer, StringLiteral):
        data = pointer.data
    elif isinstance(pointer, DeclRef) and isinstance(pointer.decl, Variable):
        data = string_data(pointer.decl)
    return None if data is None else data.split(b"\0")[0].decode("latin-1")


def read_format(text: str) -> list[Conversion]:
    """The conversions of a format that take a value, as the kernel reads them."""
    found = []
    at = text.find("%")
    while at >= 0:
        if text.startswith("%%", at):
            at = text.find("%", at + 2)
            continue
        conversion, end = _read_conversion(text, at)
        found.append(conversion)
        at = text.find("%", end)
    return found


def _read_conversion(text: str, start: int) -> tuple[Conversion, int]:
    """The conversion that begins at a ``%``, and where it ends."""
    at = start + 1
    while text[at : at + 1] in ("0", "+", "-", " "):
        at += 1
    while text[at : at + 1].isdigit():
        at += 1
    letter = text[at : at + 1]
    if letter == "p":
        return _read_pointer(text, start, at + 1)
    if letter == "c":
        return Conversion(text[start : at + 1], is_known=True), at + 1
    if letter == "s":
        return _read_string(text, start, at + 1)
    for _ in range(2):
        if text[at : at + 1] == "l":
            at += 1
    end = at + 1
    known = text[at:end] in ("d", "i", "u", "x", "X") and at < len(text)
    while not known and end < len(text) and text[end - 1] in "hzjtqL.0123456789":
        end += 1  # the whole of it, as C's printf would read it, for the message
    return Conversion(text[start:end], is_known=known), end


def _read_string(text: str, start: int, end: int) -> tuple[Conversion, int]:
    """A string ends at ``end``; no letter or digit may follow it."""
    following = text[end : end + 1]
    if following and following not in _PUNCTUATION:
        return Conversion(text[start : end + 1], is_known=False), end
    return Conversion(text[start:end], is_known=True, takes_string=True), end


def _read_pointer(text: str, start: int, at: int) -> tuple[Conversion, int]:
    following = text[at : at + 1]
    if not following or following in _PUNCTUATION:
        return Conversion(text[start:at], is_known=True, takes_pointer=True), at
    for form in _POINTER_FORMS:
        if text.startswith(form, at):
            end = at + len(form)
            if form in ("ks", "us"):
                return _read_string(text, start, end)
            return Conversion(text[start:end], is_known=True, takes_pointer=True), end
    return Conversion(text[start : at + 1], is_known=False), at + 1
