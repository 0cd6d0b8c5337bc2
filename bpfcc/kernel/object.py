"""An object file opened and loaded into the running kernel through libbpf.

``LoadedObject`` holds what libbpf made of one object: its programs and maps. It is a context
manager; leaving it closes every program and map, so nothing stays behind in the kernel unless
it is attached by a link of its own.
"""

from __future__ import annotations

import ctypes
import errno as errnos
import re
from collections.abc import Collection, Iterator
from ctypes import POINTER, c_char, c_size_t
from dataclasses import dataclass, field
from types import TracebackType

from bpfcc.elf.sections import match_section
from bpfcc.elf.uapi import PROGRAM_TYPES, name_type
from bpfcc.errors import InputError
from bpfcc.kernel import libbpf
from bpfcc.kernel.libbpf import KernelError, RawOpenOpts, RawProgInfo, library
from bpfcc.kernel.maps import Map

LOG_BRIEF = 1
LOG_FULL = 2
LOG_STATS = 4

_LOG_SIZES_BYTES = (1 << 20, 1 << 24)
_WHOLE_LOG_BYTES = 1 << 26
_PROCESSED = re.compile(r"^processed (\d+) insns", re.MULTILINE)
_FAILED_PROGRAM = re.compile(r"^prog '([^']+)': (?:BPF program load failed|failed to load)")


class LoadError(KernelError):
    """A program or map of an object was refused; ``program`` and ``log`` where they are known."""

    def __init__(
        self, message: str, errno: int, messages: list[str], program: str | None, log: str
    ) -> None:
        super().__init__(message, errno, messages)
        self.program = program
        self.log = log


@dataclass(slots=True)
class LoadReport:
    """What the kernel said of one program that was loaded by itself and closed again.

    ``log`` is the verifier's log, ``messages`` libbpf's warnings, ``instructions`` the length
    of the program with its subprograms, ``verified_instructions`` how many the verifier went
    through (None where it did not get as far as to count).
    """

    program: str
    section: str
    type: int
    ok: bool
    errno: int
    log: str
    messages: list[str]
    instructions: int
    verified_instructions: int | None

    @property
    def type_name(self) -> str:
        """``xdp``, ``sched_cls``…"""
        return name_type(PROGRAM_TYPES, self.type)


@dataclass(slots=True)
class Program:
    """One program of an object; ``fd`` is valid while the object is open and loaded."""

    handle: int
    name: str
    section: str
    type: int
    log_buffer: ctypes.Array[c_char] | None = field(default=None, repr=False)

    @property
    def fd(self) -> int:
        """The program's file descriptor; KernelError when it was not loaded."""
        return libbpf.check(library().bpf_program__fd(self.handle), f"use program {self.name}")

    @property
    def type_name(self) -> str:
        """``xdp``, ``sched_cls``…"""
        return name_type(PROGRAM_TYPES, self.type)

    @property
    def instructions(self) -> int:
        """Length in instructions: its own before loading, with subprograms after it."""
        return int(library().bpf_program__insn_cnt(self.handle))

    @property
    def log(self) -> str:
        """The verifier's log, empty if none was asked for."""
        if self.log_buffer is None:
            return ""
        return self.log_buffer.value.decode("utf-8", "replace")

    def read_info(self) -> RawProgInfo:
        """What the kernel tells of the loaded program."""
        info = RawProgInfo()
        size = ctypes.c_uint32(ctypes.sizeof(info))
        libbpf.check(
            library().bpf_obj_get_info_by_fd(self.fd, ctypes.byref(info), ctypes.byref(size)),
            f"ask about program {self.name}",
        )
        return info

    def set_log(self, level: int, size_bytes: int) -> None:
        """Ask for a verifier log of ``level`` when the program is loaded."""
        self.log_buffer = ctypes.create_string_buffer(size_bytes)
        library().bpf_program__set_log_level(self.handle, level)
        library().bpf_program__set_log_buf(self.handle, self.log_buffer, size_bytes)


