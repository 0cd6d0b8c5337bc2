"""Has the compiler's assembly text say what the passes made of its instructions.

The text says everything by labels but one thing: .BTF.ext counts its records, so that is written
anew. Lines of instructions are changed, left out or put in; the rest stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from bpfcc.codegen.insn import OP_LD_IMM64, Instruction, find_form, format_instruction
from bpfcc.codegen.passes.code import is_jump
from bpfcc.codegen.passes.records import CORE, FUNCTIONS, LINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.codegen.assembler import Places
    from bpfcc.codegen.passes.code import Block, Op
    from bpfcc.codegen.passes.layout import ObjectCode
    from bpfcc.codegen.passes.records import Records, Row

_EXT = re.compile(r"\t\.section\t\.BTF\.ext,[^\n]*\n(?:\t\.(?:short|byte|long)\t[^\n]*\n)*")
_APP = re.compile(r"^[ \t]*#APP\b.*?^[ \t]*#NO_APP\b", re.MULTILINE | re.DOTALL)
_LABEL = ".Lplace"
_LINE_SHIFT, _COLUMN_MASK = 10, 1023


def find_compiled(text: str, places: Places) -> dict[str, set[int]]:
    """The places of the instructions that are not of inline assembly, by section."""
    spans = [match.span() for match in _APP.finditer(text)]
    starts = [start for start, _ in spans]
    found: dict[str, set[int]] = {}
    for section, instructions in places.items():
        compiled = found.setdefault(section, set())
        for offset, position in instructions:
            at = bisect_right(starts, position) - 1
            if at < 0 or position >= spans[at][1]:
                compiled.add(offset)
    return found


def rewrite_text(text: str, places: Places, code: ObjectCode) -> str:
    """The text with the instructions as they are in `code`, which has not been laid out yet."""
    return _Editor(text, places, code).run()


class _Editor:
    def __init__(self, text: str, places: Places, code: ObjectCode) -> None:
        self.text = text
        self.code = code
        self.original = text.split("\n")
        self.lines = self.original.copy()
        ends, end = [], -1
        for line in self.lines:
            end += len(line) + 1
            ends.append(end)
        self.line_of = {
            (section, offset): bisect_right(ends, position - 1)
            for section, instructions in places.items()
            for offset, position in instructions
        }
        self.before: dict[int, list[str]] = {}
        self.after: dict[int, list[str]] = {}
        self.labels: dict[Op, str] = {}
        self.targets: dict[Op, str] = {}
        """The labels that changed jumps lead to."""

    def run(self) -> str:
        records = self.code.records
        ext = None if records is None else self._write_records(records)
        for section in self.code.codes:
            for block in section.blocks:
                for op in block.ops:
                    if op.is_changed and op.target is not None and is_jump(op.opcode):
                        self.targets[op] = self._label(section.first_op(op.target))
        gone = set(self.line_of.values())
        for section in self.code.codes:
            for block in section.blocks:
                self._edit_block(section.section.name, block, gone)
        out: list[str] = []
        for number, line in enumerate(self.lines):
            out += self.before.get(number, ())
            if number not in gone:
                out.append(line)
            out += self.after.get(number, ())
        text = "\n".join(out)
        return text if ext is None else _EXT.sub(lambda _: ext, text, count=1)

    def _edit_block(self, section: str, block: Block, gone: set[int]) -> None:
        waiting: list[str] = []
        line = -1
        for op in block.ops:
            label = [f"{self.labels[op]}:"] if op in self.labels else []
            if op.place < 0:
                new = [*label, self._format(section, op)]
                if line < 0:
                    waiting += new
                else:
                    self.after.setdefault(line, []).extend(new)
                continue
            line = self.line_of[section, op.place]
            gone.discard(line)
            self.before.setdefault(line, []).extend([*waiting, *label])
            waiting = []
            if op.is_changed:
                self.lines[line] = self._format(section, op)

    def _format(self, section: str, op: Op) -> str:
        """The instruction as LLVM writes it."""
        insn = Instruction(op.opcode, op.dst, op.src, op.offset, op.imm)
        insn.form = find_form(op.opcode, op.dst, op.src, op.offset, op.imm)
        if op.opcode == OP_LD_IMM64 and op.reloc is not None:
            twin = self.original[self.line_of[section, op.twin]]
            return re.sub(r"r\d+", f"r{op.dst}", twin, count=1)
        little = self.code.obj.little_endian
        return "\t" + format_instruction(insn, target=self.targets.get(op), little_endian=little)

    # --- .BTF.ext ---

    def _write_records(self, records: Records) -> str:
        parts = [self._write_part(records, part) for part in (FUNCTIONS, LINES, CORE)]
        out = ['\t.section\t.BTF.ext,"",@progbits', "\t.short\t60319", "\t.byte\t1", "\t.byte\t0"]
        words, at = [32], 0
        for part in parts:
            size = 4 * len(part)
            words += [at, size]
            at += size
        out += [f"\t.long\t{word}" for word in words]
        for part in parts:
            out += part
        return "\n".join(out) + "\n"

    def _write_part(self, records: Records, part: int) -> list[str]:
        """The lines of one part: four bytes each."""
        rows_by_section = {
            section.section.name: list(self._rows(records, section.section.name, part))
            for section in self.code.codes
        }
        used = [name for name in records.parts[part] if rows_by_section.get(name)]
        out: list[str] = []
        if used:
            out.append(f"\t.long\t{8 if part == FUNCTIONS else 16}")
        for name in used:
            rows = rows_by_section[name]
            out += [f"\t.long\t{records.names[name]}", f"\t.long\t{len(rows)}"]
            for op, row in rows:
                out.append(f"\t.long\t{self._label(op)}")
                out += [f"\t.long\t{word}" for word in row[1:]]
                if part == LINES:
                    line, column = row[3] >> _LINE_SHIFT, row[3] & _COLUMN_MASK
                    out[-1] += f"{' ' * 20}# Line {line} Col {column}"
        return out

    def _rows(self, records: Records, name: str, part: int) -> Iterator[tuple[Op, Row]]:
        section = next(code for code in self.code.codes if code.section.name == name)
        if part == FUNCTIONS:
            for row in records.parts[part].get(name, ()):
                yield section.first_op(section.starts[row[0]]), row
            return
        for block in section.blocks:
            for op in block.ops:
                rows = op.core if part == CORE else None if op.line is None else [op.line]
                for row in rows or ():
                    yield op, row

    def _label(self, op: Op) -> str:
        return self.labels.setdefault(op, f"{_LABEL}{len(self.labels)}")
