"""The kernel's types given out as they are asked for, each once."""

from __future__ import annotations

from bpfcc.btf.container import Btf
from bpfcc.btf.ondemand import KernelTypes
from bpfcc.btf.types import Enum, Enumerator, Member, Pointer, Struct, Typedef
from tests.unit.btf.build import INT, U32


def make_types() -> KernelTypes:
    word = Typedef("u32", U32)
    inner = Struct("inner", 4, [Member("value", word, 0)])
    other = Struct("other", 4, [Member("number", INT, 0)])
    outer = Struct("outer", 16, [Member("first", inner, 0), Member("link", Pointer(other), 64)])
    state = Enum("state", 4, [Enumerator("IDLE", 0), Enumerator("BUSY", 1)])
    return KernelTypes(Btf([INT, U32, word, inner, other, outer, state]))


def test_a_name_brings_what_it_needs_and_no_more() -> None:
    types = make_types()
    types.expect(["outer", "main"])
    text = types.declare("outer")
    assert text.index("typedef unsigned int u32;") < text.index("struct inner {")
    assert text.index("struct inner {") < text.index("struct outer {")
    assert "struct other;" in text
    assert "struct other {" not in text
    assert "IDLE" not in text


def test_nothing_is_given_twice() -> None:
    types = make_types()
    types.expect(["outer"])
    types.declare("outer")
    assert types.declare("outer") == types.declare("inner") == types.declare("u32") == ""
    assert "struct other {" in types.declare("other")


def test_constants_bring_their_enumeration() -> None:
    for expected in (["BUSY"], []):
        types = make_types()
        types.expect(expected)
        assert "enum state {" in types.declare("BUSY")
        assert types.declare("IDLE") == ""


def test_names_that_mean_nothing_give_nothing() -> None:
    types = make_types()
    types.expect(["nothing"])
    assert types.declare("nothing") == types.declare("unexpected") == ""


def test_the_whole_header_can_be_had() -> None:
    text = make_types().whole_header()
    assert "struct other {" in text
    assert "__VMLINUX_H__" in text
