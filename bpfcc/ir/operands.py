"""C constants as operands of LLVM instructions."""

from __future__ import annotations

import struct

from bpfcc.frontend.ctype import CType, Float, Pointer, integer_of
from bpfcc.ir.fold import int_text


def value_bits(type: CType) -> int:
    """Width of a value of an integer type: 1 for ``_Bool``."""
    integer = integer_of(type)
    return 1 if integer.is_bool else integer.size_bits


def literal_text(value: int, type: CType) -> str:
    """An integer as an operand of C type ``type`` (a pointer: null, or an address)."""
    canonical = type.canonical
    if isinstance(canonical, Pointer):
        space = canonical.target.address_space
        target = f"ptr addrspace({space})" if space else "ptr"
        return "null" if not value else f"inttoptr (i64 {int_text(value, 64)} to {target})"
    return int_text(value, value_bits(canonical))


def float_text(value: float, type: CType) -> str:
    """A floating constant as an operand, in LLVM's hexadecimal form."""
    canonical = type.canonical
    assert isinstance(canonical, Float)
    if canonical.rank == 0:
        return "0xH" + struct.pack(">e", value).hex().upper()
    if canonical.rank == 1:
        value = struct.unpack(">f", struct.pack(">f", value))[0]
    return "0x" + struct.pack(">d", value).hex().upper()
