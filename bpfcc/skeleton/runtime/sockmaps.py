"""Attaching to maps of sockets."""

from __future__ import annotations

import contextlib
from ctypes import c_int, c_uint32, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES, BpfError, _ask, _call
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES.update(
    {
        "bpf_prog_attach": (c_int, c_int, c_int, c_int, c_uint32),
        "bpf_prog_detach2": (c_int, c_int, c_int, c_int),
        "bpf_program__expected_attach_type": (c_int, c_void_p),
    }
)


class SocketMapProgram(Program):
    """A program for what the sockets in a map receive or send."""

    def attach_map(self, map: Map) -> Link:
        """Attach to a map of sockets."""
        kind = _ask("bpf_program__expected_attach_type", self.handle)
        program, target = self.fd, map.fd
        action = f"attach {self.name} to map {map.name}"
        _call("bpf_prog_attach", action, program, target, kind, 0)

        def undo() -> None:
            with contextlib.suppress(BpfError):  # the map may have another program by now
                _call("bpf_prog_detach2", f"detach {self.name}", program, target, kind)

        return self._keep(Link(undo))
