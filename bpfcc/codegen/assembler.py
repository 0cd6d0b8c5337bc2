"""Assembles eBPF assembly text into an object, as LLVM 22's integrated assembler does.

The text is what LLVM prints for BPF, with inline assembly in it, or a hand-written `.s` file.
For text that LLVM printed, the object equals the one that LLVM's own writer makes of the same
module, byte for byte.

Most of a compiler's output is data (.BTF) in a few plain line forms. `_FAST` takes those whole
runs at a time; every other statement goes through `Cursor`, the directive table, and the
instruction table.
"""

from __future__ import annotations

import re
import struct

from bpfcc.codegen.asm_expr import AsmSymbol, StatementError, evaluate, fold_constant, used_symbols
from bpfcc.codegen.asm_lexer import IDENTIFIER, LABEL_REFERENCE, NUMBER, STRING, Cursor, unescape
from bpfcc.codegen.asm_section import AsmSection
from bpfcc.codegen.insn import encode
from bpfcc.elf.model import SHF_ALLOC, SHF_EXECINSTR, SHF_GROUP, SHT_PROGBITS, Binding, SymbolKind
from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.codegen.asm_expr import Expr
    from bpfcc.elf.model import Object

_MAX_ERRORS = 20
_TEXT_ALIGN_BYTES = 4
_BTF_ALIGN_BYTES = 4

# Names that LLVM gives to what is private to a unit. Its basic blocks print without a dot.
_PRIVATE_NAME = re.compile(r"\.L|LBB[0-9]+_[0-9]+$")

# LLVM's jump tables, which its text does not say are global objects.
_JUMP_TABLE_NAME = re.compile(r"BPF\.JT\.[0-9]+\.[0-9]+")
_REGISTER_NAME = re.compile(r"[rRwW](?:[0-9]|1[01])")

# The line forms that make up nearly all of LLVM's output. Each alternative takes whole lines.
_COMMENT = r"[ \t]*(?:\#[^\n]*)?\n"
_WORD = r"(?:0|-?[1-9][0-9]*|[A-Za-z_.$][\w.$]*)"
_FAST = re.compile(
    rf"""(?P<long>(?:\t\.long\t{_WORD}{_COMMENT})+)
    |(?P<insn>\t[a-z*][^\n;#/"']*+)(?:\#[^\n]*)?\n
    |(?P<label>[A-Za-z_.$][\w.$]*):{_COMMENT}
    |(?P<ascii>\t\.ascii\t"(?:[^"\\\n]|\\.)*"){_COMMENT}
    |(?P<byte>(?:\t\.byte\t(?:0|[1-9][0-9]*){_COMMENT})+)
    |(?P<blank>(?:{_COMMENT})+)""",
    re.VERBOSE | re.ASCII,
)
_LONG_VALUE = re.compile(rf"\t\.long\t({_WORD})", re.ASCII)
_BYTE_VALUE = re.compile(r"\t\.byte\t([0-9]+)", re.ASCII)
_SEPARATORS = re.compile(r"(?:[ \t\r\f\v\0\n;]|\#[^\n]*|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)+")


Places = dict[str, list[tuple[int, int]]]
"""By section, of each instruction: its offset in bytes, and the position of its text."""


class AssemblyMessage:
    """One error or warning, at a line and column (both from 1) of the assembled text."""

    __slots__ = ("column", "line", "message")

    def __init__(self, message: str, line: int, column: int) -> None:
        self.message = message
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


class AssemblyError(InputError):
    """The text does not assemble; `messages` says all of it, `line` and `column` the first."""

    def __init__(self, filename: str, messages: Sequence[AssemblyMessage]) -> None:
        first = messages[0]
        super().__init__(first.message, where=f"{filename}:{first.line}:{first.column}")
        self.filename = filename
        self.messages = tuple(messages)
        self.line = first.line
        self.column = first.column


