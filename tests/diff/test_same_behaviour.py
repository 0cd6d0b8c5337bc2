"""Every example does with bpfcc what it does with clang 22, in about as many instructions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diff.prepare import IGNORE, PREPARE
from tests.diff.runner import compare_source
from tests.run.example import all_examples

pytestmark = pytest.mark.kernel

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.c"))


@pytest.mark.parametrize("source", [*all_examples(), *PROGRAMS], ids=lambda path: path.stem)
def test_same_behaviour_as_clang(source: Path) -> None:
    result = compare_source(
        source, prepare=PREPARE.get(source.stem), ignore=IGNORE.get(source.stem, ())
    )
    assert not result.problems, "\n".join(result.problems)
    assert result.counts
