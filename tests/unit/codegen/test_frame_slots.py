"""What lies on the stack has the size that calls show and the name that source lines have."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.codegen.disassembler import FunctionListing, disassemble
from bpfcc.codegen.figures import measure_function
from bpfcc.codegen.frame_slots import _find_argument, _find_assigned, find_slots
from bpfcc.elf.read import read_object
from tests.diff.compilers import compile_with_bpfcc

HEAD = "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n"
MAP = """
struct key { __u32 address, port, spare; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, struct key);
	__type(value, __u64); } flows SEC(".maps");
"""


def list_function(folder: Path, text: str, name: str = "prog") -> FunctionListing:
    source = folder / "t.c"
    source.write_text(HEAD + text)
    listing = disassemble(read_object(compile_with_bpfcc(source), "t.o"), program=name)
    return listing.functions[0]


def test_keys_values_and_sized_buffers_are_whole(tmp_path: Path) -> None:
    function = list_function(
        tmp_path,
        MAP
        + """
SEC("xdp") int prog(struct xdp_md *ctx)
{
	struct key key = {};
	__u64 first = 1;
	char text[20];

	key.port = ctx->ingress_ifindex;
	bpf_xdp_load_bytes(ctx, 0, text, sizeof(text));
	key.address = text[0];
	return bpf_map_update_elem(&flows, &key, &first, BPF_ANY);
}
""",
    )
    slots = find_slots(function, {"flows": (12, 8)})
    found = {slot.variables[0]: slot.size_bytes for slot in slots}
    assert found == {"key": 12, "first": 8, "text": 20}
    assert [slot.offset_bytes for slot in slots] == sorted(slot.offset_bytes for slot in slots)
    (key,) = (slot for slot in slots if slot.variables == ["key"])
    assert key.line is not None
    assert "key" in key.line.text


def test_memory_of_unknown_size_ends_where_the_next_part_starts(tmp_path: Path) -> None:
    function = list_function(
        tmp_path,
        """
static __noinline int fill(long *out) { out[0] = 1; out[1] = 2; return out[0] & 1; }
SEC("xdp") int prog(struct xdp_md *ctx)
{
	long pair[2];
	volatile int last = 3;

	return fill(pair) + last;
}
""",
    )
    pair, last = sorted(find_slots(function, {}), key=lambda slot: -slot.size_bytes)
    assert (pair.variables, pair.size_bytes) == (["pair"], 16)
    assert (last.variables, last.size_bytes) == (["last"], 4)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\tcount = 3;", "count"),
        ("const struct key *key = lookup(a);", "key"),
        ("unsigned long a[4] = {};", "a"),
        ("\tkey.port = 80;", "key"),
        ("  table[i] = 80;", "table"),
        ("\tkey->port = 80;", None),
        ("if (a == 3)", None),
        ("return a;", None),
        ("a == b;", None),
        ("", None),
    ],
)
def test_the_variable_that_a_line_assigns_to(text: str, name: str | None) -> None:
    assert _find_assigned(text) == name


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("x = f(&m, &key, (void *)&value, 3);", 2, "key"),
        ("x = f(&m, &key, (void *)&value, 3);", 3, "value"),
        ("x = f(&m, &key, (void *)&value, 3);", 4, None),
        ("x = f(&m, &key, (void *)&value, 3);", 5, None),
        ("f(g(a, b), buffer, sizeof(buffer))", 2, "buffer"),
        ("f(&a->b, 1)", 1, None),
        ("f(&a[3], 1)", 1, None),
        ("f(a, b) + f(c, d)", 1, None),
        ("BPF_CORE_READ(task, tgid)", 1, None),
        ("f(", 1, None),
    ],
)
def test_the_variable_that_a_call_is_given(text: str, number: int, name: str | None) -> None:
    assert _find_argument(text, "f", number) == name


def test_figures_count_branches_loops_and_what_is_called(tmp_path: Path) -> None:
    function = list_function(
        tmp_path,
        MAP
        + """
extern int kernel_function(int) __ksym;
SEC("tc") int prog(struct __sk_buff *ctx)
{
	struct key key = {};
	int sum = 0;

	for (int i = 0; i < ctx->len; i++)
		sum += bpf_get_prandom_u32();
	if (bpf_map_lookup_elem(&flows, &key))
		sum += kernel_function(sum);
	return sum;
}
""",
    )
    figures = measure_function(function, {"flows"}, {"kernel_function"})
    assert figures.instructions == function.instruction_count
    assert (figures.loops, figures.frames) == (1, 1)
    assert figures.branches >= 2
    assert figures.blocks > figures.branches
    assert sorted(figures.helpers) == ["bpf_get_prandom_u32", "bpf_map_lookup_elem"]
    assert (figures.kfuncs, figures.maps) == (["kernel_function"], ["flows"])
