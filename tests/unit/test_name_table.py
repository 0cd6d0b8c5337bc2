"""Tables of names: what went in comes out, nothing else, and no longer text takes part."""

from __future__ import annotations

import marshal

from hypothesis import given
from hypothesis import strategies as st

from bpfcc.name_table import NameTable

# Names are what sources hold: any bytes but zero, as Python decodes them there.
NAMES = st.one_of(
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=6),
    st.binary(min_size=1, max_size=6)
    .map(lambda raw: raw.replace(b"\0", b"x"))
    .map(lambda raw: raw.decode("utf-8", "surrogateescape")),
)
ENTRIES = st.lists(st.tuples(NAMES, st.integers(0, 2**32 - 1)), max_size=40)


@given(ENTRIES, NAMES)
def test_numbers_are_found_by_name_in_their_order(
    entries: list[tuple[str, int]], other: str
) -> None:
    table = NameTable.build(entries)
    again = NameTable(marshal.loads(marshal.dumps(table.packed)))
    for name in {other, *(name for name, _ in entries)}:
        expected = [number for known, number in entries if known == name]
        assert table.find(name) == again.find(name) == expected
    assert list(again) == list(dict.fromkeys(name for name, _ in entries))


def test_parts_and_extensions_of_names_are_not_in_it() -> None:
    table = NameTable.build([("task_struct", 1), ("task", 2)])
    assert [table.find(name) for name in ("task_str", "task_struct_", "ask", "", "struct")] == [
        [],
        [],
        [],
        [],
        [],
    ]


def test_an_empty_table_has_nothing() -> None:
    table = NameTable.build([])
    assert table.find("x") == []
    assert list(table) == []


def test_names_that_are_no_unicode_are_kept() -> None:
    assert NameTable.build([("a\udcff", 3)]).find("a\udcff") == [3]
