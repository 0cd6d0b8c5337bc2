"""Maps without keys."""

from __future__ import annotations

import ctypes
import errno as errnos
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec
from bpfcc.skeleton.runtime.library import _find_function, _make_error
from bpfcc.skeleton.runtime.maps import Map

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_V = TypeVar("_V")


class QueueMap(Map, Generic[_V]):
    """A queue or a stack."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name)
        self._value = value

    def push(self, value: _V, *, make_room: bool = False) -> None:
        """Put a value in; `make_room` drops the oldest one of a map that is full."""
        self._update(None, self._value.pack(value), 2 if make_room else 0)  # BPF_EXIST

    def pop(self) -> _V | None:
        """Take the next value out; None where there is none."""
        return self._take("bpf_map_lookup_and_delete_elem")

    def peek(self) -> _V | None:
        """The value that `pop` would take."""
        return self._take("bpf_map_lookup_elem")

    def _take(self, function: str) -> _V | None:
        raw = self._look_up(function, None, self._value.size_bytes)
        return None if raw is None else self._value.unpack(raw)


class BloomFilter(Map, Generic[_V]):
    """A set that may take a value for one of its own; `in` is exact only when it says no."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name)
        self._value = value

    def add(self, value: _V) -> None:
        """Put a value in."""
        self._update(None, self._value.pack(value), 0)

    def __contains__(self, value: _V) -> bool:
        # The kernel reads the value from where it would write one.
        room = ctypes.create_string_buffer(self._value.pack(value), self._value.size_bytes)
        result = _find_function("bpf_map_lookup_elem")(self.fd, None, room)
        if result < 0 and result != -errnos.ENOENT:
            raise _make_error(-result, f"read map {self.name}")
        return bool(result == 0)
