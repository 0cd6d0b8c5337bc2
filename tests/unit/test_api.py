"""``bpfcc.compile``: objects and errors in a running program."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

import bpfcc
from bpfcc.options import Options

PROGRAM = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __type(key, int);
    __type(value, long);
} counts SEC(".maps");

SEC("xdp")
int first(struct xdp_md *ctx) { return VERDICT; }

char LICENSE[] SEC("license") = "GPL";
"""


def test_text_becomes_an_object() -> None:
    made = bpfcc.compile(PROGRAM, defines={"VERDICT": "XDP_DROP"})
    assert made.bytes.startswith(b"\x7fELF")
    assert [program.name for program in made.programs] == ["first"]
    assert [(m.name, m.max_entries) for m in made.maps] == [("counts", 4)]
    assert "w0 = 1" in made.disassemble()


def test_a_path_becomes_an_object(tmp_path: Path) -> None:
    source = tmp_path / "prog.c"
    source.write_text(PROGRAM)
    made = bpfcc.compile(source, defines={"VERDICT": "2"}, cpu="v4", opt_level=1)
    assert (
        made.bytes
        == bpfcc.compile(str(source), defines={"VERDICT": "2"}, cpu="v4", opt_level=1).bytes
    )
    made.save(tmp_path / "prog.o")
    assert (tmp_path / "prog.o").read_bytes() == made.bytes


def test_a_mistake_is_an_error_with_its_diagnostics() -> None:
    with pytest.raises(bpfcc.CompileError) as caught:
        bpfcc.compile(PROGRAM, name="prog.c")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.severity == "error"
    assert "prog.c:13:" in str(caught.value)
    assert "VERDICT" in str(caught.value)


def test_warnings_come_with_the_object() -> None:
    text = "int f(unsigned a, int b) { return a < b; }"
    assert not bpfcc.compile(text).warnings
    (warning,) = bpfcc.compile(text, warnings=["extra"]).warnings
    assert warning.code == "sign-compare"
    with pytest.raises(bpfcc.CompileError):
        bpfcc.compile(text, warnings=["extra", "error"])


def test_settings_by_name_come_before_those_of_options() -> None:
    base = Options(cpu="v1", macros=(("VERDICT", "1"),))
    text = "int f(unsigned a) { return VERDICT; }"
    assert bpfcc.compile(text, options=base).bytes
    newer = bpfcc.compile(text, options=base, cpu="v3").bytes
    assert newer == bpfcc.compile(text, cpu="v3", defines={"VERDICT": "1"}).bytes


@pytest.mark.parametrize(
    ("setting", "value"), [("cpu", "v9"), ("opt_level", "fast"), ("std", "c42")]
)
def test_a_wrong_setting_is_an_input_error(setting: str, value: str) -> None:
    with pytest.raises(bpfcc.InputError, match=value):
        bpfcc.compile("int x;", **{setting: value})  # type: ignore[arg-type]


def test_a_missing_file_is_a_compile_error() -> None:
    with pytest.raises(bpfcc.CompileError, match=r"no-such\.c"):
        bpfcc.compile("no-such.c")


def test_a_message_of_llvms_back_end_reaches_the_caller() -> None:
    with pytest.raises(bpfcc.CompileError):
        bpfcc.compile("void g(void *); void f(void) { char b[4000]; g(b); }")
    assert bpfcc.compile("int x = 1;").bytes


def test_threads_compile_at_once() -> None:
    made: list[bytes] = []

    def work() -> None:
        made.append(bpfcc.compile(PROGRAM, defines={"VERDICT": "2"}).bytes)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_the_callers_settings_of_the_interpreter_are_kept() -> None:
    import gc
    import sys

    before = (sys.getrecursionlimit(), gc.isenabled(), os.getcwd())
    bpfcc.compile("int x = 1;")
    assert (sys.getrecursionlimit(), gc.isenabled(), os.getcwd()) == before


def test_public_names_are_found_lazily() -> None:
    assert set(bpfcc.__all__) <= set(dir(bpfcc))
    with pytest.raises(AttributeError, match="no_such"):
        bpfcc.no_such  # noqa: B018
