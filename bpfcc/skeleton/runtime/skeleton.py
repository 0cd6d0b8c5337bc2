"""The object: opened, loaded, attached, closed."""

from __future__ import annotations

import ctypes
import errno as errnos
import mmap
import os
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_long, c_size_t, c_uint32, c_void_p
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from bpfcc.skeleton.runtime.library import (
    _SIGNATURES,
    BpfError,
    _ask,
    _call,
    _call_for_pointer,
)
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.programs import Program
from bpfcc.skeleton.runtime.values import Struct


class _RawOpenOptions(ctypes.Structure):
    """struct bpf_object_open_opts"""

    _fields_ = [
        ("sz", c_size_t),
        ("object_name", c_char_p),
        ("relaxed_maps", c_bool),
        ("pin_root_path", c_char_p),
        ("unused", c_uint32),
        ("kconfig", c_char_p),
        ("btf_custom_path", c_char_p),
        ("kernel_log_buf", c_void_p),
        ("kernel_log_size", c_size_t),
        ("kernel_log_level", c_uint32),
    ]


class _RawProgram(ctypes.Structure):
    """struct bpf_prog_skeleton"""

    _fields_ = [("name", c_char_p), ("prog", POINTER(c_void_p)), ("link", POINTER(c_void_p))]


class _RawSkeleton(ctypes.Structure):
    """struct bpf_object_skeleton"""

    _fields_ = [
        ("sz", c_size_t),
        ("name", c_char_p),
        ("data", c_void_p),
        ("data_sz", c_size_t),
        ("obj", POINTER(c_void_p)),
        ("map_cnt", c_int),
        ("map_skel_sz", c_int),
        ("maps", c_void_p),
        ("prog_cnt", c_int),
        ("prog_skel_sz", c_int),
        ("progs", POINTER(_RawProgram)),
    ]


_SIGNATURES.update(
    {
        "bpf_object__open_mem": (c_void_p, c_char_p, c_size_t, POINTER(_RawOpenOptions)),
        "bpf_object__load": (c_int, c_void_p),
        "bpf_object__close": (None, c_void_p),
        "bpf_object__find_map_by_name": (c_void_p, c_void_p, c_char_p),
        "bpf_object__find_program_by_name": (c_void_p, c_void_p, c_char_p),
        "bpf_object__attach_skeleton": (c_int, POINTER(_RawSkeleton)),
        "bpf_map__initial_value": (c_void_p, c_void_p, POINTER(c_size_t)),
        "bpf_map__fd": (c_int, c_void_p),
        "bpf_map_lookup_elem": (c_int, c_int, c_char_p, c_void_p),
    }
)


class _Constant(Struct):
    """A data section that is constant once the object is loaded."""

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None:
            if vars(self).get("_is_fixed_"):
                raise AttributeError(f"{name} is constant")
            super().__setattr__(name, value)


_SECTION = TypeVar("_SECTION", bound=Struct)


class _Memory:
    """A data section in memory of our own, which stays valid when the object is closed.

    Until the object is loaded it holds the values to load. From then on variables are the
    kernel's own, mapped to the same place.
    """

    def __init__(self, map: int, name: str) -> None:
        size = c_size_t()
        self._initial: int = _call_for_pointer(
            "bpf_map__initial_value", f"find the contents of {name}", map, byref(size)
        )
        self._map = map
        self._name = name
        self._size = size.value
        # A struct that ends in padding may be longer than the section.
        self._pages = mmap.mmap(-1, self._size + 8)
        self._address = ctypes.addressof(ctypes.c_char.from_buffer(self._pages))
        ctypes.memmove(self._address, self._initial, self._size)

    def show_as(self, type: type[_SECTION]) -> _SECTION:
        """The section as a struct over its memory."""
        return type.from_buffer(self._pages)

    def write_initial(self) -> None:
        """Hand the values to load to libbpf."""
        ctypes.memmove(self._initial, self._address, self._size)

    def read_loaded(self) -> None:
        """Fetch what the kernel has."""
        fd = _ask("bpf_map__fd", self._map)
        key = (0).to_bytes(4, sys.byteorder)
        _call("bpf_map_lookup_elem", f"read {self._name}", fd, key, self._address)

    def map_loaded(self) -> None:
        """Put the kernel's memory in the place of ours."""
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype = c_void_p
        libc.mmap.argtypes = [c_void_p, c_size_t, c_int, c_int, c_int, c_long]
        access, fixed = mmap.PROT_READ | mmap.PROT_WRITE, 0x10  # MAP_FIXED
        fd = _ask("bpf_map__fd", self._map)
        result = libc.mmap(self._address, self._size, access, mmap.MAP_SHARED | fixed, fd, 0)
        if result != self._address:
            errno = ctypes.get_errno()
            raise BpfError(errno, f"cannot map {self._name} into memory: {os.strerror(errno)}")


