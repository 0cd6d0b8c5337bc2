"""Reading BTF: every kind, both byte orders, lazily or at once; what is wrong is said."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.read import index_btf, read_btf
from bpfcc.btf.types import VOID, Const, Enum, FunctionPrototype, Int, Kind, Struct, Type, Typedef
from bpfcc.btf.write import keep_strings, write_btf
from bpfcc.errors import InputError
from tests.unit.btf.build import Words, every_kind, head, raw_btf, reread

INT: Words = (*head(Kind.INT, 1, 0, 4), 1 << 24 | 32)
STRINGS = b"\0int\0s\0a\0"  # int at 1, s at 5, a at 7


def error_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_btf(data, "f")
    return str(caught.value)


def describe(type_: Type, depth: int = 0) -> object:
    """Everything a type says, references by name, one level down in full."""
    rows = []
    for cls in type(type_).__mro__:
        for slot in getattr(cls, "__slots__", ()):
            value = getattr(type_, slot)
            if slot in ("origin", "origin_id"):
                continue
            if isinstance(value, Type):
                value = (value.kind, value.name)
            elif isinstance(value, list):
                value = [
                    tuple((p.kind, p.name) if isinstance(p, Type) else p for p in item)
                    for item in value
                ]
            rows.append((slot, value))
    return type_.kind, sorted(rows, key=lambda row: row[0])


@pytest.mark.parametrize("little_endian", [True, False])
def test_every_kind_survives_the_file_format(little_endian: bool) -> None:
    types = every_kind()
    again = reread(types, little_endian=little_endian)
    assert again.little_endian == little_endian
    assert {type_.kind for type_ in types} == set(Kind) - {Kind.VOID}
    assert [describe(type_) for type_ in again.types] == [describe(type_) for type_ in types]


def test_references_are_the_same_objects() -> None:
    btf = reread(every_kind())
    node, alias = btf.find("node"), btf.find("node_t")
    assert isinstance(node, Struct)
    assert isinstance(alias, Typedef)
    assert alias.target is node
    assert node.members[0].type.target is node  # type: ignore[attr-defined]
    prototype = btf.of_kinds(Kind.FUNC_PROTO)[0]
    assert isinstance(prototype, FunctionPrototype)
    assert prototype.parameters[-1].type is VOID
    assert prototype.is_variadic


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    for little_endian in (True, False):
        data = write_btf(Btf(every_kind(), little_endian=little_endian))
        btf = read_btf(data, "f")
        assert write_btf(btf, keep_strings(btf)) == data


def test_an_index_decodes_nothing_until_asked() -> None:
    broken: Words = (*head(Kind.INT, 1, 0, 99), 0)
    btf = index_btf(raw_btf([INT, broken], STRINGS), "f")
    assert len(btf) == 2
    first, second = btf.types
    assert first.name == "int"
    with pytest.raises(InputError, match="f: type 2: an integer of 99 bytes"):
        _ = second.name


def test_a_shell_has_no_other_attributes() -> None:
    btf = index_btf(raw_btf([INT], STRINGS), "f")
    with pytest.raises(AttributeError):
        _ = btf.types[0].members  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = Int("int", 4).members  # type: ignore[attr-defined]


def test_looking_up_by_name() -> None:
    types = [Struct("s", 0), Typedef("s", VOID), Struct("t", 0)]
    for btf in (Btf(types), index_btf(write_btf(Btf(types)), "f")):
        assert [type_.kind for type_ in btf.find_all("s")] == [Kind.STRUCT, Kind.TYPEDEF]
        found = btf.find("s", Kind.TYPEDEF)
        assert found is not None
        assert found.kind is Kind.TYPEDEF
        assert btf.find("none") is None
        assert btf.find("s", Kind.UNION) is None
        many = btf.find_many({"s", "t", "none"})
        assert {name: len(found) for name, found in many.items()} == {"s": 2, "t": 1}
        assert [type_.name for type_ in btf] == ["s", "s", "t"]


def test_looking_up_constants() -> None:
    types = every_kind()
    for btf in (Btf(types), reread(types), index_btf(write_btf(Btf(types)), "f")):
        assert [type_.name for type_ in btf.find_enumerators({"BLUE", "x"})] == ["color"]
        assert [type_.name for type_ in btf.find_enumerators({"ALL", "RED"})] == ["color", "mask"]
        assert btf.find_enumerators({"node"}) == []


def test_a_name_may_be_the_tail_of_another() -> None:
    btf = index_btf(
        raw_btf([head(Kind.STRUCT, 1, 0, 0), head(Kind.STRUCT, 3, 0, 0)], b"\0abcd\0"), "f"
    )
    assert [type_.name for type_ in btf.types] == ["abcd", "cd"]
    assert btf.find("cd") is btf.types[1]


def test_old_enumerations_are_unsigned_unless_marked() -> None:
    for flag, value in ((False, 0xFFFFFFFF), (True, -1)):
        data = raw_btf([(*head(Kind.ENUM, 5, 1, 4, flag), 7, 0xFFFFFFFF)], STRINGS)
        enum = read_btf(data, "f").types[0]
        assert isinstance(enum, Enum)
        assert enum.values[0].value == value


def test_split_btf_continues_its_base() -> None:
    base = reread([Int("int", 4, 1), Struct("s", 4)])
    int_, shared = base.types
    split = reread([Typedef("s_t", shared), Const(int_), Struct("own", 0)], base=base)
    alias, const, _ = split.types
    assert isinstance(alias, Typedef)
    assert isinstance(const, Const)
    assert (alias.target, const.target) == (shared, int_)
    assert split.find("s") is shared
    assert [type_.name for type_ in split.all_types()] == ["int", "s", "s_t", "", "own"]
    assert set(split.find_many({"s", "own"})) == {"s", "own"}
    again = write_btf(split, keep_strings(split))
    assert read_btf(again, "f", base).types[0].name == "s_t"
    assert b"\0s\0" not in again  # names of the base are not repeated


def test_split_btf_without_its_base_is_refused() -> None:
    base = reread([Int("int", 4, 1)])
    data = write_btf(Btf([Typedef("n", base.types[0])], base=base))
    assert "the string table does not start with an empty string" in error_of(data)


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ((0, b"\0\0"), "f: not BTF: the magic number is missing"),
        ((2, b"\2"), "f: BTF version 2, expected 1"),
        ((3, b"\x80"), "f: unknown BTF flags 0x80"),
        ((4, struct.pack("<I", 8)), "f: header of 8 bytes in"),
        ((4, struct.pack("<I", 9999)), "f: header of 9999 bytes in"),
        ((4, struct.pack("<I", 28)), "has fields newer than this reader"),
        ((8, struct.pack("<I", 2)), "f: the type section is not made of whole aligned words"),
        ((12, struct.pack("<I", 400)), "f: truncated: types end at byte 424 of"),
        ((20, struct.pack("<I", 400)), "f: truncated: strings end at byte"),
        ((16, struct.pack("<I", 4)), "f: the type section and the string section overlap"),
        ((20, struct.pack("<I", 3)), "f: the string table does not end in a zero byte"),
    ],
)
def test_a_wrong_header_is_refused(patch: tuple[int, bytes], message: str) -> None:
    data = bytearray(raw_btf([INT], STRINGS))
    data[patch[0] : patch[0] + len(patch[1])] = patch[1]
    assert message in error_of(bytes(data))


def test_every_shorter_file_is_refused() -> None:
    data = write_btf(Btf(every_kind()))
    for size in range(len(data)):
        assert error_of(data[:size])


@pytest.mark.parametrize(
    ("types", "message"),
    [
        ([head(Kind.VOID, 0, 0, 0)], "f: type 1 has unknown kind 0"),
        ([(*head(Kind.INT, 0, 0, 0)[:1], 31 << 24, 0)], "f: type 1 has unknown kind 31"),
        ([INT[:3]], "f: truncated: type 1 runs past the type section"),
        ([INT, head(Kind.STRUCT, 0, 9, 4)], "f: truncated: type 2 runs past the type section"),
        ([(*head(Kind.INT, 1, 0, 0), 32)], "f: type 1: an integer of 0 bytes"),
        ([(*head(Kind.INT, 1, 0, 4), 33)], "f: type 1: 33 bits at bit 0 leave 4 bytes"),
        ([head(Kind.TYPEDEF, 5, 0, 7)], "f: type 1: refers to a type that does not exist"),
        ([head(Kind.TYPEDEF, 500, 0, 0)], "f: type 1: string at byte 500 lies outside"),
        ([INT, (*head(Kind.STRUCT, 5, 1, 4), 7, 1, 40)], "f: type 2: a member ends at bit 40"),
        (
            [INT, (*head(Kind.STRUCT, 5, 1, 2), 7, 1, 17)],
            "f: type 2: a member ends at bit 17, outside its 2 bytes",
        ),
        (
            [INT, (*head(Kind.STRUCT, 5, 1, 4, True), 7, 1, 8 << 24 | 30)],
            "f: type 2: a member ends at bit 38, outside its 4 bytes",
        ),
        ([(*head(Kind.ENUM, 5, 1, 3), 7, 0)], "f: type 1: an enumeration of 3 bytes"),
        ([head(Kind.FLOAT, 5, 0, 5)], "f: type 1: a floating-point number of 5 bytes"),
        ([INT, (*head(Kind.VAR, 5, 0, 1), 9)], "f: type 2: unknown linkage 9"),
        (
            [head(Kind.FUNC_PROTO, 0, 0, 0), head(Kind.FUNC, 5, 9, 1)],
            "f: type 2: unknown linkage 9",
        ),
        # What the types mean together.
        ([INT, head(Kind.FUNC, 5, 0, 1)], "f: type 2: function s has Int 'int' for its prototype"),
        (
            [INT, (*head(Kind.VAR, 5, 0, 1), 0), head(Kind.PTR, 0, 0, 2)],
            "f: type 3: refers to Variable 's', which is no type",
        ),
        ([(*head(Kind.ARRAY, 0, 0, 0), 0, 0, 4)], "f: type 1: an array of void"),
        ([(*head(Kind.STRUCT, 5, 1, 4), 7, 0, 0)], "f: type 1: member a is void"),
        (
            [head(Kind.FWD, 5, 0, 0), (*head(Kind.STRUCT, 0, 1, 4), 7, 1, 0)],
            "f: type 2: member a is Forward 's'",
        ),
        (
            [INT, (*head(Kind.FUNC_PROTO, 0, 2, 0), 0, 0, 0, 1)],
            "f: type 2: parameter 0 is void",
        ),
        ([INT, (*head(Kind.DATASEC, 5, 1, 4), 1, 0, 4)], "f: type 2: section s holds Int 'int'"),
        ([INT, (*head(Kind.DECL_TAG, 5, 0, 1), 0)], "f: type 2: tag 's' stands at Int 'int'"),
        (
            [head(Kind.STRUCT, 5, 0, 0), (*head(Kind.DECL_TAG, 7, 0, 1), 0)],
            "f: type 2: tag 'a' stands at component 0 of 0",
        ),
        ([(*head(Kind.STRUCT, 5, 1, 4), 7, 1, 0)], "f: type 1: s contains itself"),
        ([head(Kind.TYPEDEF, 5, 0, 2), head(Kind.CONST, 0, 0, 1)], "contains itself"),
        ([(*head(Kind.ARRAY, 0, 0, 0), 1, 1, 4)], "f: type 1: the type contains itself"),
        (
            [head(Kind.PTR, 0, 0, 1)],
            "f: type 1: the type refers to itself without a struct between",
        ),
    ],
)
def test_wrong_types_are_refused(types: list[Words], message: str) -> None:
    assert message in error_of(raw_btf(types, STRINGS))


def test_a_cycle_through_a_pointer_is_fine() -> None:
    data = raw_btf([(*head(Kind.STRUCT, 5, 1, 8), 7, 2, 0), head(Kind.PTR, 0, 0, 1)], STRINGS)
    assert len(read_btf(data, "f")) == 2


def test_endless_nesting_is_refused() -> None:
    chain = [head(Kind.CONST, 0, 0, number + 1) for number in range(1, 400)]
    chain.append(head(Kind.STRUCT, 5, 0, 0))
    assert "nested deeper than 256 types" in error_of(raw_btf(chain, STRINGS))


def test_deep_input_is_no_recursion_of_ours() -> None:
    pointers = [head(Kind.PTR, 0, 0, number + 1) for number in range(1, 50_000)]
    pointers.append(head(Kind.STRUCT, 5, 0, 0))
    assert "nested deeper than 256 types" in error_of(raw_btf(pointers, STRINGS))


def test_names_must_be_utf8() -> None:
    assert "string at byte 1 is not UTF-8" in error_of(raw_btf([INT], b"\0\xff\xfe\0"))


@pytest.mark.parametrize(
    ("size_bytes", "name"), [(8, "long unsigned int"), (4, "long int"), (8, "unrelated")]
)
def test_pointers_are_as_long_as_long(size_bytes: int, name: str) -> None:
    assert Btf([Int(name, size_bytes)]).pointer_bytes() == size_bytes
    assert index_btf(write_btf(Btf([Int(name, size_bytes)])), "f").pointer_bytes() == size_bytes


def test_opening_files(tmp_path: Path) -> None:
    raw = tmp_path / "types.btf"
    raw.write_bytes(write_btf(Btf(every_kind())))
    assert len(Btf.open(raw)) == len(every_kind())
    (tmp_path / "empty").write_bytes(b"")
    for path, message in (
        (tmp_path / "none", "cannot read: No such file or directory"),
        (tmp_path / "empty", "truncated: 0 bytes are fewer than a BTF header's 24"),
        (tmp_path, "cannot read: Is a directory"),
    ):
        with pytest.raises(InputError, match=message):
            Btf.open(path)
