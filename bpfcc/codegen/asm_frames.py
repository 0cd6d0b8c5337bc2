"""Call frame tables (.eh_frame, .debug_frame) from `.cfi_startproc` and `.cfi_endproc`.

BPF code never changes its frame, so a table holds one common entry and a bare range for each
function. Layout: DWARF 4, section 6.4, and the Linux Standard Base for .eh_frame.
"""

from __future__ import annotations

from bpfcc.codegen.asm_expr import AsmSymbol, Operation
from bpfcc.codegen.asm_section import encode_leb
from bpfcc.elf.model import SHF_ALLOC, SHT_PROGBITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.assembler import Assembler

_INSTRUCTION_BYTES = 8
_DATA_ALIGNMENT = -4
_RETURN_REGISTER = 11
_POINTER_BYTES = 8
_ENCODING_SDATA8 = 0x0C


def emit_frames(assembler: Assembler) -> None:
    """Append the frame tables that `.cfi_sections` asked for (default: .eh_frame)."""
    if not assembler.frames:
        return
    for name in (".eh_frame", ".debug_frame"):
        if name in assembler.frame_sections:
            flags = SHF_ALLOC if name == ".eh_frame" else 0
            section = assembler.find_section(name, SHT_PROGBITS, flags)
            assembler.switch_section(section)
            section.align_bytes = max(section.align_bytes, _POINTER_BYTES)
            _emit_table(assembler, is_eh=name == ".eh_frame")


def _emit_table(assembler: Assembler, *, is_eh: bool) -> None:
    section = assembler.section
    start = assembler.make_location()
    common = bytes((1,)) + b"zR\0" if is_eh else bytes((4, 0, _POINTER_BYTES, 0))
    common += encode_leb(_INSTRUCTION_BYTES, False) + encode_leb(_DATA_ALIGNMENT, True)
    common += encode_leb(_RETURN_REGISTER, False)
    if is_eh:
        common += bytes((1, _ENCODING_SDATA8))
    entry_align = 4 if is_eh else _POINTER_BYTES
    common = _pad(common, 8 + len(section.last.data), entry_align)
    _emit_int(assembler, 4 + len(common), 4)
    _emit_int(assembler, 0 if is_eh else 0xFFFFFFFF, 4)
    section.emit(common)
    for number, (begin, end) in enumerate(assembler.frames, 1):
        is_last = number == len(assembler.frames)
        _emit_function(assembler, start, begin, end, is_eh, _POINTER_BYTES if is_last else 4)


def _emit_function(
    assembler: Assembler,
    start: AsmSymbol,
    begin: AsmSymbol,
    end: AsmSymbol,
    is_eh: bool,
    align: int,
) -> None:
    section = assembler.section
    tail = _pad(b"\0" if is_eh else b"", len(section.last.data) + 8 + 2 * _POINTER_BYTES, align)
    _emit_int(assembler, 4 + 2 * _POINTER_BYTES + len(tail), 4)
    here = assembler.make_location()
    assembler.emit_value(Operation("-", here, start, -1) if is_eh else start, 4, -1)
    assembler.emit_value(begin, _POINTER_BYTES, -1)
    assembler.emit_value(Operation("-", end, begin, -1), _POINTER_BYTES, -1)
    section.emit(tail)


def _emit_int(assembler: Assembler, value: int, width: int) -> None:
    section = assembler.section
    section.emit(value.to_bytes(width, section.byte_order))


def _pad(data: bytes, offset: int, align: int) -> bytes:
    return data + bytes(-(offset + len(data)) % align)
