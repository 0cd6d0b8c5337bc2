"""bpfcc reads the shipped headers as clang 22 does: every one, every layout, every constant."""

from __future__ import annotations

import contextlib

import pytest

from bpfcc.diagnostics import FatalError, Sink
from bpfcc.frontend.lazy import read_unit
from bpfcc.frontend.restrict import restrict
from bpfcc.frontend.sema import analyze
from bpfcc.options import Options
from bpfcc.render import render_text
from bpfcc.source import SourceManager
from bpfcc.warning_table import make_policy
from tests.unit.headers.layouts import read_facts
from tests.unit.headers.shipped import (
    ARCHITECTURES,
    find_enumerators,
    find_macros,
    find_records,
    include_all,
    include_one,
    list_headers,
)

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

X86 = ["-D__TARGET_ARCH_x86"]


def find_complaints(source: str, arch: str = "x86", warnings: tuple[str, ...] = ("all",)) -> str:
    """What the front end says of ``source``, with no header folder but the project's own."""
    macros = ((f"__TARGET_ARCH_{arch}", "1"),)
    options = Options(nostdlibinc=True, macros=macros, warnings=warnings, error_limit=0)
    manager = SourceManager()
    sink = Sink(manager, make_policy(options), error_limit=0)
    with contextlib.suppress(FatalError):
        declarations = read_unit("source.c", options, manager, sink, text=source)
        restrict(analyze(declarations, options, sink, manager), options, sink)
    return render_text(sink)


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_all_headers_stand_together(arch: str) -> None:
    assert not find_complaints(include_all(), arch)


def test_each_header_stands_alone() -> None:
    said = {header: find_complaints(include_one(header)) for header in list_headers()}
    assert not {header: text for header, text in said.items() if text}


def test_layouts_and_constants_are_clangs() -> None:
    includes = include_all()
    names = set().union(*map(find_macros, list_headers()), *map(find_enumerators, list_headers()))
    records = set().union(*map(find_records, list_headers()))
    facts = read_facts(includes, records, names, X86)
    checks = [
        f"_Static_assert((unsigned long long)({name}) == {value}ull, {quote(name)});"
        for name, value in facts.values.items()
    ]
    for tag, record in facts.records.items():
        checks.append(f"_Static_assert(sizeof({tag}) == {record.size_bytes}, {quote(tag)});")
        checks += [
            f"_Static_assert(__builtin_offsetof({tag}, {field.path}) == {field.offset_bits // 8},"
            f" {quote(f'{tag} {field.path}')});"
            for field in record.fields.values()
            if not field.bitfield_bits
        ]
    assert len(checks) > 10000
    assert not find_complaints(includes + "\n".join(checks), warnings=())


def quote(text: str) -> str:
    return f'"{text}"'
