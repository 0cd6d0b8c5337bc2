"""C structs and unions as ctypes classes."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any, Self, overload


def _get_bytes(value: Any) -> bytes:
    return bytes(value)


def _get_address(value: Any) -> int:
    return ctypes.addressof(value)


class _Value:
    """What structs and unions share: they are compared, hashed and shown by their contents.

    One that changes must not be in a set, nor be the key of a dictionary.
    """

    __slots__ = ()

    def __init__(self, *values: Any, **members: Any) -> None:
        """Members in their order, without bit-fields, and by name; the others are zero."""
        super().__init__()
        names = list(type(self).__annotations__)
        if len(values) > len(names):
            raise TypeError(f"{type(self).__name__} has {len(names)} members, not {len(values)}")
        for name, value in (*zip(names, values, strict=False), *members.items()):
            setattr(self, name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _get_bytes(self) == _get_bytes(other)

    def __hash__(self) -> int:
        return hash((type(self), _get_bytes(self)))

    def __repr__(self) -> str:
        own = vars(type(self)).items()
        names = [*type(self).__annotations__, *(n for n, v in own if isinstance(v, _Bits))]
        members = [(name, getattr(self, name)) for name in names]
        shown = [(name, list(v) if isinstance(v, ctypes.Array) else v) for name, v in members]
        return f"{type(self).__name__}({', '.join(f'{name}={v!r}' for name, v in shown)})"

    if TYPE_CHECKING:
        # Type checkers believe that any member of a ctypes class can be read and set.
        __getattr__: Any
        __setattr__: Any
    else:

        def __setattr__(self, name: str, value: object) -> None:
            field = getattr(type(self), name, None)
            if field is None:
                raise AttributeError(f"{type(self).__name__} has no member {name!r}")
            if not isinstance(value, bytes) or not isinstance(
                getattr(self, name), bytes | ctypes.Array
            ):
                super().__setattr__(name, value)
                return
            # ctypes would stop at a NUL, and leave what lies behind shorter text as it was.
            if len(value) > field.size:
                raise ValueError(f"{name} has room for {field.size} bytes, not for {len(value)}")
            address = _get_address(self) + field.offset
            ctypes.memmove(address, value.ljust(field.size, b"\0"), field.size)


class Struct(_Value, ctypes.Structure):
    """A C struct. One that is read from a map is a copy: store it again to change the map."""


class Union(_Value, ctypes.Union):
    """A C union."""


class _Bits:
    """A member that ctypes has no type for: a bit-field, or a 128-bit integer.

    It lies `offset` bits from the start of its struct and is `width` bits wide.
    """

    def __init__(self, offset: int, width: int, signed: bool = False) -> None:
        self._first, low = divmod(offset, 8)
        self._bytes = (low + width + 7) // 8
        self._shift = low if sys.byteorder == "little" else 8 * self._bytes - low - width
        self._mask = (1 << width) - 1
        self._sign = 1 << width - 1 if signed else 0

    def _raw(self, instance: object) -> int:
        raw = _get_bytes(instance)[self._first : self._first + self._bytes]
        return int.from_bytes(raw, sys.byteorder)

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> int: ...

    def __get__(self, instance: object | None, owner: type) -> Self | int:
        if instance is None:
            return self
        value = self._raw(instance) >> self._shift & self._mask
        return value - (value & self._sign) * 2

    def __set__(self, instance: object, value: int) -> None:
        low, high = (-self._sign, self._sign) if self._sign else (0, self._mask + 1)
        if not low <= value < high:
            raise OverflowError(f"{value} is not in the range from {low} to {high - 1}")
        kept = self._raw(instance) & ~(self._mask << self._shift)
        raw = (kept | (value & self._mask) << self._shift).to_bytes(self._bytes, sys.byteorder)
        ctypes.memmove(_get_address(instance) + self._first, raw, self._bytes)
