"""The differential runner itself: it finds each kind of difference, and none where none is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.diff.compilers import CompileFailedError, compile_with_clang
from tests.diff.runner import compare_source, hide_addresses
from tests.run import packets

pytestmark = pytest.mark.kernel

SOURCE = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64);
         __type(key, __u32); __type(value, __u32); } sizes SEC(".maps");
__u64 total;
SEC("xdp") int count(struct xdp_md *ctx)
{
    char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    __u32 size = end - data;
    total += size + TOTAL;
    __u32 value = size + VALUE;
    bpf_map_update_elem(&sizes, &size, &value, 0);
    if (data + 14 > end)
        return 1;
    data[0] = PACKET;
    LONGER
    return RETVAL;
}
char LICENSE[] SEC("license") = "GPL";
"""
PLAIN = {"TOTAL": "0", "VALUE": "0", "PACKET": "0", "RETVAL": "2", "LONGER": ""}
PACKETS = [packets.udp(), packets.tcp(), packets.echo()]


def compile_plain(source: Path, flags: Sequence[str]) -> bytes:
    defines = [f"-D{name}={text}" for name, text in PLAIN.items()]
    return compile_with_clang(source, [*flags, *defines])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("TOTAL", "1", "variable total:"),
        ("VALUE", "1", "map sizes:"),
        ("PACKET", "7", "packet"),
        ("RETVAL", "3", "returns 3, by clang 22 2"),
        ("LONGER", 'asm volatile("r0 = r0");', "instructions, clang 22 needs"),
        ("RETVAL", "data[99]", "the kernel does not take program count"),
        ("RETVAL", "wrong", "clang: "),
    ],
)
def test_a_difference_is_found(tmp_path: Path, name: str, text: str, expected: str) -> None:
    source = tmp_path / "count.c"
    source.write_text(SOURCE)

    def compile_changed(source: Path, flags: Sequence[str]) -> bytes:
        defines = [f"-D{key}={value}" for key, value in {**PLAIN, name: text}.items()]
        return compile_with_clang(source, [*flags, *defines])

    result = compare_source(source, [], packets=PACKETS, ours=compile_changed, theirs=compile_plain)
    assert not result.is_equal
    assert any(expected in problem for problem in result.problems), result.problems


def test_the_same_object_does_the_same(tmp_path: Path) -> None:
    source = tmp_path / "count.c"
    source.write_text(SOURCE)
    result = compare_source(source, [], packets=PACKETS, ours=compile_plain, theirs=compile_plain)
    assert result.is_equal
    assert result.runs == len(PACKETS)
    assert [(count.name, count.ours - count.theirs) for count in result.counts] == [("count", 0)]


def test_a_map_that_holds_times_can_be_left_out(tmp_path: Path) -> None:
    source = tmp_path / "count.c"
    source.write_text(SOURCE)

    def compile_changed(source: Path, flags: Sequence[str]) -> bytes:
        defines = [f"-D{key}={value}" for key, value in {**PLAIN, "VALUE": "1"}.items()]
        return compile_with_clang(source, [*flags, *defines])

    result = compare_source(
        source,
        [],
        packets=PACKETS,
        ignore=["sizes"],
        ours=compile_changed,
        theirs=compile_plain,
    )
    # One instruction more on so short a program is over the limit; nothing else may differ.
    assert all("instructions" in problem for problem in result.problems)


def test_a_source_that_clang_refuses_is_a_failure_not_a_skip(tmp_path: Path) -> None:
    source = tmp_path / "bad.c"
    source.write_text("int x = ;\n")
    with pytest.raises(CompileFailedError):
        compile_with_clang(source)
    result = compare_source(source, [], ours=compile_plain, theirs=compile_plain)
    assert len(result.problems) == 2


def test_addresses_of_the_kernel_are_no_difference() -> None:
    first, second = 0xFFFF888100123450, 0xFFFFC90000001238
    one, other = (
        b"".join(word.to_bytes(8, sys.byteorder) for word in (7, address, 2**64 - 22)) + b"\xff"
        for address in (first, second)
    )
    assert hide_addresses(one) == hide_addresses(other)
    assert hide_addresses(one)[:8] == one[:8]
    assert hide_addresses(one)[16:] == one[16:]
