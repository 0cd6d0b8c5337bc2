"""Perf buffers: records from programs, one buffer for each CPU."""

from __future__ import annotations

import ctypes
import errno as errnos
from collections import deque
from collections.abc import Iterator
from ctypes import c_int, c_size_t, c_uint32, c_uint64, c_void_p
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

_SampleCallback = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_void_p, c_uint32)
_LostCallback = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_uint64)

_SIGNATURES.update(
    {
        "perf_buffer__new": (
            c_void_p,
            c_int,
            c_size_t,
            _SampleCallback,
            _LostCallback,
            c_void_p,
            c_void_p,
        ),
        "perf_buffer__poll": (c_int, c_void_p, c_int),
        "perf_buffer__free": (None, c_void_p),
    }
)


class PerfBuffer(Map, Generic[_R]):
    """A perf event array that records come through; iterating waits for them.

    `pages` (a power of two) is the size of each CPU's buffer, `lost` how many records the kernel
    dropped because one was full. Records of one CPU come in their order, those of different
    CPUs in none.
    """

    def __init__(self, skeleton: Skeleton, name: str, record: _Codec[_R]) -> None:
        super().__init__(skeleton, name)
        self.pages = 16
        self.lost = 0
        self._record = record
        self._records: deque[tuple[int, bytes]] = deque()
        self._callbacks = _SampleCallback(self._take), _LostCallback(self._count_lost)
        self._reader: int | None = None

    def of(self, type: type[_S]) -> PerfBuffer[_S]:
        """The same perf buffer, its records read as structs of that type."""
        return PerfBuffer(self._skeleton, self.name, _Record(type))

    def __iter__(self) -> Iterator[_R]:
        return self.read()

    def read(self, timeout: float | None = None) -> Iterator[_R]:
        """Yield records until none has come for `timeout` seconds; None waits for ever."""
        for _, record in self.read_with_cpu(timeout):
            yield record

    def read_with_cpu(self, timeout: float | None = None) -> Iterator[tuple[int, _R]]:
        """As `read`, each record with the CPU that it came from."""
        wait = -1 if timeout is None else round(timeout * 1000)
        while self._records or self._poll(wait):
            while self._records:
                cpu, raw = self._records.popleft()
                yield cpu, self._record.unpack(raw)

    def open(self) -> None:
        """Make the buffers now: what programs send before there are any is lost."""
        if self._reader is None:
            action = f"read perf buffer {self.name}"
            arguments = (self.fd, self.pages, *self._callbacks, None, None)
            self._reader = _call_for_pointer("perf_buffer__new", action, *arguments)
            self._skeleton._readers.append(self)

    def close(self) -> None:
        """Stop reading."""
        reader, self._reader = self._reader, None
        if reader is not None:
            _ask("perf_buffer__free", reader)

    def _take(self, context: int | None, cpu: int, data: int, size_bytes: int) -> None:
        self._records.append((cpu, ctypes.string_at(data, size_bytes)))

    def _count_lost(self, context: int | None, cpu: int, count: int) -> None:
        self.lost += count

    def _poll(self, wait_ms: int) -> bool:
        """Fetch what is there, after waiting for it; whether there was any."""
        self.open()
        result = _find_function("perf_buffer__poll")(self._reader, wait_ms)
        if result == -errnos.EINTR:
            return True  # a signal came; its handler may have raised by now
        if result < 0:
            raise _make_error(-result, f"read perf buffer {self.name}")
        return bool(self._records) or wait_ms < 0
