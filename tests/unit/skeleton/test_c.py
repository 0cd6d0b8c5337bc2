"""The text of C skeletons."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bpfcc.cli.skeleton import command
from bpfcc.errors import InputError
from bpfcc.skeleton.c import make_c_skeleton
from bpfcc.skeleton.contents import read_contents
from bpfcc.skeleton.csub import make_c_subskeleton
from tests.diff.compilers import compile_with_bpfcc
from tests.unit.skeleton.build import (
    COMPILERS,
    compile_contents,
    kit_object,
    read_kit,
    read_members,
)

HEAD = "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n"
MEMBERS = """
struct bpf_object_skeleton *skeleton;
struct bpf_object *obj;
struct {
struct bpf_map *flows;
struct bpf_map *totals;
struct bpf_map *events;
"""
LINKS = """
struct {
struct bpf_program *count;
struct bpf_program *watch;
struct bpf_program *spare;
} progs;
struct {
struct bpf_link *count;
struct bpf_link *watch;
struct bpf_link *spare;
} links;
"""
RODATA = """
struct kit_bpf__rodata {
int limit;
char label[12];
struct kit_key wanted;
} *rodata;
"""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_members_are_in_the_order_that_programs_expect(compiler: str) -> None:
    text = "\n".join(read_members(make_c_skeleton(read_kit(compiler))))
    assert text.startswith(MEMBERS.lstrip())
    for part in (LINKS, RODATA):
        assert part.strip() in text
    assert text.endswith(
        "int CONFIG_HZ;\nunsigned int LINUX_KERNEL_VERSION;\n_Bool CONFIG_BPF;\n} *kconfig;"
    )


def members_of(tmp_path: Path, source: str) -> list[str]:
    return read_members(make_c_skeleton(compile_contents(tmp_path, HEAD + source)))


def test_padding_keeps_offsets_where_types_alone_would_not(tmp_path: Path) -> None:
    members = members_of(
        tmp_path,
        """
        char a = 1;
        int far __attribute__((aligned(64))) = 2;
        long long wide = 4;
        SEC("xdp") int p(void *c) { return a + far + wide; }
        """,
    )
    start = members.index("struct prog__data {")
    # 64-bit members may be aligned to four bytes where the program runs, so they are padded too.
    assert members[start + 1 : members.index("} *data;")] == [
        "char a;",
        "char __pad0[63];",
        "int far;",
        "char __pad1[4];",
        "long long wide;",
    ]


def test_a_variable_called_like_padding_is_not_taken_for_it(tmp_path: Path) -> None:
    members = members_of(
        tmp_path,
        """
        int __pad0 __attribute__((aligned(16))) = 1;
        char a = 1; int __pad1 __attribute__((aligned(16))) = 1;
        SEC("xdp") int p(void *c) { return a + __pad0 + __pad1; }
        """,
    )
    names = [line.split()[1].split("[")[0].rstrip(";") for line in members if "__pad" in line]
    assert len(names) == len(set(names)) == 3


def test_types_lose_what_forbids_writing_to_them(tmp_path: Path) -> None:
    members = members_of(
        tmp_path,
        """
        const volatile char *const volatile name = 0;
        const volatile int table[2][3] = {};
        const volatile struct { const int a; struct known *const b; } pair = {};
        SEC("xdp") int p(void *c) { return name == 0 ? table[1][1] + pair.a : 0; }
        """,
    )
    for line in ("char *name;", "int table[2][3];", "int a;", "struct known *b;"):
        assert line in members


def test_sizes_are_asserted_member_by_member() -> None:
    header = make_c_skeleton(read_kit())
    assert '_Static_assert(sizeof(s->data->shapes) == 80, "unexpected size of shapes");' in header
    assert "sizeof(s->kconfig->CONFIG_BPF) == 1" in header


STRUCT_OPS = """
struct kernel_ops {
        int (*start)(int);
        unsigned int flags;
        void *owner;
        char name[6];
        int (*stop)(int);
        short last;
};
SEC("struct_ops/start") int start(void *ctx) { return 0; }
SEC(".struct_ops") struct kernel_ops table = { .start = (void *)start };
SEC(".struct_ops.link") struct kernel_ops linked = { .start = (void *)start };
"""


def test_struct_ops_maps_have_links_and_a_shadow(tmp_path: Path) -> None:
    contents = compile_contents(tmp_path, HEAD + STRUCT_OPS)
    header = make_c_skeleton(contents)
    members = "\n".join(read_members(header))
    assert (
        """struct prog__table__kernel_ops {
struct bpf_program *start;
unsigned int flags;
char __padding_2[4];
char __unsupported_2[8];
char __unsupported_3[6];
char __padding_4[2];
struct bpf_program *stop;
short last;
char __padding_end[6];
} *table;"""
        in members
    )
    for line in ("struct bpf_link *table;", "struct bpf_link *linked;", "} struct_ops;"):
        assert line in members
    # An older libbpf has no member for the link; the skeleton attaches the map there.
    assert "#if LIBBPF_MAJOR_VERSION > 1" in header
    assert "skel->links.table = bpf_map__attach_struct_ops(skel->maps.table);" in header
    assert "} *table;" in "\n".join(read_members(make_c_subskeleton(contents)))


def test_an_object_without_types_has_maps_and_programs(tmp_path: Path) -> None:
    path = tmp_path / "prog.c"
    path.write_text(HEAD + 'int n = 1; SEC("xdp") int p(void *c) { return n; }')
    contents = read_contents(compile_with_bpfcc(path, ["-g0"]), "prog.o", "prog")
    members = read_members(make_c_skeleton(contents))
    assert "struct bpf_map *data;" in members
    assert not [line for line in members if line.startswith("struct prog__")]
    with pytest.raises(InputError, match="needs type information"):
        make_c_subskeleton(contents)


def test_the_command_writes_headers(tmp_path: Path) -> None:
    obj, out = tmp_path / "kit.bpf.o", tmp_path / "kit.skel.h"
    obj.write_bytes(kit_object())
    done = CliRunner().invoke(command, [str(obj), "-o", str(out)], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "")
    assert out.read_text() == make_c_skeleton(read_kit())
    done = CliRunner().invoke(command, [str(obj), "--sub", "--name", "part"])
    assert "struct part {" in done.output
    assert "__PART_SUBSKEL_H__" in done.output


@pytest.mark.parametrize(
    "words", [["--sub", "--lang", "python"], ["--name", ""], ["--lang", "java"]]
)
def test_the_command_refuses_what_makes_no_sense(tmp_path: Path, words: list[str]) -> None:
    obj = tmp_path / "kit.bpf.o"
    obj.write_bytes(kit_object())
    assert CliRunner().invoke(command, [str(obj), *words]).exit_code == 2
