"""Attaching to network namespaces."""

from __future__ import annotations

import os
from ctypes import c_int, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES["bpf_program__attach_netns"] = (c_void_p, c_void_p, c_int)


class NetnsProgram(Program):
    """A program of a network namespace: socket lookup, flow dissection."""

    def attach_netns(self, path: str | os.PathLike[str] = "/proc/thread-self/ns/net") -> Link:
        """Attach to the network namespace that the file at `path` stands for."""
        fd = os.open(path, os.O_RDONLY)
        try:
            return self._attach_by("bpf_program__attach_netns", fd)
        finally:
            os.close(fd)
