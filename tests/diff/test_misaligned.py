"""Unaligned accesses: fewer instructions than clang's where the verifier allows them, and no
program lost or changed where it does not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bpfcc.cli.compile import run_compile
from bpfcc.elf.read import read_object
from tests.diff.compilers import compile_with_bpfcc, compile_with_clang
from tests.diff.runner import compare_source

pytestmark = pytest.mark.kernel

HEAD = """// SPDX-License-Identifier: Apache-2.0
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
"""

PACKET = """
SEC("xdp") int swap(struct xdp_md *ctx) {
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	if (eth->h_proto == 8) {
		%s
	}
	return XDP_PASS;
}
"""

SWAP_BY_STACK = """__u8 macs[12];
		__builtin_memcpy(macs, eth->h_source, 6);
		__builtin_memcpy(macs + 6, eth->h_dest, 6);
		if (bpf_get_smp_processor_id() > 100000)
			bpf_trace_printk((const char *)macs, 12);
		__builtin_memcpy(eth, macs, 12);"""

CONTEXT = """
struct copy { __u32 a[3]; } seen;
SEC("tc") int fields(struct __sk_buff *skb) {
	struct copy c = { { skb->len, skb->pkt_type, skb->mark } };
	seen = c;
	skb->cb[1] = 5; skb->cb[2] = 6; skb->cb[3] = 7;
	__builtin_memcpy(&skb->cb[0], &skb->cb[2], 8);
	return skb->cb[0] + skb->cb[1];
}
"""


def count(data: bytes) -> int:
    obj = read_object(data, "test")
    return sum(len(section.data) // 8 for section in obj.sections if section.is_code)


def write(folder: Path, text: str) -> Path:
    path = folder / "test.c"
    path.write_text(HEAD + text)
    return path


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("eth->h_dest[0] = 1;", id="packet"),
        pytest.param(SWAP_BY_STACK, id="through the stack"),
        pytest.param('eth->h_proto = 3; asm volatile("" ::: "memory");', id="inline assembly"),
    ],
)
def test_fields_of_packets_take_one_instruction(body: str, tmp_path: Path) -> None:
    source = write(tmp_path, PACKET % body)
    result = compare_source(source)
    assert not result.problems, "\n".join(result.problems)
    ours = count(compile_with_bpfcc(source))
    assert ours <= count(compile_with_clang(source)) - 2
    assert count(compile_with_bpfcc(source, ["-mstrict-align"])) > ours


def test_fields_of_the_context_are_not_joined(tmp_path: Path) -> None:
    result = compare_source(write(tmp_path, CONTEXT))
    assert not result.problems, "\n".join(result.problems)


@pytest.mark.parametrize("flags", [["-O2", "-mstrict-align"], ["-O0"]], ids=lambda f: f[-1])
def test_strict_alignment_gives_as_much_code_as_clang(flags: list[str], tmp_path: Path) -> None:
    source = write(tmp_path, PACKET % "eth->h_dest[0] = 1;")
    clangs = count(compile_with_clang(source, flags[:1]))
    assert abs(count(compile_with_bpfcc(source, flags)) - clangs) <= 1


def test_assembly_is_that_of_the_object(tmp_path: Path) -> None:
    source = write(tmp_path, PACKET % SWAP_BY_STACK)
    out = tmp_path / "again.s"
    words = ["-O2", "-g", "-nostdinc", "-isystem", str(Path(__file__).parents[2] / "include")]
    assert run_compile("bpfcc compile", [*words, "-S", str(source), "-o", str(out)]) == 0
    again = tmp_path / "again.o"
    assert run_compile("bpfcc compile", [*words, str(out), "-o", str(again)]) == 0
    code = [
        {s.name: bytes(s.data) for s in read_object(data, "test").sections if s.is_code}
        for data in (again.read_bytes(), compile_with_bpfcc(source))
    ]
    assert code[0] == code[1]


# --- random accesses -------------------------------------------------------------------------

_TYPES = (("__u8", 1), ("__u16", 2), ("__u32", 4), ("__u64", 8))


def make_program(seed: int) -> str:
    """Programs that move packed fields between a packet, a map, a variable and the stack."""
    rng = random.Random(seed)
    fields: list[tuple[str, str, int]] = []
    size = 0
    while size < 36:
        name, width = rng.choice(_TYPES)
        elements = rng.choice((1, 1, 1, 3, 6))
        fields.append((f"f{len(fields)}", name, elements))
        size += width * elements
    members = "\n\t".join(f"{t} {n}{f'[{e}]' if e > 1 else ''};" for n, t, e in fields)
    packed = rng.choice(("", " __attribute__((packed))"))
    skipped = rng.randrange(3) if packed else 0
    lines = []
    places = ["p", "v", "(&kept)", "(&local)"]
    for _ in range(rng.randint(6, 14)):
        to, source = rng.sample(places, 2)
        field, _, elements = rng.choice(fields)
        other, _, other_elements = rng.choice(fields)
        choice = rng.randrange(5)
        if choice == 0:
            start = rng.randrange(0, 20)
            length = rng.choice((2, 3, 4, 6, 7, 8, 12, 15))
            lines.append(
                f"__builtin_memcpy((char *){to} + {start}, (char *){source} + {start}, {length});"
            )
        elif choice == 1:
            lines.append(f"{to}->{field}{'[0]' if elements > 1 else ''} = {rng.randrange(1 << 8)};")
        elif choice == 2:
            lines.append(f"__builtin_memset((char *){to} + {rng.randrange(9)}, 0, 11);")
        elif choice == 3 and elements > 1 and to != "p":
            lines.append(f"{to}->{field}[at & 1] += {source}->{field}[0];")
        else:
            left = f"{to}->{field}{f'[{elements - 1}]' if elements > 1 else ''}"
            right = f"{source}->{other}{'[0]' if other_elements > 1 else ''}"
            lines.append(f"{left} ^= {right};")
    body = "\n\t".join(lines)
    return f"""
struct record {{
	{members}
}}{packed};
struct {{
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct record);
}} records SEC(".maps");
struct record kept;
int calls;
static __always_inline void step(struct record *p, struct record *v, __u32 at)
{{
	struct record local = {{}};
	__u32 key = 1;

	{body}
	bpf_map_update_elem(&records, &key, &local, BPF_ANY);
	calls++;
}}
SEC("xdp") int moves(struct xdp_md *ctx)
{{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct record *p = data + {skipped};
	__u32 key = 0;
	struct record *v = bpf_map_lookup_elem(&records, &key);

	if (!v)
		return XDP_ABORTED;
	if ((void *)(p + 1) > end)
		return XDP_DROP;
	step(p, v, ctx->rx_queue_index);
	return XDP_PASS;
}}
SEC("tc") int moves_more(struct __sk_buff *skb)
{{
	struct record mine = {{}}, *p = &mine;
	__u32 key = 0;
	struct record *v = bpf_map_lookup_elem(&records, &key);

	if (!v)
		return TC_ACT_SHOT;
	bpf_skb_load_bytes(skb, 1, &mine, sizeof(mine));
	step(p, v, skb->len);
	return TC_ACT_OK;
}}
"""


@pytest.mark.parametrize("seed", range(12))
def test_random_moves_load_and_answer_as_clangs(seed: int, tmp_path: Path) -> None:
    result = compare_source(write(tmp_path, make_program(seed)))
    # How much code there is depends on the records; here only loading and answers count.
    problems = [problem for problem in result.problems if "clang 22 needs" not in problem]
    assert not problems, "\n".join(problems)
