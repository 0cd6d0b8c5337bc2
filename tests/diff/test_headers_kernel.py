"""The shipped headers agree with the running kernel's BTF: helper ids, constants, layouts."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.types import Composite, Enum
from bpfcc.files import KERNEL_BTF
from tests.conftest import require
from tests.diff.compilers import INCLUDE
from tests.unit.headers.layouts import Record, lay_out, read_records, read_values
from tests.unit.headers.shipped import (
    find_enumerators,
    find_records,
    include_all,
    list_headers,
    read_macros,
)

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

FLAGS = ["-D__TARGET_ARCH_x86"]
HELPER = re.compile(r"\(\* const bpf_(\w+)\)\(.*\) = \(void \*\)(\d+);")
MAPPER = re.compile(r"FN\((\w+), (\d+), ##ctx\)")

INTERNAL_RECORDS = {
    "struct cmsghdr": "the kernel's has no name for the data",
    "struct fsverity_descriptor": "the kernel names what is reserved for others",
    "struct input_event": "the kernel's time is two numbers, another ABI's one struct",
    "struct msghdr": "the kernel's own, wholly different",
    "struct pt_regs": "the kernel's own register names; PT_REGS_* knows both",
    "struct sockaddr": "the kernel's address may be longer",
    "struct tm": "the kernel's own, wholly different",
}
"""Same name, but not the thing that programs outside the kernel mean by it."""

INTERNAL_CONSTANTS = {
    "NFPROTO_NUMPROTO": "without DECnet inside the kernel",
    "SOCK_DESTROY": "a socket flag inside the kernel, a netlink command outside",
    "__SEG6_IPTUNNEL_MAX": "a sentinel: newer headers count on",
    "__XFRM_MSG_MAX": "a sentinel: newer headers count on",
}


@cache
def open_kernel() -> Btf:
    try:
        return Btf.open(KERNEL_BTF)
    except Exception as error:
        require(f"the kernel's BTF cannot be read: {error}")
        raise


def test_helpers_have_the_kernels_numbers() -> None:
    text = (INCLUDE / "bpf" / "bpf_helper_defs.h").read_text()
    declared = {name: int(number) for name, number in HELPER.findall(text)}
    (ids,) = (t for t in open_kernel().find_all("bpf_func_id") if isinstance(t, Enum))
    kernel = {value.name.removeprefix("BPF_FUNC_"): value.value for value in ids.values}
    count = kernel.pop("__BPF_FUNC_MAX_ID")
    assert kernel.pop("unspec") == 0
    assert declared == kernel
    assert len(declared) == count - 1 == 211


def test_the_mapper_lists_what_the_enum_has() -> None:
    """linux/bpf.h says the helpers twice: as constants and as a list for macros."""
    text = (INCLUDE / "linux" / "bpf.h").read_text()
    listed = {f"BPF_FUNC_{name}": int(number) for name, number in MAPPER.findall(text)}
    constants = {name for name in find_enumerators("linux/bpf.h") if name.startswith("BPF_FUNC_")}
    assert read_values("#include <linux/bpf.h>\n", constants) == listed


def test_constants_have_the_kernels_values() -> None:
    includes = include_all()
    names = read_macros(includes, FLAGS).union(*map(find_enumerators, list_headers()))
    wanted: dict[str, set[int]] = {}
    for enum in open_kernel().find_enumerators(names):
        assert isinstance(enum, Enum)
        for value in enum.values:
            if value.name in names:
                wanted.setdefault(value.name, set()).add(value.value & 0xFFFFFFFF)
    ours = read_values(includes, set(wanted), FLAGS)
    wrong = {
        name: (value, wanted[name])
        for name, value in ours.items()
        if value & 0xFFFFFFFF not in wanted[name] and name not in INTERNAL_CONSTANTS
    }
    assert not wrong
    assert len(ours) > 3000


def test_bpf_flags_of_64_bits_keep_their_upper_half() -> None:
    names = find_enumerators("linux/bpf.h")
    ours = read_values("#include <linux/bpf.h>\n", names)
    kernel = {
        value.name: value.value & (1 << 8 * enum.size_bytes) - 1
        for enum in open_kernel().find_enumerators(names)
        if isinstance(enum, Enum) and enum.size_bytes == 8
        for value in enum.values
    }
    assert {name: ours[name] for name in kernel if name in ours} == kernel
    assert kernel["BPF_F_CTXLEN_MASK"] == 0xFFFFF << 32


def test_layouts_are_the_kernels() -> None:
    ours = read_records(include_all(), set().union(*map(find_records, list_headers())), FLAGS)
    found = open_kernel().find_many({name.partition(" ")[2] for name in ours})
    wrong, compared = {}, 0
    for name, record in ours.items():
        word, _, tag = name.partition(" ")
        kernel = [
            lay_out(type_)
            for type_ in found.get(tag, ())
            if isinstance(type_, Composite) and type_.keyword == word
        ]
        if not kernel or name in INTERNAL_RECORDS:
            continue
        compared += 1
        best = min((compare(record, other) for other in kernel), key=len)
        if best:
            wrong[name] = best
    assert not wrong
    assert compared > 500


def compare(ours: Record, kernel: Record) -> list[str]:
    """How the two layouts differ, in words."""
    said = [
        f"{path}: {ours.fields.get(path)} != {kernel.fields.get(path)}"
        for path in sorted({*ours.fields, *kernel.fields})
        if ours.fields.get(path) != kernel.fields.get(path)
    ]
    if ours.size_bytes != kernel.size_bytes:
        said.append(f"size: {ours.size_bytes} != {kernel.size_bytes}")
    return said
