"""Which records live in the place of a function's result."""

from __future__ import annotations

import pytest

from bpfcc.frontend.tree import Function
from bpfcc.ir.nrvo import find_result_variables
from tests.support.frontend import analyze_text

HEAD = "struct s { long a[4]; }; int c; struct s other(void);\nstruct s f(struct s p) "


def names(body: str) -> set[str]:
    unit, sink = analyze_text(HEAD + body)
    assert unit is not None
    assert not sink.error_count
    function = unit.definitions[-1]
    assert isinstance(function, Function)
    return {v.name for v in find_result_variables(function) if v is not None}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{ struct s x = {}; return x; }", {"x"}),
        ("{ struct s x = {}; if (c) return x; x.a[1]++; return x; }", {"x"}),
        ("{ struct s x = {}; struct s y = {}; if (c) return x; return y; }", set()),
        ("{ struct s x = {}; if (c) return other(); return x; }", set()),
        # Each is the result in a scope of its own.
        ("{ if (c) { struct s x = {}; return x; } struct s y = {}; return y; }", {"x", "y"}),
        (
            "{ if (c) { struct s x = {}; return x; } else { struct s y = {}; return y; } }",
            {"x", "y"},
        ),
        ("{ for (struct s x = {};;) { return x; } }", {"x"}),
        # What is in use until a later return has the place of none declared before.
        ("{ struct s y = {}; if (c) { struct s x = {}; return x; } return y; }", {"x"}),
        ("{ struct s x = {}; c = ({ if (c) return other(); 1; }); return x; }", set()),
        ("{ return p; }", set()),
        ("{ static struct s x; return x; }", set()),
        ("{ volatile struct s x = {}; return x; }", set()),
        ("{ struct s x __attribute__((aligned(32))) = {}; return x; }", set()),
    ],
)
def test_result_variables(body: str, expected: set[str]) -> None:
    assert names(body) == expected
