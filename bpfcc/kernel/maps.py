"""Maps of a loaded object: read, write and walk them as bytes."""

from __future__ import annotations

import ctypes
import errno
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bpfcc.elf.uapi import MAP_TYPES, name_type
from bpfcc.errors import InputError
from bpfcc.kernel import libbpf

ANY = 0  # BPF_ANY, BPF_NOEXIST and BPF_EXIST: flags of an update
NOEXIST = 1
EXIST = 2

_PER_CPU = frozenset(["percpu_hash", "percpu_array", "lru_percpu_hash", "percpu_cgroup_storage"])
_OF_MAPS = frozenset({"array_of_maps", "hash_of_maps"})
_KEYED = (
    _PER_CPU
    | _OF_MAPS
    | {"hash", "array", "lru_hash", "lpm_trie", "devmap", "devmap_hash", "cpumap", "stack_trace"}
)


@dataclass(slots=True, frozen=True)
class Map:
    """One map; keys and values are bytes of exactly ``key_bytes`` and ``value_bytes``.

    A per-CPU map reads and writes one value for each possible CPU.
    """

    name: str
    type: int
    key_bytes: int
    value_bytes: int
    max_entries: int
    fd: int

    @property
    def type_name(self) -> str:
        """``hash``, ``percpu_array``…"""
        return name_type(MAP_TYPES, self.type)

    @property
    def is_per_cpu(self) -> bool:
        """Whether an entry has a value for each CPU."""
        return self.type_name in _PER_CPU

    @property
    def is_keyed(self) -> bool:
        """Whether ``items`` can walk the entries."""
        return self.type_name in _KEYED

    def _stride_bytes(self) -> int:
        # The kernel lays per-CPU values out at multiples of eight bytes.
        return (self.value_bytes + 7) & ~7

    def _buffer_bytes(self) -> int:
        if self.is_per_cpu:
            return self._stride_bytes() * libbpf.count_possible_cpus()
        if self.type_name in _OF_MAPS:
            return 4
        return self.value_bytes

    def _check_key(self, key: bytes) -> bytes:
        if len(key) != self.key_bytes:
            raise InputError(f"map {self.name}: a key has {self.key_bytes} bytes, not {len(key)}")
        return key

    def _split(self, raw: bytes) -> list[bytes]:
        stride = self._stride_bytes()
        return [raw[at : at + self.value_bytes] for at in range(0, len(raw), stride)]

    def _lookup_raw(self, key: bytes | None, function: str) -> bytes | None:
        buffer = ctypes.create_string_buffer(self._buffer_bytes())
        result = getattr(libbpf.library(), function)(self.fd, key, buffer)
        if result == -errno.ENOENT:
            return None
        libbpf.check(result, f"read map {self.name}")
        return buffer.raw

    def lookup(self, key: bytes) -> bytes | None:
        """The value under ``key``, None if there is none (per-CPU: CPU 0's)."""
        raw = self._lookup_raw(self._check_key(key), "bpf_map_lookup_elem")
        return None if raw is None else raw[: self.value_bytes]

    def lookup_per_cpu(self, key: bytes) -> list[bytes] | None:
        """The value of every CPU under ``key``, None if there is none."""
        raw = self._lookup_raw(self._check_key(key), "bpf_map_lookup_elem")
        return None if raw is None else self._split(raw)

    def pop(self) -> bytes | None:
        """Take the next value of a queue or stack; None when it is empty."""
        return self._lookup_raw(None, "bpf_map_lookup_and_delete_elem")

    def update(self, key: bytes, value: bytes, flags: int = ANY) -> None:
        """Set ``value`` under ``key``; a per-CPU map gets it on every CPU."""
        if len(value) != self.value_bytes:
            raise InputError(
                f"map {self.name}: a value has {self.value_bytes} bytes, not {len(value)}"
            )
        if self.is_per_cpu:
            value = value.ljust(self._stride_bytes(), b"\0") * libbpf.count_possible_cpus()
        self._update_raw(self._check_key(key), value, flags)

    def _update_raw(self, key: bytes | None, value: bytes, flags: int) -> None:
        result = libbpf.library().bpf_map_update_elem(self.fd, key, value, flags)
        libbpf.check(result, f"write map {self.name}")

    def push(self, value: bytes) -> None:
        """Append a value to a queue or stack."""
        self._update_raw(None, value, ANY)

    def delete(self, key: bytes) -> bool:
        """Remove ``key``; False if there was no such entry."""
        result = libbpf.library().bpf_map_delete_elem(self.fd, self._check_key(key))
        if result == -errno.ENOENT:
            return False
        libbpf.check(result, f"delete from map {self.name}")
        return True

    def keys(self) -> Iterator[bytes]:
        """Every key, in the kernel's order; the map must not change meanwhile."""
        following = ctypes.create_string_buffer(self.key_bytes)
        key: bytes | None = None
        while True:
            result = libbpf.library().bpf_map_get_next_key(self.fd, key, following)
            if result == -errno.ENOENT:
                return
            libbpf.check(result, f"walk map {self.name}")
            key = following.raw
            yield key

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Every (key, value); of a per-CPU map CPU 0's value."""
        for key in self.keys():
            value = self.lookup(key)
            if value is not None:
                yield key, value

    def items_per_cpu(self) -> Iterator[tuple[bytes, list[bytes]]]:
        """Every (key, values by CPU) of a per-CPU map."""
        for key in self.keys():
            values = self.lookup_per_cpu(key)
            if values is not None:
                yield key, values

    def sum_per_cpu(self, key: bytes) -> int:
        """The total over all CPUs of a value that is one integer in host order."""
        values = self.lookup_per_cpu(key) or []
        return sum(int.from_bytes(value, sys.byteorder) for value in values)
