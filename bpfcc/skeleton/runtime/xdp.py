"""Attaching to network interfaces: XDP."""

from __future__ import annotations

import ctypes
from ctypes import c_int, c_size_t, c_uint32, c_void_p
from typing import Literal

from bpfcc.skeleton.runtime.interfaces import _find_interface
from bpfcc.skeleton.runtime.library import _SIGNATURES, _call
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program


class _RawLinkOptions(ctypes.Structure):
    """struct bpf_link_create_opts, as far as the flags"""

    _fields_ = [
        ("sz", c_size_t),
        ("flags", c_uint32),
        ("iter_info", c_void_p),
        ("iter_info_len", c_uint32),
        ("target_btf_id", c_uint32),
    ]


_SIGNATURES["bpf_link_create"] = (c_int, c_int, c_int, c_int, c_void_p)

_XDP_MODES = {"auto": 0, "generic": 2, "native": 4, "offload": 8}  # XDP_FLAGS_*
_BPF_XDP = 37


class XdpProgram(Program):
    """A program for packets as they arrive at an interface."""

    def attach_xdp(
        self,
        interface: str | int,
        mode: Literal["auto", "generic", "native", "offload"] = "auto",
    ) -> Link:
        """Attach to an interface, by its name or index, of the thread's network namespace.

        `mode` is who runs the program: the driver ("native"), the network stack ("generic"),
        the device ("offload"), or the driver where it can.
        """
        index = _find_interface(interface)
        options = _RawLinkOptions(ctypes.sizeof(_RawLinkOptions), flags=_XDP_MODES[mode])
        action = f"attach {self.name} to {interface}"
        fd = _call("bpf_link_create", action, self.fd, index, _BPF_XDP, ctypes.byref(options))
        return self._keep(Link._of_fd(fd))
