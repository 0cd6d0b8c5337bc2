"""Whether programs can be loaded on this machine at all."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from functools import cache

from bpfcc.errors import InputError

_BPF_SYSCALL = {"x86_64": 321, "aarch64": 280, "riscv64": 280, "s390x": 351, "ppc64le": 361}
_BPF_MAP_CREATE = 0
_BPF_MAP_TYPE_ARRAY = 2


@cache
def find_obstacle() -> str | None:
    """Why programs cannot be loaded here, or None when they can.

    libbpf is loaded and an array map is created, which takes the same rights.
    """
    from bpfcc.kernel.libbpf import library

    number = _BPF_SYSCALL.get(platform.machine())
    if platform.system() != "Linux" or number is None:
        return f"bpf(2) is not known on {platform.system()} {platform.machine()}"
    try:
        library()
    except InputError as error:
        return str(error)
    # map_type, key_size, value_size, max_entries; the rest of the attributes stays 0.
    attributes = (ctypes.c_uint32 * 16)(_BPF_MAP_TYPE_ARRAY, 4, 8, 1)
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.syscall(number, _BPF_MAP_CREATE, ctypes.byref(attributes), ctypes.sizeof(attributes))
    if fd >= 0:
        os.close(fd)
        return None
    code = ctypes.get_errno()
    return f"bpf(2) fails with {errno.errorcode.get(code, code)}: {os.strerror(code)}"
