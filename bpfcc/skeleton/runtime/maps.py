"""What all maps have."""

from __future__ import annotations

import ctypes
import errno as errnos
import os
from ctypes import c_bool, c_char_p, c_int, c_uint32, c_uint64, c_void_p
from typing import TYPE_CHECKING

from bpfcc.skeleton.runtime.library import (
    _SIGNATURES,
    BpfError,
    _ask,
    _call,
    _find_function,
    _make_error,
)

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_SIGNATURES.update(
    {
        "bpf_map__fd": (c_int, c_void_p),
        "bpf_map__max_entries": (c_uint32, c_void_p),
        "bpf_map__set_max_entries": (c_int, c_void_p, c_uint32),
        "bpf_map__autocreate": (c_bool, c_void_p),
        "bpf_map__set_autocreate": (c_int, c_void_p, c_bool),
        "bpf_map__reuse_fd": (c_int, c_void_p, c_int),
        "bpf_map__pin": (c_int, c_void_p, c_char_p),
        "bpf_map__unpin": (c_int, c_void_p, c_char_p),
        "bpf_obj_get": (c_int, c_char_p),
        "bpf_map_lookup_elem": (c_int, c_int, c_char_p, c_void_p),
        "bpf_map_lookup_and_delete_elem": (c_int, c_int, c_char_p, c_void_p),
        "bpf_map_update_elem": (c_int, c_int, c_char_p, c_char_p, c_uint64),
        "bpf_map_delete_elem": (c_int, c_int, c_char_p),
        "bpf_map_get_next_key": (c_int, c_int, c_char_p, c_void_p),
    }
)


class Map:
    """A map of the object."""

    def __init__(self, skeleton: Skeleton, name: str) -> None:
        self.name = name
        self._skeleton = skeleton
        self._raw = skeleton._find_map(name)

    @property
    def handle(self) -> int:
        """The `struct bpf_map *` of libbpf."""
        self._skeleton._check_open()
        return self._raw

    @property
    def fd(self) -> int:
        """The file descriptor, once the object is loaded."""
        return _call("bpf_map__fd", f"use map {self.name} before it is loaded", self.handle)

    @property
    def max_entries(self) -> int:
        """How many entries the map can have; it can be set until the object is loaded."""
        entries: int = _ask("bpf_map__max_entries", self.handle)
        return entries

    @max_entries.setter
    def max_entries(self, entries: int) -> None:
        _call("bpf_map__set_max_entries", f"resize map {self.name}", self.handle, entries)

    @property
    def autocreate(self) -> bool:
        """Whether loading the object creates the map."""
        return bool(_ask("bpf_map__autocreate", self.handle))

    @autocreate.setter
    def autocreate(self, create: bool) -> None:
        _call("bpf_map__set_autocreate", f"change map {self.name}", self.handle, create)

    def reuse(self, path: str | os.PathLike[str]) -> None:
        """Use the map that is pinned at `path` instead of a new one; before loading."""
        fd = _call("bpf_obj_get", f"open {path}", os.fsencode(path))
        try:
            _call("bpf_map__reuse_fd", f"reuse {path} as map {self.name}", self.handle, fd)
        finally:
            os.close(fd)

    def pin(self, path: str | os.PathLike[str]) -> None:
        """Let the map outlive the process, as a file of a BPF file system."""
        _call("bpf_map__pin", f"pin map {self.name} at {path}", self.handle, os.fsencode(path))

    def unpin(self, path: str | os.PathLike[str]) -> None:
        """Remove the file at `path`."""
        _call("bpf_map__unpin", f"unpin map {self.name}", self.handle, os.fsencode(path))

    def _look_up(self, function: str, key: bytes | None, size_bytes: int) -> bytes | None:
        """A value's bytes through one of the kernel's ways to read a map; None for no value."""
        room = ctypes.create_string_buffer(size_bytes)
        result = _find_function(function)(self.fd, key, room)
        if result == -errnos.ENOENT:
            return None
        if result < 0:
            raise _make_error(-result, f"read map {self.name}")
        return room.raw

    def _update(self, key: bytes | None, value: bytes, flags: int) -> None:
        result = _find_function("bpf_map_update_elem")(self.fd, key, value, flags)
        if result == -errnos.E2BIG:
            raise BpfError(errnos.E2BIG, f"map {self.name} is full ({self.max_entries} entries)")
        if result < 0:
            raise _make_error(-result, f"write map {self.name}")

    def _delete(self, key: bytes) -> bool:
        """Remove a key; False where it was not there."""
        result = _find_function("bpf_map_delete_elem")(self.fd, key)
        if result < 0 and result != -errnos.ENOENT:
            raise _make_error(-result, f"delete from map {self.name}")
        return bool(result == 0)
