"""``bpfcc compile`` and ``bpfcc-cc`` as processes: outputs, statuses, messages."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bpfcc.elf.read import read_object_file

GOOD = """\
#include "answer.h"
__attribute__((section("socket"), used)) int program(void *ctx) { return ANSWER; }
char _license[] __attribute__((section("license"), used)) = "GPL";
"""
WRONG = "int f(void)\n{\n    return missing;\n}\n"
ASSEMBLY = "\t.text\n\t.globl\tf\nf:\n\tr0 = 7\n\texit\n"

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with sources: two good ones, one wrong, one of assembly."""
    (tmp_path / "answer.h").write_text("#define ANSWER 42\n")
    (tmp_path / "good.c").write_text(GOOD)
    (tmp_path / "other.bpf.c").write_text(GOOD)
    (tmp_path / "wrong.c").write_text(WRONG)
    (tmp_path / "seven.s").write_text(ASSEMBLY)
    return tmp_path


def bpfcc(folder: Path, *words: str, text: str | None = None, status: int = 0) -> Done:
    """Run ``bpfcc compile`` in a folder; its status must be as said."""
    command = [sys.executable, "-m", "bpfcc", "compile", *words]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command,
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == status, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def read_code(path: Path) -> dict[str, bytes]:
    """The code sections of an object."""
    return {s.name: bytes(s.data) for s in read_object_file(path).sections if s.is_code}


# ----------------------------------------------------------------------------- outputs


def test_an_object_lands_in_the_current_folder(folder: Path) -> None:
    before = files(folder)
    done = bpfcc(folder, "good.c")
    assert files(folder) - before == {"good.o"}
    assert (folder / "good.o").read_bytes().startswith(b"\x7fELF")
    assert done.stdout == ""
    assert done.stderr == ""


def test_only_the_last_suffix_is_replaced(folder: Path) -> None:
    bpfcc(folder, "other.bpf.c")
    assert (folder / "other.bpf.o").exists()


def test_o_says_where(folder: Path) -> None:
    bpfcc(folder, "good.c", "-o", "out.bin")
    assert (folder / "out.bin").exists()


