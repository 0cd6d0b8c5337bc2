"""The parts of Python skeletons that need no kernel: structs, bit-fields, codecs."""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_char, c_uint8, c_uint16, c_uint32
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpfcc.skeleton.runtime.codecs import (
    _Boolean,
    _Float,
    _Integer,
    _Items,
    _Raw,
    _Record,
    _Text,
    _Whole,
)
from bpfcc.skeleton.runtime.percpu import _PerCpu
from bpfcc.skeleton.runtime.values import Struct, Union, _Bits

little_endian = pytest.mark.skipif(sys.byteorder != "little", reason="bytes are spelled out")


class Pair(Struct):
    low: int
    name: bytes

    _fields_ = (("low", c_uint16), ("_pad_2", c_uint8 * 2), ("name", c_char * 4))


class Flags(Struct):
    first: int
    small = _Bits(8, 3)
    wide = _Bits(11, 13, signed=True)
    huge = _Bits(32, 128)

    _fields_ = (("first", c_uint8), ("_pad_1", c_uint8 * 19))


def test_structs_are_equal_and_hash_by_contents() -> None:
    assert Pair(1, b"a") == Pair(low=1, name=b"a")
    assert Pair(1, b"a") != Pair(2, b"a")
    assert {Pair(1, b"a"): "found"}[Pair(1, b"a")] == "found"
    assert Pair(1, b"a") != bytes(Pair(1, b"a"))


def test_positions_do_not_count_padding() -> None:
    assert (Pair(7, b"abcd").low, Pair(7, b"abcd").name) == (7, b"abcd")
    with pytest.raises(TypeError, match="Pair has 2 members, not 3"):
        Pair(1, b"", 3)


def test_a_misspelled_member_is_an_error() -> None:
    pair = Pair()
    with pytest.raises(AttributeError, match="Pair has no member 'hihg'"):
        pair.hihg = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        Pair(hihg=1)


def test_shorter_text_leaves_nothing_of_the_longer_one() -> None:
    pair = Pair(0, b"long")
    pair.name = b"a"
    assert bytes(pair)[4:] == b"a\0\0\0"
    pair.name = b"a\0b"
    assert bytes(pair)[4:] == b"a\0b\0"
    with pytest.raises(ValueError, match="name has room for 4 bytes, not for 6"):
        pair.name = b"longer"
    with pytest.raises(TypeError):
        pair.low = b"a"  # type: ignore[assignment]


def test_a_struct_shows_its_members() -> None:
    assert repr(Pair(1, b"x")) == "Pair(low=1, name=b'x')"
    assert repr(Flags(2, small=5)) == "Flags(first=2, small=5, wide=0, huge=0)"

    class Both(Union):
        word: int
        bytes: ctypes.Array[c_uint8]

        _fields_ = (("word", c_uint32), ("bytes", c_uint8 * 4))

    assert repr(Both(word=0)) == "Both(word=0, bytes=[0, 0, 0, 0])"


@given(
    st.integers(0, 7),
    st.integers(-(1 << 12), (1 << 12) - 1),
    st.integers(0, (1 << 128) - 1),
)
def test_bit_fields_keep_to_their_bits(small: int, wide: int, huge: int) -> None:
    flags = Flags(0xFF)
    flags.wide, flags.huge, flags.small = wide, huge, small
    assert (flags.first, flags.small, flags.wide, flags.huge) == (0xFF, small, wide, huge)


@little_endian
def test_bit_fields_lie_where_c_puts_them() -> None:
    assert bytes(Flags(small=5, wide=-1))[:4] == bytes([0, 0xFD, 0xFF, 0])


@pytest.mark.parametrize(("name", "value"), [("small", 8), ("small", -1), ("wide", 1 << 12)])
def test_a_bit_field_refuses_what_does_not_fit(name: str, value: int) -> None:
    with pytest.raises(OverflowError, match="not in the range"):
        setattr(Flags(), name, value)


@pytest.mark.parametrize(
    ("codec", "value", "size_bytes"),
    [
        (_Integer(1), 255, 1),
        (_Integer(2, signed=True), -3, 2),
        (_Integer(8), 1 << 63, 8),
        (_Integer(16, signed=True), -1 << 126, 16),
        (_Boolean(), True, 1),
        (_Float("d"), 1.5, 8),
        (_Float("f"), -0.25, 4),
        (_Text(8), b"eth0", 8),
        (_Text(4), b"full", 4),
        (_Raw(3), b"a\0c", 3),
        (_Record(Pair), Pair(3, b"p"), 8),
    ],
)
def test_codecs_go_both_ways(codec: Any, value: object, size_bytes: int) -> None:
    raw = codec.pack(value)
    assert len(raw) == codec.size_bytes == size_bytes
    assert codec.unpack(raw + b"behind") == value
    assert type(codec.unpack(raw)) is type(value)


def test_arrays_take_any_sequence_of_their_length() -> None:
    codec = _Items(c_uint16 * 3, 3)
    assert list(codec.unpack(codec.pack([1, 2, 3]))) == [1, 2, 3]
    assert codec.pack((c_uint16 * 3)(1, 2, 3)) == codec.pack((1, 2, 3))
    with pytest.raises(ValueError, match="3 elements are needed, not 2"):
        codec.pack([1, 2])


def test_ctypes_integers_are_taken_for_integers() -> None:
    assert _Integer(4).pack(c_uint32(7)) == _Integer(4).pack(7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("codec", "value", "error"),
    [
        (_Integer(1), 256, OverflowError),
        (_Integer(4), -1, OverflowError),
        (_Text(2), b"abc", ValueError),
        (_Raw(2), b"a", ValueError),
        (_Record(Pair), Flags(), TypeError),
    ],
)
def test_codecs_refuse_other_values(codec: Any, value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        codec.pack(value)


def test_a_record_that_is_too_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="4 bytes are no Pair, which has 8"):
        _Record(Pair).unpack(b"1234")
    assert _Whole().unpack(b"1234") == b"1234"


def test_values_of_cpus_lie_eight_bytes_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpfcc.skeleton.runtime.percpu._count_cpus", lambda: 3)
    codec = _PerCpu(_Integer(2))
    raw = codec.pack([1, 2, 3])
    assert len(raw) == codec.size_bytes == 24
    assert codec.unpack(raw) == [1, 2, 3]
    with pytest.raises(ValueError, match="a value for each of 3 CPUs is needed"):
        codec.pack([1])
