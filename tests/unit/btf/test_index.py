"""The index of names: complete, kept on disk, made anew for other BTF."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf import index
from bpfcc.btf.container import Btf
from bpfcc.btf.index import NameIndex, build_index, open_indexed
from bpfcc.btf.read import read_btf
from bpfcc.btf.types import (
    VOID,
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


def names_in(found: NameIndex, *names: str) -> dict[str, list[str]]:
    return {name: [f"{t.kind.name} {t.name}" for t in found.find(name)] for name in names}


EXPECTED = {
    "u32": ["TYPEDEF u32"],
    "pair": ["STRUCT pair"],
    "away": ["FWD away"],
    "state": ["ENUM state"],
    "IDLE": ["ENUM state"],
    "BUSY": ["ENUM state"],
    "LOOSE": ["ENUM "],
    "WIDE": ["ENUM64 wide"],
    "one": [],
    "run": [],
    "int": [],
    "": [],
    "nothing": [],
}


def test_types_and_constants_are_found_by_name() -> None:
    table = read_btf(sample(), "x").table
    assert table is not None
    assert names_in(build_index(table), *EXPECTED) == EXPECTED


def test_one_name_may_mean_several_types() -> None:
    table = read_btf(sample(Struct("state", 0, []), Struct("pair", 0, [])), "x").table
    assert table is not None
    found = build_index(table)
    assert names_in(found, "state", "pair") == {
        "state": ["ENUM state", "STRUCT state"],
        "pair": ["STRUCT pair", "STRUCT pair"],
    }
    assert [t.name for t in found.contested_types()] == ["pair", "state", "state", "pair"]


def test_an_index_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    _, first, digest = open_indexed(str(path), keep=True)
    assert digest == hash_file(str(path))
    monkeypatch.setattr(index, "build_index", None)
    btf, again, same = open_indexed(str(path), keep=True)
    assert same == digest
    assert names_in(again, *EXPECTED) == names_in(first, *EXPECTED) == EXPECTED
    assert [t.name for t in btf.types] == [t.name for t in read_btf(sample(), "x").types]


def test_other_btf_has_another_index(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    open_indexed(str(path), keep=True)
    path.write_bytes(sample(Struct("more", 0, [])))
    _, found, _ = open_indexed(str(path), keep=True)
    assert names_in(found, "more") == {"more": ["STRUCT more"]}


def test_nothing_is_kept_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    _, found, digest = open_indexed(str(path), keep=False)
    assert digest is None
    assert names_in(found, "pair") == {"pair": ["STRUCT pair"]}
    assert not (tmp_path / "cache").exists()


def test_damaged_entries_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "kernel.btf"
    path.write_bytes(sample())
    open_indexed(str(path), keep=True)
    for entry in (tmp_path / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-5])
    _, found, _ = open_indexed(str(path), keep=True)
    assert names_in(found, *EXPECTED) == EXPECTED


def test_names_are_contested_by_rank_and_then_by_order() -> None:
    """Types' own names first, then constants, those of nameless enumerations last."""
    types = (
        Enum("", 4, [Enumerator("SAME", 1), Enumerator("ALONE", 2)]),
        Enum("late", 4, [Enumerator("SAME", 3)]),
        Struct("pair", 0, []),
        Struct("int", 0, []),
    )
    table = read_btf(sample(*types), "x").table
    assert table is not None
    found = build_index(table).contested_types()
    assert [f"{t.kind.name} {t.name}" for t in found] == [
        "STRUCT pair",
        "STRUCT pair",
        "STRUCT int",
        "ENUM late",
        "ENUM ",
    ]


def test_a_split_btf_is_indexed_with_its_base() -> None:
    base = read_btf(sample(), "x")
    split = read_btf(write_btf(Btf([Struct("own", 0, [])], base=base)), "y", base)
    assert split.table is not None
    found = build_index(split.table)
    assert names_in(found, "own", "pair") == {"own": ["STRUCT own"], "pair": ["STRUCT pair"]}
