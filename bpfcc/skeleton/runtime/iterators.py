"""Iterators: programs that print the kernel's objects into a file."""

from __future__ import annotations

import os
from ctypes import c_int
from typing import BinaryIO

from bpfcc.skeleton.runtime.library import _SIGNATURES, _call
from bpfcc.skeleton.runtime.programs import Program

_SIGNATURES["bpf_iter_create"] = (c_int, c_int)


class IteratorProgram(Program):
    """A program that runs for each object of one kind when its output is read."""

    def open(self) -> BinaryIO:
        """The output of a new run, as a file to be read."""
        live = [link for link in self.links if link.is_attached]
        link = live[0] if live else self.attach()
        return os.fdopen(_call("bpf_iter_create", f"run {self.name}", link.fd), "rb")
