"""The assembler's directives: one function each, registered by name.

To add a directive: a function that reads its operands from the cursor, decorated with its
names. Each one must use up the statement; the caller checks.
"""

from __future__ import annotations

import struct

from bpfcc.codegen.asm_expr import AsmSymbol, Operation, StatementError, fold_constant
from bpfcc.codegen.asm_lexer import IDENTIFIER, NUMBER, STRING
from bpfcc.codegen.asm_section import FillFragment, LebFragment, encode_leb
from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_EXCLUDE,
    SHF_EXECINSTR,
    SHF_GROUP,
    SHF_LINK_ORDER,
    SHF_MERGE,
    SHF_STRINGS,
    SHF_WRITE,
    SHT_NOBITS,
    SHT_NOTE,
    SHT_PROGBITS,
    Binding,
    SymbolKind,
    Visibility,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from bpfcc.codegen.asm_expr import Expr
    from bpfcc.codegen.asm_lexer import Cursor
    from bpfcc.codegen.asm_section import AsmSection
    from bpfcc.codegen.assembler import Assembler

    Handler: TypeAlias = Callable[[Assembler, Cursor, str], None]

DIRECTIVES: dict[str, Handler] = {}

SHF_TLS = 0x400
SHF_GNU_RETAIN = 0x200000
_SECTION_FLAGS = {
    "a": SHF_ALLOC,
    "w": SHF_WRITE,
    "x": SHF_EXECINSTR,
    "M": SHF_MERGE,
    "S": SHF_STRINGS,
    "G": SHF_GROUP,
    "T": SHF_TLS,
    "o": SHF_LINK_ORDER,
    "e": SHF_EXCLUDE,
    "R": SHF_GNU_RETAIN,
}
_SECTION_KINDS = {
    "progbits": SHT_PROGBITS,
    "nobits": SHT_NOBITS,
    "note": SHT_NOTE,
    "init_array": 14,
    "fini_array": 15,
    "preinit_array": 16,
    "llvm_odrtab": 0x6FFF4C00,
    "llvm_linker_options": 0x6FFF4C01,
    "llvm_call_graph_profile": 0x6FFF4C09,
}
_CODE = SHF_ALLOC | SHF_EXECINSTR
_DATA = SHF_ALLOC | SHF_WRITE
# What a section is when `.section` names it without flags: by its name or what it starts with.
_DEFAULT_SECTIONS = (
    (".text", SHT_PROGBITS, _CODE),
    (".rodata", SHT_PROGBITS, SHF_ALLOC),
    (".rodata1", SHT_PROGBITS, SHF_ALLOC),
    (".data", SHT_PROGBITS, _DATA),
    (".data1", SHT_PROGBITS, _DATA),
    (".bss", SHT_NOBITS, _DATA),
    (".init", SHT_PROGBITS, _CODE),
    (".fini", SHT_PROGBITS, _CODE),
    (".init_array", 14, _DATA),
    (".fini_array", 15, _DATA),
    (".preinit_array", 16, _DATA),
    (".tdata", SHT_PROGBITS, _DATA | SHF_TLS),
    (".tbss", SHT_NOBITS, _DATA | SHF_TLS),
    (".note", SHT_NOTE, 0),
)
_SYMBOL_KINDS = {
    "function": SymbolKind.FUNC,
    "object": SymbolKind.OBJECT,
    "notype": SymbolKind.NOTYPE,
    "common": SymbolKind.OBJECT,
    "STT_FUNC": SymbolKind.FUNC,
    "STT_OBJECT": SymbolKind.OBJECT,
    "STT_NOTYPE": SymbolKind.NOTYPE,
    "STT_COMMON": SymbolKind.OBJECT,
}
# Of two types given to one symbol the later one here stays.
_KIND_RANK = (SymbolKind.NOTYPE, SymbolKind.OBJECT, SymbolKind.FUNC)