def test_an_object_goes_to_stdout(folder: Path) -> None:
    command = [sys.executable, "-m", "bpfcc", "compile", "good.c", "-o", "-"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    assert done.stdout.startswith(b"\x7fELF")


def test_standard_input_is_c(folder: Path) -> None:
    bpfcc(folder, "-", "-o", "in.o", text="int f(void) { return 1; }\n")
    assert (folder / "in.o").exists()
    done = bpfcc(folder, "-", "-o", "in.o", text=WRONG, status=1)
    assert done.stderr.startswith("<stdin>:3:12: error:")


def test_standard_input_finds_headers_beside_the_current_folder(folder: Path) -> None:
    bpfcc(folder, "-x", "c", "-", "-o", "in.o", text=GOOD)


def test_each_kind_of_text(folder: Path) -> None:
    assert "exit" in bpfcc(folder, "--emit", "asm", "good.c").stdout
    assert "define" in bpfcc(folder, "--emit", "llvm", "good.c").stdout
    assert "ret i32 42" in bpfcc(folder, "--emit", "llvm-opt", "good.c").stdout
    assert "return 42;" in bpfcc(folder, "--emit", "preprocessed", "good.c").stdout
    assert "function program" in bpfcc(folder, "--emit", "tree", "good.c").stdout
    assert "#define ANSWER 42\n" in bpfcc(folder, "-E", "-dM", "good.c").stdout


def test_clangs_kinds_of_output_have_clangs_names(folder: Path) -> None:
    bpfcc(folder, "-S", "good.c")
    bpfcc(folder, "-S", "-emit-llvm", "good.c")
    bpfcc(folder, "-c", "-emit-llvm", "good.c")
    assert {"good.s", "good.ll", "good.bc"} <= files(folder)
    assert (folder / "good.bc").read_bytes().startswith(b"BC\xc0\xde")


def test_printed_assembly_assembles_to_the_same_code(folder: Path) -> None:
    bpfcc(folder, "-O2", "good.c", "-o", "direct.o")
    bpfcc(folder, "-O2", "-S", "good.c")
    bpfcc(folder, "good.s", "-o", "assembled.o")
    assert read_code(folder / "direct.o") == read_code(folder / "assembled.o")


def test_preprocessed_text_compiles_to_the_same_code(folder: Path) -> None:
    bpfcc(folder, "good.c", "-o", "direct.o")
    bpfcc(folder, "-E", "good.c", "-o", "good.i")
    bpfcc(folder, "good.i", "-o", "again.o")
    assert read_code(folder / "direct.o") == read_code(folder / "again.o")


def test_assembly_is_assembled(folder: Path) -> None:
    bpfcc(folder, "seven.s")
    assert (folder / "seven.o").read_bytes().startswith(b"\x7fELF")


def test_checking_writes_nothing(folder: Path) -> None:
    before = files(folder)
    bpfcc(folder, "-fsyntax-only", "good.c")
    bpfcc(folder, "-fsyntax-only", "wrong.c", status=1)
    assert files(folder) == before


def test_the_same_source_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "deep" / "er"
    elsewhere.mkdir(parents=True)
    for name in ("good.c", "answer.h"):
        (elsewhere / name).write_bytes((folder / name).read_bytes())
    bpfcc(folder, f"-fdebug-prefix-map={folder}=/src", "good.c", "-o", "a.o")
    bpfcc(elsewhere, f"-fdebug-prefix-map={elsewhere}=/src", "good.c", "-o", "b.o")
    assert (folder / "a.o").read_bytes() == (elsewhere / "b.o").read_bytes()


# ---------------------------------------------------------------------------- mistakes


def test_a_mistake_is_told_with_its_place_and_nothing_is_written(folder: Path) -> None:
    before = files(folder)
    done = bpfcc(folder, "wrong.c", status=1)
    assert done.stderr.startswith("wrong.c:3:12: error: ")
    assert "1 error generated." in done.stderr
    assert files(folder) == before


def test_mistakes_are_told_in_the_order_of_the_source(folder: Path) -> None:
    (folder / "wrong.h").write_text("int in_header = missing_2;\n")
    (folder / "many.c").write_text(
        "int first = missing_1;\n"
        '#include "wrong.h"\n'
        "int second(void) { return (1 + ; }\n"
        "int third = missing_3;\n"
        "#nosuch\n"
    )
    said = bpfcc(folder, "many.c", status=1).stderr
    places = [line.split(": error")[0] for line in said.splitlines() if ": error" in line]
    assert places == ["many.c:1:13", "./wrong.h:1:17", "many.c:3:32", "many.c:4:13", "many.c:5:2"]


def test_an_old_object_survives_a_mistake(folder: Path) -> None:
    (folder / "wrong.o").write_bytes(b"old")
    bpfcc(folder, "wrong.c", status=1)
    assert (folder / "wrong.o").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["missing.c", "missing.s", "missing.i"])
def test_a_missing_source_is_one_error(folder: Path, name: str) -> None:
    assert f"{name}: No such file" in bpfcc(folder, name, status=1).stderr


def test_a_folder_is_no_source(folder: Path) -> None:
    (folder / "folder.c").mkdir()
    assert "folder.c" in bpfcc(folder, "folder.c", status=1).stderr


@pytest.mark.parametrize("out", ["no/such/folder/x.o", "/dev/full"])
def test_an_unwritable_output_is_one_error(folder: Path, out: str) -> None:
    done = bpfcc(folder, "good.c", "-o", out, status=1)
    assert done.stderr.count("\n") == 1
    assert f"{out}: cannot write: " in done.stderr


@pytest.mark.parametrize(
    "words", [("-o", "good.c"), ("-o", "./good.c"), ("-MD", "-MF", "good.c"), ("-S", "-ogood.c")]
)
def test_the_source_is_not_written_over(folder: Path, words: tuple[str, ...]) -> None:
    done = bpfcc(folder, *words, "good.c", status=1)
    assert "good.c: the output would overwrite the source" in done.stderr
    assert (folder / "good.c").read_text() == GOOD


