"""Imports run one way, and the paths that must start fast import little."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "bpfcc"

BASE = {
    "",
    "cache",
    "diagnostics",
    "errors",
    "files",
    "name_table",
    "options",
    "patterns",
    "source",
    "warning_table",
}

# What each room may import from, besides itself. "" is the package itself (its version).
MAY_IMPORT: dict[str, set[str]] = {
    "cache": set(),
    "errors": set(),
    "files": set(),
    "name_table": set(),
    "patterns": {"cache"},
    "source": set(),
    "diagnostics": {"source"},
    "options": {"errors"},
    "warning_table": {"diagnostics", "options"},
    "output": {"errors"},
    "render": {"", "source", "diagnostics"},
    "render_data": {"", "source", "diagnostics", "render"},
    "": {"errors", "api"},
    "btf": BASE | {"elf"},
    "elf": BASE | {"btf"},
    "frontend": BASE | {"btf", "elf"},
    "ir": BASE | {"frontend"},
    "codegen": BASE | {"frontend", "ir", "btf", "elf"},
    "skeleton": BASE | {"btf", "elf"},
    "kernel": BASE | {"btf", "elf", "codegen"},
    "compile_cache": {"", "cache", "codegen", "files", "options"},
    "verifier": BASE | {"frontend", "elf"},
    "driver": BASE | {"frontend", "ir", "codegen", "btf", "elf", "verifier"},
    "api": BASE
    | {"frontend", "ir", "codegen", "btf", "elf", "compile_cache", "driver", "skeleton"}
    | {"output", "render"},
    "cli": BASE
    | {"frontend", "ir", "codegen", "btf", "elf", "driver", "skeleton", "kernel", "api"}
    | {"compile_cache", "output", "render", "render_data"},
    "__main__": {"cache", "cli"},
}

# Rooms whose rule is tighter than their package's.
TIGHTER: dict[str, set[str]] = {"codegen/insn.py": {"errors"}}


def room_of(module: str) -> str:
    """``bpfcc.frontend.lexer`` is in room ``frontend``; ``bpfcc`` itself in room ``""``."""
    return module.partition(".")[2].partition(".")[0]


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, module) of every import of ours, wherever in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            module = node.module or ""
            if module == "bpfcc":
                for alias in node.names:
                    known = (PACKAGE / alias.name).exists() or (
                        PACKAGE / f"{alias.name}.py"
                    ).exists()
                    yield node.lineno, f"bpfcc.{alias.name}" if known else "bpfcc"
            else:
                yield node.lineno, module


def source_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", source_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    relative = path.relative_to(PACKAGE).as_posix()
    room = relative.split("/")[0].removesuffix(".py")
    room = "" if room == "__init__" else room
    allowed = TIGHTER.get(relative, MAY_IMPORT[room] | {room})
    for line, module in imported_modules(ast.parse(path.read_text(), relative)):
        if module.split(".")[0] == "bpfcc":
            assert room_of(module) in allowed, f"{relative}:{line} imports {module}"


@pytest.mark.parametrize("path", source_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_parser_room_touches_pycparser_and_only_the_worker_llvmlite(path: Path) -> None:
    relative = path.relative_to(PACKAGE).as_posix()
    for line, module in imported_modules(ast.parse(path.read_text(), relative)):
        top = module.split(".")[0]
        if top == "pycparser":
            assert relative.startswith("frontend/"), f"{relative}:{line}"
        if top == "llvmlite":
            assert relative.startswith(("ir/", "codegen/")), f"{relative}:{line}"
        if top == "click":
            assert relative.startswith("cli/"), f"{relative}:{line}"
        if top == "elftools":
            assert relative.startswith(("elf/", "btf/")), f"{relative}:{line}"


def modules_after(statement: str) -> set[str]:
    """Names in ``sys.modules`` of a fresh interpreter that has run ``statement``."""
    program = f"import sys\n{statement}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_import_bpfcc_brings_nothing_but_itself() -> None:
    """The cost of ``import bpfcc`` is that of one small file."""
    new = modules_after("import bpfcc") - modules_after("")
    assert new == {"bpfcc", "__future__"}
