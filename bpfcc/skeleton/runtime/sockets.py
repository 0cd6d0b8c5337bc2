"""Attaching to sockets."""

from __future__ import annotations

import contextlib
import socket

from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program

_SO_ATTACH_BPF = 50
_SO_DETACH_FILTER = 27


class SocketProgram(Program):
    """A filter for what a socket receives."""

    def attach_socket(self, sock: socket.socket) -> Link:
        """Attach to a socket; the filter goes with the socket at the latest."""
        sock.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_BPF, self.fd)

        def undo() -> None:
            with contextlib.suppress(OSError):  # a socket that is closed has no filter
                sock.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)

        return self._keep(Link(undo))
