"""Plain declarations are read without tokens into the trees that the parser makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bpfcc.frontend.lazy import RegionUse
from bpfcc.frontend.nodes import c_ast
from tests.unit.frontend.test_lazy import Unit

HEADER = """
typedef unsigned int u32;
typedef long long unsigned int u64;
typedef u32 vector[4][2];
typedef struct { int counter; } atomic_t;
typedef struct list_head *list_pointer;
struct list_head { struct list_head *next; struct list_head *prev; };
enum colour { RED, GREEN };
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct everything {
	struct list_head node;
	const volatile struct list_head *both;
	long unsigned int words;
	const char *name;
	void **handle;
	u32 table[3][4];
	struct list_head *lists[2];
	enum colour paint;
	u32 narrow: 3;
	int: 4;
	unsigned int: 1;
	union {
		int number;
		struct {
			u64 low;
			u64 high;
		};
		union inner {
			char c;
		} tagged;
	};
	struct {
		int x;
	} points[8];
	int (*call)(struct list_head *, u32);
	const char * const fixed;
	vector v;
	int __attribute__((aligned(8))) even;
	char tail[0];
};
#pragma clang attribute pop
#pragma pack(push, 1)
union packed { char c; u64 wide; };
#pragma pack(pop)
"""


def show(node: object) -> object:
    """A tree with every field of every node, its places included."""
    if isinstance(node, list | tuple):
        return [show(item) for item in node]
    if not isinstance(node, c_ast.Node):
        return node
    fields = [name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())]
    shown: list[object] = [type(node).__name__]
    shown += [(name, show(getattr(node, name, None))) for name in fields if name != "__weakref__"]
    return shown


def read_both(folder: Path, header: str, **settings: Any) -> list[tuple[str, bool]]:
    """(text, whether it was plain) of each declaration; what is plain is what the parser reads."""
    unit = Unit(folder, '#include "h.h"\n', header, **settings)
    found = []
    for use in unit.index._uses:
        for number in range(use.count):
            text = use.file.text[use.region.starts[number] : use.region.ends[number]]
            top = use.make(number, is_eager=False)
            node = use._read_plain(number)
            found.append((text, node is not None))
            if node is not None:
                parsed = unit.index.parse(top.tokens(), use.pragmas)
                assert show([node]) == show(parsed), text
    assert not unit.sink.diagnostics
    return found


def test_the_trees_are_the_parsers(tmp_path: Path) -> None:
    found = read_both(tmp_path, HEADER)
    assert [text for text, is_plain in found if not is_plain] == ["enum colour { RED, GREEN };"]
    assert len(found) == 9


@pytest.mark.parametrize(
    "declaration",
    [
        "struct s { int a, b; } __attribute__((packed));",
        "struct s { int a /* of what */; };",
        "struct s { int a[N]; int b: 2 + 1; };",
        "struct s { int a; } variable;",
        "typedef int (*callback)(int);",
        "typedef int one, two;",
        "struct { int a; } variable[010];",
        "struct s { auto x; };",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(tmp_path: Path, declaration: str) -> None:
    unit = Unit(tmp_path, '#include "h.h"\n', f"{declaration}\n")
    use = next(use for use in unit.index._uses if isinstance(use, RegionUse))
    assert use._read_plain(0) is None


def test_a_word_of_a_later_standard_is_no_name_there(tmp_path: Path) -> None:
    header = "struct s { int nullptr; };\n"
    assert read_both(tmp_path, header) == [(header.strip(), True)]
    unit = Unit(tmp_path, '#include "h.h"\n', header, std="c23")
    assert unit.index._uses[0]._read_plain(0) is None


def test_an_unknown_type_is_told_as_ever(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\n', "struct s { unknown_t x; int y; };\n")
    for top in unit.index.find_tag("s"):
        top.parse()
    assert [d.message for d in unit.sink.diagnostics] == ["unknown type name 'unknown_t'"]
