"""The tables of helpers and maps against the running kernel: it accepts what they say, and refuses
the rest.

A kernel older than the tables lacks helpers, one that is newer gives some to more programs; one
that is built with less has fewer. So the table may only say less than the kernel where it says
"refused", and only of helpers that the kernel has for some program.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from bpfcc.elf.sections import match_section
from bpfcc.elf.uapi import MAP_TYPES
from bpfcc.frontend.bpf_helpers import find_helper, list_helpers
from bpfcc.frontend.bpf_map_facts import find_kind
from bpfcc.kernel.object import LoadReport, load_alone
from tests.diff.compilers import compile_with_bpfcc

pytestmark = pytest.mark.kernel

# The kernel that the tables were read off.
TABLES = (6, 18)
RUNNING = tuple(map(int, os.uname().release.split(".")[:2]))

SECTIONS = (
    "socket", "kprobe/do_exit", "tc", "tp/sched/sched_switch", "xdp", "perf_event", "cgroup/skb",
    "sockops", "sk_msg", "raw_tp/sched_switch", "sk_lookup", "flow_dissector", "syscall",
)  # fmt: skip
# Some of all, and those that are asked about most.
HELPERS = sorted({*range(1, 212, 9), 6, 12, 23, 25, 35, 44, 51, 69, 84, 112, 113, 131, 132, 181})
_NOT_HERE = ("cannot use helper", "unknown func", "invalid func")
_NOT_FREE = "GPL-restricted function"


@cache
def compile_calls(section: str, license: str) -> bytes:
    """An object with a program ``call_N`` for each helper of the sample, that only calls it."""
    programs = "".join(
        f'__attribute__((section("{section}"), used)) int call_{number}(void *context)\n'
        f"{{ return ((long (*)(void *))(void *){number})(context); }}\n"
        for number in HELPERS
    )
    text = f'{programs}char LICENSE[] __attribute__((section("license"), used)) = "{license}";\n'
    path = Path(os.environ["XDG_CACHE_HOME"]) / "calls.c"
    path.write_text(text)
    return compile_with_bpfcc(path, ["-w"])


def load_call(section: str, number: int, license: str = "GPL") -> LoadReport:
    return load_alone(compile_calls(section, license), f"call_{number}", name="calls")


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
@pytest.mark.parametrize("section", SECTIONS)
def test_the_kernel_gives_helpers_to_the_programs_of_the_table(section: str) -> None:
    match = match_section(section)
    assert match is not None
    bit = 1 << match.kind.program_type_number
    for number in HELPERS:
        helper = find_helper(number)
        assert helper is not None
        log = load_call(section, number).log
        is_given = not any(words in log for words in _NOT_HERE)
        if is_given:
            assert helper.program_types & bit, f"{section}: {helper.name} is there"
        elif RUNNING == TABLES:
            assert not helper.program_types & bit, f"{section}: {helper.name} is not there"


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
def test_the_kernel_asks_for_a_license_where_the_table_does() -> None:
    for number in HELPERS:
        helper = find_helper(number)
        assert helper is not None
        logs = [load_call(section, number, "MIT").log for section in SECTIONS]
        given = [log for log in logs if log and not any(words in log for words in _NOT_HERE)]
        if given:
            assert any(_NOT_FREE in log for log in given) == helper.is_gpl_only, helper.name


def test_every_helper_of_the_header_is_in_the_table() -> None:
    numbers = [helper.number for helper in list_helpers()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({helper.name for helper in list_helpers()}) == len(numbers)


MAP = """
struct {{
	int (*type)[{type}];
	int (*map_flags)[{flags}];
	int (*max_entries)[{entries}];
	int (*key_size)[{key}];
	int (*value_size)[{value}];
}} map __attribute__((section(".maps"), used));
__attribute__((section("xdp"), used)) int look(void *context)
{{
	long key[8] = {{}};
	return ((void *(*)(void *, void *))(void *)1)(&map, key) != 0;
}}
char LICENSE[] __attribute__((section("license"), used)) = "GPL";
"""


def make_map(type: int, key: int, value: int, entries: int, flags: int, folder: Path) -> bool:
    """Whether the kernel makes such a map."""
    path = folder / "map.c"
    path.write_text(MAP.format(type=type, key=key, value=value, entries=entries, flags=flags))
    data = compile_with_bpfcc(path, ["-w", "-Wno-error=map-definition"])
    report = load_alone(data, "look", name="map")
    return not any("failed to create" in message for message in report.messages)


@pytest.mark.skipif(RUNNING < TABLES, reason="the kernel is older than the tables")
@pytest.mark.parametrize("name", [n for n in MAP_TYPES if n not in ("unspec", "struct_ops")])
def test_the_kernel_makes_maps_of_the_sizes_in_the_table(name: str, tmp_path: Path) -> None:
    type = MAP_TYPES.index(name)
    kind = find_kind(type)
    assert kind is not None
    if "type" in (kind.key, kind.value) or name.endswith("_of_maps"):
        pytest.skip("such maps need more than sizes")
    key = {"any": 8, "none": 0}.get(kind.key) if kind.key in ("any", "none") else None
    key = int(kind.key.split(",")[0]) if key is None else key
    value = {"any": 8, "none": 0}.get(kind.value) if kind.value in ("any", "none") else None
    value = int(kind.value.split(",")[0]) if value is None else value
    entries = {"none": 0, "pages": 4096}.get(kind.entries, 8)
    assert make_map(type, key, value, entries, kind.flags, tmp_path)
    wrong_key = 0 if kind.key == "any" else 12
    assert not make_map(type, wrong_key, value, entries, kind.flags, tmp_path)
    wrong_value = 0 if kind.value == "any" else 12
    assert not make_map(type, key, wrong_value, entries, kind.flags, tmp_path)
    if kind.flags:
        assert not make_map(type, key, value, entries, 0, tmp_path)
    if kind.forbidden_flags:
        assert not make_map(type, key, value, entries, kind.forbidden_flags, tmp_path)
