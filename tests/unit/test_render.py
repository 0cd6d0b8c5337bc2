"""Diagnostics as text, beside clang's, and as JSON and SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bpfcc.diagnostics import FatalError, Sink, WarningPolicy
from bpfcc.frontend.preprocessor import preprocess
from bpfcc.options import Options
from bpfcc.render import printable_name, render_text, summarize
from bpfcc.render_data import render_json, render_sarif
from bpfcc.source import SourceManager
from tests.support.preprocessing import write_files

Clang = Callable[[Sequence[str | Path]], CompletedProcess[bytes]]


class Text:
    """A text whose tokens can be pointed at."""

    def __init__(self, text: str, name: str = "t.c", policy: WarningPolicy | None = None) -> None:
        self.manager = SourceManager()
        self.sink = Sink(self.manager, policy)
        try:
            self.tokens = preprocess(name, Options(cache=False), self.manager, self.sink, text=text)
        except FatalError:
            self.tokens = []

    def loc(self, spelling: str) -> int:
        """The first token of this spelling."""
        return next(tok.loc for tok in self.tokens if tok.value == spelling)

    def lines(self, *, color: bool = False) -> list[str]:
        return render_text(self.sink, color=color).splitlines()


WRONG = """#include "a.h"
#warning look out
#define F(x) #y
#if 1 +
#endif
#define TWICE 1
#define TWICE 2
#error überfluß é
#foo
#line 700 "other.c"
#error	in a	tab
"""


def test_the_text_is_clang_s(
    clang22: Clang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(
        tmp_path, {"m.c": WRONG, "a.h": '#include "b.h"\n#warning in a\n', "b.h": "#warning in b\n"}
    )
    result = clang22(["-E", "-o", "/dev/null", "m.c"])
    text = Text(WRONG, "m.c")
    ours = [
        line.replace(" [macro-definition]", "").replace(" [preprocessor-expression]", "")
        .replace(" [unknown-directive]", "").replace(" [error-directive]", "")
        for line in text.lines()
    ]  # fmt: skip
    assert ours == result.stderr.decode().splitlines()


def test_colours_are_clang_s(
    clang22: Clang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = "#define A 1\n#define A 2\n"
    write_files(tmp_path, {"m.c": source})
    result = clang22(["-E", "-o", "/dev/null", "-fcolor-diagnostics", "m.c"])

    def visible_colours(text: str) -> list[str]:
        """The coloured pieces; clang closes them a line later and paints the source too."""
        return [
            piece for piece in text.replace("\n", "").split("\x1b[0") if "error" in piece
            or "warning" in piece or "note:" in piece
        ]  # fmt: skip

    ours = render_text(Text(source, "m.c").sink, color=True)
    assert visible_colours(ours) == visible_colours(result.stderr.decode())


def test_ranges_carets_and_edits() -> None:
    text = Text("int a = first + second;\n")
    begin = text.loc("first")
    end = text.loc(";")
    error = text.sink.error("code", (text.loc("+"), begin, end), "wrong operands")
    error.fixit((end, end), "()").note("declared here", text.loc("a"))
    assert text.lines() == [
        "t.c:1:15: error: wrong operands [code]",
        "    1 | int a = first + second;",
        "      |         ~~~~~ ^ ~~~~~~".replace(" ^ ", "~^~"),
        "      |                       ()",
        "t.c:1:5: note: declared here",
        "    1 | int a = first + second;",
        "      |     ^",
        "1 error generated.",
    ]


def test_tabs_wide_and_unprintable_characters_keep_the_caret_in_place() -> None:
    text = Text('\tx = "漢\x07字" y;\n')
    text.sink.error("code", (text.loc("y"), text.loc("y") + 1), "here")
    assert text.lines()[:3] == [
        "t.c:1:16: error: here [code]",
        '    1 |         x = "漢<U+0007>字" y;',
        "      | " + " " * 27 + "^",
    ]


def test_a_range_over_lines_shows_them_all() -> None:
    text = Text("a(\n  b,\n  c)\n;\n")
    text.sink.error("code", (text.loc("a"), text.loc(")") + 1), "long")
    assert text.lines()[1:7] == [
        "    1 | a(", "      | ^~", "    2 |   b,", "      |   ~~", "    3 |   c)", "      |   ~~",
    ]  # fmt: skip


def test_macros_are_shown_from_the_outermost_in() -> None:
    text = Text("#define IN bad\n#define MID IN\n#define OUT(x) (x + MID)\nOUT(arg)\n")
    bad, arg = text.loc("bad"), text.loc("arg")
    text.sink.error("code", (bad, bad), "inside")
    text.sink.error("code", (arg, arg), "argument")
    assert [line for line in text.lines() if "|" not in line] == [
        "t.c:4:1: error: inside [code]",
        "t.c:3:21: note: expanded from macro 'OUT'",
        "t.c:2:13: note: expanded from macro 'MID'",
        "t.c:1:12: note: expanded from macro 'IN'",
        "t.c:4:5: error: argument [code]",
        "2 errors generated.",
    ]
    assert "      | ^~~" in text.lines()


def test_long_macro_chains_are_shortened() -> None:
    chain = "".join(f"#define M{i} M{i + 1}\n" for i in range(20))
    text = Text(chain + "#define M20 bad\nM0\n")
    text.sink.error("code", text.loc("bad"), "deep")
    notes = [line for line in text.lines() if "note:" in line]
    assert len(notes) == 7
    assert notes[3] == "note: (skipping 15 expansions in backtrace)"
    assert notes[6] == "t.c:21:13: note: expanded from macro 'M20'"


def test_include_chains_are_told_once_and_shortened(tmp_path: Path) -> None:
    files = {f"h{i}.h": f'#include "h{i + 1}.h"\n' for i in range(40)}
    write_files(tmp_path, {**files, "h40.h": "#warning one\n#warning two\n"})
    text = Text('#include "h0.h"\n', str(tmp_path / "m.c"))
    included = [line for line in text.lines() if line[0] in "I("]
    assert len(included) == 13
    assert included[0] == f"In file included from {tmp_path}/m.c:1:"
    assert included[6] == "(skipping 29 includes)"


def test_lines_too_long_to_read_are_not_shown() -> None:
    text = Text("x" * 5000 + " y;\n")
    text.sink.error("code", text.loc("y"), "far")
    assert text.lines() == ["t.c:1:5002: error: far [code]", "1 error generated."]


def test_promoted_warnings_name_their_option() -> None:
    policy = WarningPolicy()
    policy.every_error = True
    text = Text("#warning x\n", policy=policy)
    assert text.lines()[0] == "t.c:1:2: error: x [-Werror,-W#warnings]"


def test_places_without_a_location() -> None:
    text = Text("one\ntwo\n")
    text.sink.error("code", 0, "nowhere")
    error = text.sink.error("code", 0, "from the back end")
    error.place = ("t.c", 2, 2)
    assert text.lines()[:4] == [
        "bpfcc: error: nowhere [code]",
        "t.c:2:2: error: from the back end [code]",
        "    2 | two",
        "      |  ^",
    ]


def test_names_and_messages_are_printable() -> None:
    assert printable_name("a\x1b[31m\udc80é") == "a<U+001B>[31m<80>é"
    text = Text("x\n", name="b\nad.c")
    text.sink.error("code", text.loc("x"), "a\rb")
    assert text.lines()[0] == "b<U+000A>ad.c:1:1: error: a<U+000D>b [code]"


def test_the_summary_counts() -> None:
    text = Text("#warning a\n#warning b\n#error c\n")
    assert summarize(text.sink.diagnostics) == "2 warnings and 1 error generated."
    assert summarize([]) == ""


def test_the_gcc_matchers_of_editors_read_the_first_line() -> None:
    import re

    text = Text("#error stop\n", "dir/with space.c")
    vs_code = re.match(
        r"^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$", text.lines()[0]
    )
    assert vs_code is not None
    assert vs_code.groups()[:4] == ("dir/with space.c", "1", "2", "error")


def test_json_and_sarif_say_the_same() -> None:
    text = Text("int a = 1;\n")
    where = (text.loc("a"), text.loc("a") + 1)
    text.sink.error("code", where, "wrong").note("see", text.loc("1")).fixit(where, "b")
    found = [(d, text.manager) for d in text.sink.diagnostics]
    (entry,) = json.loads(render_json(found))
    assert (entry["kind"], entry["message"], entry["option"]) == ("error", "wrong", "code")
    assert entry["locations"][0]["caret"] == {"file": "t.c", "line": 1, "column": 5}
    assert entry["children"][0]["message"] == "see"
    assert entry["fixits"][0]["string"] == "b"
    log = json.loads(render_sarif(found, ok=False))
    assert log["version"] == "2.1.0"
    (result,) = log["runs"][0]["results"]
    assert (result["level"], result["ruleId"]) == ("error", "code")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 5, 6)
