"""libbpf by ctypes: its functions, and its refusals as exceptions."""

from __future__ import annotations

import ctypes
import errno as errnos
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_char_p, c_int, c_size_t, c_void_p
from functools import cache
from typing import Any


class BpfError(OSError):
    """The kernel or libbpf refused.

    `errno` is the reason; `messages` are the warnings that libbpf printed meanwhile, among them
    the verifier's log of a program that it did not accept.
    """

    def __init__(self, errno: int, message: str, messages: Sequence[str] = ()) -> None:
        super().__init__(errno, message)
        self.messages = tuple(messages)


# What each function of libbpf returns and takes.
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "libbpf_set_print": (c_void_p, c_void_p),
    "libbpf_strerror": (c_int, c_int, c_char_p, c_size_t),
}

_PrintCallback = ctypes.CFUNCTYPE(c_int, c_int, c_void_p, c_void_p)
_messages: list[str] = []


@cache
def _open_libbpf() -> ctypes.CDLL:
    try:
        return ctypes.CDLL("libbpf.so.1", use_errno=True)
    except OSError:
        message = "libbpf.so.1 is not installed (Debian and Ubuntu: apt install libbpf1)"
        raise BpfError(errnos.ENOENT, message) from None


@cache
def _find_function(name: str) -> Callable[..., Any]:
    try:
        found = getattr(_open_libbpf(), name)
    except AttributeError:
        raise BpfError(errnos.ENOSYS, f"libbpf has no {name}: a newer one is needed") from None
    found.restype, *found.argtypes = _SIGNATURES[name]
    function: Callable[..., Any] = found
    return function


def _keep_warning(level: int, template: int, arguments: int) -> int:
    if level == 0:  # LIBBPF_WARN
        vsnprintf = ctypes.CDLL(None).vsnprintf
        vsnprintf.argtypes = [c_void_p, c_size_t, c_void_p, c_void_p]
        buffer = ctypes.create_string_buffer(1 << 16)
        vsnprintf(buffer, len(buffer), template, arguments)
        _messages.append(buffer.value.decode("utf-8", "replace").strip())
    return 0


_print_callback = _PrintCallback(_keep_warning)


@contextmanager
def _listen() -> Iterator[list[str]]:
    """Collect libbpf's warnings instead of letting them go to stderr."""
    set_print = _find_function("libbpf_set_print")
    before = set_print(_print_callback)
    start = len(_messages)
    heard: list[str] = []
    try:
        yield heard
    finally:
        set_print(before)
        heard += _messages[start:]
        del _messages[start:]


def _describe_errno(errno: int) -> str:
    if errno == 524:  # ENOTSUPP, which only the kernel knows
        return "not supported by this kernel"
    if errno < 4000:
        return os.strerror(errno)
    buffer = ctypes.create_string_buffer(256)
    _find_function("libbpf_strerror")(errno, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def _make_error(errno: int, action: str, messages: Sequence[str] = ()) -> BpfError:
    detail = f" ({messages[0].splitlines()[0]})" if messages else ""
    return BpfError(errno, f"cannot {action}: {_describe_errno(errno)}{detail}", messages)


def _call(name: str, action: str, *arguments: object) -> int:
    """Call a function that returns a negative error number where it fails."""
    with _listen() as heard:
        result: int = _find_function(name)(*arguments)
    if result < 0:
        raise _make_error(-result, action, heard)
    return result


def _call_for_pointer(name: str, action: str, *arguments: object) -> int:
    """Call a function that returns NULL and sets errno where it fails."""
    with _listen() as heard:
        result: int | None = _find_function(name)(*arguments)
        errno = ctypes.get_errno()
    if not result:
        raise _make_error(errno, action, heard)
    return result


def _ask(name: str, *arguments: object) -> Any:
    """Call a function that cannot fail."""
    return _find_function(name)(*arguments)


_SIGNATURES["libbpf_num_possible_cpus"] = (c_int,)
