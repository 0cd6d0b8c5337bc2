"""Python values to bytes and back, as the C types of maps say."""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar, cast

from bpfcc.skeleton.runtime.values import Struct, Union

_T = TypeVar("_T")
_S = TypeVar("_S", bound=Struct | Union)


class _Codec(Protocol[_T]):
    """One C type: its size, and both directions."""

    @property
    def size_bytes(self) -> int:
        """Bytes of a value."""

    def pack(self, value: _T, /) -> bytes:
        """`size_bytes` bytes."""

    def unpack(self, raw: bytes, /) -> _T:
        """The value at the start of `raw`."""


class _Integer:
    """An integer; ctypes integers are taken too."""

    def __init__(self, size_bytes: int, signed: bool = False) -> None:
        self.size_bytes = size_bytes
        self._signed = signed

    def pack(self, value: int) -> bytes:
        number = getattr(value, "value", value)
        return int(number).to_bytes(self.size_bytes, sys.byteorder, signed=self._signed)

    def unpack(self, raw: bytes) -> int:
        return int.from_bytes(raw[: self.size_bytes], sys.byteorder, signed=self._signed)


class _Boolean:
    """A `_Bool`."""

    size_bytes = 1

    def pack(self, value: bool) -> bytes:
        return bytes([bool(value)])

    def unpack(self, raw: bytes) -> bool:
        return raw[0] != 0


class _Float:
    """A `float` or `double`, by its letter in the module struct."""

    def __init__(self, letter: str) -> None:
        self._layout = struct.Struct(letter)
        self.size_bytes = self._layout.size

    def pack(self, value: float) -> bytes:
        return self._layout.pack(value)

    def unpack(self, raw: bytes) -> float:
        value: float = self._layout.unpack_from(raw)[0]
        return value


class _Text:
    """An array of `char`: bytes without the NULs at its end."""

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes

    def pack(self, value: bytes) -> bytes:
        if len(value) > self.size_bytes:
            raise ValueError(f"{len(value)} bytes do not fit in {self.size_bytes}")
        return value.ljust(self.size_bytes, b"\0")

    def unpack(self, raw: bytes) -> bytes:
        return raw[: self.size_bytes].rstrip(b"\0")


class _Raw:
    """Bytes of a type that the object does not tell."""

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes

    def pack(self, value: bytes) -> bytes:
        raw = bytes(value)
        if len(raw) != self.size_bytes:
            raise ValueError(f"{self.size_bytes} bytes are needed, not {len(raw)}")
        return raw

    def unpack(self, raw: bytes) -> bytes:
        return raw[: self.size_bytes]


class _Whole:
    """Records of which the object does not tell a type, as they come."""

    size_bytes = 0

    def pack(self, value: bytes) -> bytes:
        return value

    def unpack(self, raw: bytes) -> bytes:
        return raw


class _Record(Generic[_S]):
    """A struct or union."""

    def __init__(self, type: type[_S]) -> None:
        self.type = type
        self.size_bytes = ctypes.sizeof(type)

    def pack(self, value: _S) -> bytes:
        if not isinstance(value, self.type):
            raise TypeError(f"a {self.type.__name__} is needed, not {type(value).__name__}")
        return bytes(value)

    def unpack(self, raw: bytes) -> _S:
        if len(raw) < self.size_bytes:
            name = self.type.__name__
            raise ValueError(f"{len(raw)} bytes are no {name}, which has {self.size_bytes}")
        return cast("_S", self.type.from_buffer_copy(raw))


class _Items:
    """An array of `count` elements; any sequence of as many is taken."""

    def __init__(self, type: type[ctypes.Array[Any]], count: int) -> None:
        self.type = type
        self.size_bytes = ctypes.sizeof(type)
        self._count = count

    def pack(self, value: ctypes.Array[Any] | Sequence[Any]) -> bytes:
        if isinstance(value, self.type):
            return bytes(value)
        if len(value) != self._count:
            raise ValueError(f"{self._count} elements are needed, not {len(value)}")
        return bytes(self.type(*value))

    def unpack(self, raw: bytes) -> ctypes.Array[Any]:
        return self.type.from_buffer_copy(raw)
