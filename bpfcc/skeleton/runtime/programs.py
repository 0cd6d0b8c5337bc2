"""What all programs have."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_size_t, c_uint32, c_void_p
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpfcc.skeleton.runtime.library import (
    _SIGNATURES,
    _ask,
    _call,
    _call_for_pointer,
)
from bpfcc.skeleton.runtime.links import Link

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton


class _RawTestRun(ctypes.Structure):
    """struct bpf_test_run_opts"""

    _fields_ = [
        ("sz", c_size_t),
        ("data_in", c_char_p),
        ("data_out", c_void_p),
        ("data_size_in", c_uint32),
        ("data_size_out", c_uint32),
        ("ctx_in", c_void_p),
        ("ctx_out", c_void_p),
        ("ctx_size_in", c_uint32),
        ("ctx_size_out", c_uint32),
        ("retval", c_uint32),
        ("repeat", c_int),
        ("duration", c_uint32),
        ("flags", c_uint32),
        ("cpu", c_uint32),
        ("batch_size", c_uint32),
    ]


_SIGNATURES.update(
    {
        "bpf_program__fd": (c_int, c_void_p),
        "bpf_program__autoload": (c_bool, c_void_p),
        "bpf_program__set_autoload": (c_int, c_void_p, c_bool),
        "bpf_program__autoattach": (c_bool, c_void_p),
        "bpf_program__set_autoattach": (None, c_void_p, c_bool),
        "bpf_program__attach": (c_void_p, c_void_p),
        "bpf_program__type": (c_int, c_void_p),
        "bpf_program__set_type": (c_int, c_void_p, c_int),
        "bpf_program__set_expected_attach_type": (c_int, c_void_p, c_int),
        "bpf_prog_test_run_opts": (c_int, c_int, POINTER(_RawTestRun)),
    }
)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a program returned, and how it left the packet and the context."""

    retval: int
    data: bytes
    ctx: bytes
    duration_ns: int


class Program:
    """A program of the object.

    `kind` is its type and attach type where its section alone tells an older libbpf neither.
    """

    def __init__(self, skeleton: Skeleton, name: str, kind: tuple[int, int] | None = None) -> None:
        self.name = name
        self.links: list[Link] = []
        self._skeleton = skeleton
        self._raw = skeleton._find_program(name)
        skeleton._programs.append(self)
        if kind is not None and _ask("bpf_program__type", self._raw) == 0:
            _ask("bpf_program__set_type", self._raw, kind[0])
            _ask("bpf_program__set_expected_attach_type", self._raw, kind[1])

    @property
    def handle(self) -> int:
        """The `struct bpf_program *` of libbpf."""
        self._skeleton._check_open()
        return self._raw

    @property
    def fd(self) -> int:
        """The file descriptor, once the object is loaded."""
        return _call("bpf_program__fd", f"use {self.name} before it is loaded", self.handle)

    @property
    def autoload(self) -> bool:
        """Whether loading the object loads the program."""
        return bool(_ask("bpf_program__autoload", self.handle))

    @autoload.setter
    def autoload(self, load: bool) -> None:
        _call("bpf_program__set_autoload", f"change {self.name}", self.handle, load)

    @property
    def autoattach(self) -> bool:
        """Whether attaching the skeleton attaches the program."""
        return bool(_ask("bpf_program__autoattach", self.handle))

    @autoattach.setter
    def autoattach(self, attach: bool) -> None:
        _ask("bpf_program__set_autoattach", self.handle, attach)

    def attach(self) -> Link:
        """Attach the program where its section says."""
        return self._attach_by("bpf_program__attach")

    def detach(self) -> None:
        """End all attachments of the program."""
        while self.links:
            self.links.pop().detach()

    def _attach_by(self, function: str, *arguments: object) -> Link:
        """Attach through a function of libbpf that takes the program first."""
        _ = self.fd  # a program that is not loaded is told so
        action = f"attach {self.name}"
        return self._keep(
            Link._of_handle(_call_for_pointer(function, action, self.handle, *arguments))
        )

    def _keep(self, link: Link) -> Link:
        self.links = [old for old in self.links if old.is_attached]
        self.links.append(link)
        return link

    def test_run(self, data: bytes = b"", *, ctx: bytes = b"", repeat: int = 0) -> RunResult:
        """Run the loaded program once, or `repeat` times, with BPF_PROG_TEST_RUN.

        Programs of packets need a packet, `data`; `ctx` is the context, or what the argument of
        other programs points at.
        """
        run = _RawTestRun(ctypes.sizeof(_RawTestRun), repeat=repeat)
        room = ctypes.create_string_buffer(len(data) + 4096)
        context = ctypes.create_string_buffer(ctx, max(len(ctx), 1))
        if data:
            run.data_in, run.data_size_in = data, len(data)
            run.data_out, run.data_size_out = ctypes.addressof(room), len(room)
        if ctx:
            run.ctx_in, run.ctx_size_in = ctypes.addressof(context), len(ctx)
        if ctx and data:  # other programs change the context where it is
            run.ctx_out, run.ctx_size_out = ctypes.addressof(context), len(ctx)
        _call("bpf_prog_test_run_opts", f"run {self.name}", self.fd, byref(run))
        left = room.raw[: run.data_size_out] if data else b""
        return RunResult(run.retval, left, context.raw[: len(ctx)], run.duration)