@pytest.mark.parametrize("words", [("-o-",), ("-E",), ("-o", "/dev/full")])
def test_a_full_disk_is_one_error(folder: Path, words: tuple[str, ...]) -> None:
    before = files(folder)
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "bpfcc", "compile", *words, "good.c"]
        done = subprocess.run(
            command, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot write: No space left on device" in done.stderr
    assert files(folder) == before


def test_a_wrong_command_line_has_status_2(folder: Path) -> None:
    assert "unknown argument: '--no-such'" in bpfcc(folder, "--no-such", "good.c", status=2).stderr
    assert "no input files" in bpfcc(folder, status=2).stderr


def test_a_fault_of_ours_has_status_3_and_names_the_line(folder: Path) -> None:
    program = (
        "import sys\n"
        "from bpfcc.frontend.sema_stmt import StmtAnalyzer\n"
        "def fail(self, node): raise ZeroDivisionError('on purpose')\n"
        "StmtAnalyzer.statement = fail\n"
        "from bpfcc.cli.compile import run_compile\n"
        "sys.exit(run_compile('bpfcc compile', ['good.c']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert done.returncode == 3, done.stderr
    assert "good.c:2:" in done.stderr
    (report,) = folder.glob("bpfcc-fault-*.txt")
    assert str(report) in done.stderr
    assert "compiling: good.c:2:" in report.read_text()
    assert "in fail\n" in report.read_text()
    assert "internal error: ZeroDivisionError: on purpose" in done.stderr
    assert "Traceback" not in done.stderr
    assert "good.o" not in files(folder)


def test_an_llvm_option_reaches_llvm(folder: Path) -> None:
    bpfcc(folder, "-mllvm", "-bpf-stack-size=1024", "good.c")
    done = bpfcc(folder, "-mllvm", "-no-such", "good.c", status=1)
    assert "-no-such" in done.stderr


# -------------------------------------------------------------------------- diagnostics


def test_json_is_one_document_for_all_sources(folder: Path) -> None:
    words = ["-fsyntax-only", "-fdiagnostics-format=json"]
    (entry,) = json.loads(bpfcc(folder, *words, "wrong.c", "good.c", status=1).stderr)
    assert entry["kind"] == "error"
    assert entry["locations"][0]["caret"] == {"file": "wrong.c", "line": 3, "column": 12}
    assert json.loads(bpfcc(folder, *words, "good.c").stderr) == []


def test_sarif_is_one_document_for_all_sources(folder: Path) -> None:
    words = ["-fsyntax-only", "-fdiagnostics-format=sarif", "-j2"]
    log = json.loads(bpfcc(folder, *words, "wrong.c", "good.c", status=1).stderr)
    assert log["version"] == "2.1.0"
    assert [run["invocations"][0]["executionSuccessful"] for run in log["runs"]] == [False, True]
    (result,) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 12)


def test_colours_are_for_who_asks(folder: Path) -> None:
    assert "\x1b[" not in bpfcc(folder, "wrong.c", status=1).stderr
    assert "\x1b[" in bpfcc(folder, "-fdiagnostics-color", "wrong.c", status=1).stderr


# ------------------------------------------------------------------------ several sources


@pytest.mark.parametrize("jobs", ["-j1", "-j3"])
def test_several_sources_each_get_their_object(folder: Path, jobs: str) -> None:
    for number in range(6):
        (folder / f"n{number}.c").write_text(f"int f{number}(void) {{ return {number}; }}\n")
    names = [f"n{number}.c" for number in range(6)]
    bpfcc(folder, jobs, *names)
    assert {f"n{number}.o" for number in range(6)} <= files(folder)


def test_parallel_objects_are_those_of_one_after_the_other(folder: Path) -> None:
    names = ["good.c", "other.bpf.c"]
    bpfcc(folder, "-j1", *names)
    one = [(folder / name).read_bytes() for name in ("good.o", "other.bpf.o")]
    bpfcc(folder, "-j2", *names)
    assert [(folder / name).read_bytes() for name in ("good.o", "other.bpf.o")] == one


@pytest.mark.parametrize("jobs", ["-j1", "-j3"])
def test_messages_come_in_the_order_of_the_sources(folder: Path, jobs: str) -> None:
    for number in range(5):
        (folder / f"w{number}.c").write_text(f"int f(void) {{ return missing{number}; }}\n")
    names = [f"w{number}.c" for number in range(5)]
    done = bpfcc(folder, jobs, names[0], "good.c", *names[1:], status=1)
    told = [line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line]
    assert told == names
    assert "good.o" in files(folder)


# ---------------------------------------------------------------------------- dependencies


def test_dependencies_are_written_beside_the_object(folder: Path) -> None:
    bpfcc(folder, "-MMD", "-MP", "good.c", "-o", "out.o")
    assert (folder / "out.d").read_text() == "out.o: good.c answer.h\nanswer.h:\n"
    bpfcc(folder, "-MD", "-MF", "my.d", "-MT", "it", "good.c")
    assert (folder / "my.d").read_text() == "it: good.c answer.h\n"


def test_only_dependencies(folder: Path) -> None:
    before = files(folder)
    assert bpfcc(folder, "-MM", "good.c").stdout == "good.o: good.c answer.h\n"
    assert files(folder) == before


# -------------------------------------------------------------------------------- questions


def test_version_says_which_clang_we_stand_for(folder: Path) -> None:
    lines = bpfcc(folder, "--version").stdout.splitlines()
    assert lines[0].startswith("bpfcc ")
    assert lines[1:] == ["clang version 22.1.0 compatible", "Target: bpf"]


def test_questions_are_answered_on_stdout(folder: Path) -> None:
    assert "--emit KIND" in bpfcc(folder, "--help").stdout
    assert "bpfel" in bpfcc(folder, "-print-targets").stdout
    assert "\tv4\n" in bpfcc(folder, "--print-supported-cpus").stdout
    include = Path(bpfcc(folder, "--print-include-dir").stdout.strip())
    assert (include / "bpf" / "bpf_helpers.h").exists()


def test_the_include_path_is_shown_as_scripts_read_it(folder: Path) -> None:
    text = bpfcc(folder, "-v", "-E", "-Ifoo", "-x", "c", "/dev/null").stderr
    start = text.index("#include <...> search starts here:\n")
    assert text.index("End of search list.") > start


def test_nothing_runs_under_hash_hash_hash(folder: Path) -> None:
    before = files(folder)
    done = bpfcc(folder, "-###", "-O1", "good.c", "-o", "x.o")
    assert '"-O1" "-o" "x.o" "good.c"' in done.stderr
    assert files(folder) == before


def test_timings_are_shown(folder: Path) -> None:
    assert "llvm optimize" in bpfcc(folder, "--timings", "good.c").stderr


# ------------------------------------------------------------------------------ interruption


# Little for the front end, seconds for LLVM.
UNROLLED = """\
long mix(long x, long *y)
{
#pragma clang loop unroll(full)
	for (int i = 0; i < 64; i++)
#pragma clang loop unroll(full)
		for (int j = 0; j < 256; j++)
			x = (x ^ y[(i * j) & 63]) * (x + j);
	return x;
}
"""
AT_WORK_S = 1.0  # LLVM's start takes a tenth of this


def wait_for_llvm(child: subprocess.Popen[str]) -> int:
    """Wait until the compiler's LLVM process is at work; its pid, open as a descriptor."""
    ticks = os.sysconf("SC_CLK_TCK")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for pid in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if int(fields[11]) >= AT_WORK_S * ticks:
                return os.pidfd_open(int(pid))
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the compiler ended with status {child.wait(timeout=0.02)}")
    pytest.fail("LLVM did not begin to work")


def test_an_interrupt_leaves_nothing(folder: Path) -> None:
    """Interrupted while LLVM works: no object, no temporary file, no LLVM process."""
    (folder / "long.c").write_text(UNROLLED)
    before = files(folder)
    command = [sys.executable, "-m", "bpfcc", "compile", "long.c"]
    child = subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    llvm = wait_for_llvm(child)
    os.killpg(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 130, errors
    assert "Traceback" not in errors
    assert files(folder) == before
    ended, _, _ = select.select([llvm], [], [], 10)
    os.close(llvm)
    assert ended, "LLVM's process still runs"
