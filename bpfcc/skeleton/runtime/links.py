"""What attaching a program gives."""

from __future__ import annotations

import os
from collections.abc import Callable
from ctypes import c_char_p, c_int, c_void_p
from types import TracebackType
from typing import Self

from bpfcc.skeleton.runtime.library import _SIGNATURES, _ask, _call

_SIGNATURES.update(
    {
        "bpf_link__destroy": (c_int, c_void_p),
        "bpf_link__fd": (c_int, c_void_p),
        "bpf_obj_pin": (c_int, c_int, c_char_p),
    }
)


class Link:
    """An attachment; it ends with `detach`, with its `with` block, or with the skeleton."""

    def __init__(self, undo: Callable[[], object], fd: int = -1) -> None:
        self._undo: Callable[[], object] | None = undo
        self.fd = fd

    @classmethod
    def _of_handle(cls, handle: int) -> Self:
        """Take over a `struct bpf_link *`."""
        return cls(lambda: _ask("bpf_link__destroy", handle), _ask("bpf_link__fd", handle))

    @classmethod
    def _of_fd(cls, fd: int) -> Self:
        """Take over the file descriptor of a link."""
        return cls(lambda: os.close(fd), fd)

    @property
    def is_attached(self) -> bool:
        """Whether `detach` has not been called yet."""
        return self._undo is not None

    def detach(self) -> None:
        """End the attachment; a second call does nothing."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def pin(self, path: str | os.PathLike[str]) -> None:
        """Let the attachment outlive the process, as a file of a BPF file system."""
        _call("bpf_obj_pin", f"pin a link at {path}", self.fd, os.fsencode(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.detach()
