"""The kernel's types given out as they are asked for, each once."""

from __future__ import annotations

from bpfcc.btf.container import Btf
from bpfcc.btf.index import build_index
from bpfcc.btf.ondemand import KernelTypes
from bpfcc.btf.read import read_btf
from bpfcc.btf.types import VOID, Enum, Enumerator, Member, Pointer, Struct, Type, Typedef
from bpfcc.btf.write import write_btf
from tests.unit.btf.build import INT, U32


def make_types() -> KernelTypes:
    word, pointer = Typedef("u32", U32), Pointer(VOID)
    inner = Struct("inner", 4, [Member("value", word, 0)])
    other = Struct("other", 4, [Member("number", INT, 0)])
    pointer.target = other
    outer = Struct("outer", 16, [Member("first", inner, 0), Member("link", pointer, 64)])
    state = Enum("state", 4, [Enumerator("IDLE", 0), Enumerator("BUSY", 1)])
    return open_types(INT, U32, word, pointer, inner, other, outer, state)


def open_types(*types: Type) -> KernelTypes:
    """Types as they come from a file."""
    btf = read_btf(write_btf(Btf(types)), "x")
    assert btf.table is not None
    return KernelTypes(btf, build_index(btf.table))


def test_a_name_brings_what_it_needs_and_no_more() -> None:
    types = make_types()
    text = types.declare("outer")
    assert text.index("typedef unsigned int u32;") < text.index("struct inner {")
    assert text.index("struct inner {") < text.index("struct outer {")
    assert "struct other;" in text
    assert "struct other {" not in text
    assert "IDLE" not in text


def test_nothing_is_given_twice() -> None:
    types = make_types()
    types.declare("outer")
    assert types.declare("outer") == types.declare("inner") == types.declare("u32") == ""
    assert "struct other {" in types.declare("other")


def test_constants_bring_their_enumeration() -> None:
    types = make_types()
    assert "enum state {" in types.declare("BUSY")
    assert types.declare("IDLE") == ""


def test_names_that_mean_nothing_give_nothing() -> None:
    types = make_types()
    assert types.declare("nothing") == types.declare("unexpected") == ""


def test_the_whole_header_can_be_had() -> None:
    text = make_types().whole_header()
    assert "struct other {" in text
    assert "__VMLINUX_H__" in text


def test_what_is_defined_can_be_asked_without_declaring_it() -> None:
    types = make_types()
    kinds = {name: types.tag_kind(name) for name in ("outer", "state", "IDLE", "u32", "nothing")}
    assert kinds == {"outer": "struct", "state": "enum", "IDLE": None, "u32": None, "nothing": None}
    assert list(types.list_names(typedefs=True)) == ["u32"]
    assert list(types.list_names(typedefs=False)) == ["IDLE", "BUSY"]
    assert "struct outer {" in types.declare("outer")


def test_shared_names_are_given_out_as_in_the_whole_header() -> None:
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
    asked = open_types(*types)
    piece = asked.declare("user")
    assert "struct twin___2 *link;" in piece
    assert "int one;" in asked.declare("twin___2") + asked.declare("twin")
    assert "SHARED___2 = 5" in asked.declare("holder")
    assert "SHARED = 7" in asked.declare("SHARED")
    whole = open_types(*types).whole_header()
    for line in ("struct twin___2 *link;", "SHARED___2 = 5,", "SHARED = 7,", "OTHER = 6,"):
        assert line in whole
