"""Every example compiles as a newcomer would compile it, and is on the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.diff.compilers import compile_with_bpfcc
from tests.run.example import EXAMPLES, all_examples


@pytest.mark.parametrize("source", all_examples(), ids=lambda path: path.stem)
def test_compiles_without_flags(source: Path) -> None:
    assert compile_with_bpfcc(source)[:4] == b"\x7fELF"


def test_the_list_of_examples_is_whole() -> None:
    text = (EXAMPLES / "README.md").read_text()
    assert set(re.findall(r"\]\((\w+\.c)\)", text)) == {path.name for path in all_examples()}


@pytest.mark.parametrize("source", all_examples(), ids=lambda path: path.stem)
def test_begins_with_its_licence_and_what_it_teaches(source: Path) -> None:
    first, second = source.read_text().splitlines()[:2]
    assert first == "// SPDX-License-Identifier: Apache-2.0"
    assert second == "/*"
