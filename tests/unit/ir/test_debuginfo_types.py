"""Which records are defined in debug metadata, and which only named (LLVM's BTFDebug)."""

from __future__ import annotations

import pytest

from bpfcc.frontend.tree import Variable
from bpfcc.ir.debuginfo_types import DebugTypes
from bpfcc.ir.module import Metadata
from tests.support.frontend import analyze_text


def defined_by(source: str) -> set[str]:
    """The tags that have members in the metadata of the variable ``x``."""
    unit, sink = analyze_text(source)
    assert unit is not None
    assert not sink.error_count, [d.message for d in sink.diagnostics]
    variable = next(d for d in unit.definitions if isinstance(d, Variable) and d.name == "x")
    metadata = Metadata()
    types = DebugTypes(metadata, unit.complete, lambda record: record.is_complete)
    types.reference(variable.type)
    if variable.attributes.section == ".maps":
        types.demand_map(variable.type)
    types.finish()
    return {
        node.split('name: "')[1].split('"')[0]
        for node in metadata.nodes
        if "DICompositeType" in node and 'name: "' in node and "size:" in node
    }


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("struct a { int m; } x;", {"a"}),
        ("struct a { int m; }; struct a *x;", {"a"}),
        ("struct a { int m; }; struct b { struct a *p; } x;", {"b"}),
        ("struct a { int m; }; struct b { struct a v; } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { struct a v[2]; } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { struct a *v[2]; } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { void (*f)(struct a *); } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { struct { struct a *p; } inner; } x;", {"b"}),
        ("struct a { int m; }; struct b { struct { struct a v; } *p; } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { const struct a *p; } x;", {"b"}),
        # Met again, a pointee behind a qualifier is shown after all.
        ("struct a { int m; }; struct b { const struct a *p, *q; } x;", {"a", "b"}),
        ("struct a { int m; }; struct b { struct a *p, *q; } x;", {"b"}),
        ("struct a { int m; }; struct b { struct a **p; } x;", {"b"}),
        (
            'struct a { int m; }; struct b { struct a __attribute__((btf_type_tag("t"))) *p; } x;',
            {"a", "b"},
        ),
        ("struct a { struct a *next; } x;", {"a"}),
        (
            'struct a { int m; }; struct b { struct a *v; } x __attribute__((section(".maps")));',
            {"a", "b"},
        ),
    ],
)
def test_a_record_is_defined_where_btf_shows_it(source: str, tags: set[str]) -> None:
    assert defined_by(source) == tags


def test_equal_types_are_written_once() -> None:
    unit, _ = analyze_text("const int *x; const int *y;")
    assert unit is not None
    metadata = Metadata()
    types = DebugTypes(metadata, unit.complete, unit.complete)
    nodes = {types.reference(d.type) for d in unit.definitions if isinstance(d, Variable)}
    assert len(nodes) == 1


def test_a_typedef_of_void_is_void() -> None:
    # LLVM asserts that a typedef has a type.
    unit, _ = analyze_text("typedef void none; typedef none naught; naught *x;")
    assert unit is not None
    metadata = Metadata()
    types = DebugTypes(metadata, unit.complete, lambda record: record.is_complete)
    variable = next(d for d in unit.definitions if isinstance(d, Variable))
    types.reference(variable.type)
    assert len(metadata.nodes) == 1
    assert "baseType: null" in metadata.nodes[0]
