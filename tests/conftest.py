"""What every test may ask for: a kernel that loads programs, and clang 22 as the oracle."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bpfcc.kernel.access import find_obstacle
from tests.fuzz.effort import FACTOR_VARIABLE

ROOT = Path(__file__).resolve().parents[1]


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
    require(find_obstacle())


# The same examples in every run, however slow the machine: what is new is for `tests.fuzz`.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_configure() -> None:
    """Take interrupts as usual: a shell starts what it puts in the background without them."""
    if FACTOR_VARIABLE not in os.environ:
        settings.load_profile("steady")
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The marker ``kernel`` is the fixture for those who do not need its name."""
    if item.get_closest_marker("kernel"):
        require(find_obstacle())


@pytest.fixture(scope="session", autouse=True)
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor leave anything in the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` rewrites the expected files instead of comparing."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files")


Golden = Callable[[Path, str], None]
"""Compares a text with the golden file at a path, or rewrites the file."""


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The comparison with a golden file; with ``--update-golden`` the file is rewritten."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text)
        assert path.exists(), f"{path.name} is missing: run pytest --update-golden"
        assert text == path.read_text()

    return compare
