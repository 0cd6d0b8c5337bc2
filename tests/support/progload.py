"""Loads bare instructions by bpf(2), which asks the verifier in a fraction of a millisecond."""

from __future__ import annotations

import ctypes
import os
import platform
import struct

from bpfcc.elf.sections import SectionKind

_PROG_LOAD = 5
_SYSCALLS = {"x86_64": 321, "aarch64": 280, "riscv64": 280, "s390x": 351, "ppc64le": 361}
_ATTRIBUTES = struct.Struct("=IIQQIIQII16sII")
_ATTRIBUTES_BYTES = 144
_LOG_BYTES = 1 << 14
_INSTRUCTION_BYTES = 8


def load_code(kind: SectionKind, code: bytes) -> str:
    """Load instructions as a program of a kind: "" if it is taken, else what the kernel said."""
    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(code, len(code))
    license = ctypes.create_string_buffer(b"GPL")
    log = ctypes.create_string_buffer(_LOG_BYTES)
    fields = _ATTRIBUTES.pack(
        kind.program_type_number,
        len(code) // _INSTRUCTION_BYTES,
        ctypes.addressof(instructions),
        ctypes.addressof(license),
        1,
        _LOG_BYTES,
        ctypes.addressof(log),
        0,
        0,
        b"probe",
        0,
        kind.attach_type_number,
    )
    attributes = ctypes.create_string_buffer(fields, _ATTRIBUTES_BYTES)
    number = _SYSCALLS[platform.machine()]
    fd = libc.syscall(number, _PROG_LOAD, attributes, _ATTRIBUTES_BYTES)
    if fd >= 0:
        os.close(fd)
        return ""
    return log.value.decode("utf-8", "replace") or os.strerror(ctypes.get_errno())
