"""Ring buffers and perf buffers: what programs send to user space, as bytes."""

from __future__ import annotations

import ctypes
from types import TracebackType

from bpfcc.kernel import libbpf
from bpfcc.kernel.libbpf import (
    LOST_CALLBACK,
    PERF_CALLBACK,
    RING_CALLBACK,
    check_pointer,
    library,
)
from bpfcc.kernel.maps import Map


class RingBuffer:
    """Reader of a BPF_MAP_TYPE_RINGBUF map; ``poll`` gives the records in order."""

    __slots__ = ("_callback", "_handle", "_records")

    def __init__(self, ring: Map) -> None:
        self._records: list[bytes] = []
        self._callback = RING_CALLBACK(self._take)  # must live as long as the handle
        self._handle: int | None = check_pointer(
            library().ring_buffer__new(ring.fd, self._callback, None, None),
            f"read ring buffer {ring.name}",
        )

    def _take(self, context: int | None, data: int, size_bytes: int) -> int:
        self._records.append(ctypes.string_at(data, size_bytes))
        return 0

    def poll(self, timeout_ms: int = 0) -> list[bytes]:
        """Records that are there, after waiting up to ``timeout_ms`` for the first."""
        libbpf.check(library().ring_buffer__poll(self._handle, timeout_ms), "read a ring buffer")
        records = self._records[:]
        self._records.clear()
        return records

    def close(self) -> None:
        """Stop reading."""
        if self._handle is not None:
            library().ring_buffer__free(self._handle)
            self._handle = None

    def __enter__(self) -> RingBuffer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class PerfBuffer:
    """Reader of a BPF_MAP_TYPE_PERF_EVENT_ARRAY map, one buffer a CPU.

    ``lost`` counts records that the kernel dropped because a buffer was full.
    """

    __slots__ = ("_handle", "_lost_callback", "_records", "_sample_callback", "lost")

    def __init__(self, events: Map, *, pages: int = 8) -> None:
        self._records: list[tuple[int, bytes]] = []
        self.lost = 0
        self._sample_callback = PERF_CALLBACK(self._take)
        self._lost_callback = LOST_CALLBACK(self._count_lost)
        self._handle: int | None = check_pointer(
            library().perf_buffer__new(
                events.fd, pages, self._sample_callback, self._lost_callback, None, None
            ),
            f"read perf buffer {events.name}",
        )

    def _take(self, context: int | None, cpu: int, data: int, size_bytes: int) -> None:
        self._records.append((cpu, ctypes.string_at(data, size_bytes)))

    def _count_lost(self, context: int | None, cpu: int, count: int) -> None:
        self.lost += count

    def poll(self, timeout_ms: int = 0) -> list[tuple[int, bytes]]:
        """(CPU, record) for the records that are there, waiting up to ``timeout_ms``."""
        libbpf.check(library().perf_buffer__poll(self._handle, timeout_ms), "read a perf buffer")
        records = self._records[:]
        self._records.clear()
        return records

    def close(self) -> None:
        """Stop reading."""
        if self._handle is not None:
            library().perf_buffer__free(self._handle)
            self._handle = None

    def __enter__(self) -> PerfBuffer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
