"""Maps with a value for each CPU."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec
from bpfcc.skeleton.runtime.keyed import ArrayMap, HashMap
from bpfcc.skeleton.runtime.library import _call

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_K = TypeVar("_K")
_V = TypeVar("_V")


@cache
def _count_cpus() -> int:
    return _call("libbpf_num_possible_cpus", "count the CPUs")


class _PerCpu(Generic[_V]):
    """A list with a value for each possible CPU; the kernel rounds each up to eight bytes."""

    def __init__(self, value: _Codec[_V]) -> None:
        self._one = value
        self._stride = (value.size_bytes + 7) & ~7

    @property
    def size_bytes(self) -> int:
        """Bytes for all CPUs."""
        return self._stride * _count_cpus()

    def pack(self, values: list[_V]) -> bytes:
        if len(values) != _count_cpus():
            raise ValueError(f"a value for each of {_count_cpus()} CPUs is needed")
        return b"".join(self._one.pack(value).ljust(self._stride, b"\0") for value in values)

    def unpack(self, raw: bytes) -> list[_V]:
        starts = range(0, len(raw), self._stride)
        return [self._one.unpack(raw[at : at + self._stride]) for at in starts]


class PerCpuHashMap(HashMap[_K, list[_V]]):
    """A hash map whose values are lists, an element for each possible CPU."""

    def __init__(self, skeleton: Skeleton, name: str, key: _Codec[_K], value: _Codec[_V]) -> None:
        super().__init__(skeleton, name, key, _PerCpu(value))


class PerCpuArrayMap(ArrayMap[list[_V]]):
    """An array whose values are lists, an element for each possible CPU."""

    def __init__(self, skeleton: Skeleton, name: str, value: _Codec[_V]) -> None:
        super().__init__(skeleton, name, _PerCpu(value))
