"""Attaching to control groups."""

from __future__ import annotations

import os
from ctypes import c_int, c_void_p

from bpfcc.skeleton.runtime.library import _SIGNATURES
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES["bpf_program__attach_cgroup"] = (c_void_p, c_void_p, c_int)


class CgroupProgram(Program):
    """A program for the processes of a control group."""

    def attach_cgroup(self, path: str | os.PathLike[str]) -> Link:
        """Attach to the control group whose folder is `path`."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            return self._attach_by("bpf_program__attach_cgroup", fd)
        finally:
            os.close(fd)
