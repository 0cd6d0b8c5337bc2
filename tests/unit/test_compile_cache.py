"""An unchanged source is not compiled again; whatever changed is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import bpfcc
from bpfcc import compile_cache, driver
from bpfcc.btf.container import Btf
from bpfcc.btf.types import Int, IntEncoding, Member, Struct
from bpfcc.btf.write import write_btf
from bpfcc.cli.compile import run_compile
from bpfcc.compile_cache import Entry, Kept, find_entry
from bpfcc.options import Options

SOURCE = """
#include <value.h>
#include "near.h"
int answer(void) { return VALUE + NEAR; }
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a source, its headers, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    (tmp_path / "x.c").write_text(SOURCE)
    (tmp_path / "near.h").write_text("#define NEAR 1\n")
    (tmp_path / "second/value.h").write_text("#define VALUE 20\n")
    return tmp_path


class Run:
    """One ``bpfcc compile`` in this process: how it ended, what it said, whether it compiled."""

    def __init__(self, *words: str) -> None:
        sources: list[str] = []

        with pytest.MonkeyPatch.context() as patch, redirect_stderr(StringIO()) as errors:
            # Whoever edits the compiler meanwhile must not disturb.
            patch.setattr(compile_cache, "_compiler", [("of the test",)])
            patch.setattr(driver, "compile_source", partial(_record, sources))
            self.status = run_compile("bpfcc compile", words)
        self.errors = errors.getvalue()
        self.compiled = bool(sources)


_compile_source = driver.compile_source


def _record(sources: list[str], path: str, *rest: Any, **named: Any) -> Any:
    sources.append(path)
    return _compile_source(path, *rest, **named)


FLAGS = ("-Ifirst", "-Isecond", "x.c", "-o", "x.o")


def run(*words: str) -> Run:
    done = Run(*words)
    assert done.status == 0, done.errors
    return done


PROGRAM = """
import sys, os
leave = os._exit
def report(status):
    os.write(1, " ".join(sys.modules).encode())
    leave(status)
os._exit = report
sys.argv = ["bpfcc", "compile", *sys.argv[1:]]
from bpfcc.__main__ import main
main()
"""


