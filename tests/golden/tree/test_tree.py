"""What sema makes of C, as ``--emit tree`` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.frontend.dump import dump_unit
from tests.conftest import Golden
from tests.support.frontend import analyze_text

CASES = sorted(Path(__file__).parent.glob("*.c"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_typed_tree(path: Path, golden: Golden) -> None:
    unit, sink = analyze_text(path.read_text())
    assert unit is not None
    assert not sink.error_count, [d.message for d in sink.diagnostics]
    golden(path.with_suffix(".tree"), dump_unit(unit))
