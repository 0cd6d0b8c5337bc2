"""Maps whose values are other things of the kernel: programs, maps, sockets, events."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bpfcc.skeleton.runtime.codecs import _Codec, _Integer
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.programs import Program

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_K = TypeVar("_K")


class _ReferenceMap(Map, Generic[_K]):
    """A map that is written with file descriptors; reading tells a number of the kernel's."""

    _fd_bytes = 4

    def __init__(self, skeleton: Skeleton, name: str, key: _Codec[_K]) -> None:
        super().__init__(skeleton, name)
        self._key = key

    def __delitem__(self, key: _K) -> None:
        if not self._delete(self._key.pack(key)):
            raise KeyError(key)

    def __contains__(self, key: _K) -> bool:
        return self._find(key) is not None

    def __getitem__(self, key: _K) -> int:
        """The kernel's id of what is there."""
        raw = self._find(key)
        if raw is None:
            raise KeyError(key)
        return int.from_bytes(raw, sys.byteorder)

    def _find(self, key: _K) -> bytes | None:
        return self._look_up("bpf_map_lookup_elem", self._key.pack(key), self._fd_bytes)

    def _set_fd(self, key: _K, fd: int) -> None:
        self._update(self._key.pack(key), fd.to_bytes(self._fd_bytes, sys.byteorder), 0)


class ProgramArray(_ReferenceMap[int]):
    """Programs to go on with, for tail calls."""

    def __init__(self, skeleton: Skeleton, name: str) -> None:
        super().__init__(skeleton, name, _Integer(4))

    def __setitem__(self, key: int, program: Program | int) -> None:
        self._set_fd(key, program if isinstance(program, int) else program.fd)


class MapOfMaps(_ReferenceMap[_K]):
    """Maps in a map, an array or a hash map."""

    def __setitem__(self, key: _K, map: Map | int) -> None:
        self._set_fd(key, map if isinstance(map, int) else map.fd)


class SocketMap(_ReferenceMap[_K]):
    """Sockets in an array or a hash map; reading tells cookies, if the values have eight bytes."""

    def __init__(self, skeleton: Skeleton, name: str, key: _Codec[_K], value: _Codec[Any]) -> None:
        super().__init__(skeleton, name, key)
        self._fd_bytes = value.size_bytes

    def __setitem__(self, key: _K, sock: socket.socket | int) -> None:
        self._set_fd(key, sock if isinstance(sock, int) else sock.fileno())


class DescriptorArray(_ReferenceMap[int]):
    """An array of what has a file descriptor: cgroups, perf events, AF_XDP sockets."""

    def __init__(self, skeleton: Skeleton, name: str) -> None:
        super().__init__(skeleton, name, _Integer(4))

    def __setitem__(self, key: int, fd: int) -> None:
        self._set_fd(key, fd)
