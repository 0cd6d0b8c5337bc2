"""Walking types: what they refer to, what lies under names, sizes."""

from __future__ import annotations

import pytest

from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    DataSection,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Pointer,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Variable,
    Volatile,
)
from bpfcc.btf.walk import (
    is_void,
    map_references,
    resolve,
    size_bytes,
    skip_modifiers,
    visit_references,
)
from bpfcc.errors import InputError
from tests.unit.btf.build import INT, LONG, every_kind


def test_references_are_visited_in_the_order_of_the_format() -> None:
    found = {
        type_.kind.name: [t.kind.name for t in visit_references(type_)] for type_ in every_kind()
    }
    assert found["STRUCT"] == ["PTR", "INT", "INT", "UNION", "ARRAY"]
    assert found["FUNC_PROTO"] == ["INT", "PTR", "VOID"]
    assert found["ARRAY"] == ["INT", "INT"]
    assert found["FUNC"] == ["FUNC_PROTO"]
    assert found["VAR"] == ["CONST"]
    assert found["DATASEC"] == ["VAR"]
    assert found["INT"] == []
    assert found["FWD"] == []


def test_references_are_replaced_in_place() -> None:
    types = every_kind()
    marker = Int("marker", 4)
    for type_ in types:
        map_references(type_, lambda _: marker)
        assert all(inner is marker for inner in visit_references(type_))


def test_what_lies_under_names() -> None:
    tagged = TypeTag("user", Const(INT))
    alias = Typedef("t", Volatile(tagged))
    assert skip_modifiers(tagged) is INT
    assert skip_modifiers(alias) is alias
    assert resolve(Const(alias)) is INT
    assert is_void(Typedef("nothing", Const(VOID)))
    assert not is_void(alias)


def test_endless_chains_end() -> None:
    alias = Typedef("t", INT)
    alias.target = alias
    const = Const(INT)
    const.target = const
    for action, type_ in ((resolve, alias), (skip_modifiers, const), (size_bytes, alias)):
        with pytest.raises(InputError, match="nested deeper"):
            action(type_)
    array = Array(INT, 1, INT)
    array.element = array
    with pytest.raises(InputError, match="nested deeper"):
        size_bytes(array)


@pytest.mark.parametrize(
    ("type_", "size"),
    [
        (INT, 4),
        (Const(Typedef("t", LONG)), 8),
        (Pointer(VOID), 8),
        (Array(Array(INT, 3, INT), 2, INT), 24),
        (Array(INT, 0, INT), 0),
        (Struct("s", 12), 12),
        (Enum("e", 1), 1),
        (Float("float", 4), 4),
        (Variable("v", Array(LONG, 2, INT)), 16),
        (VOID, None),
        (Forward("s"), None),
        (Function("f", FunctionPrototype(INT)), None),
        (DataSection(".data"), None),
    ],
)
def test_sizes(type_: Type, size: int | None) -> None:
    assert size_bytes(type_) == size


def test_types_print_as_what_they_are() -> None:
    assert repr(Struct("s", 4)) == "<Struct 's'>"