def assemble(
    text: str,
    *,
    filename: str,
    little_endian: bool = True,
    cpu: str = "v3",
    warnings: list[AssemblyMessage] | None = None,
    places: Places | None = None,
) -> Object:
    """Assemble `text`; `filename` is only for messages.

    Every instruction is accepted whatever `cpu` is, as LLVM does: the version rules what the
    compiler emits, and inline assembly may go beyond it. Warnings are appended to `warnings`, and
    to `places` where instructions come from.
    Raises AssemblyError, an InputError that knows every message's line and column.
    """
    del cpu
    assembler = Assembler(text, little_endian=little_endian)
    assembler.places = places
    obj = assembler.run()
    if assembler.errors:
        raise AssemblyError(filename, sorted(assembler.errors, key=lambda m: (m.line, m.column)))
    if warnings is not None:
        warnings += assembler.warnings
    return obj


class Assembler:
    """One unit while it is read: its sections, its symbols in the order they came up, its state."""

    def __init__(self, text: str, *, little_endian: bool) -> None:
        self.text = self._whole_text = text if text.endswith("\n") else text + "\n"
        self.little_endian = little_endian
        self.errors: list[AssemblyMessage] = []
        self.warnings: list[AssemblyMessage] = []
        self.symbols: dict[str, AsmSymbol] = {}
        self.registered: list[AsmSymbol] = []
        self.sections: dict[tuple[str, str | None, int], AsmSection] = {}
        self.used_sections: list[AsmSection] = []
        self.section_stack: list[tuple[AsmSection, AsmSection | None]] = []
        self.previous_section: AsmSection | None = None
        self.files: list[tuple[str, int]] = []
        self.frames: list[tuple[AsmSymbol, AsmSymbol]] = []
        self.open_frame: AsmSymbol | None = None
        self.frame_sections = frozenset((".eh_frame",))
        self.has_address_table = False
        self.address_significant: list[AsmSymbol] = []
        self.is_finished = False
        # For each open .if: whether its branch is assembled, and whether one was already.
        self.conditions: list[tuple[bool, bool]] = []
        self.macros: dict[str, object] = {}
        self.places: Places | None = None
        self.expansion_depth = 0
        self.expansion_count = 0
        self.expanded_letters = 0
        self.is_leaving = False
        self._expansion_position = -1
        self._numeric_counts: dict[str, int] = {}
        self._numeric_labels: dict[tuple[str, int], AsmSymbol] = {}
        self._encoded: dict[str, bytes] = {}
        self.section = self.find_section(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR)
        self.section.align_bytes = _TEXT_ALIGN_BYTES
        self.switch_section(self.section)

    def run(self) -> Object:
        """Read the whole text and build the object; look at `errors` afterwards."""
        from bpfcc.codegen.asm_frames import emit_frames
        from bpfcc.codegen.asm_object import build_object

        self._read_statements()
        if self.conditions:
            self.report(StatementError(".if without .endif"), len(self.text) - 1)
        if self.open_frame is not None:
            self.report(StatementError(".cfi_startproc without .cfi_endproc"), len(self.text) - 1)
        for (digits, _instance), symbol in self._numeric_labels.items():
            if not symbol.is_defined:
                message = f"no label '{digits}:' follows"
                self.report(StatementError(message, symbol.position), -1)
        emit_frames(self)
        return build_object(self)

    # --- messages ---

    @property
    def has_errors(self) -> bool:
        """Whether anything was wrong so far."""
        return bool(self.errors)

    @property
    def has_too_many_errors(self) -> bool:
        """Whether no further error would be told."""
        return len(self.errors) >= _MAX_ERRORS

    def report(self, error: StatementError, position: int) -> None:
        """Record an error at its own position, else at `position`."""
        at = error.position if error.position >= 0 else max(position, 0)
        if len(self.errors) < _MAX_ERRORS:
            self.errors.append(self._make_message(error.message, at))
        self.is_finished |= self.has_too_many_errors

    def warn(self, message: str, position: int) -> None:
        """Record a warning."""
        self.warnings.append(self._make_message(message, position))

    def _make_message(self, message: str, position: int) -> AssemblyMessage:
        line = self._whole_text.count("\n", 0, position) + 1
        column = position - self._whole_text.rfind("\n", 0, position)
        return AssemblyMessage(message, line, column)

    # --- symbols and sections ---

    def intern_symbol(self, name: str) -> AsmSymbol:
        """Return the symbol called `name`, made on first use."""
        symbol = self.symbols.get(name)
        if symbol is None:
            temporary = _PRIVATE_NAME.match(name) is not None
            symbol = self.symbols[name] = AsmSymbol(name, temporary=temporary)
            if _JUMP_TABLE_NAME.fullmatch(name):
                symbol.binding, symbol.kind = Binding.GLOBAL, SymbolKind.OBJECT
        return symbol

    def find_symbol(self, name: str) -> Expr:
        """Return the symbol called `name`, or the number that it was set to."""
        symbol = self.intern_symbol(name)
        return symbol.variable if isinstance(symbol.variable, int) else symbol

    def find_numeric_label(self, digits: str, direction: str, position: int) -> AsmSymbol:
        """Return the nearest label `digits:` before (`b`) or after (`f`) this place."""
        number = digits.lstrip("0") or "0"
        instance = self._numeric_counts.get(number, 0) + (direction == "f")
        symbol = self._numeric_labels.get((number, instance))
        if symbol is None:
            if direction == "b":
                raise StatementError(f"no label '{digits}:' precedes", position)
            symbol = AsmSymbol(digits + direction, temporary=True)
            symbol.position = position
            self._numeric_labels[number, instance] = symbol
        return symbol

    def make_location(self) -> AsmSymbol:
        """Return a new private label at the current place."""
        symbol = AsmSymbol("", temporary=True)
        self._place(symbol)
        return symbol

    def register(self, symbol: AsmSymbol) -> None:
        """Give `symbol` its place in the symbol table's order, the first time it is used."""
        if symbol.order < 0:
            symbol.order = len(self.registered)
            self.registered.append(symbol)

    def use_symbols(self, expr: Expr) -> None:
        """Register every symbol of an expression that ends up in the object."""
        for symbol in used_symbols(expr):
            self.register(symbol)

    def define_label(self, symbol: AsmSymbol, position: int) -> None:
        """Put `symbol` at the current place."""
        if symbol.is_defined:
            raise StatementError(f"symbol '{symbol.name}' is already defined", position)
        self._place(symbol)

    def _place(self, symbol: AsmSymbol) -> None:
        fragment = self.section.last
        symbol.fragment = fragment
        symbol.offset = fragment.extent_bytes
        self.register(symbol)

    def find_section(
        self,
        name: str,
        kind: int,
        flags: int,
        entry_size: int = 0,
        *,
        group: AsmSymbol | None = None,
        unique: int = 0,
        position: int = -1,
    ) -> AsmSection:
        """Return the section, made on first use; one name keeps one kind and one set of flags."""
        key = (name, None if group is None else group.name, unique)
        section = self.sections.get(key)
        if section is None:
            symbol = AsmSymbol(name, temporary=True)
            symbol.kind = SymbolKind.SECTION
            section = self.sections[key] = AsmSection(
                name, symbol, kind, flags, entry_size, little_endian=self.little_endian
            )
            section.group = group
            # LLVM aligns these two without saying so in its text.
            section.align_bytes = _BTF_ALIGN_BYTES if name in (".BTF", ".BTF.ext") else 1
            return section
        for what, old, new in (
            ("type", section.kind, kind),
            ("flags", section.flags, flags),
            ("entry size", section.entry_size_bytes, entry_size),
        ):
            if old != new:
                raise StatementError(
                    f"section '{name}' had {what} {old:#x} before, now {new:#x}", position
                )
        return section

    def switch_section(self, section: AsmSection) -> None:
        """Go on in `section`."""
        if section.flags & SHF_GROUP and section.group is not None:
            section.group.is_signature = True
            self.register(section.group)
        if self.used_sections:
            self.previous_section = self.section
        self.section = section
        if section.order < 0:
            section.order = len(self.used_sections)
            self.used_sections.append(section)
        self.register(section.symbol)

    # --- values ---

    def evaluate_early(self, expr: Expr) -> int | None:
        """Return the value of `expr` if it is known before layout."""
        constant = fold_constant(expr)
        if constant is not None:
            return constant
        added, removed, value = evaluate(expr, laid_out=False)
        return value if added is None and removed is None else None

    def emit_value(self, expr: Expr, width: int, position: int) -> None:
        """Append a word of data of `width` bytes."""
        section = self.section
        constant = expr if isinstance(expr, int) else fold_constant(expr)
        if constant is None:
            self.use_symbols(expr)
            section.add_fixup(len(section.last.data), width, expr, position)
            section.emit(bytes(width))
            return
        if not -(1 << (8 * width - 1)) <= constant < 1 << (8 * width):
            raise StatementError(f"value {constant} does not fit {width} bytes", position)
        masked = constant & ((1 << 8 * width) - 1)
        section.emit(masked.to_bytes(width, section.byte_order), position)

    # --- reading ---

    @property
    def is_skipping(self) -> bool:
        """Whether the statements here are in a branch of an .if that is left out."""
        return bool(self.conditions) and not self.conditions[-1][0]

    def _read_statements(self) -> None:
        text, end = self.text, len(self.text)
        fast = _FAST.match
        position = 0
        while position < end and not self.is_finished and not self.is_leaving:
            # The fast forms know neither conditions nor that text may come from a macro.
            plain = not self.conditions and not self.expansion_depth
            match = fast(text, position) if plain else None
            try:
                if match is not None and self._read_fast(match.lastgroup, match):
                    position = match.end()
                    continue
                position = self._read_statement(position)
            except StatementError as error:
                self.report(error, self._told_position(position))
                position = self._skip_statement(position)

    def read_expansion(self, text: str, position: int) -> None:
        """Assemble text that a directive or macro at `position` made."""
        outer, outer_position = self.text, self._expansion_position
        open_conditions = len(self.conditions)
        self.text = text + "\n"
        self._expansion_position = position
        self.expansion_depth += 1
        self._read_statements()
        self.expansion_depth -= 1
        self._expansion_position = outer_position
        self.text = outer
        if self.is_leaving:
            del self.conditions[open_conditions:]
            self.is_leaving = False
        if len(self.conditions) != open_conditions:
            raise StatementError(".if and .endif do not pair in repeated text", position)

    def next_statement(self, offset: int) -> Cursor | None:
        """Return the next statement at or after `offset` of the text, None at its end."""
        separators = _SEPARATORS.match(self.text, offset)
        if separators is not None:
            offset = separators.end()
        if offset >= len(self.text):
            return None
        return Cursor(self.text, offset, self, self._expansion_position)

    def _told_position(self, offset: int) -> int:
        return offset if self._expansion_position < 0 else self._expansion_position

    def _read_fast(self, form: str | None, match: re.Match[str]) -> bool:
        """Read the lines that `_FAST` matched; False if they need the long way."""
        if form == "insn":
            return self._read_fast_instruction(match.group("insn").strip(), match.start())
        if form == "label":
            name = match.group("label")
            self.define_label(self.intern_symbol(name), match.start())
        elif form == "long":
            self._emit_longs(_LONG_VALUE.findall(match.group()), match.start())
        elif form == "ascii":
            quoted = match.group("ascii")[9:-1]
            self.section.emit(unescape(quoted, match.start()), match.start())
        elif form == "byte":
            values = [int(value) for value in _BYTE_VALUE.findall(match.group())]
            if max(values) > 255:
                return False
            self.section.emit(bytes(values), match.start())
        return True

    def _emit_longs(self, words: list[str], position: int) -> None:
        section = self.section
        order = "<" if self.little_endian else ">"
        start = len(section.last.data)
        values: list[int] = []
        for word in words:
            if word[0] in "-0123456789":
                values.append(int(word) & 0xFFFFFFFF)
                continue
            value = self.find_symbol(word)
            if isinstance(value, int):
                values.append(value & 0xFFFFFFFF)
                continue
            self.register(value)  # type: ignore[arg-type]
            section.add_fixup(start + 4 * len(values), 4, value, position)
            values.append(0)
        section.emit(struct.pack(f"{order}{len(values)}I", *values), position)

    def _read_fast_instruction(self, body: str, position: int) -> bool:
        encoded = self._encoded.get(body)
        if encoded is None:
            return False
        if self.places is not None:
            self._note_place(self.places, position)
        self.section.emit(encoded, position)
        return True

    def _note_place(self, places: Places, position: int) -> None:
        section = self.section
        offset = sum(fragment.extent_bytes for fragment in section.fragments)
        places.setdefault(section.name, []).append((offset, self._told_position(position)))

    def _skip_statement(self, offset: int) -> int:
        """Return where the statement at `offset` ends, for going on after an error."""
        cursor = self.next_statement(offset)
        return len(self.text) if cursor is None else max(cursor.end, offset + 1)

    def _read_statement(self, offset: int) -> int:
        """Read what `_FAST` does not: labels, then one statement. Returns where it ends."""
        cursor = self.next_statement(offset)
        if cursor is None:
            return len(self.text)
        if self.is_skipping:
            if cursor.text.lower().startswith((".if", ".else", ".endif")):
                start = cursor.position
                self._run_directive(cursor.advance().lower(), cursor, start)
            return max(cursor.end, offset + 1)
        while self._read_label(cursor):
            pass
        if cursor.at_end:
            return max(cursor.end, offset + 1)
        macro = self.macros.get(cursor.text) if self.macros else None
        if macro is not None:
            from bpfcc.codegen.asm_macros import expand_macro

            cursor.advance()
            expand_macro(self, macro, cursor)
        elif _is_assignment(cursor):
            self._run_directive("=", cursor, cursor.position)
        elif cursor.kind == IDENTIFIER and cursor.text[0] == ".":
            start = cursor.position
            self._run_directive(cursor.advance().lower(), cursor, start)
        else:
            self._read_instruction(cursor)
        return max(cursor.end, offset + 1)

    def _read_label(self, cursor: Cursor) -> bool:
        index = cursor.index
        if cursor.texts[min(index + 1, len(cursor.texts) - 1)] != ":":
            return False
        kind, position = cursor.kind, cursor.position
        if kind == NUMBER and cursor.text.isdigit():
            self._define_numeric_label(cursor.text, position)
        elif kind in (IDENTIFIER, STRING):
            if cursor.text == ".":
                raise StatementError("'.' cannot be a label", position)
            name = cursor.read_name()
            self.define_label(self.intern_symbol(name), position)
        elif kind != LABEL_REFERENCE:
            return False
        else:
            raise StatementError(f"'{cursor.text}' refers to a label and cannot be one", position)
        cursor.index = index + 2
        return True

    def _define_numeric_label(self, digits: str, position: int) -> None:
        number = digits.lstrip("0") or "0"
        instance = self._numeric_counts.get(number, 0) + 1
        self._numeric_counts[number] = instance
        symbol = self._numeric_labels.get((number, instance))
        if symbol is None:
            symbol = AsmSymbol(digits, temporary=True)
            self._numeric_labels[number, instance] = symbol
        self.define_label(symbol, position)

    def _run_directive(self, name: str, cursor: Cursor, position: int) -> None:
        from bpfcc.codegen.asm_directives import DIRECTIVES

        handler = DIRECTIVES.get(name)
        if handler is None:
            import bpfcc.codegen.asm_macros  # noqa: F401 - registers the rarer directives

            handler = DIRECTIVES.get(name)
        if handler is None:
            raise StatementError(f"unknown directive '{name}'", position)
        handler(self, cursor, name)
        cursor.expect_end()

    def _read_instruction(self, cursor: Cursor) -> None:
        from bpfcc.codegen.asm_insn import read_instruction

        start, offset = cursor.position, cursor.offset
        statement = read_instruction(cursor)
        data = encode(statement.insn, self.little_endian)
        section = self.section
        if statement.warning is not None:
            self.warn(*statement.warning)
        if statement.fixup_kind:
            self.use_symbols(statement.fixup_expr)
            place = len(section.last.data)
            section.add_fixup(
                place, statement.fixup_kind, statement.fixup_expr, statement.fixup_position
            )
        else:
            self._encoded[self.text[offset : cursor.end].rstrip()] = data
        if self.places is not None:
            self._note_place(self.places, start)
        section.emit(data, start)


def _is_assignment(cursor: Cursor) -> bool:
    """Whether the statement is `name = value`, which LLVM prints for an alias of a function.

    A register before `=` is an instruction's, so this is no general form of `.set`.
    """
    if cursor.texts[cursor.index + 1] != "=" or cursor.kind not in (IDENTIFIER, STRING):
        return False
    return _REGISTER_NAME.fullmatch(cursor.text) is None
