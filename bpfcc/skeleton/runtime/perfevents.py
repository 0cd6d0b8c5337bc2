"""Attaching to perf events."""

from __future__ import annotations

from ctypes import c_int, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES["bpf_program__attach_perf_event"] = (c_void_p, c_void_p, c_int)


class PerfEventProgram(Program):
    """A program that runs with each sample of a perf event."""

    def attach_perf_event(self, fd: int) -> Link:
        """Attach to a perf event; its descriptor belongs to the link from then on."""
        return self._attach_by("bpf_program__attach_perf_event", fd)
