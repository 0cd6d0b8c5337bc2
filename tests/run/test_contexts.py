"""The tables of contexts, packets and results against the running kernel.

A newer kernel may allow more than the tables, which makes them wrong; an older one allows less.
"""

from __future__ import annotations

import os

import pytest

from bpfcc.elf.sections import SectionKind, section_kinds
from bpfcc.verifier.contexts import allowed_results, find_context, is_packet_writable
from tests.support.contexts import (
    Member,
    accepts_result,
    ask_kernel,
    find_tag,
    read_members,
    write_packet,
)

pytestmark = pytest.mark.kernel

# The kernel that the tables were read off.
TABLES = (6, 18)
RUNNING = tuple(map(int, os.uname().release.split(".")[:2]))
WITH_CONTEXT = [p for p, k in section_kinds().items() if find_context(k) is not None]
WITH_RESULTS = [p for p, k in section_kinds().items() if allowed_results(k) is not None]
# Programs that the kernel takes without more than a section's name.
PLAIN = ("xdp", "tc", "action", "socket", "lwt_xmit", "sk_skb", "sk_msg", "kprobe+", "perf_event")
# Hardware that runs XDP programs lets them choose the queue; egress is known in device maps only.
ONLY_SOMETIMES = {("xdp_md", "rx_queue_index"), ("xdp_md", "egress_ifindex")}


def compare(said: bool | None, allowed: bool, what: str) -> None:
    if said is None:
        pytest.skip("the kernel has no programs of this kind")
    if said:
        assert allowed, f"the kernel allows {what}"
    elif RUNNING == TABLES:
        assert not allowed, f"the kernel refuses {what}"


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
@pytest.mark.parametrize("section", WITH_CONTEXT)
def test_the_kernel_allows_what_the_table_of_contexts_says(section: str) -> None:
    kind = section_kinds()[section]
    context = find_context(kind)
    assert context is not None
    assert context.tag == find_tag(kind)
    members = read_members(context.tag)
    names = {member.name for member in members}
    assert context.unreadable <= names
    assert context.writable <= names
    for member in members:
        if (context.tag, member.name) in ONLY_SOMETIMES:
            continue
        said = ask_kernel(kind, member, is_write=False)
        compare(said, member.name not in context.unreadable, f"to read {member.name}")
        said = ask_kernel(kind, member, is_write=True)
        compare(said, member.name in context.writable, f"to write {member.name}")


def find_packet(kind: SectionKind) -> tuple[Member, Member] | None:
    """The members that hold the packet's beginning and end, where programs may read them."""
    context = find_context(kind)
    if context is None or context.unreadable & {"data", "data_end"}:
        return None
    found = {member.name: member for member in read_members(context.tag)}
    if "data" not in found or "data_end" not in found:
        return None
    return found["data"], found["data_end"]


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
@pytest.mark.parametrize("section", WITH_CONTEXT)
def test_the_kernel_lets_those_programs_write_packets_that_the_table_says(section: str) -> None:
    kind = section_kinds()[section]
    packet = find_packet(kind)
    if packet is None:
        assert is_packet_writable(kind)
        return
    compare(write_packet(kind, *packet), is_packet_writable(kind), "to write into the packet")


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
@pytest.mark.parametrize("section", [*WITH_RESULTS, *PLAIN])
def test_the_kernel_takes_the_results_that_the_table_says(section: str) -> None:
    kind = section_kinds()[section]
    low, high = allowed_results(kind) or (-(1 << 31), (1 << 31) - 1)
    for result in (-(1 << 31), -1, 0, 1, 2, 3, 4, 5, (1 << 31) - 1):
        compare(accepts_result(kind, result), low <= result <= high, f"to return {result}")
