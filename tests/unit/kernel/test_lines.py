"""Lines of a program that no instruction is left of, found in its source."""

from __future__ import annotations

import re
from pathlib import Path

from bpfcc.btf.ext import LineInfo
from bpfcc.kernel.lines import LineTable
from bpfcc.kernel.log import SourceLine

SOURCE = """\
int other(void) { return 2; }
int prog(struct __sk_buff *skb)
{
	int kind = LEFT_NOTHING;

	if (skb->len > 9)
		return TC_ACT_SHOT;
	return kind ? 0x10 : 1;
}
"""


def make_table(folder: Path, text: str = "if (skb->len > 9)") -> LineTable:
    file = folder / "prog.c"
    file.write_text(SOURCE)
    records = [LineInfo(0, str(file), text, 6, 6), LineInfo(8, str(file), "}", 9, 1)]
    return LineTable(records, 2, records, {})


def find(table: LineTable, value: int) -> int | None:
    found = table.find_return(value, None)
    return found.line if found is not None else None


def test_a_returned_constant_is_found_by_number_and_by_name(tmp_path: Path) -> None:
    table = make_table(tmp_path)
    assert [find(table, value) for value in (2, 16, 1, 3)] == [7, 8, 8, None]


def test_a_word_is_found_where_no_instruction_came_of_its_line(tmp_path: Path) -> None:
    found = make_table(tmp_path).find_text("LEFT_NOTHING")
    assert found is not None
    assert found.line == 4


def test_a_source_that_was_changed_tells_nothing(tmp_path: Path) -> None:
    assert find(make_table(tmp_path, "if (skb->len > 8)"), 2) is None


def test_the_head_of_a_loop_is_the_line_around(tmp_path: Path) -> None:
    file = tmp_path / "prog.c"
    file.write_text(
        "int p(void *c)\n{\n\tfor (;;) {\n\t\tcall();\n\t\tif (x)\n\t\t\tgo();\n\t}\n}\n"
    )
    records = [LineInfo(0, str(file), "if (x)", 5, 7)]
    inner = SourceLine("if (x)", "prog.c", 5)
    found = LineTable(records, 1, records, {}).find_around(inner, re.compile(r"\bfor\b"))
    assert found is not None
    assert found.line == 3