def modules_after(*words: str) -> set[str]:
    """The modules that ``bpfcc compile`` imports in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, *words]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_a_repeated_compilation_imports_nothing_of_the_compiler(place: Path) -> None:
    assert "bpfcc.frontend.sema" in modules_after(*FLAGS)
    made = (place / "x.o").read_bytes()
    (place / "x.o").unlink()
    loaded = modules_after(*FLAGS)
    assert (place / "x.o").read_bytes() == made
    ours = {name for name in loaded if name.startswith("bpfcc")}
    assert ours == {
        "bpfcc",
        "bpfcc.__main__",
        "bpfcc.cache",
        "bpfcc.cli",
        "bpfcc.cli.arguments",
        "bpfcc.cli.compile",
        "bpfcc.cli.faults",
        "bpfcc.cli.flags",
        "bpfcc.codegen",
        "bpfcc.codegen.library",
        "bpfcc.compile_cache",
        "bpfcc.errors",
        "bpfcc.files",
        "bpfcc.options",
        "bpfcc.output",
    }
    assert not loaded & {"click", "ctypes", "pycparser", "llvmlite", "re", "hashlib", "select"}


CHANGES: dict[str, Callable[[Path], object]] = {
    "source": lambda at: (at / "x.c").write_text(SOURCE + "int more;\n"),
    "header": lambda at: (at / "second/value.h").write_text("#define VALUE 21\n"),
    "near header": lambda at: (at / "near.h").write_text("#define NEAR 2\n"),
    "appears earlier": lambda at: (at / "first/value.h").write_text("#define VALUE 7\n"),
    "appears near": lambda at: (at / "second/near.h").write_text("#define NEAR 9\n"),
    "settings": lambda at: None,
}


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "appears near"])
def test_a_change_is_noticed(place: Path, change: str) -> None:
    run(*FLAGS)
    before = (place / "x.o").read_bytes()
    CHANGES[change](place)
    flags = ("-DNEW", *FLAGS) if change == "settings" else FLAGS
    assert run(*flags).compiled
    if change != "settings":
        assert (place / "x.o").read_bytes() != before


def test_what_is_never_looked_at_may_change(place: Path) -> None:
    run(*FLAGS)
    CHANGES["appears near"](place)
    os.utime(place / "x.c")
    assert not run(*FLAGS).compiled


def test_another_compiler_is_told_by_its_files(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = place / "package"
    (package / "room").mkdir(parents=True)
    (package / "room/module.py").write_text("one = 1\n")
    (package / "__pycache__").mkdir()
    monkeypatch.setattr(compile_cache, "__file__", str(package / "compile_cache.py"))
    seen = set()
    for change in (
        lambda: None,
        lambda: (package / "room/module.py").write_text("one = 11\n"),
        lambda: os.utime(package / "room/module.py", (1, 1)),
        lambda: (package / "more.py").touch(),
    ):
        change()
        monkeypatch.setattr(compile_cache, "_compiler", [])
        seen.add(compile_cache.identify_compiler())
    assert len(seen) == 4
    (package / "__pycache__/module.py").touch()
    monkeypatch.setattr(compile_cache, "_compiler", [])
    assert compile_cache.identify_compiler() in seen


def test_going_back_finds_the_earlier_result(place: Path) -> None:
    run(*FLAGS)
    (place / "near.h").write_text("#define NEAR 2\n")
    assert run(*FLAGS).compiled
    (place / "near.h").write_text("#define NEAR 1\n")
    assert not run(*FLAGS).compiled


def test_a_header_that_is_gone_is_missed(place: Path) -> None:
    run(*FLAGS)
    (place / "second/value.h").unlink()
    done = Run(*FLAGS)
    assert done.status == 1
    assert "'value.h' file not found" in done.errors


def test_another_folder_is_another_compilation(place: Path) -> None:
    """The current folder is part of the debug information, and relative paths begin there."""
    run(*FLAGS)
    other = place / "other"
    other.mkdir()
    os.chdir(other)
    for name in ("x.c", "near.h", "second", "first"):
        (other / name).symlink_to(place / name)
    assert run(*FLAGS).compiled


def test_warnings_are_said_again(place: Path) -> None:
    (place / "x.c").write_text(SOURCE + "int odd(void) { int unused; return 0; }\n")
    first = run("-Wall", *FLAGS)
    again = run("-Wall", *FLAGS)
    assert "unused variable" in first.errors
    assert not again.compiled
    assert first.errors == again.errors
    assert run("-Wall", "-fdiagnostics-format=json", *FLAGS).compiled
    once_more = run("-Wall", "-fdiagnostics-format=json", *FLAGS)
    assert not once_more.compiled
    assert json.loads(once_more.errors)


def test_the_dependency_file_is_written_again(place: Path) -> None:
    run("-MD", *FLAGS)
    rule = (place / "x.d").read_text()
    (place / "x.d").unlink()
    assert not run("-MD", *FLAGS).compiled
    assert (place / "x.d").read_text() == rule
    assert "second/value.h" in rule


@pytest.mark.parametrize("flag", ["--no-cache", "--timings", "-mcpu=probe", "-fsyntax-only"])
def test_some_compilations_are_not_kept(place: Path, flag: str) -> None:
    flags = FLAGS[:3] if flag == "-fsyntax-only" else FLAGS
    for _ in range(2):
        assert run(flag, *flags).compiled
    assert not list((place / "cache").glob("bpfcc/objects/**/*"))


@pytest.mark.parametrize("macro", ["__DATE__", "__TIME__", "__TIMESTAMP__"])
def test_a_source_that_depends_on_the_time_is_compiled_anew(place: Path, macro: str) -> None:
    (place / "x.c").write_text(f"const char when[] = {macro};\n")
    for _ in range(2):
        assert run(*FLAGS).compiled


def test_a_mistake_is_not_kept(place: Path) -> None:
    (place / "x.c").write_text("int broken(void) { return missing; }\n")
    for _ in range(2):
        done = Run(*FLAGS)
        assert done.status == 1
        assert "missing" in done.errors


@pytest.mark.parametrize("damage", [b"", b"bpfC\0\0\0\0", bytes(range(50))])
def test_damaged_entries_are_compiled_over(place: Path, damage: bytes) -> None:
    run(*FLAGS)
    for path in (place / "cache/bpfcc/objects").rglob("*"):
        if path.is_file():
            path.write_bytes(damage)
    assert run(*FLAGS).compiled
    assert not run(*FLAGS).compiled


def test_an_entry_of_another_shape_is_none(place: Path) -> None:
    entry = find_entry("x.c", Options(), None, "text")
    assert isinstance(entry, Entry)
    entry._cache.store(entry._key, b"not marshalled")
    assert entry.load() is None
    entry.store(Kept(b"object", "said", [("x.c", False)]), ([("x.c", bytes(20))], []))
    assert entry.load() is None  # x.c has other contents


def test_few_variants_are_kept(place: Path) -> None:
    entry: Entry | None = None
    for number in range(compile_cache.VARIANTS_KEPT + 3):
        (place / "v.c").write_text(f"int v = {number};")
        entry = find_entry("v.c", Options(), None, "text")
        assert entry is not None
        assert entry.load() is None
        digest = compile_cache.hash_file("v.c")
        assert digest is not None
        entry.store(Kept(b"object", "", []), ([("v.c", digest)], []))
        assert entry.load() is not None
    assert entry is not None
    assert len(entry._variants) == compile_cache.VARIANTS_KEPT


def test_standard_input_is_known_by_its_text() -> None:
    one = find_entry("<stdin>", Options(), "int a;", "text")
    two = find_entry("<stdin>", Options(), "int b;", "text")
    assert one is not None
    assert two is not None
    assert one._key != two._key


def test_a_byte_order_mark_changes_nothing(place: Path) -> None:
    run(*FLAGS)
    near = place / "near.h"
    near.write_bytes(b"\xef\xbb\xbf" + near.read_bytes())
    assert not run(*FLAGS).compiled


def test_the_api_shares_what_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    made = bpfcc.compile("x.c", include_folders=["second"])
    monkeypatch.setattr("bpfcc.api.compile_source", None)
    again = bpfcc.compile("x.c", include_folders=["second"])
    assert again.bytes == made.bytes
    assert again.warnings == ()


def test_the_api_keeps_nothing_that_has_warnings() -> None:
    text = "int f(void) { int unused; return 1; }"
    for _ in range(2):
        (warning,) = bpfcc.compile(text, warnings=["all"]).warnings
        assert "unused variable" in warning.message


def test_the_command_shows_and_clears(place: Path) -> None:
    run(*FLAGS)

    def cache(*words: str) -> str:
        command = [sys.executable, "-m", "bpfcc", "cache", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    kinds = json.loads(cache("stats", "--json"))["kinds"]
    assert kinds["objects"]["entries"] == 2
    assert "objects" in cache("stats")
    assert "entries" in cache("clear")
    assert run(*FLAGS).compiled


def test_the_kernel_s_types_are_an_input(place: Path) -> None:
    integer = Int("int", 4, IntEncoding.SIGNED)

    def write(size: int) -> None:
        record = Struct("pair", size, [Member("one", integer, 0)])
        (place / "kernel.btf").write_bytes(write_btf(Btf([integer, record])))

    (place / "x.c").write_text('#include "vmlinux.h"\nint size = sizeof(struct pair);\n')
    flags = ("--btf", "kernel.btf", *FLAGS)
    write(4)
    assert run(*flags).compiled
    assert not run(*flags).compiled
    write(8)
    assert run(*flags).compiled
    (place / "first/vmlinux.h").write_text("struct pair { char one; };\n")
    assert run(*flags).compiled
