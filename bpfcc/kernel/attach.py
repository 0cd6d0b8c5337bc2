"""Attach loaded programs; every function gives an ``Attachment`` that undoes it.

Interfaces are named; the calls act in the network namespace of the calling thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno as errnos
import os
import socket
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from bpfcc.elf.uapi import ATTACH_TYPES
from bpfcc.errors import InputError
from bpfcc.kernel import libbpf
from bpfcc.kernel.libbpf import RawTcHook, RawTcOpts, library
from bpfcc.kernel.object import Program

XDP_FLAGS_UPDATE_IF_NOEXIST = 1
XDP_FLAGS_SKB_MODE = 2
XDP_FLAGS_DRV_MODE = 4

_SO_ATTACH_BPF = 50
_SO_DETACH_FILTER = 27
_TC_REPLACE = 1
_ATTACH_POINTS = {"ingress": 1, "egress": 2}
_TRACEFS = (Path("/sys/kernel/tracing"), Path("/sys/kernel/debug/tracing"))


class Attachment:
    """One attachment; ``detach`` (or leaving the ``with`` block) undoes it once."""

    __slots__ = ("_undo",)

    def __init__(self, undo: Callable[[], object]) -> None:
        self._undo: Callable[[], object] | None = undo

    def __enter__(self) -> Attachment:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.detach()

    def detach(self) -> None:
        """Undo the attachment; a second call does nothing."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()


def _index(interface: str) -> int:
    try:
        return socket.if_nametoindex(interface)
    except OSError:
        raise InputError(f"no network interface {interface!r} here") from None


def attach_xdp(program: Program, interface: str, *, generic: bool = False) -> Attachment:
    """Attach to an interface's XDP hook; ``generic`` is the mode that needs no driver support."""
    index = _index(interface)
    flags = XDP_FLAGS_UPDATE_IF_NOEXIST | (XDP_FLAGS_SKB_MODE if generic else XDP_FLAGS_DRV_MODE)
    libbpf.call_checked(
        "bpf_xdp_attach",
        f"attach {program.name} to {interface}",
        index,
        program.fd,
        flags,
        None,
    )
    mode = flags & ~XDP_FLAGS_UPDATE_IF_NOEXIST
    return Attachment(lambda: library().bpf_xdp_detach(index, mode, None))


def attach_tc(
    program: Program, interface: str, direction: str = "ingress", *, priority: int = 1
) -> Attachment:
    """Attach to the clsact qdisc (made and removed when it was not there), direct action."""
    hook = RawTcHook(
        ctypes.sizeof(RawTcHook), ifindex=_index(interface), attach_point=_attach_point(direction)
    )
    action = f"attach {program.name} to {interface} {direction}"
    made = True
    with libbpf.capture_messages():
        result = library().bpf_tc_hook_create(ctypes.byref(hook))
    if result == -errnos.EEXIST:
        made = False
    else:
        libbpf.check(result, action)
    opts = RawTcOpts(
        ctypes.sizeof(RawTcOpts), prog_fd=program.fd, handle=1, priority=priority, flags=_TC_REPLACE
    )
    try:
        libbpf.call_checked("bpf_tc_attach", action, ctypes.byref(hook), ctypes.byref(opts))
    except InputError:
        if made:
            _destroy_tc_hook(hook)
        raise

    def detach() -> None:
        opts.flags = opts.prog_fd = opts.prog_id = 0  # detaching wants these empty
        with libbpf.capture_messages():
            library().bpf_tc_detach(ctypes.byref(hook), ctypes.byref(opts))
        if made:
            _destroy_tc_hook(hook)

    return Attachment(detach)


def _destroy_tc_hook(hook: RawTcHook) -> None:
    hook.attach_point = _ATTACH_POINTS["ingress"] | _ATTACH_POINTS["egress"]  # both: the qdisc
    with libbpf.capture_messages():
        library().bpf_tc_hook_destroy(ctypes.byref(hook))


def _attach_point(direction: str) -> int:
    if direction not in _ATTACH_POINTS:
        raise InputError(f"a direction is ingress or egress, not {direction!r}")
    return _ATTACH_POINTS[direction]


def attach_tcx(program: Program, interface: str, direction: str = "ingress") -> Attachment:
    """Attach with a tcx link (Linux 6.6)."""
    _attach_point(direction)
    kind = ATTACH_TYPES.index(f"tcx_{direction}")
    fd = libbpf.call_checked(
        "bpf_link_create",
        f"attach {program.name} to {interface} {direction}",
        program.fd,
        _index(interface),
        kind,
        None,
    )
    return Attachment(lambda: os.close(fd))


def attach_raw_tracepoint(program: Program, tracepoint: str) -> Attachment:
    """Attach to a tracepoint by its bare name, such as ``sched_process_exec``."""
    fd = libbpf.call_checked(
        "bpf_raw_tracepoint_open",
        f"attach {program.name} to raw tracepoint {tracepoint}",
        tracepoint.encode(),
        program.fd,
    )
    return Attachment(lambda: os.close(fd))


def attach_by_section(program: Program) -> Attachment:
    """Attach where the program's section says: kprobe, tracepoint, raw_tp, cgroup-free hooks."""
    if program.section.startswith(("tp/", "tracepoint/")) and not any(
        (root / "events").is_dir() for root in _TRACEFS
    ):
        raise InputError(
            "tracepoints need tracefs (as root: mount -t tracefs tracefs /sys/kernel/tracing)"
        )
    with libbpf.capture_messages() as messages:
        link = library().bpf_program__attach(program.handle)
        errno = ctypes.get_errno()
    if not link:
        detail = f" ({messages[-1]})" if messages else ""
        raise libbpf.KernelError(
            f"cannot attach {program.name} ({program.section}): "
            f"{libbpf.describe_errno(errno)}{detail}",
            errno,
            messages,
        )
    return Attachment(lambda: library().bpf_link__destroy(link))


def attach_socket(program: Program, sock: socket.socket) -> Attachment:
    """Make ``program`` the filter of a socket."""
    sock.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_BPF, program.fd)

    def detach() -> None:
        # A closed socket has no filter any more, which is what is wanted.
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)

    return Attachment(detach)
