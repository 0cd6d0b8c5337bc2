"""What ``--version`` says."""

from __future__ import annotations

from bpfcc import __version__

CLANG_VERSION = "22.1.0"
"""The clang whose predefined macros, layouts and code we match."""


def version_text() -> str:
    """Three lines: our version, the clang we stand for, the target."""
    return f"bpfcc {__version__}\nclang version {CLANG_VERSION} compatible\nTarget: bpf"