class LoadedObject:
    """Open object bytes, load some or all programs, close everything on leaving."""

    __slots__ = ("_data", "_handle", "_opts", "_raw_maps", "name", "programs")

    def __init__(self, data: bytes, name: str = "object") -> None:
        lib = library()
        self.name = name
        self._data = data  # libbpf reads the caller's buffer until the object is loaded
        stem = re.sub(r"\W", "_", name.rsplit("/", 1)[-1].split(".")[0])[:15]
        self._opts = RawOpenOpts(ctypes.sizeof(RawOpenOpts), object_name=stem.encode() or b"obj")
        self._handle: int | None = None
        with libbpf.capture_messages() as messages:
            handle = lib.bpf_object__open_mem(data, len(data), ctypes.byref(self._opts))
            errno = ctypes.get_errno()
        if not handle:
            reason = messages[-1] if messages else libbpf.describe_errno(errno)
            raise KernelError(
                f"libbpf cannot open the object: {reason}", errno, messages, where=name
            )
        self._handle = handle
        self.programs = {program.name: program for program in self._walk_programs()}
        self._raw_maps = dict(self._walk_maps())

    def __enter__(self) -> LoadedObject:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Unload everything that is not attached or pinned."""
        if self._handle is not None:
            library().bpf_object__close(self._handle)
            self._handle = None

    def _walk_programs(self) -> Iterator[Program]:
        lib = library()
        handle = lib.bpf_object__next_program(self._handle, None)
        while handle:
            section = lib.bpf_program__section_name(handle).decode()
            name = lib.bpf_program__name(handle).decode()
            if not lib.bpf_program__type(handle):
                _set_newer_type(handle, section)
            lib.bpf_program__set_autoload(handle, True)
            yield Program(handle, name, section, lib.bpf_program__type(handle))
            handle = lib.bpf_object__next_program(self._handle, handle)

    def _walk_maps(self) -> Iterator[tuple[str, int]]:
        lib = library()
        handle = lib.bpf_object__next_map(self._handle, None)
        while handle:
            yield lib.bpf_map__name(handle).decode(), handle
            # A pinned map would outlive us and would be shared with whoever pinned it before.
            lib.bpf_map__set_pin_path(handle, None)
            handle = lib.bpf_object__next_map(self._handle, handle)

    def program(self, name: str) -> Program:
        """The program called ``name``, by its function or, if that is unique, its section."""
        if name in self.programs:
            return self.programs[name]
        by_section = [program for program in self.programs.values() if program.section == name]
        if len(by_section) == 1:
            return by_section[0]
        known = ", ".join(self.programs) or "none"
        raise InputError(f"no program {name!r} in the object (it has: {known})", where=self.name)

    @property
    def maps(self) -> dict[str, Map]:
        """Every map by name; global data is there as ``.bss``, ``.data``, ``.rodata``…"""
        lib = library()
        found: dict[str, Map] = {}
        for name, handle in self._raw_maps.items():
            fd = lib.bpf_map__fd(handle)
            if fd >= 0:
                found[_short_name(name)] = Map(
                    _short_name(name),
                    lib.bpf_map__type(handle),
                    lib.bpf_map__key_size(handle),
                    lib.bpf_map__value_size(handle),
                    lib.bpf_map__max_entries(handle),
                    fd,
                )
        return found

    def map(self, name: str) -> Map:
        """The map called ``name``."""
        maps = self.maps
        if name not in maps:
            known = ", ".join(maps) or "none"
            raise InputError(f"no map {name!r} in the object (it has: {known})", where=self.name)
        return maps[name]

    def write_initial(self, name: str, offset_bytes: int, value: bytes) -> None:
        """Change global data (``.rodata``, ``.data``, ``.bss``) before it is loaded."""
        handles = [raw for full, raw in self._raw_maps.items() if _short_name(full) == name]
        if not handles:
            raise InputError(f"no data section {name!r} in the object", where=self.name)
        size = c_size_t()
        function = library().bpf_map__initial_value
        function.argtypes = [ctypes.c_void_p, POINTER(c_size_t)]
        address = function(handles[0], ctypes.byref(size))
        if not address or offset_bytes + len(value) > size.value:
            raise InputError(f"{name} has no {len(value)} bytes at {offset_bytes}", where=self.name)
        ctypes.memmove(address + offset_bytes, value, len(value))

    def load(self, only: Collection[str] | None = None) -> None:
        """Load the programs named (all by default); LoadError with the log where one is refused.

        No log is asked for at first, as that of a long program that is taken may not fit, which
        the kernel counts as a failure; libbpf asks again for that of a refused one.
        """
        lib = library()
        for program in self.programs.values():
            wanted = only is None or program.name in only
            lib.bpf_program__set_autoload(program.handle, wanted)
            if wanted and program.log_buffer is None:
                program.set_log(0, _LOG_SIZES_BYTES[0])
        with libbpf.capture_messages() as messages:
            result = lib.bpf_object__load(self._handle)
        if result < 0:
            raise self._explain_failure(-result, messages)

    def _explain_failure(self, errno: int, messages: list[str]) -> LoadError:
        refused = None
        for message in messages:
            match = _FAILED_PROGRAM.match(message)
            if match:
                refused = match[1]
        log = self.programs[refused].log if refused in self.programs else ""
        if errno == errnos.EPERM and not log.strip():
            text = "loading BPF programs needs root (CAP_BPF and CAP_NET_ADMIN or CAP_PERFMON)"
        else:
            text = first_reason(log, messages) or libbpf.describe_errno(errno)
        subject = f"program {refused}" if refused else "the object"
        message = f"the kernel does not take {subject}: {text}"
        return LoadError(message, errno, messages, refused, log)


def first_reason(log: str, messages: list[str]) -> str:
    """What says most: the verifier's own words, else libbpf's first warning."""
    from bpfcc.kernel.log import parse_log

    said = parse_log(log).messages
    if said:
        return "; ".join(said)
    for message in messages:
        if not message.startswith(("failed to load object", "elf: ")):
            return message.splitlines()[0]
    return ""


def _short_name(name: str) -> str:
    """Libbpf names global data ``obj.bss``; the part that the user knows is ``.bss``."""
    dot = name.find(".")
    return name[dot:] if dot > 0 else name


def _set_newer_type(handle: int, section: str) -> None:
    """Tell libbpf what it cannot know: sections that are newer than itself."""
    known = match_section(section)
    if known is not None:
        library().bpf_program__set_type(handle, known.kind.program_type_number)
        library().bpf_program__set_expected_attach_type(handle, known.kind.attach_type_number)


def load_alone(
    data: bytes,
    program: str,
    *,
    name: str = "object",
    log_level: int = LOG_BRIEF,
    whole_log: bool = False,
) -> LoadReport:
    """Load one program of an object by itself, report what the kernel said, unload it.

    A log of steps costs the kernel many times the verification, so it is only asked for where a
    program was refused, or with ``whole_log``. Its buffer then grows until the log fits or holds
    the log's end: since Linux 6.4 that is what a buffer that is too small keeps. ``whole_log``
    gives it 64 MiB at once, as each attempt may take the kernel a minute.
    """
    verdict = _load_and_report(data, name, program, LOG_STATS, _LOG_SIZES_BYTES[0])
    if verdict.ok and not whole_log:
        return verdict
    for size_bytes in (_WHOLE_LOG_BYTES,) if whole_log else _LOG_SIZES_BYTES:
        report = _load_and_report(data, name, program, log_level | LOG_STATS, size_bytes)
        verdict.log = report.log
        cut = report.errno == errnos.ENOSPC
        if not cut or _PROCESSED.search(report.log):
            break
    return verdict


def _load_and_report(
    data: bytes, object_name: str, name: str, log_level: int, size_bytes: int
) -> LoadReport:
    errno = 0
    messages: list[str] = []
    verified: int | None = None
    with LoadedObject(data, object_name) as loaded:
        program = loaded.program(name)
        program.set_log(log_level, size_bytes)
        try:
            loaded.load({program.name})
            verified = program.read_info().verified_insns or None
        except LoadError as error:
            errno = error.errno
            messages = error.messages
        return _make_report(program, errno, messages, verified)


def _make_report(
    program: Program, errno: int, messages: list[str], verified: int | None
) -> LoadReport:
    log = program.log
    counted = _PROCESSED.findall(log)
    return LoadReport(
        program.name,
        program.section,
        program.type,
        errno == 0,
        errno,
        log,
        messages,
        program.instructions,
        int(counted[-1]) if counted else verified,
    )
