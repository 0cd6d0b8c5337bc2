"""System libbpf by ctypes: the functions that are called, their types and their errors.

libbpf is opened when something first needs the kernel; nothing else of bpfcc depends on it.
Only functions that libbpf 1.1 has are named here, so that Debian 12's package serves.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char_p,
    c_int,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from functools import cache

from bpfcc.errors import InputError

LIBRARY_NAME = "libbpf.so.1"


class KernelError(InputError):
    """The kernel or libbpf refused; ``errno`` is the positive error number, 0 if unknown.

    ``messages`` are the warnings that libbpf printed while it worked, in order.
    """

    def __init__(
        self,
        message: str,
        errno: int,
        messages: list[str] | None = None,
        *,
        where: str | None = None,
    ) -> None:
        super().__init__(message, where=where)
        self.errno = errno
        self.messages = messages or []


class RawOpenOpts(Structure):
    """struct bpf_object_open_opts of libbpf 1.0."""

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


class RawTestRunOpts(Structure):
    """struct bpf_test_run_opts of libbpf 1.0."""

    _fields_ = [
        ("sz", c_size_t),
        ("data_in", c_void_p),
        ("data_out", c_void_p),
        ("data_size_in", c_uint32),
        ("data_size_out", c_uint32),
        ("ctx_in", c_void_p),
        ("ctx_out", c_void_p),
        ("ctx_size_in", c_uint32),
        ("ctx_size_out", c_uint32),
        ("retval", c_uint32),
        ("repeat", c_int),
        ("duration", c_uint32),
        ("flags", c_uint32),
        ("cpu", c_uint32),
        ("batch_size", c_uint32),
    ]


class RawTcHook(Structure):
    """struct bpf_tc_hook."""

    _fields_ = [
        ("sz", c_size_t),
        ("ifindex", c_int),
        ("attach_point", c_int),
        ("parent", c_uint32),
    ]


class RawTcOpts(Structure):
    """struct bpf_tc_opts."""

    _fields_ = [
        ("sz", c_size_t),
        ("prog_fd", c_int),
        ("flags", c_uint32),
        ("prog_id", c_uint32),
        ("handle", c_uint32),
        ("priority", c_uint32),
    ]


class RawProgInfo(Structure):
    """struct bpf_prog_info as far as ``verified_insns`` (Linux 5.16)."""

    _fields_ = [
        ("type", c_uint32),
        ("id", c_uint32),
        ("tag", c_uint64),
        ("jited_prog_len", c_uint32),
        ("xlated_prog_len", c_uint32),
        ("jited_prog_insns", c_uint64),
        ("xlated_prog_insns", c_uint64),
        ("load_time", c_uint64),
        ("created_by_uid", c_uint32),
        ("nr_map_ids", c_uint32),
        ("map_ids", c_uint64),
        ("name", ctypes.c_char * 16),
        ("ifindex", c_uint32),
        ("gpl_compatible", c_uint32),
        ("netns_dev", c_uint64),
        ("netns_ino", c_uint64),
        ("nr_jited_ksyms", c_uint32),
        ("nr_jited_func_lens", c_uint32),
        ("jited_ksyms", c_uint64),
        ("jited_func_lens", c_uint64),
        ("btf_id", c_uint32),
        ("func_info_rec_size", c_uint32),
        ("func_info", c_uint64),
        ("nr_func_info", c_uint32),
        ("nr_line_info", c_uint32),
        ("line_info", c_uint64),
        ("jited_line_info", c_uint64),
        ("nr_jited_line_info", c_uint32),
        ("line_info_rec_size", c_uint32),
        ("jited_line_info_rec_size", c_uint32),
        ("nr_prog_tags", c_uint32),
        ("prog_tags", c_uint64),
        ("run_time_ns", c_uint64),
        ("run_cnt", c_uint64),
        ("recursion_misses", c_uint64),
        ("verified_insns", c_uint32),
        ("attach_btf_obj_id", c_uint32),
        ("attach_btf_id", c_uint32),
        ("padding", c_uint32),
    ]


PRINT_CALLBACK = CFUNCTYPE(c_int, c_int, c_void_p, c_void_p)
RING_CALLBACK = CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t)
PERF_CALLBACK = CFUNCTYPE(None, c_void_p, c_int, c_void_p, c_uint32)
LOST_CALLBACK = CFUNCTYPE(None, c_void_p, c_int, c_uint64)

_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "bpf_object__open_mem": (c_void_p, [c_void_p, c_size_t, POINTER(RawOpenOpts)]),
    "bpf_object__load": (c_int, [c_void_p]),
    "bpf_object__close": (None, [c_void_p]),
    "bpf_object__next_program": (c_void_p, [c_void_p, c_void_p]),
    "bpf_object__next_map": (c_void_p, [c_void_p, c_void_p]),
    "bpf_program__name": (c_char_p, [c_void_p]),
    "bpf_program__section_name": (c_char_p, [c_void_p]),
    "bpf_program__fd": (c_int, [c_void_p]),
    "bpf_program__type": (c_int, [c_void_p]),
    "bpf_program__set_type": (c_int, [c_void_p, c_int]),
    "bpf_program__expected_attach_type": (c_int, [c_void_p]),
    "bpf_program__set_expected_attach_type": (c_int, [c_void_p, c_int]),
    "bpf_program__set_autoload": (c_int, [c_void_p, c_bool]),
    "bpf_program__set_log_level": (c_int, [c_void_p, c_uint32]),
    "bpf_program__set_log_buf": (c_int, [c_void_p, c_void_p, c_size_t]),
    "bpf_program__insn_cnt": (c_size_t, [c_void_p]),
    "bpf_program__attach": (c_void_p, [c_void_p]),
    "bpf_link__destroy": (c_int, [c_void_p]),
    "bpf_map__name": (c_char_p, [c_void_p]),
    "bpf_map__fd": (c_int, [c_void_p]),
    "bpf_map__type": (c_int, [c_void_p]),
    "bpf_map__key_size": (c_uint32, [c_void_p]),
    "bpf_map__value_size": (c_uint32, [c_void_p]),
    "bpf_map__max_entries": (c_uint32, [c_void_p]),
    "bpf_map__set_max_entries": (c_int, [c_void_p, c_uint32]),
    "bpf_map__set_pin_path": (c_int, [c_void_p, c_char_p]),
    "bpf_map__set_initial_value": (c_int, [c_void_p, c_void_p, c_size_t]),
    "bpf_map__initial_value": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "bpf_map_lookup_elem": (c_int, [c_int, c_void_p, c_void_p]),
    "bpf_map_lookup_and_delete_elem": (c_int, [c_int, c_void_p, c_void_p]),
    "bpf_map_update_elem": (c_int, [c_int, c_void_p, c_void_p, c_uint64]),
    "bpf_map_delete_elem": (c_int, [c_int, c_void_p]),
    "bpf_map_get_next_key": (c_int, [c_int, c_void_p, c_void_p]),
    "bpf_prog_test_run_opts": (c_int, [c_int, POINTER(RawTestRunOpts)]),
    "bpf_obj_get_info_by_fd": (c_int, [c_int, c_void_p, POINTER(c_uint32)]),
    "bpf_link_create": (c_int, [c_int, c_int, c_int, c_void_p]),
    "bpf_raw_tracepoint_open": (c_int, [c_char_p, c_int]),
    "bpf_xdp_attach": (c_int, [c_int, c_int, c_uint32, c_void_p]),
    "bpf_xdp_detach": (c_int, [c_int, c_uint32, c_void_p]),
    "bpf_tc_hook_create": (c_int, [POINTER(RawTcHook)]),
    "bpf_tc_hook_destroy": (c_int, [POINTER(RawTcHook)]),
    "bpf_tc_attach": (c_int, [POINTER(RawTcHook), POINTER(RawTcOpts)]),
    "bpf_tc_detach": (c_int, [POINTER(RawTcHook), POINTER(RawTcOpts)]),
    "ring_buffer__new": (c_void_p, [c_int, RING_CALLBACK, c_void_p, c_void_p]),
    "ring_buffer__poll": (c_int, [c_void_p, c_int]),
    "ring_buffer__free": (None, [c_void_p]),
    "perf_buffer__new": (
        c_void_p,
        [c_int, c_size_t, PERF_CALLBACK, LOST_CALLBACK, c_void_p, c_void_p],
    ),
    "perf_buffer__poll": (c_int, [c_void_p, c_int]),
    "perf_buffer__free": (None, [c_void_p]),
    "libbpf_num_possible_cpus": (c_int, []),
    "libbpf_set_print": (c_void_p, [PRINT_CALLBACK]),
    "libbpf_strerror": (c_int, [c_int, c_char_p, c_size_t]),
}

_WARN = 0  # enum libbpf_print_level
_messages: list[str] = []


@cache
def library() -> ctypes.CDLL:
    """The system's libbpf, its functions typed; InputError when it is not installed."""
    try:
        lib = ctypes.CDLL(LIBRARY_NAME, use_errno=True)
    except OSError:
        raise InputError(
            f"cannot load programs: {LIBRARY_NAME} is not installed"
            " (Debian and Ubuntu: apt install libbpf1; Fedora: dnf install libbpf)"
        ) from None
    for name, (result, arguments) in _SIGNATURES.items():
        try:
            function = getattr(lib, name)
        except AttributeError:
            raise InputError(
                f"cannot load programs: {LIBRARY_NAME} has no {name}; version 1.1 is needed"
            ) from None
        function.restype = result
        function.argtypes = arguments
    lib.libbpf_set_print(_print_callback)
    return lib


