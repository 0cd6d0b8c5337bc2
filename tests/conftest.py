"""What every test may ask for: a kernel that loads programs, and clang 22 as the oracle."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

_BPF_SYSCALL = {"x86_64": 321, "aarch64": 280, "riscv64": 280, "s390x": 351, "ppc64le": 361}
_BPF_MAP_CREATE = 0
_BPF_MAP_TYPE_ARRAY = 2


@cache
def missing_kernel() -> str | None:
    """Why programs cannot be loaded here, or None when they can: an array map is created."""
    number = _BPF_SYSCALL.get(platform.machine())
    if platform.system() != "Linux" or number is None:
        return f"bpf(2) is not known on {platform.system()} {platform.machine()}"
    attributes = (ctypes.c_uint32 * 16)(_BPF_MAP_TYPE_ARRAY, 4, 8, 1)
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.syscall(number, _BPF_MAP_CREATE, ctypes.byref(attributes), ctypes.sizeof(attributes))
    if fd >= 0:
        os.close(fd)
        return None
    code = ctypes.get_errno()
    return f"bpf(2) fails with {errno.errorcode.get(code, code)}: {os.strerror(code)}"


def require(reason: str | None) -> None:
    """Skip for ``reason``, or fail where the machine has promised a kernel."""
    if reason is None:
        return
    if os.environ.get("BPFCC_REQUIRE_KERNEL") == "1":
        pytest.fail(f"BPFCC_REQUIRE_KERNEL=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def kernel() -> None:
    """The right to load eBPF programs into the running kernel."""
    require(missing_kernel())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The marker ``kernel`` is the fixture for those who do not need its name."""
    if item.get_closest_marker("kernel"):
        require(missing_kernel())


Clang = Callable[[Sequence[str | Path]], subprocess.CompletedProcess[bytes]]
"""Runs clang 22 for target bpf with further arguments; output is captured, status kept."""


@pytest.fixture(scope="session")
def clang22() -> Clang:
    """clang 22 from the ziglang package, without any header folder of the system's libbpf."""
    ziglang = pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")
    package = Path(ziglang.__file__).parent
    command = [str(package / "zig"), "clang", "-resource-dir", str(package / "lib")]

    def run(arguments: Sequence[str | Path]) -> subprocess.CompletedProcess[bytes]:
        full = [*command, "-target", "bpf", *map(str, arguments)]
        return subprocess.run(full, capture_output=True, check=False)

    return run
