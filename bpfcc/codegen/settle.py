"""Makes LLVM's object the same every time: see ``btf.forwards``."""

from __future__ import annotations

from bpfcc.btf.forwards import order_forwards
from bpfcc.elf.locate import locate_sections


def settle_object(data: bytes, *, little: bool) -> bytes:
    """The object with its BTF in a fixed order; sizes and offsets stay."""
    sections = locate_sections(data)
    if ".BTF" not in sections:
        return data
    out = bytearray(data)
    view = memoryview(out)

    def cut(name: str) -> memoryview:
        offset, size = sections[name]
        return view[offset : offset + size]

    def patch_code(section: str, insn: int, type_id: int) -> None:
        # The low half of a 64-bit load: its immediate is at byte 4.
        cut(section)[insn + 4 : insn + 8] = type_id.to_bytes(4, "little" if little else "big")

    ext = cut(".BTF.ext") if ".BTF.ext" in sections else None
    order_forwards(cut(".BTF"), ext, little=little, patch_code=patch_code)
    return bytes(out)
