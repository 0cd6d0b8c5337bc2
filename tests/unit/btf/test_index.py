"""The index of names: complete, kept on disk, made anew for other BTF."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf import indexing
from bpfcc.btf.container import Btf
from bpfcc.btf.index import NameIndex
from bpfcc.btf.indexing import build_index
from bpfcc.btf.ondemand import KernelBtf
from bpfcc.btf.read import TypeTable, read_btf
from bpfcc.btf.types import (
    VOID,
    Const,
    Enum,
    Enum64,
    Enumerator,
    Forward,
    Function,
    FunctionPrototype,
    Member,
    Struct,
    Type,
    Typedef,
)
from bpfcc.btf.write import write_btf
from bpfcc.compile_cache import hash_file
from tests.unit.btf.build import INT, U32


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def sample(*more: Type) -> bytes:
    prototype = FunctionPrototype(VOID, [])
    types = [
        INT,
        U32,
        Typedef("u32", U32),
        Struct("pair", 4, [Member("one", INT, 0)]),
        Forward("away"),
        Enum("state", 4, [Enumerator("IDLE", 0), Enumerator("BUSY", 1)]),
        Enum("", 4, [Enumerator("LOOSE", 0)]),
        Enum64("wide", 8, [Enumerator("WIDE", 1 << 40)]),
        prototype,
        Function("run", prototype),
        *more,
    ]
    return write_btf(Btf(types))


def table_of(data: bytes) -> TypeTable:
    table = read_btf(data, "x").table
    assert table is not None
    return table


def names_in(table: TypeTable, found: NameIndex, *names: str) -> dict[str, list[str]]:
    def show(number: int) -> str:
        type_ = table.get(number)
        return f"{type_.kind.name} {type_.name}"

    return {name: [show(number) for number in found.find(name)] for name in names}


EXPECTED = {
    "u32": ["TYPEDEF u32"],
    "pair": ["STRUCT pair"],
    "away": ["FWD away"],
    "state": ["ENUM state"],
    "IDLE": ["ENUM state"],
    "BUSY": ["ENUM state"],
    "LOOSE": ["ENUM "],
    "wide": ["ENUM64 wide"],
    "WIDE": ["ENUM64 wide"],
    "one": [],
    "run": [],
    "int": [],
    "": [],
    "nothing": [],
}


def test_types_and_constants_are_found_by_name() -> None:
    table = table_of(sample())
    found = build_index(table)
    assert names_in(table, found, *EXPECTED) == EXPECTED
    tags = {name: found.tag_kind(name) for name in EXPECTED}
    assert {name: word for name, word in tags.items() if word} == {
        "pair": "struct",
        "state": "enum",
        "wide": "enum",
    }


def test_one_name_may_mean_several_types() -> None:
    table = table_of(sample(Struct("state", 0, []), Struct("pair", 0, [])))
    found = build_index(table)
    assert names_in(table, found, "state", "pair") == {
        "state": ["ENUM state", "STRUCT state"],
        "pair": ["STRUCT pair", "STRUCT pair"],
    }
    contested = [table.get(number).name for number in found.contested]
    assert contested == ["pair", "state", "state", "pair"]


def test_an_index_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    first = KernelBtf(str(path), keep=True)
    assert first.digest == hash_file(str(path))
    monkeypatch.setattr(indexing, "build_index", None)
    again = KernelBtf(str(path), keep=True)
    assert again.digest == first.digest
    assert names_in(again.table, again.names, *EXPECTED) == EXPECTED
    assert [t.name for t in again.open().types] == [t.name for t in read_btf(sample(), "x").types]


def test_other_btf_has_another_index(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    KernelBtf(str(path), keep=True)
    path.write_bytes(sample(Struct("more", 0, [])))
    btf = KernelBtf(str(path), keep=True)
    assert names_in(btf.table, btf.names, "more") == {"more": ["STRUCT more"]}


def test_nothing_is_kept_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    btf = KernelBtf(str(path), keep=False)
    assert btf.digest is None
    assert names_in(btf.table, btf.names, "pair") == {"pair": ["STRUCT pair"]}
    assert not (tmp_path / "cache").exists()


def test_damaged_entries_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    KernelBtf(str(path), keep=True).open()
    for entry in (tmp_path / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-5])
    btf = KernelBtf(str(path), keep=True)
    assert names_in(btf.table, btf.names, *EXPECTED) == EXPECTED


def test_names_are_contested_by_rank_and_then_by_order() -> None:
    """Types' own names first, then constants, those of nameless enumerations last."""
    types = (
        Enum("", 4, [Enumerator("SAME", 1), Enumerator("ALONE", 2)]),
        Enum("late", 4, [Enumerator("SAME", 3)]),
        Struct("pair", 0, []),
        Struct("int", 0, []),
    )
    table = table_of(sample(*types))
    found = [table.get(number) for number in build_index(table).contested]
    assert [f"{t.kind.name} {t.name}" for t in found] == [
        "STRUCT pair",
        "STRUCT pair",
        "STRUCT int",
        "ENUM late",
        "ENUM ",
    ]


def test_owners_of_nameless_enumerations_are_found_through_what_c_writes_in_place() -> None:
    loose = Enum("", 4, [Enumerator("INSIDE", 1)])
    constant = Const(loose)
    inner = Struct("", 4, [Member("state", constant, 0)])
    outer = Struct("outer", 4, [Member("inner", inner, 0)])
    user = Struct("user", 4, [Member("again", outer, 0)])
    table = table_of(sample(loose, constant, inner, outer, user))
    found = build_index(table)
    assert names_in(table, found, "INSIDE") == {"INSIDE": ["STRUCT outer"]}
    assert found.before == {}


def test_a_split_btf_is_indexed_with_its_base() -> None:
    base = read_btf(sample(), "x")
    table = read_btf(write_btf(Btf([Struct("own", 0, [])], base=base)), "y", base).table
    assert table is not None
    found = names_in(table, build_index(table), "own", "pair")
    assert found == {"own": ["STRUCT own"], "pair": ["STRUCT pair"]}
