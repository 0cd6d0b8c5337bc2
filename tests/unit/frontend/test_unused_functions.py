"""Functions of headers that nothing uses: looked at for warnings, where these were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.lazy import read_unit
from bpfcc.frontend.sema import analyze
from bpfcc.frontend.warn import check_unit
from bpfcc.options import Options
from bpfcc.source import SourceManager
from bpfcc.warning_table import make_policy

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """
#define CALLS(f) f()
static inline int unused(int parameter) { return 1; }
static inline int broken(int parameter) { return nowhere; }
static int helper(void) { int kept; return 1; }
static inline int through_macro(void) { return CALLS(helper); }
static int lonely(void) { return 1; }
"""
SOURCE = '#include "header.h"\nint program(void) { return 0; }\n'


def check(tmp_path: Path, *flags: str, folder: str = "user_folders") -> set[tuple[str, str]]:
    """(code, message) of everything that is said, the unit itself left as it was."""
    (tmp_path / "header.h").write_text(HEADER)
    options = Options(warnings=flags, cache=False).replace(**{folder: (str(tmp_path),)})
    manager = SourceManager()
    sink = Sink(manager, make_policy(options))
    unit = analyze(
        read_unit("program.c", options, manager, sink, text=SOURCE), options, sink, manager
    )
    defined = list(unit.definitions)
    check_unit(unit, sink, manager)
    assert unit.definitions == defined
    assert sink.error_count == 0
    return {(d.code, d.message) for d in sink.diagnostics}


def test_what_is_wrong_with_them_is_told_and_errors_are_passed_over(tmp_path: Path) -> None:
    assert check(tmp_path, "all", "extra") == {
        ("unused-parameter", "unused parameter 'parameter'"),
        ("unused-variable", "unused variable 'kept'"),
        ("unused-function", "unused function 'lonely'"),
    }


@pytest.mark.parametrize("flags", [(), ("no-unused",), ("error",)])
def test_they_are_not_read_where_no_warnings_were_asked_for(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    assert check(tmp_path, *flags) == set()


def test_system_headers_are_left_alone(tmp_path: Path) -> None:
    assert check(tmp_path, "all", "extra", folder="system_folders") == set()
