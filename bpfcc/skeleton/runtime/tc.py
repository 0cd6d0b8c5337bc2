"""Attaching to network interfaces: traffic control."""

from __future__ import annotations

import ctypes
import errno as errnos
from ctypes import POINTER, c_int, c_size_t, c_uint32, c_void_p
from typing import Literal

from bpfcc.skeleton.runtime.interfaces import _find_interface
from bpfcc.skeleton.runtime.library import _SIGNATURES, BpfError, _call
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program


class _RawTcHook(ctypes.Structure):
    """struct bpf_tc_hook"""

    _fields_ = [
        ("sz", c_size_t),
        ("ifindex", c_int),
        ("attach_point", c_int),
        ("parent", c_uint32),
    ]


class _RawTcOptions(ctypes.Structure):
    """struct bpf_tc_opts"""

    _fields_ = [
        ("sz", c_size_t),
        ("prog_fd", c_int),
        ("flags", c_uint32),
        ("prog_id", c_uint32),
        ("handle", c_uint32),
        ("priority", c_uint32),
    ]


_SIGNATURES.update(
    {
        "bpf_link_create": (c_int, c_int, c_int, c_int, c_void_p),
        "bpf_tc_hook_create": (c_int, POINTER(_RawTcHook)),
        "bpf_tc_hook_destroy": (c_int, POINTER(_RawTcHook)),
        "bpf_tc_attach": (c_int, POINTER(_RawTcHook), POINTER(_RawTcOptions)),
        "bpf_tc_detach": (c_int, POINTER(_RawTcHook), POINTER(_RawTcOptions)),
    }
)

_TC_POINTS = {"ingress": 1, "egress": 2}
_TCX_TYPES = {"ingress": 46, "egress": 47}  # BPF_TCX_INGRESS, BPF_TCX_EGRESS
# What the kernel says when the interface or its qdisc has been removed meanwhile.
_ALREADY_GONE = (errnos.ENODEV, errnos.ENOENT, errnos.EINVAL)
_own_qdiscs: dict[int, int] = {}  # interface: programs on a qdisc that was made here


class TcProgram(Program):
    """A program for packets on their way through an interface's traffic control."""

    def attach_tc(
        self,
        interface: str | int,
        direction: Literal["ingress", "egress"],
        *,
        priority: int = 0,
        handle: int = 0,
    ) -> Link:
        """Attach as a filter of the clsact qdisc, which is made where it is missing.

        The kernel chooses a priority and a handle that are 0. A qdisc that was made here goes
        with the last program that was attached here.
        """
        index = _find_interface(interface)
        point = _TC_POINTS[direction]
        hook = _RawTcHook(ctypes.sizeof(_RawTcHook), index, point)
        action = f"attach {self.name} to {interface} {direction}"
        fd = self.fd
        options = _RawTcOptions(
            ctypes.sizeof(_RawTcOptions), prog_fd=fd, handle=handle, priority=priority
        )
        _take_qdisc(hook, action)
        try:
            _call("bpf_tc_attach", action, ctypes.byref(hook), ctypes.byref(options))
        except BpfError:
            _leave_qdisc(hook)
            raise

        def undo() -> None:
            # Detaching wants to hear the place only.
            options.flags = options.prog_fd = options.prog_id = 0
            action = f"detach {self.name} from {interface} {direction}"
            try:
                _call("bpf_tc_detach", action, ctypes.byref(hook), ctypes.byref(options))
            except BpfError as error:
                if error.errno not in _ALREADY_GONE:
                    raise
            _leave_qdisc(hook)

        return self._keep(Link(undo))

    def attach_tcx(self, interface: str | int, direction: Literal["ingress", "egress"]) -> Link:
        """Attach by a link, before any qdisc; Linux 6.6 or newer."""
        index = _find_interface(interface)
        action = f"attach {self.name} to {interface} {direction}"
        fd = _call("bpf_link_create", action, self.fd, index, _TCX_TYPES[direction], None)
        return self._keep(Link._of_fd(fd))


def _take_qdisc(hook: _RawTcHook, action: str) -> None:
    """Make the qdisc where there is none, and count who uses one that was made here."""
    if hook.ifindex in _own_qdiscs:
        _own_qdiscs[hook.ifindex] += 1
        return
    try:
        _call("bpf_tc_hook_create", action, ctypes.byref(hook))
    except BpfError as error:
        if error.errno != errnos.EEXIST:
            raise
    else:
        _own_qdiscs[hook.ifindex] = 1


def _leave_qdisc(hook: _RawTcHook) -> None:
    users = _own_qdiscs.get(hook.ifindex, 0) - 1
    if users > 0:
        _own_qdiscs[hook.ifindex] = users
    elif users == 0:
        del _own_qdiscs[hook.ifindex]
        both = _RawTcHook(ctypes.sizeof(_RawTcHook), hook.ifindex, sum(_TC_POINTS.values()))
        try:
            _call("bpf_tc_hook_destroy", "remove a qdisc", ctypes.byref(both))
        except BpfError as error:
            if error.errno not in _ALREADY_GONE:
                raise
