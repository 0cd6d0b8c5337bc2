"""Section names say what a program is, in libbpf's words and the kernel's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.types import Enum
from bpfcc.elf.sections import SectionFlag, match_section, section_kinds
from bpfcc.elf.uapi import ATTACH_TYPES, CONTEXT_TYPES, MAP_TYPES, PROGRAM_TYPES, name_type

KERNEL_BTF = Path("/sys/kernel/btf/vmlinux")


@pytest.mark.parametrize(
    ("name", "program_type", "attach_type", "target"),
    [
        ("xdp", "xdp", "xdp", ""),
        ("xdp.frags", "xdp", "xdp", ""),
        ("xdp/devmap", "xdp", "xdp_devmap", ""),
        ("xdp.frags/cpumap", "xdp", "xdp_cpumap", ""),
        ("tc", "sched_cls", None, ""),
        ("tcx/egress", "sched_cls", "tcx_egress", ""),
        ("classifier", "sched_cls", None, ""),
        ("kprobe", "kprobe", None, ""),
        ("kprobe/do_unlinkat", "kprobe", None, "do_unlinkat"),
        ("kretprobe/x", "kprobe", None, "x"),
        ("uprobe.multi.s//bin/sh:main", "kprobe", "trace_uprobe_multi", "/bin/sh:main"),
        ("tracepoint/syscalls/sys_enter_openat", "tracepoint", None, "syscalls/sys_enter_openat"),
        ("tp_btf/sched_switch", "tracing", "trace_raw_tp", "sched_switch"),
        ("fentry.s/vfs_read", "tracing", "trace_fentry", "vfs_read"),
        ("raw_tp.w/x", "raw_tracepoint_writable", None, "x"),
        ("lsm/bpf", "lsm", "lsm_mac", "bpf"),
        ("lsm_cgroup/socket_bind", "lsm", "lsm_cgroup", "socket_bind"),
        ("iter/task", "tracing", "trace_iter", "task"),
        ("struct_ops.s/init", "struct_ops", None, "init"),
        ("cgroup/connect4", "cgroup_sock_addr", "cgroup_inet4_connect", ""),
        ("cgroup_skb/egress", "cgroup_skb", "cgroup_inet_egress", ""),
        ("sk_skb/stream_verdict", "sk_skb", "sk_skb_stream_verdict", ""),
        ("netfilter", "netfilter", "netfilter", ""),
        ("socket", "socket_filter", None, ""),
        ("usdt/libc.so.6:libc:setjmp", "kprobe", None, "libc.so.6:libc:setjmp"),
    ],
)
def test_names_that_loaders_know(
    name: str, program_type: str, attach_type: str | None, target: str
) -> None:
    match = match_section(name)
    assert match is not None
    assert match.kind.program_type == program_type
    assert match.kind.attach_type == attach_type
    assert match.target == target
    assert match.autoload


@pytest.mark.parametrize(
    "name",
    ["", "?", ".text", "xdp/", "xdp/foo", "xdp.fragments", "kprobes/x", "tc/", "maps", "tcx"],
)
def test_names_that_are_no_programs(name: str) -> None:
    assert match_section(name) is None


def test_a_question_mark_means_not_by_default() -> None:
    match = match_section("?kprobe/x")
    assert match is not None
    assert (match.kind.pattern, match.target, match.autoload) == ("kprobe+", "x", False)


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("xdp", SectionFlag.ATTACHABLE | SectionFlag.ATTACH_OPTIONAL),
        ("xdp.frags", SectionFlag.XDP_FRAGS),
        ("fentry.s+", SectionFlag.SLEEPABLE | SectionFlag.ATTACH_BTF),
        ("usdt.s+", SectionFlag.SLEEPABLE | SectionFlag.USDT),
        ("kprobe+", SectionFlag.NONE),
        ("syscall", SectionFlag.SLEEPABLE),
    ],
)
def test_flags(pattern: str, flags: SectionFlag) -> None:
    kind = section_kinds()[pattern]
    assert kind.flags == flags
    assert kind.is_sleepable == (SectionFlag.SLEEPABLE in flags)


@pytest.mark.parametrize(
    ("pattern", "context", "auto_attach"),
    [
        ("xdp", "struct xdp_md", None),
        ("tc", "struct __sk_buff", None),
        ("kprobe+", "struct pt_regs", "kprobe"),
        ("tracepoint+", None, "tracepoint"),
        ("fentry+", "unsigned long long", "trace"),
        ("syscall", None, None),
    ],
)
def test_contexts_and_ways_of_attaching(
    pattern: str, context: str | None, auto_attach: str | None
) -> None:
    kind = section_kinds()[pattern]
    assert kind.context_type == context
    assert kind.auto_attach == auto_attach


def test_every_row_names_known_types() -> None:
    for pattern, kind in section_kinds().items():
        assert PROGRAM_TYPES[kind.program_type_number] == kind.program_type, pattern
        if kind.attach_type is not None:
            assert ATTACH_TYPES[kind.attach_type_number] == kind.attach_type, pattern
        assert pattern.startswith(kind.stem)
    assert set(CONTEXT_TYPES) <= set(PROGRAM_TYPES)


def test_numbers_beyond_the_table_name_themselves() -> None:
    assert name_type(MAP_TYPES, 1) == "hash"
    assert name_type(MAP_TYPES, 999) == "999"
    assert name_type(MAP_TYPES, -1) == "-1"


@pytest.mark.parametrize(
    ("enum", "prefix", "names"),
    [
        ("bpf_prog_type", "BPF_PROG_TYPE_", PROGRAM_TYPES),
        ("bpf_attach_type", "BPF_", ATTACH_TYPES),
        ("bpf_map_type", "BPF_MAP_TYPE_", MAP_TYPES),
    ],
)
@pytest.mark.skipif(not KERNEL_BTF.exists(), reason="the running kernel has no BTF")
def test_numbers_are_the_running_kernels(enum: str, prefix: str, names: list[str]) -> None:
    found = Btf.open(KERNEL_BTF).find(enum)
    assert isinstance(found, Enum)
    values = {value.name: value.value for value in found.values}
    for number, name in enumerate(names):
        constant = prefix + name.upper()
        if constant in values:
            assert values[constant] == number, constant
    known = sum(prefix + name.upper() in values for name in names)
    assert known >= min(len(names), len(set(values.values())) - 1) - 2
