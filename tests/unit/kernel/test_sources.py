"""Definitions that are looked for in the source, and only in that which was compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.ext import LineInfo
from bpfcc.kernel.sources import find_definition

SOURCE = """\
struct hits { int n; }; /* hits { */
int BPF_KPROBE(probe, int hits);
struct {
	__uint(type, 1);
} hits SEC(".maps");
static int helper(int probe) { return probe; }
int BPF_KPROBE(probe, int x)
{
	return helper(x);
}
"""


def record(file: Path, line: int, text: str) -> LineInfo:
    return LineInfo(0, str(file), text, line, 1)


@pytest.mark.parametrize(("name", "line"), [("hits", 5), ("probe", 7), ("helper", 6)])
def test_a_definition_is_found_behind_declarations(tmp_path: Path, name: str, line: int) -> None:
    file = tmp_path / "a.c"
    file.write_text(SOURCE)
    found = find_definition(name, [record(file, 9, "\treturn helper(x);")])
    assert found is not None
    assert (found.file, found.line) == (str(file), line)
    assert name in found.text


def test_a_file_of_another_version_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.c"
    file.write_text(SOURCE)
    assert find_definition("hits", [record(file, 9, "return 1;")]) is None
    assert find_definition("hits", [record(tmp_path / "none.c", 9, "")]) is None
