"""Types of Python skeletons, as mypy and ruff see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bpfcc.skeleton.python import make_python_skeleton
from tests.unit.skeleton.build import read_kit, read_source

# Every comment for the checker must be needed: with --strict mypy tells of those that are not.
PROGRAM = """
from __future__ import annotations

from typing import assert_type

from kit_skel import BpfError, Kit, KitEvent, KitFlow, KitKey, KitMode, Link
from zoo_skel import Sample, Zoo

with Kit(kconfig="CONFIG_HZ=100\\n") as skel:
    assert_type(skel, Kit)
    skel.rodata.limit = 3
    skel.rodata.limit = "three"  # type: ignore[assignment]
    skel.rodata.limmit = 3  # type: ignore[attr-defined]
    print(skel.bss.pakcets)  # type: ignore[attr-defined]
    assert_type(skel.rodata.label, bytes)
    assert_type(skel.rodata.wanted, KitKey)
    skel.load()
    assert_type(skel.progs.count.attach_xdp("eth0", "generic"), Link)
    skel.progs.count.attach_xdp("eth0", "slow")  # type: ignore[arg-type]
    skel.progs.count.attach_tc("eth0", "ingress")  # type: ignore[attr-defined]
    skel.progs.spare.attach_tc("eth0", "ingress").detach()
    skel.progs.spare.attach_tcx("eth0", "egress")
    assert_type(skel.bss.packets, int)
    assert_type(skel.bss.bytes, int)
    assert_type(skel.kconfig.CONFIG_BPF, bool)
    assert_type(skel.data.shapes[0].range.middle, int)
    assert_type(skel.data.shapes[0].kind, int)
    skel.data.mode = KitMode.KIT_COUNT
    skel.maps.flows[KitKey(1, 2)] = KitFlow(packets=1)
    skel.maps.flows[3] = KitFlow()  # type: ignore[index]
    for key, flow in skel.maps.flows.items():
        assert_type(key, KitKey)
        assert_type(flow, KitFlow)
    assert_type(skel.maps.totals[0], list[int])
    assert_type(skel.maps.totals.get(5), list[int] | None)
    for event in skel.maps.events:
        assert_type(event, KitEvent)
        assert_type(event.key.port, int)
    for record in skel.maps.events.of(KitKey).read(timeout=1.5):
        assert_type(record, KitKey)

try:
    zoo = Zoo.open_and_load(pin_root="/sys/fs/bpf")
except BpfError as error:
    assert_type(error.messages, tuple[str, ...])
    raise
assert_type(zoo, Zoo)
assert_type(zoo.maps.numbers[-1], int)
assert_type(zoo.maps.reals[1], float)
assert_type(zoo.maps.switches[b"light"], bool)
assert_type(zoo.maps.queue.pop(), int | None)
assert_type(zoo.maps.samples[0].name, bytes)
for cpu, sample in zoo.maps.lines.read_with_cpu(timeout=0):
    assert_type(cpu, int)
    assert_type(sample, Sample)
zoo.maps.next[0] = zoo.progs.tail
zoo.maps.next[0] = zoo.maps.inner  # type: ignore[assignment]
zoo.maps.outer[0] = zoo.maps.inner
zoo.progs.count_egress.attach_cgroup("/sys/fs/cgroup")
assert_type(zoo.progs.change.test_run(ctx=b"12345678").ctx, bytes)
zoo.close()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the modules and a program that uses them."""
    path = tmp_path_factory.mktemp("typing")
    (path / "kit_skel.py").write_text(make_python_skeleton(read_kit()))
    (path / "zoo_skel.py").write_text(make_python_skeleton(read_source("zoo.bpf.c")))
    (path / "program.py").write_text(PROGRAM)
    return path


def run_tool(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_strict_mypy_knows_every_member(folder: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    files = ("program.py", "kit_skel.py", "zoo_skel.py")
    run_tool(folder, "mypy", "--strict", "--cache-dir", "/dev/null", *files)


def test_modules_have_nothing_unused(folder: Path) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed")
    rules = ("--select", "B,E7,E9,F,I,UP,W", "--target-version", "py311", "--line-length", "100")
    run_tool(folder, "ruff", "check", "--isolated", *rules, "kit_skel.py", "zoo_skel.py")
