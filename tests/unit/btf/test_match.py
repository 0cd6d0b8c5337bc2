"""Two units' declarations of a name agree where what lies in memory is the same."""

from __future__ import annotations

import pytest

from bpfcc.btf.match import describe, find_mismatch
from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Member,
    Parameter,
    Pointer,
    Struct,
    Type,
    Typedef,
    Union,
    Variable,
    Volatile,
)
from tests.unit.btf.build import INT, LONG, U32


def struct(name: str, *members: Member, size: int = 4) -> Struct:
    return Struct(name, size, members)


def function(*parameters: Type, result: Type = INT) -> Function:
    return Function("f", FunctionPrototype(result, [Parameter("", type_) for type_ in parameters]))


SELF = struct("node", size=8)
SELF.members = [Member("next", Pointer(SELF), 0)]
OTHER_SELF = struct("node", size=8)
OTHER_SELF.members = [Member("next", Pointer(OTHER_SELF), 0)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (INT, U32),
        (INT, Const(Volatile(Typedef("number", Int("int", 4, 1))))),
        (Variable("x", INT), Variable("x", Const(INT))),
        (Array(INT, 3, INT), Array(INT, 4, INT)),
        (struct("s", Member("a", INT, 0)), struct("s", Member("a", U32, 0))),
        (SELF, OTHER_SELF),
        (Pointer(struct("s", Member("a", INT, 0))), Pointer(struct("s", size=9))),
        (Pointer(struct("s")), Pointer(Forward("s"))),
        (Pointer(Forward("u", True)), Pointer(Union("u", 4))),
        (Enum("e", 4), Enum("e", 4)),
        (function(INT, Pointer(SELF)), function(U32, Pointer(Forward("node")))),
        (Float("double", 8), Float("double", 8)),
        (VOID, VOID),
    ],
)
def test_what_agrees(left: Type, right: Type) -> None:
    assert find_mismatch(left, right) is None
    assert find_mismatch(right, left) is None


@pytest.mark.parametrize(
    ("left", "right", "problem"),
    [
        (INT, LONG, "int of 4 and of 8 bytes"),
        (INT, Pointer(INT), "int and a pointer"),
        (struct("s"), struct("t"), "struct s and struct t"),
        (struct("s"), Union("s", 4), "struct s and union s"),
        (struct("s", size=4), struct("s", size=8), "struct s of 4 and of 8 bytes"),
        (
            struct("s", Member("a", INT, 0)),
            struct("s"),
            "struct s with 1 and 0 members",
        ),
        (
            struct("s", Member("a", INT, 0)),
            struct("s", Member("a", INT, 8)),
            "struct s: member a is not the same",
        ),
        (
            struct("s", Member("a", INT, 0)),
            struct("s", Member("a", Float("float", 4), 0)),
            "member a of struct s: int and float",
        ),
        (Pointer(struct("s")), Pointer(Forward("t")), "struct s and struct t"),
        (Pointer(struct("s")), Pointer(Forward("s", True)), "struct s and union s"),
        (Pointer(INT), Pointer(struct("s")), "int and struct s"),
        (Array(INT, 1, INT), Array(LONG, 1, INT), "int of 4 and of 8 bytes"),
        (function(INT), function(INT, INT), "1 and 2 parameters"),
        (function(INT), function(LONG), "parameter 1 is int of 4 and of 8 bytes"),
        (function(), function(result=VOID), "the result is int and void"),
        (function(), Variable("f", INT), "Function and f"),
    ],
)
def test_what_disagrees(left: Type, right: Type, problem: str) -> None:
    if isinstance(right, Variable):
        assert find_mismatch(left, right) is not None
    else:
        assert find_mismatch(left, right) == problem


def test_types_are_described_in_a_few_words() -> None:
    assert describe(Const(struct("s"))) == "struct s"
    assert describe(struct("")) == "struct (anonymous)"
    assert describe(Array(INT, 2, INT)) == "an array"
    assert describe(FunctionPrototype(INT)) == "a function"
    assert describe(VOID) == "void"
