"""Token streams of ``-E`` beside clang 22's: examples, shipped headers, invented macros."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bpfcc.options import find_include_folder
from tests.support.preprocessing import print_text, read_tokens

Clang = Callable[[Sequence[str | Path]], CompletedProcess[bytes]]

ROOT = Path(__file__).parents[2]
INCLUDE = Path(find_include_folder())
FLAGS = ["-E", "-O2", "-g", "-mcpu=v3", "-D__BPFCC__=1", "-D__TARGET_ARCH_x86", "-nostdinc"]
SOURCES = [
    *sorted((ROOT / "examples").glob("*.c")),
    *sorted((ROOT / "tests/run/programs").glob("*.c")),
]


def compare(clang22: Clang, source: Path) -> None:
    folder = str(INCLUDE)
    result = clang22([*FLAGS, "-isystem", folder, source])
    assert result.returncode == 0, result.stderr.decode()
    text = print_text(
        source,
        nostdinc=True,
        system_folders=(folder,),
        cpu="v3",
        macros=(("__TARGET_ARCH_x86", "1"),),
    )
    assert text is not None
    assert read_tokens(text) == read_tokens(result.stdout.decode())


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_programs(clang22: Clang, source: Path) -> None:
    compare(clang22, source)


def test_every_shipped_header(clang22: Clang, tmp_path: Path) -> None:
    names = sorted(str(path.relative_to(INCLUDE)) for path in INCLUDE.rglob("*.h"))
    assert len(names) > 20
    source = tmp_path / "all.c"
    source.write_text("".join(f"#include <{name}>\n" for name in names if "vmlinux" not in name))
    compare(clang22, source)


class _Inventor:
    """Makes up macro definitions and texts that use them."""

    OBJECTS = ("A", "B", "C", "D")
    FUNCTIONS = ("F", "G", "H", "I")

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)

    def space(self) -> str:
        return self.choose.choice(["", " ", "  "])

    def call(self, depth: int = 0) -> str:
        count = self.choose.randrange(4)
        args = [self.atom(depth + 1) if self.choose.random() < 0.8 else "" for _ in range(count)]
        return f"{self.choose.choice(self.FUNCTIONS)}{self.space()}({', '.join(args)})"

    def atom(self, depth: int = 0) -> str:
        pick = self.choose.random()
        if pick < 0.3:
            return self.choose.choice(self.OBJECTS + self.FUNCTIONS)
        if pick < 0.5 and depth < 3:
            return self.call(depth)
        return self.choose.choice(["x", "y", "1", "+", "-", ".", '"s"', "'c'", "(z)", "0x1e"])

    def body(self, params: list[str], variable: str) -> str:
        pieces = []
        for _ in range(self.choose.randrange(6)):
            pick = self.choose.random()
            if not params or pick < 0.4:
                pieces.append(" " + self.atom())
                continue
            param = self.choose.choice(params)
            if pick < 0.5:
                pieces.append(f"{self.space()}#{self.space()}{param}")
            elif pick < 0.65:
                pieces.append(f" x{self.space()}##{self.space()}{param}")
            elif pick < 0.72 and variable:
                pieces.append(f"{self.space()},{self.space()}## {variable}")
            elif pick < 0.8 and variable == "__VA_ARGS__":
                pieces.append(f"{self.space()}__VA_OPT__({self.choose.choice([param, ',', ''])})")
            else:
                pieces.append(self.space() + param)
        return "".join(pieces)

    def program(self) -> str:
        lines = [f"#define {name} {self.body([], '')}" for name in self.OBJECTS]
        for name in self.FUNCTIONS:
            params = ["a", "b", "c"][: self.choose.randrange(3)]
            shown = list(params)
            variable = self.choose.choice(["__VA_ARGS__", "__VA_ARGS__", "rest"])
            shown.append("..." if variable == "__VA_ARGS__" else "rest...")
            # All take variable arguments, so that few calls have a wrong number of them.
            lines.append(
                f"#define {name}({', '.join(shown)}) {self.body([*params, variable], variable)}"
            )
        lines += ["#define STR(...) #__VA_ARGS__", "#define XSTR(...) STR(__VA_ARGS__)"]
        lines += [f"S {self.atom()} {self.call()} {self.atom()} ;" for _ in range(6)]
        lines += [f"XSTR({self.call()} {self.atom()}) ;" for _ in range(3)]
        return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(12))
def test_invented_macros(clang22: Clang, tmp_path: Path, seed: int) -> None:
    source = tmp_path / "m.c"
    source.write_text(_Inventor(seed).program())
    result = clang22(["-E", source])
    text = print_text(source)
    assert (text is None) == (result.returncode != 0), result.stderr.decode()
    if text is not None:
        expected = [value for value, _, _ in read_tokens(result.stdout.decode())]
        assert [value for value, _, _ in read_tokens(text)] == expected
