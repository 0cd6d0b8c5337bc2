"""Attaching to tracepoints of the kernel."""

from __future__ import annotations

from ctypes import c_char_p, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES.update(
    {
        "bpf_program__attach_tracepoint": (c_void_p, c_void_p, c_char_p, c_char_p),
        "bpf_program__attach_raw_tracepoint": (c_void_p, c_void_p, c_char_p),
    }
)


class TracepointProgram(Program):
    """A program that runs at a tracepoint."""

    def attach_tracepoint(self, category: str, name: str) -> Link:
        """Attach to a tracepoint, such as "sched" "sched_switch"; tracefs has to be mounted."""
        arguments = category.encode(), name.encode()
        return self._attach_by("bpf_program__attach_tracepoint", *arguments)


class RawTracepointProgram(Program):
    """A program that runs at a tracepoint and sees its arguments as they are."""

    def attach_raw_tracepoint(self, name: str) -> Link:
        """Attach to a tracepoint by its name alone."""
        return self._attach_by("bpf_program__attach_raw_tracepoint", name.encode())
