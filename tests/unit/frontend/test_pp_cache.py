from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import Any

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend import includes, pp_cache
from bpfcc.frontend.lazy import TranslationUnit, read_unit
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.preprocessing import spellings, write_files


def long_header() -> str:
    parts = ["#ifndef H\n#define H\n#define N 3\n/* comment */\n"]
    for number in range(900):
        parts.append(
            f"struct s{number} {{\n\tint a{number}; struct in{number} {{ int b; }} c;\n}};\n"
        )
        parts.append(f"typedef struct s{number} *p{number};\nextern int f{number}(int a) \\\n ;\n")
    parts.append("extern int n[N];\n#endif\n")
    return "".join(parts)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_files(tmp_path, {"h.h": long_header(), "m.c": '#include "h.h"\nint x;\n'})
    return tmp_path


def read(folder: Path, **settings: Any) -> TranslationUnit:
    includes._scans.clear()
    manager = SourceManager()
    return read_unit(
        str(folder / "m.c"), Options(nostdinc=True, **settings), manager, Sink(manager)
    )


def answers(unit: TranslationUnit) -> list[str]:
    found = []
    for name in ("p7", "f899", "n", "x", "nothing"):
        found += [spellings(top.tokens()) for top in unit.find(name)]
    for tag in ("s0", "in500"):
        found += [spellings(top.tokens()) for top in unit.find_tag(tag)]
    return found


def entries(folder: Path) -> list[Path]:
    return [p for p in (folder / "cache/bpfcc/scan").rglob("*") if p.is_file()]


def test_the_second_reading_scans_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = answers(read(folder))
    assert first[2] == "extern int n [ 3 ] ;"
    assert len(entries(folder)) == 1

    def fail(*args: object) -> None:
        raise AssertionError("scanned again")

    monkeypatch.setattr("bpfcc.frontend.pp_unit.scan_region", fail)
    monkeypatch.setattr("bpfcc.frontend.pp_region.Region.collect_words", fail)
    assert answers(read(folder)) == first


def test_other_macros_are_looked_for_anew(folder: Path) -> None:
    read(folder)
    unit = read(folder, macros=(("f5", "renamed"), ("p3", "q3")))
    assert [spellings(top.tokens()) for top in unit.find("renamed")] == [
        "extern int renamed ( int a ) ;"
    ]
    assert unit.is_typedef("q3")
    assert not unit.is_typedef("p3")
    assert answers(read(folder)) == answers(read(folder, cache=False))


def test_a_changed_header_is_another_entry(folder: Path) -> None:
    read(folder)
    (folder / "h.h").write_text(long_header().replace("int n[N]", "long n[N]"))
    assert answers(read(folder))[2] == "extern long n [ 3 ] ;"
    assert len(entries(folder)) == 2


def test_a_damaged_entry_is_ignored(folder: Path) -> None:
    expected = answers(read(folder))
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    for damaged in (b"", whole[:100], whole[:-1], os.urandom(len(whole))):
        entry.write_bytes(damaged)
        assert answers(read(folder)) == expected


def test_an_entry_of_another_shape_is_ignored(folder: Path) -> None:
    expected = answers(read(folder))
    (entry,) = entries(folder)
    key = entry.parent.name + entry.name
    cache = pp_cache.ScanCache("gnu17")._cache
    shapes: list[Any] = [None, 1, (), (1, 2, 3, 4, 5, 6), ([], [], [], None, [], [(1,)])]
    for value in shapes:
        cache.store(key, marshal.dumps(value))
        assert answers(read(folder)) == expected


def test_without_the_cache_nothing_is_written(folder: Path) -> None:
    read(folder, cache=False)
    assert not (folder / "cache").exists()


def test_fingerprints_do_not_depend_on_order() -> None:
    assert pp_cache.fingerprint(["b", "a"]) == pp_cache.fingerprint({"a": 1, "b": 2})
    assert pp_cache.fingerprint(["a"]) != pp_cache.fingerprint(["b"])
