"""What starting imports: guarded by module names, since times vary with the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.types import Int, IntEncoding, Member, Struct
from bpfcc.btf.write import write_btf

PROGRAM = """
import sys, os
leave = os._exit
def report(status):
    sys.stdout.flush()
    os.write(2, ("\\n@@" + " ".join(sys.modules)).encode())
    leave(status)
os._exit = report
sys.argv = ["bpfcc", *{words!r}]
from bpfcc.__main__ import main
main()
"""

FRONT_END = "bpfcc.frontend"


def modules_after(*words: str) -> set[str]:
    """The modules that are loaded when ``bpfcc`` with these words ends."""
    program = PROGRAM.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    return set(done.stderr.decode().rpartition("@@")[2].split())


def heavy(modules: set[str], *allowed: str) -> list[str]:
    """Loaded modules that cost a start more than it is worth, but for those ``allowed``."""
    names = {
        "click",
        "ast",
        "ctypes",
        "dataclasses",
        "difflib",
        "elftools",
        "inspect",
        "json",
        "hashlib",
        "llvmlite",
        "locale",
        "pathlib",
        "pycparser",
        "shutil",
        "socket",
        "subprocess",
        "tempfile",
        "threading",
        "traceback",
        "typing",
        "unittest",
        FRONT_END,
    }
    return sorted((names & modules) - set(allowed))


def test_version_and_questions_import_next_to_nothing() -> None:
    for words in (["compile", "--version"], ["compile", "--print-include-dir"]):
        assert heavy(modules_after(*words)) == []


def test_a_wrong_flag_imports_no_front_end() -> None:
    assert heavy(modules_after("compile", "--no-such-flag"), "difflib") == []


def test_help_imports_click_and_no_command() -> None:
    loaded = modules_after("--help")
    assert "click" in loaded
    assert not heavy(loaded) or FRONT_END not in loaded
    assert {name for name in loaded if name.startswith("bpfcc.cli.")} <= {
        "bpfcc.cli.faults",
        "bpfcc.cli.group",
        "bpfcc.cli.version",
    }


def test_compiling_c_imports_no_tools(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text("int answer(void) { return 42; }\n")
    loaded = modules_after("compile", str(source), "-o", str(tmp_path / "x.o"))
    assert "bpfcc.ir.lower" in loaded
    assert heavy(loaded, FRONT_END) == []
    assert not [name for name in loaded if name.startswith(("bpfcc.elf.read", "bpfcc.btf.read"))]


def test_checking_c_starts_no_llvm(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text("int answer(void) { return 42; }\n")
    loaded = modules_after("compile", "-fsyntax-only", str(source))
    assert "bpfcc.codegen.worker" not in loaded or "bpfcc.codegen.llvm" not in loaded


@pytest.mark.parametrize("flag", ["-E", "-dM"])
def test_preprocessing_imports_no_parser(tmp_path: Path, flag: str) -> None:
    source = tmp_path / "x.c"
    source.write_text("#define A 1\nA\n")
    loaded = modules_after("compile", "-E", flag, str(source))
    assert heavy(loaded, FRONT_END) == []


def test_bytecode_is_kept_where_python_writes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Translating our source again at every start would cost more than compiling."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    modules_after("compile", "--version")
    assert list(tmp_path.glob("bpfcc/bytecode/**/arguments.*.pyc"))


def test_no_cache_means_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    source = tmp_path / "x.c"
    source.write_text("#include <stddef.h>\nint answer(void) { return 42; }\n")
    modules_after("compile", "--no-cache", str(source), "-o", str(tmp_path / "x.o"))
    assert (tmp_path / "x.o").exists()
    assert not (tmp_path / "bpfcc").exists()


def test_no_cache_reads_the_bytecode_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    modules_after("compile", "--version")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pyc")}
    assert before
    program = (
        "import sys; from bpfcc import __main__ as m;"
        "m._keep_bytecode(['compile', '--no-cache']);"
        "import bpfcc.cli.version; print(sys.pycache_prefix, sys.dont_write_bytecode)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().split() == [str(tmp_path / "bpfcc/bytecode"), "True"]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pyc")} == before


def test_types_of_the_kernel_seen_before_bring_no_reader_of_btf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    number = Int("int", 4, IntEncoding.SIGNED)
    kernel = tmp_path / "kernel.btf"
    kernel.write_bytes(write_btf(Btf([number, Struct("pair", 4, [Member("one", number, 0)])])))
    source = tmp_path / "x.c"
    words = ("compile", "--btf", str(kernel), str(source), "-o", str(tmp_path / "x.o"))
    for turn in range(2):
        source.write_text(f'#include "vmlinux.h"\nint size{turn} = sizeof(struct pair);\n')
        loaded = modules_after(*words)
    assert (tmp_path / "x.o").exists()
    assert "bpfcc.btf.ondemand" in loaded
    assert not loaded & {"bpfcc.btf.types", "bpfcc.btf.cprint", "bpfcc.btf.indexing", "typing"}


def test_llvm_s_process_reads_its_objects_with_little() -> None:
    program = (
        "import sys\n"
        "import bpfcc.codegen.llvm, bpfcc.codegen.variants, bpfcc.codegen.worker\n"
        "import bpfcc.elf.programs, bpfcc.elf.read\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert heavy(set(done.stdout.split()), "ctypes") == []
