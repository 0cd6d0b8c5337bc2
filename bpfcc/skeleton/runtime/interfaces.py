"""Network interfaces by name."""

from __future__ import annotations

import errno as errnos
import socket

from bpfcc.skeleton.runtime.library import BpfError


def _find_interface(interface: str | int) -> int:
    """The index of an interface in the thread's network namespace."""
    if isinstance(interface, int):
        return interface
    try:
        return socket.if_nametoindex(interface)
    except OSError:
        raise BpfError(errnos.ENODEV, f"no network interface {interface!r} here") from None