def directive(*names: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of some directives."""

    def register(handler: Handler) -> Handler:
        for name in names:
            assert name not in DIRECTIVES, name
            DIRECTIVES[name] = handler
        return handler

    return register


def default_section(name: str) -> tuple[int, int]:
    """Return (SHT_*, SHF_*) of a section that is named without flags."""
    for prefix, kind, flags in _DEFAULT_SECTIONS:
        if name == prefix or name.startswith(prefix + "."):
            return kind, flags
    return SHT_PROGBITS, 0


def _read_list(cursor: Cursor) -> list[tuple[Expr, int]]:
    """Read expressions separated by commas, with their positions."""
    values: list[tuple[Expr, int]] = []
    if cursor.at_end:
        return values
    while True:
        position = cursor.position
        values.append((cursor.read_expression(), position))
        if not cursor.accept(","):
            return values


# --- data ----------------------------------------------------------------------------------

_WORD_BYTES = {
    ".byte": 1,
    ".dc.b": 1,
    ".short": 2,
    ".value": 2,
    ".2byte": 2,
    ".hword": 2,
    ".half": 2,
    ".dc.w": 2,
    ".long": 4,
    ".int": 4,
    ".4byte": 4,
    ".word": 4,
    ".dc.l": 4,
    ".quad": 8,
    ".8byte": 8,
    ".xword": 8,
    ".dword": 8,
}


@directive(*_WORD_BYTES)
def _emit_words(assembler: Assembler, cursor: Cursor, name: str) -> None:
    width = _WORD_BYTES[name]
    for value, position in _read_list(cursor):
        assembler.emit_value(value, width, position)


@directive(".octa")
def _emit_octa(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    section = assembler.section
    while True:
        position = cursor.position
        digits = cursor.advance()
        try:
            value = int(digits, 0)
        except ValueError:
            raise StatementError("expected a number", position) from None
        if value >= 1 << 128:
            raise StatementError("number does not fit 128 bits", position)
        section.emit(value.to_bytes(16, section.byte_order), position)
        if not cursor.accept(","):
            return


@directive(".float", ".single", ".double", ".dc.s", ".dc.d")
def _emit_floats(assembler: Assembler, cursor: Cursor, name: str) -> None:
    layout = "d" if name in (".double", ".dc.d") else "f"
    order = "<" if assembler.little_endian else ">"
    while True:
        position = cursor.position
        parts = []
        while not cursor.at_end and cursor.text != ",":
            parts.append(cursor.advance())
        try:
            data = struct.pack(order + layout, float("".join(parts)))
        except (ValueError, OverflowError):
            raise StatementError("expected a floating-point number", position) from None
        assembler.section.emit(data, position)
        if not cursor.accept(","):
            return


@directive(".ascii", ".asciz", ".string")
def _emit_strings(assembler: Assembler, cursor: Cursor, name: str) -> None:
    end = b"" if name == ".ascii" else b"\0"
    while not cursor.at_end:
        position = cursor.position
        assembler.section.emit(cursor.read_string() + end, position)
        if not cursor.accept(","):
            return


@directive(".base64")
def _emit_base64(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    import base64
    import binascii

    while not cursor.at_end:
        position = cursor.position
        try:
            data = base64.b64decode(cursor.read_string(), validate=True)
        except binascii.Error as error:
            raise StatementError(f"invalid base64: {error}", position) from None
        assembler.section.emit(data, position)
        if not cursor.accept(","):
            return


@directive(".uleb128", ".sleb128")
def _emit_lebs(assembler: Assembler, cursor: Cursor, name: str) -> None:
    is_signed = name == ".sleb128"
    for value, position in _read_list(cursor):
        constant = assembler.evaluate_early(value)
        if constant is None:
            assembler.use_symbols(value)
            section = assembler.section
            section.append_fragment(LebFragment(section, value, is_signed, position))
            continue
        if constant < 0 and not is_signed:
            constant &= (1 << 64) - 1
        assembler.section.emit(encode_leb(constant, is_signed), position)


@directive(".zero", ".skip", ".space")
def _emit_zeros(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    count = cursor.read_expression()
    fill = cursor.read_constant() if cursor.accept(",") else 0
    section = assembler.section
    constant = assembler.evaluate_early(count)
    if constant is None:
        section.append_fragment(FillFragment(section, count, fill, position, is_origin=False))
    else:
        section.emit_repeated(constant, bytes((fill & 0xFF,)), position)


@directive(".fill")
def _emit_fill(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    count = assembler.evaluate_early(cursor.read_expression())
    if count is None:
        raise StatementError("expected an absolute expression", position)
    width = cursor.read_constant() if cursor.accept(",") else 1
    value = cursor.read_constant() if cursor.accept(",") else 0
    if not 0 <= width <= 8:
        raise StatementError("a repeated value takes 0 to 8 bytes", position)
    section = assembler.section
    # As in GNU as: at most four bytes of the value count, further ones are zero.
    used = min(width, 4)
    word = (value & ((1 << 8 * used) - 1)).to_bytes(width, section.byte_order)
    section.emit_repeated(max(count, 0), word, position)


@directive(".org")
def _emit_origin(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    target = cursor.read_expression()
    fill = cursor.read_constant() if cursor.accept(",") else 0
    section = assembler.section
    section.append_fragment(FillFragment(section, target, fill, position, is_origin=True))


@directive(".p2align", ".p2alignw", ".p2alignl", ".align", ".balign", ".balignw", ".balignl")
def _align(assembler: Assembler, cursor: Cursor, name: str) -> None:
    position = cursor.position
    amount = cursor.read_constant()
    if name.startswith(".p2align"):
        if not 0 <= amount < 32:
            raise StatementError(f"invalid alignment 2**{amount}", position)
        amount = 1 << amount
    amount = amount or 1
    if amount < 0 or amount & (amount - 1) or amount >= 1 << 32:
        raise StatementError("an alignment must be a power of 2", position)
    fill: int | None = None
    max_bytes = 0
    if cursor.accept(",") and not cursor.at_end:
        if cursor.text != ",":
            fill = cursor.read_constant()
        if cursor.accept(","):
            max_bytes = cursor.read_constant()
    width = {"w": 2, "l": 4}.get(name[-1], 1) if name[-2:] in ("nw", "nl") else 1
    assembler.section.align(amount, fill or None, width, max(max_bytes, 0), position)


# --- sections ------------------------------------------------------------------------------


@directive(".text", ".data", ".bss", ".rodata")
def _switch_to_standard(assembler: Assembler, cursor: Cursor, name: str) -> None:
    if not cursor.at_end and cursor.read_constant() != 0:
        raise StatementError("subsections are not supported", cursor.position)
    assembler.switch_section(assembler.find_section(name, *default_section(name)))


@directive(".section")
def _switch_section(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    assembler.switch_section(_read_section(assembler, cursor))


@directive(".pushsection")
def _push_section(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    assembler.section_stack.append((assembler.section, assembler.previous_section))
    assembler.switch_section(_read_section(assembler, cursor))


@directive(".popsection")
def _pop_section(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if not assembler.section_stack:
        cursor.fail(".popsection without .pushsection")
    section, previous = assembler.section_stack.pop()
    assembler.switch_section(section)
    assembler.previous_section = previous


@directive(".previous")
def _switch_back(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if assembler.previous_section is None:
        raise StatementError(".previous without another section", cursor.position)
    assembler.switch_section(assembler.previous_section)


def _read_section(assembler: Assembler, cursor: Cursor) -> AsmSection:
    position = cursor.position
    name = _read_section_name(cursor)
    if not cursor.accept(","):
        existing = assembler.sections.get((name, None, 0))
        return existing or assembler.find_section(name, *default_section(name))
    flags_position = cursor.position
    flags = _parse_section_flags(cursor)
    kind, entry_size, group, comdat, unique = default_section(name)[0], 0, None, False, 0
    link: AsmSymbol | None = None
    if cursor.accept(","):
        kind = _read_section_kind(cursor)
    if flags & SHF_MERGE:
        if not cursor.accept(","):
            raise StatementError("a mergeable section needs an entry size", flags_position)
        entry_size = cursor.read_constant()
        if entry_size <= 0:
            cursor.fail("the entry size must be positive")
    if flags & SHF_GROUP:
        cursor.expect(",")
        group = assembler.intern_symbol(cursor.read_name())
        if cursor.accept(","):
            if cursor.read_name() != "comdat":
                cursor.fail("expected 'comdat'")
            comdat = True
    if flags & SHF_LINK_ORDER:
        cursor.expect(",")
        if cursor.kind == NUMBER and cursor.text == "0":
            cursor.advance()
        else:
            link = assembler.intern_symbol(cursor.read_name())
    if cursor.accept(","):
        if cursor.read_name() != "unique":
            cursor.fail("expected 'unique'")
        cursor.expect(",")
        unique = cursor.read_constant() + 1
    section = assembler.find_section(
        name, kind, flags, entry_size, group=group, unique=unique, position=position
    )
    section.group_is_comdat = comdat
    section.link_symbol = link
    return section


def _read_section_name(cursor: Cursor) -> str:
    """Read a name that may hold any character but a comma and white space, as in GNU as."""
    if cursor.kind == STRING:
        return cursor.read_name()
    parts: list[str] = []
    end = cursor.offset
    while not cursor.at_end and cursor.text != "," and cursor.offset == end:
        end = cursor.offset + len(cursor.text)
        parts.append(cursor.advance())
    if not parts:
        cursor.fail("expected a section name")
    return "".join(parts)


def _parse_section_flags(cursor: Cursor) -> int:
    position = cursor.position
    text = cursor.read_string().decode("utf-8", "replace")
    if text.isdigit() and len(text) < 20:
        return int(text, 0 if text == "0" or text[0] != "0" else 8)
    flags = 0
    for letter in text:
        if letter not in _SECTION_FLAGS:
            raise StatementError(f"unknown section flag '{letter}'", position)
        flags |= _SECTION_FLAGS[letter]
    return flags


def _read_section_kind(cursor: Cursor) -> int:
    if cursor.text in ("@", "%"):
        cursor.advance()
    elif cursor.kind == STRING:
        name = cursor.read_name()
        return _find_section_kind(name, cursor)
    if cursor.kind == NUMBER:
        return cursor.read_constant()
    if cursor.kind != IDENTIFIER:
        cursor.fail("expected a section type such as @progbits")
    return _find_section_kind(cursor.advance(), cursor)


def _find_section_kind(name: str, cursor: Cursor) -> int:
    if name not in _SECTION_KINDS:
        cursor.index -= 1
        cursor.fail(f"unknown section type '{name}'")
    return _SECTION_KINDS[name]


# --- symbols -------------------------------------------------------------------------------

_BINDINGS = {
    ".globl": Binding.GLOBAL,
    ".global": Binding.GLOBAL,
    ".weak": Binding.WEAK,
    ".local": Binding.LOCAL,
}
_VISIBILITIES = {
    ".hidden": Visibility.HIDDEN,
    ".internal": Visibility.INTERNAL,
    ".protected": Visibility.PROTECTED,
}


@directive(*_BINDINGS, *_VISIBILITIES)
def _set_attribute(assembler: Assembler, cursor: Cursor, name: str) -> None:
    while not cursor.at_end:
        position = cursor.position
        symbol = assembler.intern_symbol(cursor.read_name())
        assembler.register(symbol)
        if name in _VISIBILITIES:
            symbol.visibility = _VISIBILITIES[name]
        else:
            _bind(symbol, _BINDINGS[name], position)
        if not cursor.accept(","):
            return


def _bind(symbol: AsmSymbol, binding: Binding, position: int) -> None:
    if symbol.temporary and binding is not Binding.LOCAL:
        if symbol.name.startswith(".L"):
            raise StatementError(f"'{symbol.name}' is a private label", position)
        symbol.temporary = False
    if symbol.binding not in (None, binding) and binding is not Binding.WEAK:
        raise StatementError(
            f"'{symbol.name}' changes from {str(symbol.binding.name).lower()} to "
            f"{binding.name.lower()}",
            position,
        )
    symbol.binding = binding


@directive(".type")
def _set_kind(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    symbol = assembler.intern_symbol(cursor.read_name())
    cursor.accept(",")
    position = cursor.position
    if cursor.text in ("@", "%", "#"):
        cursor.advance()
    kind = _SYMBOL_KINDS.get(cursor.read_name())
    if kind is None:
        raise StatementError("unsupported symbol type", position)
    assembler.register(symbol)
    symbol.kind = max(symbol.kind, kind, key=_KIND_RANK.index)


@directive(".size")
def _set_size(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    symbol = assembler.intern_symbol(cursor.read_name())
    cursor.expect(",")
    symbol.position = cursor.position
    symbol.size = cursor.read_expression()


@directive(".set", ".equ", ".equiv", "=")
def _set_value(assembler: Assembler, cursor: Cursor, name: str) -> None:
    position = cursor.position
    symbol = assembler.intern_symbol(cursor.read_name())
    cursor.expect("=" if name == "=" else ",")
    value = cursor.read_expression()
    if symbol.fragment is not None or (name == ".equiv" and symbol.is_defined):
        raise StatementError(f"symbol '{symbol.name}' is already defined", position)
    if isinstance(value, Operation):
        constant = fold_constant(value)
        value = value if constant is None else constant
    assembler.use_symbols(value)
    symbol.variable = value
    symbol.position = position
    assembler.register(symbol)


@directive(".comm", ".lcomm")
def _emit_common(assembler: Assembler, cursor: Cursor, name: str) -> None:
    position = cursor.position
    symbol = assembler.intern_symbol(cursor.read_name())
    cursor.expect(",")
    size = cursor.read_constant()
    align = cursor.read_constant() if cursor.accept(",") else 1
    if size < 0 or align <= 0 or align & (align - 1):
        raise StatementError("invalid size or alignment of a common symbol", position)
    if symbol.is_defined:
        raise StatementError(f"symbol '{symbol.name}' is already defined", position)
    assembler.register(symbol)
    symbol.kind = SymbolKind.OBJECT
    symbol.size = size
    if name == ".lcomm" or symbol.binding is Binding.LOCAL:
        symbol.binding = Binding.LOCAL
        before, previous = assembler.section, assembler.previous_section
        bss = assembler.find_section(".bss", *default_section(".bss"))
        assembler.switch_section(bss)
        bss.align(align, 0, 1, 0, position)
        assembler.define_label(symbol, position)
        bss.emit_repeated(size, b"\0", position)
        assembler.switch_section(before)
        assembler.previous_section = previous
        return
    if symbol.binding is None:
        symbol.binding = Binding.GLOBAL
    symbol.common_align = align


# --- the unit ------------------------------------------------------------------------------


@directive(".file")
def _set_file(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if cursor.kind == NUMBER:
        # A row of the DWARF file table; line tables are not made here.
        cursor.take_rest()
        return
    name = cursor.read_string().decode("utf-8", "surrogateescape")
    assembler.files.append((name, len(assembler.registered)))


@directive(".ident")
def _emit_ident(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    text = cursor.read_string()
    before, previous = assembler.section, assembler.previous_section
    comment = assembler.find_section(".comment", SHT_PROGBITS, SHF_MERGE | SHF_STRINGS, 1)
    assembler.switch_section(comment)
    comment.emit((b"" if comment.last.data else b"\0") + text + b"\0", position)
    assembler.switch_section(before)
    assembler.previous_section = previous


@directive(".addrsig")
def _mark_address_table(assembler: Assembler, _cursor: Cursor, _name: str) -> None:
    assembler.has_address_table = True


@directive(".addrsig_sym")
def _mark_address_significant(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    assembler.address_significant.append(assembler.intern_symbol(cursor.read_name()))


@directive(".cfi_sections")
def _choose_frame_sections(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    names = set()
    while not cursor.at_end:
        name = cursor.read_name()
        if name not in (".eh_frame", ".debug_frame"):
            cursor.fail(f"unknown frame section '{name}'")
        names.add(name)
        if not cursor.accept(","):
            break
    assembler.frame_sections = frozenset(names)


@directive(".cfi_startproc")
def _start_frame(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if assembler.open_frame is not None:
        raise StatementError(".cfi_startproc before the last one's .cfi_endproc", -1)
    if cursor.text == "simple":
        cursor.advance()
    assembler.open_frame = assembler.make_location()


@directive(".cfi_endproc")
def _end_frame(assembler: Assembler, _cursor: Cursor, _name: str) -> None:
    if assembler.open_frame is None:
        raise StatementError(".cfi_endproc without .cfi_startproc", -1)
    assembler.frames.append((assembler.open_frame, assembler.make_location()))
    assembler.open_frame = None


@directive(".loc", ".line", ".lto_discard", ".print", ".subsection")
def _ignore(_assembler: Assembler, cursor: Cursor, name: str) -> None:
    if name == ".subsection" and cursor.read_constant() != 0:
        cursor.fail("subsections are not supported")
    cursor.take_rest()


@directive(".end")
def _stop(assembler: Assembler, _cursor: Cursor, _name: str) -> None:
    assembler.is_finished = True


@directive(".err", ".error")
def _report_error(_assembler: Assembler, cursor: Cursor, name: str) -> None:
    message = f"{name} encountered"
    if cursor.kind == STRING:
        message = cursor.read_string().decode("utf-8", "replace")
    raise StatementError(message, -1)


@directive(".warning")
def _report_warning(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    text = cursor.read_string().decode("utf-8", "replace")
    assembler.warn(text, position)
