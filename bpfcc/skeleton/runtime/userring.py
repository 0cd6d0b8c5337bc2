"""User ring buffers: records to programs."""

from __future__ import annotations

import ctypes
from ctypes import c_int, c_uint32, c_void_p
from typing import TYPE_CHECKING

from bpfcc.skeleton.runtime.library import _SIGNATURES, _ask, _call_for_pointer
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.values import Struct, Union

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_SIGNATURES.update(
    {
        "user_ring_buffer__new": (c_void_p, c_int, c_void_p),
        "user_ring_buffer__reserve": (c_void_p, c_void_p, c_uint32),
        "user_ring_buffer__submit": (None, c_void_p, c_void_p),
        "user_ring_buffer__free": (None, c_void_p),
    }
)


class UserRingBuffer(Map):
    """A ring buffer that user space writes to."""

    def __init__(self, skeleton: Skeleton, name: str) -> None:
        super().__init__(skeleton, name)
        self._writer: int | None = None

    def send(self, record: bytes | Struct | Union) -> None:
        """Append a record; BpfError (ENOSPC) where there is no room for it."""
        action = f"write ring buffer {self.name}"
        raw = bytes(record)
        if self._writer is None:
            self._writer = _call_for_pointer("user_ring_buffer__new", action, self.fd, None)
            self._skeleton._readers.append(self)
        sample = _call_for_pointer("user_ring_buffer__reserve", action, self._writer, len(raw))
        ctypes.memmove(sample, raw, len(raw))
        _ask("user_ring_buffer__submit", self._writer, sample)

    def close(self) -> None:
        """Stop writing."""
        writer, self._writer = self._writer, None
        if writer is not None:
            _ask("user_ring_buffer__free", writer)
