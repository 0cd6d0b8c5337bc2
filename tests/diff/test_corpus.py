"""What the corpus runner says: facts that differ, units that are not as expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.__main__ import Flags, find_unexpected
from tests.corpus.records import compare_objects
from tests.diff.compilers import compile_with_bpfcc, compile_with_clang, find_clang

SOURCE = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
struct one { int a; NAME b; } __attribute__((preserve_access_index));
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1);
         __type(key, __u32); __type(value, VALUE); } numbers SEC(".maps");
static LINKAGE int helper(struct one *p TAG) { return p->MEMBER; }
SEC("raw_tp") int run(void *context) { return helper(context); }
char text[] = "TEXT";
char LICENSE[] SEC("license") = "GPL";
"""
PLAIN = {
    "NAME": "long",
    "VALUE": "__u64",
    "LINKAGE": "__attribute__((noinline))",
    "TAG": "",
    "MEMBER": "a",
    "TEXT": "x",
}


def write_object(folder: Path, name: str, **changes: str) -> Path:
    text = SOURCE
    for word, replacement in (changes | {**PLAIN, **changes}).items():
        text = text.replace(word, replacement)
    source = folder / f"{name}.c"
    source.write_text(text)
    path = folder / f"{name}.o"
    path.write_bytes(compile_with_bpfcc(source, []))
    return path


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"NAME": "short"}, "type struct one: 8 {int a@0:0; short b@32:0}"),
        ({"VALUE": "int"}, "variable .maps var numbers 1 struct"),
        ({"TAG": '__attribute__((btf_decl_tag("nonnull")))'}, "tag 'nonnull' 0 func helper"),
        ({"MEMBER": "b"}, "core .text byte_off struct one 0:1"),
        ({"TEXT": "y"}, "data .data 7900"),
        ({"static LINKAGE": ""}, "symbol helper GLOBAL FUNC DEFAULT .text"),
    ],
)
def test_what_loaders_read_is_compared(changes: dict[str, str], found: str, tmp_path: Path) -> None:
    theirs = write_object(tmp_path, "theirs")
    ours = write_object(tmp_path, "ours", **changes)
    assert compare_objects(theirs, theirs) == []
    differences = compare_objects(theirs, ours)
    assert any(line.startswith(f"+{found}") for line in differences), differences


def test_both_compilers_objects_say_the_same(tmp_path: Path) -> None:
    find_clang()
    ours = write_object(tmp_path, "t")
    theirs = tmp_path / "clang.o"
    theirs.write_bytes(compile_with_clang(tmp_path / "t.c", []))
    assert compare_objects(theirs, ours) == []


def test_a_unit_may_be_expected_to_fail() -> None:
    results: list[dict[str, object]] = [
        {"source": "a.c", "kind": "ok", "reason": ""},
        {"source": "b.c", "kind": "compile", "reason": "why"},
        {"source": "c.c", "kind": "clang", "reason": ""},
    ]
    assert find_unexpected(results, {"b.c": {"kind": "compile"}}) == []
    assert find_unexpected(results, {}) == ["b.c: compile, expected ok: why"]
    assert find_unexpected(results[:1], {"a.c": {"kind": "load"}}) == ["a.c: ok, expected load: "]


def test_flags_for_all_and_for_some(tmp_path: Path) -> None:
    path = tmp_path / "flags"
    path.write_text("# all\n-mcpu=v3 -I{folder}/h\n*_tc.c: -DTC\n!*_user.c\n")
    flags = Flags(path, tmp_path)
    assert flags.of("a.c") == ["-mcpu=v3", f"-I{tmp_path}/h"]
    assert flags.of("a_tc.c")[-1] == "-DTC"
    assert flags.leaves_out("a_user.c")
    assert not flags.leaves_out("a.c")
