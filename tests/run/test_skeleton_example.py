"""The example application of a Python skeleton, on a link between two network namespaces."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bpfcc.skeleton.generate import generate_skeleton
from tests.diff.compilers import ROOT
from tests.run.example import compile_example
from tests.run.net import Lab, ping

APPLICATION = ROOT / "examples" / "skeleton_flows.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the application and its module, as its first lines say to make it."""
    path = tmp_path_factory.mktemp("flows")
    module = generate_skeleton(compile_example("skeleton_flows"), "flows.o", "python")
    (path / "flows_skel.py").write_text(module)
    shutil.copy(APPLICATION, path)
    return path


@pytest.fixture
def pair() -> Iterator[Lab]:
    """Two namespaces with a link between them."""
    with Lab("a", "b") as lab:
        lab.connect("a", "va", "b", "vb")
        lab.add_address("a", "va", "10.72.0.1/24")
        lab.add_address("b", "vb", "10.72.0.2/24")
        yield lab


def finish(process: subprocess.Popen[str], last: str) -> str:
    """Interrupt the application once it has printed a line that ends so; all that it printed."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.endswith(f"{last}\n"):
            break
    process.send_signal(signal.SIGINT)
    said.append(process.communicate(timeout=20)[0])
    assert process.returncode == 0, said
    return "".join(said)


Start = Callable[..., "subprocess.Popen[str]"]
"""Starts the application in the thread's namespace, and waits until it is attached."""


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Starts applications, none of which outlives the test."""
    started = []

    def begin(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(folder / APPLICATION.name), *words]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("watching "), line + process.stdout.read()
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.kernel
def test_flows_are_told_when_they_begin_and_counted(start: Start, pair: Lab) -> None:
    with pair.inside("b"):
        process = start("vb", "--seconds", "60")
    with pair.inside("a"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("10.72.0.1", 4000))
            for _ in range(2):
                sender.sendto(b"x" * 100, ("10.72.0.2", 53))
        assert ping("10.72.0.2", count=3) == 3
    said = finish(process, "icmp 10.72.0.1 -> 10.72.0.2")
    begun, _, report = said.partition("     bytes  packets  flow\n")
    assert re.search(r"^\d+\.\d{3} icmp 10\.72\.0\.1 -> 10\.72\.0\.2$", begun, re.M)
    assert begun.count("udp 10.72.0.1:4000 -> 10.72.0.2:53\n") == 1
    rows = {line.split("  ")[-1]: line.split()[:2] for line in report.splitlines()[:-1]}
    assert rows["udp 10.72.0.1:4000 -> 10.72.0.2:53"] == [str(2 * 142), "2"]
    assert rows["icmp 10.72.0.1 -> 10.72.0.2"][1] == "3"
    assert re.fullmatch(r"\d+ other packets, 0 starts not told", report.splitlines()[-1])
    with pair.inside("b"):
        links = subprocess.run(["ip", "link", "show", "vb"], capture_output=True, check=True)
    assert b"xdp" not in links.stdout


@pytest.mark.kernel
def test_settings_are_given_before_loading(start: Start, pair: Lab) -> None:
    with pair.inside("b"):
        process = start("vb", "--seconds", "60", "--protocol", "udp", "--port", "53")
    with pair.inside("a"):
        assert ping("10.72.0.2") == 1
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", ("10.72.0.2", 54))
            sender.sendto(b"", ("10.72.0.2", 53))
    said = finish(process, ":53")
    assert ":53\n" in said
    assert ":54\n" not in said
    assert "icmp" not in said


@pytest.mark.kernel
def test_an_unknown_interface_is_one_line(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(folder / APPLICATION.name), "nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "skeleton_flows: no network interface 'nowhere' here\n"


def test_the_application_passes_strict_mypy(folder: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "/dev/null", APPLICATION.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
