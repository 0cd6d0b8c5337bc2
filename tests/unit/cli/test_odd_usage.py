"""Files that are not what they should be, places that cannot be written: one error, no leavings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bpfcc.cli.compile import run_compile
from bpfcc.cli.group import COMMANDS, run_group
from bpfcc.elf.write import write_object
from tests.unit.elf.build import small_object

READERS = [
    ["inspect"],
    ["inspect", "good.o", "--diff"],
    ["disasm"],
    ["disasm", "--format", "html"],
    ["btf", "dump"],
    ["btf", "vmlinux", "--btf"],
    ["skeleton"],
    ["skeleton", "--lang", "python"],
    ["link", "-o", "out.o", "good.o"],
    ["verify"],
    ["run", "--program", "prog"],
    ["compile", "-x", "c", "-o", "out.o"],
]
WRITERS = [
    ["inspect", "good.o"],
    ["disasm", "good.o"],
    ["skeleton", "good.o"],
    ["link", "good.o"],
    ["compile", "good.c"],
]
HELPS = [[name] for name in COMMANDS] + [["btf", "dump"], ["btf", "vmlinux"]]
NOT_OBJECTS = ["missing", "folder", "loop", "empty", "text", "short", "cut", "zeros", ""]
EMPTY_PROGRAMS = ["empty", "zeros"]  # NULs are passed over


def id_of(words: list[str]) -> str:
    return "-".join(words)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good object, a source, and much that is neither."""
    monkeypatch.chdir(tmp_path)
    data = write_object(small_object())
    (tmp_path / "good.o").write_bytes(data)
    (tmp_path / "good.c").write_text("int number = 1;\n")
    (tmp_path / "cut").write_bytes(data[:-70])
    (tmp_path / "short").write_bytes(data[:4])
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_text("hello\n")
    (tmp_path / "zeros").write_bytes(bytes(4096))
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    return tmp_path


def run(words: list[str]) -> int:
    """The status of a command; ``compile`` has a way of its own, without click."""
    if words[0] == "compile":
        return run_compile("bpfcc compile", words[1:])
    return run_group(words)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param(words, name, id=f"{id_of(words)}-{name}")
        for words in READERS
        for name in NOT_OBJECTS
        if words[0] != "compile" or name not in EMPTY_PROGRAMS
    ],
)
def test_what_cannot_be_read_is_one_error(
    folder: Path, words: list[str], name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = names(folder)
    assert run([*words, name]) == 1
    out, errors = capfd.readouterr()
    assert out == ""
    assert errors.count("error:") == 1 or words[0] == "compile", errors
    assert name in errors
    assert names(folder) == before


@pytest.mark.parametrize("words", WRITERS, ids=id_of)
@pytest.mark.parametrize("target", ["folder", "missing/out", "/dev/full", "good.o/out"])
def test_what_cannot_be_written_is_one_error(
    folder: Path, words: list[str], target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = names(folder)
    assert run([*words, "-o", target]) == 1
    out, errors = capfd.readouterr()
    assert out == ""
    assert errors.count("error:") == 1, errors
    assert target in errors
    assert names(folder) == before


@pytest.mark.parametrize("words", HELPS, ids=id_of)
def test_help_has_an_example_and_a_wrong_flag_is_named(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--help"]) == 0
    out, errors = capfd.readouterr()
    assert "xample" in out
    assert errors == ""
    assert run([*words, "--no-such-flag"]) in (1, 2)
    out, errors = capfd.readouterr()
    assert out == ""
    assert "--no-such-flag" in errors


@pytest.mark.parametrize(
    "words",
    [*WRITERS[:3], ["compile", "-E", "good.c"], ["--version"], ["disasm", "--help"]],
    ids=id_of,
)
@pytest.mark.parametrize("stream", [">/dev/full", ">&-"])
def test_standard_output_that_takes_nothing_is_one_error(
    folder: Path, words: list[str], stream: str
) -> None:
    command = ["sh", "-c", f'exec "$@" {stream}', "sh", sys.executable, "-m", "bpfcc", *words]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("bpfcc: error: cannot write: ")
    assert done.stderr.count("\n") == 1


def test_with_all_streams_closed_an_object_is_made(folder: Path) -> None:
    line = 'exec "$@" <&- >&- 2>&-'
    command = ["sh", "-c", line, "sh", sys.executable, "-m", "bpfcc", "compile", "good.c"]
    assert subprocess.run(command, check=False).returncode == 0
    assert (folder / "good.o").read_bytes()[:4] == b"\x7fELF"
