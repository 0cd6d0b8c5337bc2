"""Attaching to functions of the kernel and of programs."""

from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, c_bool, c_char_p, c_int, c_size_t, c_uint64, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program


class _RawUprobeOptions(ctypes.Structure):
    """struct bpf_uprobe_opts, as far as the function's name"""

    _fields_ = [
        ("sz", c_size_t),
        ("ref_ctr_offset", c_size_t),
        ("bpf_cookie", c_uint64),
        ("retprobe", c_bool),
        ("func_name", c_char_p),
    ]


_SIGNATURES.update(
    {
        "bpf_program__attach_kprobe": (c_void_p, c_void_p, c_bool, c_char_p),
        "bpf_program__attach_uprobe_opts": (
            c_void_p,
            c_void_p,
            c_int,
            c_char_p,
            c_size_t,
            POINTER(_RawUprobeOptions),
        ),
        "bpf_program__attach_usdt": (
            c_void_p,
            c_void_p,
            c_int,
            c_char_p,
            c_char_p,
            c_char_p,
            c_void_p,
        ),
    }
)


class ProbeProgram(Program):
    """A program that runs where a function begins or returns."""

    def attach_kprobe(self, function: str, *, at_return: bool = False) -> Link:
        """Attach to a function of the kernel."""
        return self._attach_by("bpf_program__attach_kprobe", at_return, function.encode())

    def attach_uprobe(
        self,
        binary: str | os.PathLike[str],
        function: str | None = None,
        *,
        offset: int = 0,
        at_return: bool = False,
        pid: int = -1,
    ) -> Link:
        """Attach to a function of a program or library, in every process or in `pid` (0: this).

        `offset` counts bytes from the function, or in the file where no function is named.
        """
        options = _RawUprobeOptions(ctypes.sizeof(_RawUprobeOptions), retprobe=at_return)
        if function is not None:
            options.func_name = function.encode()
        path = os.fsencode(binary)
        return self._attach_by(
            "bpf_program__attach_uprobe_opts", pid, path, offset, ctypes.byref(options)
        )

    def attach_usdt(
        self, binary: str | os.PathLike[str], provider: str, name: str, *, pid: int = -1
    ) -> Link:
        """Attach to a statically defined tracepoint of a program or library."""
        path = os.fsencode(binary)
        return self._attach_by(
            "bpf_program__attach_usdt", pid, path, provider.encode(), name.encode(), None
        )
