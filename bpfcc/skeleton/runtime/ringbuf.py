"""Ring buffers: records from programs, in their order."""

from __future__ import annotations

import ctypes
import errno as errnos
from collections import deque
from collections.abc import Iterator
from ctypes import c_int, c_size_t, c_void_p
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec, _Record
from bpfcc.skeleton.runtime.library import (
    _SIGNATURES,
    _ask,
    _call_for_pointer,
    _find_function,
    _make_error,
)
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.values import Struct, Union

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_R = TypeVar("_R")
_S = TypeVar("_S", bound=Struct | Union)

_RingCallback = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t)

_SIGNATURES.update(
    {
        "ring_buffer__new": (c_void_p, c_int, _RingCallback, c_void_p, c_void_p),
        "ring_buffer__poll": (c_int, c_void_p, c_int),
        "ring_buffer__free": (None, c_void_p),
    }
)


class RingBuffer(Map, Generic[_R]):
    """A ring buffer; iterating over it waits for records and yields each one."""

    def __init__(self, skeleton: Skeleton, name: str, record: _Codec[_R]) -> None:
        super().__init__(skeleton, name)
        self._record = record
        self._records: deque[bytes] = deque()
        self._callback = _RingCallback(self._take)
        self._reader: int | None = None

    def of(self, type: type[_S]) -> RingBuffer[_S]:
        """The same ring buffer, its records read as structs of that type."""
        return RingBuffer(self._skeleton, self.name, _Record(type))

    def __iter__(self) -> Iterator[_R]:
        return self.read()

    def read(self, timeout: float | None = None) -> Iterator[_R]:
        """Yield records until none has come for `timeout` seconds; None waits for ever."""
        wait = -1 if timeout is None else round(timeout * 1000)
        while self._records or self._poll(wait):
            while self._records:
                yield self._record.unpack(self._records.popleft())

    def close(self) -> None:
        """Stop reading; records that are not read stay in the ring buffer."""
        reader, self._reader = self._reader, None
        if reader is not None:
            _ask("ring_buffer__free", reader)

    def _take(self, context: int | None, data: int, size_bytes: int) -> int:
        self._records.append(ctypes.string_at(data, size_bytes))
        return 0

    def _poll(self, wait_ms: int) -> bool:
        """Fetch what is there, after waiting for it; whether there was any."""
        if self._reader is None:
            action = f"read ring buffer {self.name}"
            self._reader = _call_for_pointer(
                "ring_buffer__new", action, self.fd, self._callback, None, None
            )
            self._skeleton._readers.append(self)
        result = _find_function("ring_buffer__poll")(self._reader, wait_ms)
        if result == -errnos.EINTR:
            return True  # a signal came; its handler may have raised by now
        if result < 0:
            raise _make_error(-result, f"read ring buffer {self.name}")
        return bool(self._records) or wait_ms < 0
