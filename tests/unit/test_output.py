"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from bpfcc.errors import InputError
from bpfcc.output import write_bytes


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.o"
    write_bytes(str(path), b"one")
    write_bytes(str(path), b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_file_survives_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.o"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InputError, match=r"x\.o: cannot write: No space left on device"):
        write_bytes(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/x.o", "x\0y", ""])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot write"):
        write_bytes(str(tmp_path / name) if name else "", b"data")
    assert list(tmp_path.iterdir()) == []


def test_devices_are_written_to_and_not_replaced() -> None:
    write_bytes(os.devnull, b"data")
    assert not os.path.isfile(os.devnull)
    with pytest.raises(InputError, match="/dev/full: cannot write: No space left"):
        write_bytes("/dev/full", b"data")


def test_an_interrupt_waits_until_the_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def interrupted(source: str, target: str) -> None:
        signal.raise_signal(signal.SIGINT)
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    path = tmp_path / "x.o"
    with pytest.raises(KeyboardInterrupt):
        write_bytes(str(path), b"data")
    assert path.read_bytes() == b"data"
    assert list(tmp_path.iterdir()) == [path]
