"""Names of skeletons and of their members."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpfcc.skeleton.c import make_c_skeleton
from bpfcc.skeleton.cdeclare import WORDS
from bpfcc.skeleton.names import Scope, make_identifier, name_object
from tests.unit.skeleton.build import compile_contents, read_members

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("kit.bpf.o", "kit_bpf"),
        ("kit.bpf.c", "kit_bpf"),
        ("a/b/kit.o", "kit"),
        ("/x/kit", "kit"),
        ("a-b c.o", "a_b_c"),
        ('x";system("reboot");".o', "x__system__reboot____"),
        ("für.o", "f__r"),
        ("kit.o/", "kit"),
        ("*/evil/*.o", "_"),
        ("n\nl.o", "n_l"),
        ("\udcff.o", "_"),
        ("l" * 80 + ".o", "l" * 63),
    ],
)
def test_an_object_is_named_by_its_file(path: str, name: str) -> None:
    assert name_object(path) == name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("int", "int_"), ("3com", "_3com"), ("", "_"), ("errno", "errno_"), ("class", "class")],
)
def test_what_is_no_identifier_of_c_becomes_one(wanted: str, name: str) -> None:
    assert make_identifier(wanted, WORDS) == name


@given(st.lists(st.text(max_size=6), max_size=12))
def test_a_scope_gives_each_its_own_identifier(wanted: list[str]) -> None:
    scope = Scope(WORDS, ["taken"])
    names = [scope.claim(name) for name in [*wanted, "taken"]]
    assert len(set(names)) == len(names)
    assert "taken" not in names
    assert all(IDENTIFIER.fullmatch(name) and name not in WORDS for name in names)


def test_the_first_of_two_names_that_meet_is_kept() -> None:
    scope = Scope(WORDS)
    assert [scope.claim(name) for name in ("a.b", "a-b", "a_b_2", "a_b")] == [
        "a_b",
        "a_b_2",
        "a_b_2_2",
        "a_b_3",
    ]


def test_a_map_called_like_a_section_does_not_meet_it(tmp_path: Path) -> None:
    contents = compile_contents(
        tmp_path,
        """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>
        struct {
                __uint(type, BPF_MAP_TYPE_ARRAY);
                __uint(max_entries, 1);
                __type(key, int);
                __type(value, int);
        } bss SEC(".maps");
        int counter;
        int other SEC(".data.a-b") = 1;
        int another SEC(".data.a_b") = 1;
        SEC("xdp") int obj(void *ctx) { return bpf_map_lookup_elem(&bss, &counter) != 0; }
        """,
    )
    header = make_c_skeleton(contents)
    members = read_members(header)
    for line in ("struct bpf_map *bss;", "struct bpf_map *bss_2;", "} *bss;"):
        assert line in members
    assert "} *data_a_b;" in members
    assert "} *data_a_b_2;" in members
    assert '{ ".bss", &skel->maps.bss_2, (void **)&skel->bss },' in header


def test_a_hostile_name_stays_inside_its_literal(tmp_path: Path) -> None:
    source = 'int n SEC(".data.x\\",evil\\\\") = 1; SEC("xdp") int p(void *c) { return n; }'
    contents = compile_contents(
        tmp_path, f"#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n{source}"
    )
    header = make_c_skeleton(contents)
    row = '{ ".data.x\\",evil\\\\", &skel->maps.data_x__evil_, (void **)&skel->data_x__evil_ },'
    assert row in header


def test_long_names_of_sections_are_cut_where_libbpf_cuts_them(tmp_path: Path) -> None:
    contents = compile_contents(
        tmp_path,
        """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>
        int counter SEC(".bss.NAME_AND_MORE");
        int another SEC(".data.NAME_AND_MORE") = 1;
        SEC("xdp") int prog(void *ctx) { return counter + another; }
        """,
    )
    header = make_c_skeleton(contents)
    row = '{ ".bss.NAME_AND_MORE", &skel->maps.bss_NAME_AND_M, (void **)&skel->bss_NAME_AND_M },'
    assert row in header
    assert "} *data_NAME_AND_MORE;" in read_members(header)
