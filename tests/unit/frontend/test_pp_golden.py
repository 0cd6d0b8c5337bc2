"""``-E`` text of the files in tests/golden/pp."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.pp_output import print_preprocessed
from bpfcc.options import Options
from bpfcc.source import SourceManager

FOLDER = Path(__file__).parents[2] / "golden/pp"


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.c")), ids=lambda path: path.stem)
def test_printed_text(source: Path, golden: Callable[[Path, str], None]) -> None:
    manager = SourceManager()
    sink = Sink(manager)
    options = Options(cache=False)
    text, _ = print_preprocessed(source.name, options, manager, sink, text=source.read_text())
    assert sink.diagnostics == []
    golden(source.with_suffix(".pp"), text)
