"""-E text, -dM and dependency files beside clang's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.depfile import format_dependencies, quote_target
from bpfcc.frontend.pp_output import print_macros, print_preprocessed
from bpfcc.frontend.preprocessor import Preprocessor
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.preprocessing import print_text, read_tokens, write_files

Clang = Callable[[Sequence[str | Path]], CompletedProcess[bytes]]

TEXT = """#include "a.h"
#define P +
#define E
#define M(x) x,
P P+ +P -P- 1 P.5 x P##
E a E
    indented

  E


 far



M(1) M(
 2
 )
#pragma unroll 4
_Pragma("clang loop unroll(disable)") for
a.b ..c L"x" u8 "y" - -x & &y
#line 77 "other.c"
other __LINE__
#include "a.h"
"""


def test_the_text_lexes_to_clang_s_tokens_at_the_same_lines(clang22: Clang, tmp_path: Path) -> None:
    write_files(tmp_path, {"m.c": TEXT, "a.h": '\n\nin a\n#include "b.h"\nback\n', "b.h": "b\n"})
    text = print_text(tmp_path / "m.c", nostdinc=True)
    assert text is not None
    result = clang22(["-E", "-nostdinc", tmp_path / "m.c"])
    assert read_tokens(text) == read_tokens(result.stdout.decode())


def test_markers_say_where_files_begin_and_end(tmp_path: Path) -> None:
    write_files(tmp_path, {"m.c": "#include <a.h>\nx\n", "i/a.h": "a\n"})
    text = print_text(tmp_path / "m.c", nostdinc=True, system_folders=(str(tmp_path / "i"),))
    assert text is not None
    main, header = tmp_path / "m.c", tmp_path / "i/a.h"
    assert text.endswith(f'# 1 "{main}" 2\n# 1 "{header}" 1 3\na\n# 2 "{main}" 2\nx\n')


def test_text_without_markers(tmp_path: Path) -> None:
    write_files(tmp_path, {"m.c": "a\n" + "\n" * 30 + "b\n"})
    text = print_text(tmp_path / "m.c", line_markers=False)
    assert text is not None
    assert "#" not in text
    assert text.split() == ["a", "b"]


def test_comments_are_kept_if_asked_for(clang22: Clang, tmp_path: Path) -> None:
    source = tmp_path / "m.c"
    source.write_text(
        "/* head */\n#define A /* in */ 1 // tail\nint a; // after\n/* b */ int /* c */ b = A;"
        " /* over\n lines */ int c;\n#if 0\n/* skipped */\n#endif\n#define F(x) x /* body */ + 1\n"
        'int d = F (/* arg */ 2) "/*" \'"\' ;\n// last\n'
    )
    text = print_text(source, keep_comments=True)
    assert text is not None
    result = clang22(["-E", "-C", source])
    expected = [line for line in result.stdout.decode().splitlines() if '<built-in>" 3' not in line]
    assert [line for line in text.splitlines() if '<built-in>" 3' not in line] == expected


def test_printed_text_preprocesses_to_itself(tmp_path: Path) -> None:
    write_files(tmp_path, {"m.c": TEXT, "a.h": "in a\n"})
    first = print_text(tmp_path / "m.c", nostdinc=True)
    assert first is not None
    (tmp_path / "m.i").write_text(first)
    second = print_text(tmp_path / "m.i", nostdinc=True)
    assert second is not None
    assert read_tokens(first) == read_tokens(second)


def test_macros_are_printed_as_clang_prints_them(clang22: Clang, tmp_path: Path) -> None:
    source = tmp_path / "m.c"
    source.write_text(
        "#define A\n#define B  1  +\t2 /* c */\n#define F(a,b) a##b # a\n#undef __bpf__\n"
        "#define V(a,...) __VA_ARGS__\n#define N(a, r...) r\n#define Z() z\n"
        "#define S \"x\" 'y'\n#define L a \\\n b\n"
    )
    manager = SourceManager()
    preprocessor = Preprocessor(Options(cache=False), manager, Sink(manager))
    preprocessor.run(str(source))
    lines = [line for line in print_macros(preprocessor).splitlines() if "__BPFCC__" not in line]
    result = clang22(["-O2", "-g", "-mcpu=v3", "-dM", "-E", source])
    assert lines == result.stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("flags", "settings", "output"),
    [
        (["-M"], {"dependencies": "M"}, None),
        (["-MM"], {"dependencies": "MM"}, None),
        (["-M", "-MP"], {"dependencies": "M", "phony_targets": True}, None),
        (
            ["-MM", "-MT", "a $(b)", "-MQ", "c$d e"],
            {"dependencies": "MM", "dependency_targets": (("a $(b)", False), ("c$d e", True))},
            None,
        ),
        (["-MD", "-MF", "-", "-E", "-o", "out.o"], {"dependencies": "MD"}, "out.o"),
    ],
    ids=["M", "MM", "MP", "targets", "MD"],
)
def test_dependency_files_are_clang_s(
    clang22: Clang,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    settings: dict[str, Any],
    output: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"some/long/folder/name/header_{i}.h" for i in range(6)]
    includes = "".join(f'#include "{name}"\n' for name in names)
    write_files(
        tmp_path,
        {
            "m.c": f'#include "a $b#.h"\n{includes}#include <s.h>\n',
            "a $b#.h": "",
            "i/s.h": "",
            **dict.fromkeys(names, ""),
        },
    )
    manager = SourceManager()
    options = Options(nostdinc=True, system_folders=("i",), cache=False, **settings)
    _, preprocessor = print_preprocessed("m.c", options, manager, Sink(manager))
    text = format_dependencies(options, "m.c", output, preprocessor.dependencies)
    result = clang22([*flags, "-nostdinc", "-isystem", "i", "m.c"])
    assert text == result.stdout.decode()


def test_targets_are_quoted_for_make() -> None:
    assert quote_target("a b\\ c$d#e") == "a\\ b\\\\\\ c$$d\\#e"
