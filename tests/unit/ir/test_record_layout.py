"""LLVM structs of C records, and the access units of bit-fields (clang 22's rules)."""

from __future__ import annotations

import pytest

from bpfcc.frontend.ctype import Record
from bpfcc.frontend.tree import Variable
from bpfcc.ir.module import Module
from bpfcc.ir.types import TypeTable
from tests.support.frontend import analyze_text


def lay_out(
    members: str, *, kind: str = "struct", big_endian: bool = False
) -> tuple[TypeTable, Record]:
    unit, sink = analyze_text(f"{kind} t {{ {members} }} x;")
    assert unit is not None
    assert not sink.error_count
    variable = unit.definitions[0]
    assert isinstance(variable, Variable)
    record = variable.type.canonical
    assert isinstance(record, Record)
    table = TypeTable(Module("x.c", "bpfel", "e"), is_big_endian=big_endian)
    return table, record


@pytest.mark.parametrize(
    ("members", "body"),
    [
        ("int a; char b; long c;", "{ i32, i8, i64 }"),
        ("char a; int b __attribute__((packed));", "<{ i8, i32 }>"),
        ("int a; int b __attribute__((aligned(16)));", "{ i32, [12 x i8], i32, [12 x i8] }"),
        ("struct {} none; int a;", "{ i32 }"),
        ("_Bool a; _Bool b[3];", "{ i8, [3 x i8] }"),
        ("int a; char tail[];", "{ i32, [0 x i8] }"),
        ("int *a; int (*b)(int);", "{ ptr, ptr }"),
        ("__int128 a; char b;", "{ i128, i8 }"),
        ("enum { A } __attribute__((mode(byte))) a; char b;", "{ i8, i8 }"),
        # Bit-fields that share bytes share a unit.
        ("unsigned a : 3, b : 5;", "{ i8, [3 x i8] }"),
        ("unsigned a : 3, b : 7;", "{ i16, [2 x i8] }"),
        # A unit grows while it stays a naturally aligned integer within its room.
        ("unsigned long a : 8, b : 8, c : 16;", "{ i32, [4 x i8] }"),
        ("unsigned char a : 7; unsigned char b : 7; unsigned char c : 7;", "{ i8, i8, i8 }"),
        ("unsigned a : 24; char b;", "{ [3 x i8], i8 }"),
        # Zero width is a barrier; ordinary members are too.
        ("unsigned a : 8; unsigned : 0; unsigned b : 8;", "{ i8, [3 x i8], i8, [3 x i8] }"),
        ("unsigned a : 8; char b; unsigned c : 8;", "{ i8, i8, i8, i8 }"),
    ],
)
def test_struct_bodies(members: str, body: str) -> None:
    table, record = lay_out(members)
    assert table.layout(record).body == body


@pytest.mark.parametrize(
    ("members", "body"),
    [
        ("int a; long b;", "{ i64 }"),
        ("int a; char b[12];", "{ i32, [8 x i8] }"),
        ("char a[3]; short b;", "{ i16, [2 x i8] }"),
        ("unsigned a : 3;", "{ i8, [3 x i8] }"),
        ("", "{}"),
    ],
)
def test_a_union_is_its_most_aligned_member(members: str, body: str) -> None:
    table, record = lay_out(members, kind="union")
    assert table.layout(record).body == body


def test_bits_are_counted_from_the_least_significant_in_each_byte_order() -> None:
    for big_endian, shifts in ((False, [0, 3]), (True, [13, 6])):
        table, record = lay_out("unsigned a : 3, b : 7;", big_endian=big_endian)
        accesses = [table.bit_field(field) for field in record.fields or ()]
        assert [access.shift for access in accesses] == shifts
        assert {access.storage_bits for access in accesses} == {16}


def test_a_layout_is_as_large_as_the_record() -> None:
    for members in (
        "char a; int b : 3; long c; short d;",
        "int a; int b : 9, : 0, c : 30; char d;",
    ):
        table, record = lay_out(members)
        assert table.memory(record).size_bytes == record.size_bytes
