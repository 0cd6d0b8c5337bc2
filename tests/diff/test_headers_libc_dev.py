"""The shipped headers agree with the system's: linux-libc-dev and libc6-dev where installed."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from tests.diff.compilers import INCLUDE, find_clang
from tests.unit.headers.layouts import Facts, Record, read_facts
from tests.unit.headers.shipped import (
    find_enumerators,
    find_macros,
    find_records,
    list_headers,
    run_clang,
)

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

SYSTEM = Path("/usr/include")

HOST = ["-D__x86_64__", "-D__TARGET_ARCH_x86"]
"""The C library's headers ask which machine it is."""

COUNTS = re.compile(r"\w*(MAX|CNT|MASK|ALL|NUM|VERSION|SIZE)(_\w*)?|NR_\w+|__NR_syscalls")
"""Names that count what a release has, and grow with it."""

GROWN = {
    "FF_EFFECT_MIN": "haptic effects came before the first",
    "SECURE_ALL_LOCKS": "more bits to lock",
    "SOF_TIMESTAMPING_LAST": "more flags",
    "TCP_RESERVED_BITS": "one became accurate ECN's",
    "VIRTIO_TRANSPORT_F_END": "more features",
    "XFRM_NR_MSGTYPES": "more messages",
    "__WGALLOWEDIP_A_LAST": "more attributes",
}
"""Other constants that a later release gives another value."""

RENUMBERED = {"linux/snmp.h": "statistics are known by their names; the numbers move"}

RESERVED = re.compile(r"_*(reserved|spare|pad|res)\d?_?\d*")
"""Members that stand for what is not yet used, and shrink."""

HEADERS = [
    name for name in list_headers() if not name.startswith("bpf/") and name not in RENUMBERED
]

GROUP = 16
"""Headers that are tried in one go."""

Pair = tuple[list[str], Facts, Facts]


@cache
def system_folders() -> list[str]:
    """The system's header folders behind clang's own, as `-isystem` flags."""
    triples = [path for path in SYSTEM.glob("*-linux-gnu") if (path / "asm").is_dir()]
    if not triples or not (SYSTEM / "linux" / "bpf.h").is_file():
        pytest.skip("linux-libc-dev is not installed")
    own = Path(find_clang()[-1]) / "include"
    return [part for path in (own, SYSTEM, *triples) for part in ("-isystem", str(path))]


@cache
def read_pairs() -> list[Pair]:
    """What both sides say in the headers that the system has and that BPF code can include."""
    folders = system_folders()
    groups = [HEADERS[at : at + GROUP] for at in range(0, len(HEADERS), GROUP)]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda group: read_group(group, folders), groups)
        return [pair for pairs in found for pair in pairs]


def read_group(headers: list[str], folders: list[str]) -> list[Pair]:
    """Together where the system's can stand together, else in halves; a lone one is left out."""
    includes = "".join(f"#include <{header}>\n" for header in headers)
    if run_clang(includes, [*HOST, "-fsyntax-only"], folders).returncode:
        if len(headers) == 1:
            return []
        half = len(headers) // 2
        return read_group(headers[:half], folders) + read_group(headers[half:], folders)
    names = set().union(*map(find_macros, headers), *map(find_enumerators, headers))
    records = set().union(*map(find_records, headers))
    ours = read_facts(includes, records, names, HOST)
    return [(headers, ours, read_facts(includes, ours.records, ours.values, HOST, folders))]


def find_differences(differ: Callable[[Facts, Facts], dict[str, object]]) -> dict[str, object]:
    return {name: said for _, *pair in read_pairs() for name, said in differ(*pair).items()}


def test_the_system_has_most_of_the_headers() -> None:
    assert len([header for headers, *_ in read_pairs() for header in headers]) > 240


def test_the_systems_other_headers_stand_on_ours() -> None:
    """Ours come first on the path: what only the C library has must find there what it needs."""
    others = "dirent getopt locale math netdb poll pthread pwd sys/epoll sys/wait ucontext wchar"
    folders = ["-isystem", str(INCLUDE), *system_folders()]
    for name in others.split():
        done = run_clang(f"#include <{name}.h>\n", [*HOST, "-fsyntax-only"], folders)
        assert not done.returncode, done.stderr.decode()


def test_constants_have_the_systems_values() -> None:
    def differ(ours: Facts, system: Facts) -> dict[str, object]:
        return {
            name: (ours.values[name], system.values[name])
            for name in ours.values.keys() & system.values.keys()
            if ours.values[name] != system.values[name]
            and not COUNTS.fullmatch(name)
            and name not in GROWN
        }

    assert not find_differences(differ)
    assert sum(len(ours.values.keys() & system.values) for _, ours, system in read_pairs()) > 7000


def test_layouts_are_the_systems() -> None:
    def differ(ours: Facts, system: Facts) -> dict[str, object]:
        return {
            name: said
            for name in ours.records.keys() & system.records.keys()
            if (said := compare_common(ours.records[name], system.records[name]))
        }

    assert not find_differences(differ)
    assert sum(len(ours.records.keys() & system.records) for _, ours, system in read_pairs()) > 500


def compare_common(ours: Record, system: Record) -> list[str]:
    """How the layouts differ in what both have: headers of another release may say more."""
    said = [
        f"{path}: {ours.fields[path]} != {system.fields[path]}"
        for path in sorted(ours.fields.keys() & system.fields.keys())
        if ours.fields[path] != system.fields[path] and not RESERVED.fullmatch(path)
    ]
    if ours.fields.keys() == system.fields.keys() and ours.size_bytes != system.size_bytes:
        said.append(f"size: {ours.size_bytes} != {system.size_bytes}")
    return said
