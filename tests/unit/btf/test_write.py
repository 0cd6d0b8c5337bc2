"""Writing BTF: what the format cannot hold is refused, strings are shared."""

from __future__ import annotations

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.strings import StringBuilder, StringTable
from bpfcc.btf.types import Enum, Enumerator, FunctionPrototype, Member, Parameter, Struct
from bpfcc.btf.write import write_btf
from bpfcc.errors import InputError
from tests.unit.btf.build import INT, every_kind, reread


def test_equal_strings_share_an_offset() -> None:
    builder = StringBuilder()
    assert [builder.add(text) for text in ("a", "bc", "a", "")] == [1, 3, 1, 0]
    assert bytes(builder.data) == b"\0a\0bc\0"


def test_a_seeded_builder_keeps_offsets() -> None:
    builder = StringBuilder(b"\0one\0two\0one\0")
    assert [builder.add(text) for text in ("two", "one", "three")] == [5, 1, 13]


def test_tables_find_strings_and_tails() -> None:
    table = StringTable(b"\0abc\0bc\0x\0", "f")
    assert table.find_offsets("bc") == [2, 5]
    assert table.find_offsets_of(["bc", "x", "none"]) == {5, 8}
    assert table.find_offsets_of(["abc"]) == {1}
    table.preload()
    assert (table[1], table[2], table[5]) == ("abc", "bc", "bc")


def test_a_bitfield_sets_the_kind_flag() -> None:
    struct = Struct("s", 4, [Member("a", INT, 0, 3)])
    again = reread([INT, struct]).find("s")
    assert isinstance(again, Struct)
    assert again.kind_flag
    assert again.members[0].bitfield_bits == 3


@pytest.mark.parametrize(
    ("type_", "message"),
    [
        (Struct("s", 1 << 32), "s is too large for BTF: 4294967296"),
        (
            Struct("s", 1 << 22, [Member("m", INT, 1 << 24), Member("b", INT, 0, 1)]),
            "s is too large for BTF at m",
        ),
        (
            Enum("e", 4, [Enumerator(f"V{n}", n) for n in range(0x10000)]),
            "e has 65536 parts, more than BTF can say",
        ),
        (
            FunctionPrototype(INT, [Parameter("", INT)] * 0x10000),
            "a type has 65536 parts, more than BTF can say",
        ),
    ],
)
def test_what_does_not_fit_is_refused(type_: Struct, message: str) -> None:
    with pytest.raises(InputError) as caught:
        write_btf(Btf([INT, type_]))
    assert str(caught.value) == message


def test_ids_follow_the_order_of_types() -> None:
    types = every_kind()
    numbers = Btf(types).number_types()
    assert [numbers[type_] for type_ in types] == list(range(1, len(types) + 1))
