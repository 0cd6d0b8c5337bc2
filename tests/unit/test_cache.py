from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bpfcc import patterns
from bpfcc.cache import Cache, cache_folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def only_file(folder: Path) -> Path:
    (path,) = [p for p in folder.rglob("*") if p.is_file()]
    return path


def test_an_entry_comes_back_as_it_was(own_folder: Path) -> None:
    Cache("kind").store("abcdef", b"body")
    assert Cache("kind").load("abcdef") == b"body"
    assert Cache("kind").load("abcdee") is None
    assert Cache("other").load("abcdef") is None
    assert only_file(own_folder).is_relative_to(own_folder / "bpfcc/kind")


@pytest.mark.parametrize("damage", [b"", b"x", b"bpfC\0\0\0\0body", b"nonsense and more"])
def test_a_damaged_entry_is_none(own_folder: Path, damage: bytes) -> None:
    cache = Cache("kind")
    cache.store("abcdef", b"body")
    only_file(own_folder).write_bytes(damage)
    assert cache.load("abcdef") is None
    cache.store("abcdef", b"again")
    assert cache.load("abcdef") == b"again"


def test_a_folder_that_cannot_be_written_is_an_empty_cache(own_folder: Path) -> None:
    (own_folder / "bpfcc").write_text("in the way")
    cache = Cache("kind")
    cache.store("abcdef", b"body")
    assert cache.load("abcdef") is None


def test_the_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == "/home/somebody/.cache/bpfcc"


def test_patterns_come_back_from_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    source = r"(?s:(?P<word>\w++)|( ))++(?<=x)"
    monkeypatch.setattr(patterns, "_kept", {})
    monkeypatch.setattr(patterns, "_compiled", [])
    first = patterns.compile_pattern(source)
    assert patterns._compiled == [source]
    patterns.save_patterns()
    monkeypatch.setattr(patterns, "_kept", None)
    again = patterns.compile_pattern(source)
    assert patterns._compiled == []
    assert again == first == re.compile(source)
    assert again.groupindex == first.groupindex
    match = again.match("ab x")
    assert match is not None
    assert match.groups() == re.match(source, "ab x").groups()  # type: ignore[union-attr]


def test_damaged_patterns_are_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "abc"
    entries: list[Any] = [(32, b"\xff\xff\xff\xff", 0, (None,), {}), (1, 2), ("x",) * 5]
    for entry in entries:
        monkeypatch.setattr(patterns, "_kept", {source: entry})
        assert patterns.compile_pattern(source).fullmatch("abc")