class Skeleton:
    """An object with its programs, maps and variables.

    It is open from the start; variables, sizes of maps and the like are set before `load`.
    Leaving the `with` block closes it: what is attached is detached.
    """

    _name: ClassVar[str]

    def __init__(
        self,
        *,
        kconfig: str | None = None,
        btf_path: str | os.PathLike[str] | None = None,
        pin_root: str | os.PathLike[str] | None = None,
    ) -> None:
        """Open the object.

        `kconfig` has lines of kernel configuration that come before the running kernel's,
        `btf_path` is a file with BTF to use as the kernel's, `pin_root` is the folder for maps
        that are pinned by name.
        """
        options = _RawOpenOptions(ctypes.sizeof(_RawOpenOptions), self._name.encode())
        if kconfig is not None:
            options.kconfig = kconfig.encode()
        if btf_path is not None:
            options.btf_custom_path = os.fsencode(btf_path)
        if pin_root is not None:
            options.pin_root_path = os.fsencode(pin_root)
        self.is_loaded = False
        self._was_load_tried = False
        self._data = self._read_object()  # libbpf reads it for as long as the object is open
        self._programs: list[Program] = []
        self._attached_maps: list[Any] = []
        self._readers: list[Any] = []
        self._sections: list[tuple[_Memory, Struct]] = []
        self._object = c_void_p()
        size = len(self._data)
        self._object.value = _call_for_pointer(
            "bpf_object__open_mem", f"open {self._name}", self._data, size, byref(options)
        )
        try:
            self._find_members()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open_and_load(
        cls,
        *,
        kconfig: str | None = None,
        btf_path: str | os.PathLike[str] | None = None,
        pin_root: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Open and load in one step, where nothing is to be set before."""
        skeleton = cls(kconfig=kconfig, btf_path=btf_path, pin_root=pin_root)
        try:
            skeleton.load()
        except BaseException:
            skeleton.close()
            raise
        return skeleton

    def _read_object(self) -> bytes:
        """The object file."""
        raise NotImplementedError

    def _find_members(self) -> None:
        """Set the members that stand for parts of the object."""
        raise NotImplementedError

    def load(self) -> None:
        """Create the maps and load the programs; BpfError has the verifier's log."""
        self._check_open()
        if self._was_load_tried:
            raise BpfError(errnos.EALREADY, f"{self._name} can be loaded only once")
        self._was_load_tried = True
        for memory, section in self._sections:
            if not vars(section).get("_is_fixed_"):
                memory.write_initial()
        _call("bpf_object__load", f"load {self._name}", self._object)
        self.is_loaded = True
        for memory, section in self._sections:
            if isinstance(section, _Constant):
                memory.read_loaded()
                vars(section)["_is_fixed_"] = True
            else:
                memory.map_loaded()

    def attach(self) -> None:
        """Attach every program and struct_ops map that says where it belongs.

        What is attached already stays as it is; programs that need more than their section says
        have `attach_…` methods.
        """
        self._check_open()
        programs = self._programs
        count = len(programs)
        handles = (c_void_p * count)(*[program.handle for program in programs])
        links = (c_void_p * count)()
        rows = (_RawProgram * count)()
        for at, program in enumerate(programs):
            if any(link.is_attached for link in program.links):
                links[at] = program.handle  # anything but NULL tells libbpf to pass it over
            rows[at].name = program.name.encode()
            offset = at * ctypes.sizeof(c_void_p)
            rows[at].prog = ctypes.pointer(c_void_p.from_buffer(handles, offset))
            rows[at].link = ctypes.pointer(c_void_p.from_buffer(links, offset))
        raw = _RawSkeleton(ctypes.sizeof(_RawSkeleton), self._name.encode())
        raw.obj = ctypes.pointer(self._object)
        raw.prog_cnt, raw.prog_skel_sz = count, ctypes.sizeof(_RawProgram)
        raw.progs = rows
        try:
            _call("bpf_object__attach_skeleton", f"attach {self._name}", byref(raw))
        finally:
            for at, program in enumerate(programs):
                link = links[at]
                if link is not None and link != program.handle:
                    program._keep(Link._of_handle(link))
        for map in self._attached_maps:
            if map.autocreate and not map.is_attached:
                map.attach()

    def detach(self) -> None:
        """End every attachment that was made through the skeleton."""
        for attached in (*self._programs, *self._attached_maps):
            attached.detach()

    def close(self) -> None:
        """Detach, unload, free; a second call does nothing."""
        if self._object:
            self.detach()
            for reader in self._readers:
                reader.close()
            _ask("bpf_object__close", self._object)
            self._object.value = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _check_open(self) -> None:
        if not self._object:
            raise BpfError(errnos.EBADF, f"{self._name} is closed")

    def _find_map(self, name: str) -> int:
        action = f"find map {name}"
        function = "bpf_object__find_map_by_name"
        return _call_for_pointer(function, action, self._object, name.encode())

    def _find_program(self, name: str) -> int:
        action = f"find program {name}"
        function = "bpf_object__find_program_by_name"
        return _call_for_pointer(function, action, self._object, name.encode())

    def _open_section(self, name: str, type: type[_SECTION]) -> _SECTION:
        memory = _Memory(self._find_map(name), name)
        section = memory.show_as(type)
        if name == ".kconfig":  # the kernel's configuration is known when the object is loaded
            vars(section)["_is_fixed_"] = True
        self._sections.append((memory, section))
        return section
