"""Local storage: values that belong to sockets, tasks, inodes, cgroups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec, _Integer
from bpfcc.skeleton.runtime.maps import Map

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_V = TypeVar("_V")


class StorageMap(Map, Generic[_V]):
    """The key is a file descriptor of the owner: a socket, a pidfd, a file, a cgroup folder."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name)
        self._owner = _Integer(4, signed=True)
        self._value = value

    def __getitem__(self, owner: int) -> _V:
        key = self._owner.pack(owner)
        raw = self._look_up("bpf_map_lookup_elem", key, self._value.size_bytes)
        if raw is None:
            raise KeyError(owner)
        return self._value.unpack(raw)

    def __setitem__(self, owner: int, value: _V) -> None:
        self._update(self._owner.pack(owner), self._value.pack(value), 0)

    def __delitem__(self, owner: int) -> None:
        if not self._delete(self._owner.pack(owner)):
            raise KeyError(owner)
