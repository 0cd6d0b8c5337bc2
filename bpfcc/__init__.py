"""bpfcc: a compiler toolchain for eBPF. Restricted C in, loadable objects out.

``import bpfcc`` costs next to nothing: each public name is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.api import CompiledObject, CompileError, compile
    from bpfcc.errors import InputError, InternalError

__version__ = "0.1.0"

__all__ = ["CompileError", "CompiledObject", "InputError", "InternalError", "compile"]

_HOMES = {
    "CompileError": "bpfcc.api",
    "CompiledObject": "bpfcc.api",
    "InputError": "bpfcc.errors",
    "InternalError": "bpfcc.errors",
    "compile": "bpfcc.api",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'bpfcc' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
