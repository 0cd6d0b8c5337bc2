"""The kernel's types given out as they are asked for, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpfcc.btf import ondemand
from bpfcc.btf.container import Btf
from bpfcc.btf.ondemand import KernelBtf, KernelTypes
from bpfcc.btf.types import (
    VOID,
    Array,
    Enum,
    Enumerator,
    Forward,
    Member,
    Pointer,
    Struct,
    Type,
    Typedef,
)
from bpfcc.btf.write import write_btf
from tests.unit.btf.build import INT, U32

Make = Callable[..., KernelTypes]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes kernel types of a file with some types."""

    def make(*types: Type, keep: bool = False) -> KernelTypes:
        path = tmp_path / "kernel.btf"
        if types:
            path.write_bytes(write_btf(Btf(types)))
        return KernelTypes(KernelBtf(str(path), keep=keep))

    return make


def sample() -> list[Type]:
    word, pointer = Typedef("u32", U32), Pointer(VOID)
    inner = Struct("inner", 4, [Member("value", word, 0)])
    other = Struct("other", 4, [Member("number", INT, 0)])
    pointer.target = other
    outer = Struct("outer", 16, [Member("first", inner, 0), Member("link", pointer, 64)])
    state = Enum("state", 4, [Enumerator("IDLE", 0), Enumerator("BUSY", 1)])
    return [INT, U32, word, pointer, inner, other, outer, state, Forward("away")]


def test_a_name_brings_its_own_declaration(make: Make) -> None:
    types = make(*sample())
    text = types.declare("outer")
    assert text.startswith("struct outer {")
    assert "struct inner first;" in text
    assert "struct inner {" not in text
    assert types.declare("inner").startswith("struct inner {")
    assert types.declare("u32") == "typedef unsigned int u32;\n\n"
    assert types.declare("away") == "struct away;\n\n"


def test_nothing_is_given_twice(make: Make) -> None:
    types = make(*sample())
    types.declare("outer")
    assert types.declare("outer") == ""
    assert "struct other {" in types.declare("other")
    assert types.declare("other") == ""


def test_constants_bring_their_enumeration(make: Make) -> None:
    types = make(*sample())
    assert "enum state {" in types.declare("BUSY")
    assert types.declare("IDLE") == types.declare("state") == ""


def test_names_that_mean_nothing_give_nothing(make: Make) -> None:
    types = make(*sample())
    assert [types.declare(name) for name in ("nothing", "value", "int", "", "a___2")] == [""] * 5


def test_the_whole_header_can_be_had(make: Make) -> None:
    text = make(*sample()).whole_header()
    assert "struct other {" in text
    assert "__VMLINUX_H__" in text


def test_what_is_defined_can_be_asked_without_declaring_it(make: Make) -> None:
    types = make(*sample())
    names = ("outer", "state", "IDLE", "u32", "away", "nothing")
    kinds = {name: types.tag_kind(name) for name in names}
    assert kinds == {**dict.fromkeys(names), "outer": "struct", "state": "enum"}
    assert list(types.list_names(typedefs=True)) == ["u32"]
    assert list(types.list_names(typedefs=False)) == ["IDLE", "BUSY"]
    assert "struct outer {" in types.declare("outer")


def test_shared_names_are_given_out_as_in_the_whole_header(make: Make) -> None:
    """Whoever is asked for first: the second of two structs never takes the first one's name."""
    to_second = Pointer(VOID)
    first = Struct("twin", 4, [Member("one", INT, 0)])
    second = Struct("twin", 8, [Member("two", INT, 0), Member("three", INT, 32)])
    to_second.target = second
    user = Struct("user", 8, [Member("link", to_second, 0)])
    constants = Enum("", 4, [Enumerator("SHARED", 5), Enumerator("OTHER", 6)])
    named = Enum("late", 4, [Enumerator("SHARED", 7)])
    holder = Struct("holder", 4, [Member("state", constants, 0)])
    types = (INT, constants, to_second, user, first, second, holder, named)
    asked = make(*types)
    assert "struct twin___2 *link;" in asked.declare("user")
    twins = asked.declare("twin___2")
    assert "struct twin {\n\tint one;" in twins
    assert "struct twin___2 {\n\tint two;" in twins
    both = asked.declare("SHARED")
    assert "SHARED = 7" in both
    assert "SHARED___2 = 5" in both
    assert asked.declare("holder") == ""
    whole = make(*types).whole_header()
    for line in ("struct twin___2 *link;", "SHARED___2 = 5,", "SHARED = 7,", "OTHER = 6,"):
        assert line in whole


def test_constants_without_a_name_come_with_what_they_are_written_in(make: Make) -> None:
    """Inside a member, behind an array, in a struct without a name, in a typedef, or nowhere."""
    plain, deep, named, loose = (
        Enum("", 4, [Enumerator(name, value)])
        for value, name in enumerate(("PLAIN", "DEEP", "NAMED", "LOOSE"))
    )
    several = Array(plain, 4, INT)
    nameless = Struct("", 4, [Member("inner", deep, 0)])
    outer = Struct("outer", 20, [Member("a", several, 0), Member("b", nameless, 128)])
    types = make(INT, plain, deep, several, nameless, outer, named, Typedef("mode", named), loose)
    text = types.declare("DEEP")
    assert text.startswith("struct outer {")
    assert "PLAIN = 0" in text
    assert types.declare("PLAIN") == ""
    assert "NAMED = 2" in types.declare("mode")
    assert types.declare("NAMED") == ""
    assert types.declare("LOOSE") == "enum {\n\tLOOSE = 3,\n};\n\n"


def test_a_nameless_enumeration_of_two_owners_is_the_first_one_s(make: Make) -> None:
    shared = Enum("", 4, [Enumerator("ONE", 1)])
    first = Struct("first", 4, [Member("a", shared, 0)])
    second = Struct("second", 4, [Member("b", shared, 0)])
    types = make(INT, shared, first, second)
    assert "ONE___2 = 1" in types.declare("second")
    assert types.declare("ONE").startswith("struct first {")


def test_declarations_are_kept_and_the_file_left_closed(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(*sample(), keep=True)
    texts = {name: first.declare(name) for name in ("outer", "IDLE", "u32")}
    first.keep_texts()
    monkeypatch.setattr(KernelBtf, "open", None)
    again = make(keep=True)
    assert {name: again.declare(name) for name in texts} == texts
    assert again.tag_kind("inner") == "struct"


def test_what_is_kept_is_added_to_and_bounded(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ondemand, "TEXTS_KEPT", 2)
    for name in ("outer", "inner", "other", "outer"):
        types = make(*sample(), keep=True)
        types.declare(name)
        types.keep_texts()
    kept = KernelTypes(KernelBtf(make(*sample(), keep=True)._btf.path, keep=True))._texts
    assert sorted(text.split()[1] for text in kept.values()) == ["other", "outer"]


def test_other_btf_has_other_declarations(make: Make) -> None:
    types = make(*sample(), keep=True)
    types.declare("inner")
    types.keep_texts()
    changed = Struct("inner", 8, [Member("value", INT, 0), Member("more", INT, 32)])
    assert "int more;" in make(INT, changed, keep=True).declare("inner")


def test_nothing_is_kept_unless_asked(make: Make, tmp_path: Path) -> None:
    types = make(*sample())
    types.declare("outer")
    types.keep_texts()
    assert not (tmp_path / "cache").exists()
