"""Where LLVM's library is."""

from __future__ import annotations

import sys


def find_library() -> str:
    """The path of llvmlite's shared library, found without importing llvmlite.

    Raises FileNotFoundError where llvmlite is not installed.
    """
    from importlib.machinery import PathFinder
    from os.path import join

    spec = PathFinder.find_spec("llvmlite")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("llvmlite is not installed")
    name = "libllvmlite.dylib" if sys.platform == "darwin" else "libllvmlite.so"
    return join(spec.submodule_search_locations[0], "binding", name)