def _print(level: int, template: int, arguments: int) -> int:
    """Keep libbpf's warnings instead of letting them go to stderr."""
    if level == _WARN:
        vsnprintf = ctypes.CDLL(None).vsnprintf
        vsnprintf.argtypes = [c_void_p, c_size_t, c_void_p, c_void_p]
        buffer = ctypes.create_string_buffer(4096)
        vsnprintf(buffer, len(buffer), template, arguments)
        text = buffer.value.decode("utf-8", "replace").strip()
        _messages.append(text.removeprefix("libbpf: "))
    return 0


_print_callback = PRINT_CALLBACK(_print)


@contextmanager
def capture_messages() -> Iterator[list[str]]:
    """What libbpf warns of inside the block, one entry a message."""
    library()
    start = len(_messages)
    captured: list[str] = []
    try:
        yield captured
    finally:
        captured[:] = _messages[start:]
        del _messages[start:]


def describe_errno(errno: int) -> str:
    """The error's text: the system's, or libbpf's own for numbers from 4000 on."""
    if errno == 524:
        return "not supported by this kernel"  # ENOTSUPP is not an errno that libc knows
    if errno < 4000:
        return os.strerror(errno)
    buffer = ctypes.create_string_buffer(256)
    library().libbpf_strerror(errno, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def check(result: int, action: str) -> int:
    """``result`` of a libbpf call that answers ``-errno``; KernelError says what was refused."""
    if result >= 0:
        return result
    raise KernelError(f"cannot {action}: {describe_errno(-result)}", -result)


def check_pointer(pointer: int | None, action: str) -> int:
    """``pointer`` of a libbpf call that answers NULL and sets errno."""
    if pointer:
        return pointer
    errno = ctypes.get_errno()
    raise KernelError(f"cannot {action}: {describe_errno(errno)}", errno)


def call_checked(name: str, action: str, *arguments: object) -> int:
    """Call a libbpf function that answers ``-errno``, with libbpf's own words on failure."""
    function: Callable[..., int] = getattr(library(), name)
    with capture_messages() as messages:
        result = function(*arguments)
    if result >= 0:
        return result
    detail = f" ({messages[-1]})" if messages else ""
    raise KernelError(f"cannot {action}: {describe_errno(-result)}{detail}", -result, messages)


@cache
def count_possible_cpus() -> int:
    """Number of CPUs that per-CPU maps have values for."""
    return check(library().libbpf_num_possible_cpus(), "count the CPUs")
