"""The folder of kept entries: private, bounded, never trusted from others, cleared at will."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpfcc import cache
from bpfcc.cache import Cache, clear_cache, measure_cache, trim_cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "bpfcc"


KEY = "00ab" * 10


@pytest.mark.parametrize("damage", ["cut", "flipped", "lengthened"])
def test_a_single_wrong_byte_is_noticed(folder: Path, damage: str) -> None:
    Cache("things").store(KEY, b"contents")
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    data = file.read_bytes()
    changed = {
        "cut": data[:-1],
        "flipped": data[:-1] + bytes([data[-1] ^ 1]),
        "lengthened": data + b"x",
    }
    file.write_bytes(changed[damage])
    assert Cache("things").load(KEY) is None


def test_entries_of_another_user_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    Cache("things").store(KEY, b"x")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert Cache("things").load(KEY) is None
    Cache("things").store(KEY, b"y")
    monkeypatch.undo()


def test_nothing_is_kept_where_nobody_has_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cache, "cache_folder", lambda: "~/.cache/bpfcc")
    Cache("things").store(KEY, b"x")
    assert list(tmp_path.iterdir()) == []


def test_folders_are_for_the_user_alone(folder: Path) -> None:
    Cache("things").store(KEY, b"x")
    assert folder.stat().st_mode & 0o077 == 0


def test_the_oldest_go_when_the_limit_is_passed(folder: Path) -> None:
    kept = Cache("things")
    keys = [f"{number:02x}" * 20 for number in range(1, 9)]
    for age, key in enumerate(keys):
        kept.store(key, bytes(92))
        path = folder / "things" / key[:2] / key[2:]
        os.utime(path, (1000 + age, 1000 + age))
    kept.load(keys[0], touch=True)
    trim_cache(str(folder / "things"), 600)
    left = [key for key in keys if kept.load(key) is not None]
    assert left == [keys[0], *keys[5:]]


def test_room_is_made_while_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    trimmed: list[str] = []
    monkeypatch.setattr(cache, "trim_cache", trimmed.append)
    kept = Cache("things")
    for number in range(512):
        kept.store(f"{number:040x}", b"x")
    assert trimmed == [kept.folder] * 2


def test_measuring_and_clearing(folder: Path) -> None:
    assert measure_cache() == {}
    assert clear_cache() == (0, 0)
    Cache("things").store(KEY, b"12345")
    Cache("others").store(KEY, b"")
    assert measure_cache() == {"others": (1, 8), "things": (1, 13)}
    assert clear_cache() == (2, 21)
    assert not folder.exists()


def test_a_large_file_is_hashed_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.h"
    large.write_bytes(b"x" * (2 << 20))
    data, status = large.read_bytes(), large.stat()
    digest = cache.hash_contents(data, status)
    assert digest == cache.hash_bytes(data)
    hashed: list[int] = []
    plain = cache.hash_bytes

    def count(data: bytes) -> bytes:
        hashed.append(len(data))
        return plain(data)

    monkeypatch.setattr(cache, "hash_bytes", count)
    assert cache.hash_contents(data, status) == digest
    assert max(hashed) < 1000
    changed = data[:-1] + b"y"
    assert cache.hash_contents(changed, status) == plain(changed)


@pytest.mark.skipif(
    not Path("/proc/sys/kernel/random/boot_id").exists(), reason="the kernel tells no boot"
)
def test_what_stays_while_the_kernel_runs_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "vmlinux"
    file.write_bytes(b"types")
    reads: list[bytes] = []

    def read() -> bytes:
        reads.append(file.read_bytes())
        return reads[-1]

    digests = {cache.hash_boot_file(str(file), read) for _ in range(3)}
    assert digests == {cache.hash_bytes(b"types")}
    assert reads == [b"types"]
    file.unlink()
    assert cache.hash_boot_file(str(file), lambda: b"other") == cache.hash_bytes(b"other")


WRITER = """
import sys
from bpfcc.cache import Cache
kept = Cache("things")
mine = bytes([int(sys.argv[1])]) * 100_000
for _ in range(60):
    kept.store("ab" * 20, mine)
    found = kept.load("ab" * 20)
    assert found is not None and len(set(found)) == 1 and len(found) == 100_000
"""


def test_parallel_writers_never_show_half_of_anything(folder: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(number)]) for number in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["ab" * 19]
