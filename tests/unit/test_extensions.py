"""docs/extensions.md says the truth: each of its examples compiles, or is the error it names."""

from __future__ import annotations

import re

import pytest

import bpfcc
from tests.conftest import ROOT

_ROW = re.compile(r"^\| (?P<name>.*?) \| `` (?P<code>.*) `` \| (?P<status>.*) \|$", re.MULTILINE)
ROWS = [
    pytest.param(
        match["code"].replace("⏎", "\n").replace("\\|", "|"), match["status"], id=match["name"]
    )
    for match in _ROW.finditer((ROOT / "docs" / "extensions.md").read_text(encoding="utf-8"))
]


def test_the_table_is_read() -> None:
    assert len(ROWS) > 60


@pytest.mark.parametrize(("code", "status"), ROWS)
def test_an_example_is_what_the_table_says(code: str, status: str) -> None:
    if status == "yes":
        assert bpfcc.compile(code + "\n").bytes
        return
    expected = re.match(r"(?:no|not yet) \[([\w-]+)\]", status)
    assert expected, f"{status!r} is neither 'yes' nor names an error"
    with pytest.raises(bpfcc.CompileError) as caught:
        bpfcc.compile(code + "\n")
    assert caught.value.diagnostics[0].code == expected[1]
