"""Maps with keys, as mappings."""

from __future__ import annotations

import ctypes
import errno as errnos
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec, _Integer
from bpfcc.skeleton.runtime.library import _find_function, _make_error
from bpfcc.skeleton.runtime.maps import Map

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_K = TypeVar("_K")
_V = TypeVar("_V")

ANY, NOEXIST, EXIST = 0, 1, 2
"""What `put` asks of the key: nothing, to be new, to be there."""


class _KeyedMap(Map, Generic[_K, _V]):
    """Reading, writing and walking entries."""

    def __init__(self, skeleton: Skeleton, name: str, key: _Codec[_K], value: _Codec[_V]) -> None:
        super().__init__(skeleton, name)
        self._key = key
        self._value = value

    def __getitem__(self, key: _K) -> _V:
        raw = self._find(self._key.pack(key))
        if raw is None:
            raise KeyError(key)
        return self._value.unpack(raw)

    def __setitem__(self, key: _K, value: _V) -> None:
        self.put(key, value)

    def __iter__(self) -> Iterator[_K]:
        for raw in self._walk():
            yield self._key.unpack(raw)

    def __len__(self) -> int:
        return sum(1 for _ in self._walk())

    def put(self, key: _K, value: _V, flags: int = ANY) -> None:
        """Store a value; `flags` are ANY, NOEXIST, EXIST or others of the kernel."""
        self._update(self._key.pack(key), self._value.pack(value), flags)

    def _remove(self, key: _K) -> None:
        if not self._delete(self._key.pack(key)):
            raise KeyError(key)

    def _find(self, key: bytes) -> bytes | None:
        return self._look_up("bpf_map_lookup_elem", key, self._value.size_bytes)

    def _walk(self) -> Iterator[bytes]:
        """Every key once; entries may be deleted meanwhile.

        The kernel starts again from the front when the key it is to go on from is gone, so keys
        are remembered, and passed over when they come again.
        """
        fd = self.fd
        seen: set[bytes] = set()
        repeated = 0
        following = ctypes.create_string_buffer(self._key.size_bytes)
        key: bytes | None = None
        while True:
            result = _find_function("bpf_map_get_next_key")(fd, key, following)
            if result == -errnos.ENOENT:
                return
            if result < 0:
                raise _make_error(-result, f"walk map {self.name}")
            key = following.raw
            if key not in seen:
                seen.add(key)
                repeated = 0
                yield key
            elif (repeated := repeated + 1) > len(seen):
                return


class HashMap(_KeyedMap[_K, _V], MutableMapping[_K, _V]):
    """A map with any keys: hash, LRU hash, longest-prefix trie."""

    def __delitem__(self, key: _K) -> None:
        self._remove(key)


class ArrayMap(_KeyedMap[int, _V], Mapping[int, _V]):
    """An array: its indices are always there."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name, _Integer(4), value)

    def __len__(self) -> int:
        return self.max_entries

    def put(self, key: int, value: _V, flags: int = ANY) -> None:
        """Store a value; KeyError for an index that is outside."""
        if not 0 <= key < self.max_entries:
            raise KeyError(key)
        super().put(key, value, flags)


class SlotMap(_KeyedMap[int, _V], MutableMapping[int, _V]):
    """An array whose slots can be empty: of devices, of CPUs."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name, _Integer(4), value)

    def __delitem__(self, key: int) -> None:
        self._remove(key)

    def __iter__(self) -> Iterator[int]:
        for key in range(self.max_entries):
            if self._find(self._key.pack(key)) is not None:
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)
