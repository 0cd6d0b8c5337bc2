"""What a compilation does and what it leaves undone, counted: times would vary with the machine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bpfcc import driver
from bpfcc.btf import indexing, ondemand
from bpfcc.btf.container import Btf
from bpfcc.btf.types import Int, IntEncoding, Member, Struct, Type
from bpfcc.btf.write import write_btf
from bpfcc.codegen.backend import Backend
from bpfcc.frontend import includes, lazy, pp_scan, pp_unit
from bpfcc.frontend.lazy import TopLevel
from bpfcc.options import Options

TYPES = 3000

PROGRAM = """
#include "{header}"
int read_it(struct type_7 *one) {{ return one->inner.member; }}
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a program and a header of many types, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "big.h").write_text(
        "".join(
            f"struct inner_{n} {{\n\tint member;\n}};\n\n"
            f"struct type_{n} {{\n\tstruct inner_{n} inner;\n\tint more;\n}};\n\n"
            for n in range(TYPES)
        )
    )
    (tmp_path / "x.c").write_text(PROGRAM.format(header="big.h"))
    return tmp_path


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of some steps is taken."""
    found: Counter[str] = Counter()

    def count(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def counted(*args: object, **named: object) -> object:
            found[name] += 1
            return original(*args, **named)

        monkeypatch.setattr(owner, name, counted)

    count(pp_unit, "scan_region")
    count(pp_scan, "_find_items")
    count(TopLevel, "parse")
    count(lazy.TranslationUnit, "parse")
    count(indexing, "build_index")
    count(ondemand.KernelTypes, "_print")
    count(ondemand.KernelBtf, "open")
    monkeypatch.setattr(includes, "_scans", {})
    return found


def compile_it(options: Options | None = None) -> None:
    includes._scans.clear()  # as in a new process
    with Backend() as backend:
        result = driver.compile_source("x.c", options or Options(emit="none"), backend)
    assert result.ok, [one.message for one in result.sink.diagnostics]


def test_few_of_a_header_s_declarations_are_parsed(counts: Counter[str]) -> None:
    compile_it()
    assert counts["scan_region"] == 1
    # The function, the struct that it names, and the one inside that.
    assert counts["parse"] <= 8


def test_a_known_header_is_not_cut_into_declarations_again(counts: Counter[str]) -> None:
    compile_it()
    counts.clear()
    compile_it()
    assert counts["scan_region"] == 0
    assert counts["_find_items"] == 1  # the program itself


def test_without_a_cache_it_is(counts: Counter[str], place: Path) -> None:
    for _ in range(2):
        counts.clear()
        compile_it(Options(emit="none", cache=False))
        assert counts["scan_region"] == 1
    assert not (place / "cache").exists()


def write_kernel(place: Path) -> Options:
    number = Int("int", 4, IntEncoding.SIGNED)
    types: list[Type] = [number]
    for n in range(TYPES):
        inner = Struct(f"inner_{n}", 4, [Member("member", number, 0)])
        outer = Struct(f"type_{n}", 8, [Member("inner", inner, 0), Member("more", number, 32)])
        types += [inner, outer]
    (place / "kernel.btf").write_bytes(write_btf(Btf(types)))
    (place / "x.c").write_text(PROGRAM.format(header="vmlinux.h"))
    return Options(btf_file="kernel.btf")


def test_types_of_the_kernel_are_printed_when_they_are_named(
    counts: Counter[str], place: Path
) -> None:
    compile_it(write_kernel(place))
    assert counts["build_index"] == 1
    assert counts["_print"] == 2


def test_types_that_were_printed_before_need_no_btf(counts: Counter[str], place: Path) -> None:
    options = write_kernel(place)
    compile_it(options)
    counts.clear()
    compile_it(options)
    assert counts["build_index"] == counts["_print"] == counts["open"] == 0
