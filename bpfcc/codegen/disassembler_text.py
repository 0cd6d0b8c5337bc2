"""Writes a listing: as assembly that assembles to the same code, with colours, or as JSON."""

from __future__ import annotations

import re

from bpfcc.codegen.disassembler_names import is_global, quote_name, quote_text
from bpfcc.codegen.insn import encode
from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_EXECINSTR,
    SHF_WRITE,
    Binding,
    SymbolKind,
    Visibility,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.codegen.disassembler import FunctionListing, Line, Listing
    from bpfcc.elf.model import Section, Symbol

_COMMENT_COLUMN = 48
_TAB_COLUMNS = 8
_MAX_SOURCE_LETTERS = 200
_FLAG_LETTERS = ((SHF_ALLOC, "a"), (SHF_WRITE, "w"), (SHF_EXECINSTR, "x"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029]+")

_RESET = "\x1b[0m"
_COLOURS = {
    "comment": "\x1b[90m",
    "source": "\x1b[32m",
    "label": "\x1b[1;33m",
    "slot": "\x1b[90m",
    "word": "\x1b[35m",
    "register": "\x1b[36m",
    "number": "\x1b[34m",
    "string": "\x1b[32m",
}
_PAINT = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")
    |\b(?P<register>[rw](?:[0-9]|1[01]))\b
    |\b(?P<word>if|goto|gotol|gotox|may_goto|call|callx|exit|lock|ll)\b
    |(?<![\w.$])(?P<number>[+-]?\ ?(?:0x[0-9a-f]+|\d+))\b""",
    re.VERBOSE,
)


def format_listing(
    listing: Listing, *, show_source: bool = True, show_cpu: bool = False, colour: bool = False
) -> str:
    """Write a listing as assembly; every line of it is code or a comment."""
    out: list[str] = []
    section: Section | None = None
    for function in listing.functions:
        if function.section is not section:
            section = function.section
            out += _format_section(section, bool(out))
        out += _format_function(function, show_source, show_cpu)
    if listing.statics:
        out += ("", "# Static data, by its place.")
        for name, (place, offset) in sorted(listing.statics.items(), key=lambda item: item[1]):
            where = quote_name(place) + (f"+{offset}" if offset else "")
            out.append(f"\t.set\t{quote_name(name)}, {where}")
    text = "\n".join(out) + "\n"
    return _paint(text) if colour else text


def _format_section(section: Section, is_later: bool) -> Iterator[str]:
    if is_later:
        yield ""
    letters = "".join(letter for flag, letter in _FLAG_LETTERS if section.flags & flag)
    name = section.name
    if re.fullmatch(r"[\w./$-]+", name, re.ASCII) is None:
        name = quote_text(name.encode("utf-8", "surrogateescape"))
    yield f'\t.section\t{name},"{letters}",@progbits'
    if section.align_bytes > 1:
        yield f"\t.p2align\t{section.align_bytes.bit_length() - 1}"


def _format_function(function: FunctionListing, show_source: bool, show_cpu: bool) -> Iterator[str]:
    for symbol in function.symbols:
        yield from _format_attributes(symbol)
    facts = f"{function.instruction_count} instructions"
    if function.stack_bytes:
        facts += f", {function.stack_bytes} bytes of stack"
    if show_cpu:
        facts += f", needs -mcpu=v{function.cpu}"
    names = [symbol.name for symbol in function.symbols]
    if not names:
        yield f"# {_flatten(function.name)} from slot {function.start}: {facts}"
    for name in names:
        yield _with_comment(f"{quote_name(name)}:", [facts] if name == names[-1] else [])
    for line in function.lines:
        for label in line.labels:
            yield f"{quote_name(label)}:"
        if show_source and line.source is not None and line.starts_line:
            place = f"{line.source.file.rpartition('/')[2]}:{line.source.line}"
            text = _flatten(line.source.text)
            if len(text) > _MAX_SOURCE_LETTERS:
                text = text[:_MAX_SOURCE_LETTERS] + "..."
            yield f"\t# {_flatten(place)}: {text}".rstrip()
        remarks = list(line.remarks)
        if show_cpu and line.insn.form is not None and line.insn.form.cpu > 1:
            remarks.append(f"v{line.insn.form.cpu}")
        yield _with_comment(f"{line.slot:6}:\t{line.text}", remarks)


def _format_attributes(symbol: Symbol) -> Iterator[str]:
    name = quote_name(symbol.name)
    if symbol.binding is not Binding.LOCAL:
        yield f"\t{'.weak' if symbol.binding is Binding.WEAK else '.globl'}\t{name}"
    if symbol.visibility is not Visibility.DEFAULT:
        yield f"\t.{symbol.visibility.name.lower()}\t{name}"
    if symbol.kind is SymbolKind.FUNC:
        yield f"\t.type\t{name},@function"


def _with_comment(text: str, remarks: list[str]) -> str:
    if not remarks:
        return text
    tab = text.find("\t")
    width = len(text) if tab < 0 else _TAB_COLUMNS + len(text) - tab - 1
    return f"{text}{' ' * max(1, _COMMENT_COLUMN - width)}# {_flatten('; '.join(remarks))}"


def _flatten(text: str) -> str:
    """Keep a comment on its line, whatever an object calls its files and symbols."""
    return _CONTROL.sub(" ", text).strip()


def _paint(text: str) -> str:
    return "\n".join(_paint_line(line) for line in text.split("\n"))


def _paint_line(line: str) -> str:
    stripped = line.lstrip("\t")
    if stripped.startswith("#"):
        kind = "source" if line.startswith("\t") else "comment"
        return f"{_COLOURS[kind]}{line}{_RESET}"
    code, mark, comment = _split_comment(line)
    slot, colon, rest = code.partition(":\t")
    if colon and slot.strip().isdigit():
        code = f"{_COLOURS['slot']}{slot}:{_RESET}\t{_paint_code(rest)}"
    elif code.rstrip().endswith(":"):
        code = f"{_COLOURS['label']}{code}{_RESET}"
    else:
        code = _paint_code(code)
    return f"{code}{_COLOURS['comment']}{mark}{comment}{_RESET}" if mark else code


def _split_comment(line: str) -> tuple[str, str, str]:
    in_string = False
    for index, letter in enumerate(line):
        if letter == '"' and (index == 0 or line[index - 1] != "\\"):
            in_string = not in_string
        elif letter == "#" and not in_string:
            return line[:index], "#", line[index + 1 :]
    return line, "", ""


def _paint_code(code: str) -> str:
    return _PAINT.sub(
        lambda match: f"{_COLOURS[match.lastgroup or '']}{match.group()}{_RESET}", code
    )


# --- JSON ----------------------------------------------------------------------------------


def listing_to_json(listing: Listing) -> dict[str, object]:
    """Return a listing as plain values for json.dumps."""
    return {
        "little_endian": listing.little_endian,
        "functions": [
            {
                "name": function.name,
                "section": function.section.name,
                "offset_bytes": function.start * 8,
                "global": any(is_global(symbol) for symbol in function.symbols),
                "instructions": function.instruction_count,
                "stack_bytes": function.stack_bytes,
                "cpu": f"v{function.cpu}",
                "code": [_line_to_json(listing, function, line) for line in function.lines],
            }
            for function in listing.functions
        ],
    }


def _line_to_json(listing: Listing, function: FunctionListing, line: Line) -> dict[str, object]:
    insn, meta = line.insn, line.insn.meta
    out: dict[str, object] = {
        "slot": line.slot,
        "bytes": encode(insn, listing.little_endian).hex(),
        "text": line.text,
    }
    if line.labels:
        out["labels"] = line.labels
    if line.target is not None:
        out["target"] = line.target - function.start
    if line.table:
        out["table"] = [slot - function.start for slot in line.table]
    if meta is not None and meta.reference is not None:
        out["reference"] = meta.reference
    if meta is not None and meta.core is not None:
        out["core"] = meta.core
    if line.remarks:
        out["remarks"] = line.remarks
    if line.source is not None:
        source = line.source
        out["source"] = {
            "file": source.file,
            "line": source.line,
            "column": source.column,
            "text": source.text,
        }
    return out
