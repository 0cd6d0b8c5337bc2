"""The text of `runtime`, of which each generated module holds the parts that it needs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "runtime"
_PACKAGE = "bpfcc.skeleton.runtime."

# In the order in which they can stand in one module.
_ORDER = (
    "library",
    "values",
    "links",
    "programs",
    "skeleton",
    "maps",
    "codecs",
    "keyed",
    "percpu",
    "queues",
    "references",
    "storage",
    "ringbuf",
    "perfbuf",
    "userring",
    "structops",
    "arenas",
    "interfaces",
    "xdp",
    "tc",
    "cgroups",
    "netns",
    "sockets",
    "sockmaps",
    "perfevents",
    "probes",
    "tracepoints",
    "iterators",
)


@dataclass(slots=True)
class Part:
    """One module of `runtime`: its code without docstring and imports, and what it imports."""

    name: str
    title: str
    code: str
    definitions: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    """Statements `import x` and `import x as y`, as they are."""
    names: dict[str, set[str]] = field(default_factory=dict)
    """Names that are imported from each module of the standard library."""


@cache
def read_part(name: str) -> Part:
    """Read one module of `runtime`."""
    source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    title = (ast.get_docstring(tree) or name).splitlines()[0].rstrip(".")
    part = Part(name, title, "")
    end = 0
    for node in tree.body:
        if _read_import(part, node) or (isinstance(node, ast.Expr) and node.lineno == 1):
            end = node.end_lineno or 0
        else:
            part.definitions |= _defined_names(node)
    part.code = "\n".join(source.splitlines()[end:]).strip("\n")
    if "TYPE_CHECKING" in part.code:
        part.names["typing"].add("TYPE_CHECKING")
    return part


def _read_import(part: Part, node: ast.stmt) -> bool:
    """Take note of an import, or of imports for types only; False for anything else."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        # Such names are all defined in the one module that the parts become.
        return all(_read_import(part, inner) for inner in node.body)
    if isinstance(node, ast.Import):
        part.modules.add(ast.unparse(node))
        return True
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return False
    if node.module.startswith(_PACKAGE):
        part.needs.add(node.module.removeprefix(_PACKAGE))
    elif node.module != "__future__":
        names = {alias.name for alias in node.names} - {"TYPE_CHECKING"}
        part.names.setdefault(node.module, set()).update(names)
    return True


def _defined_names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names = [t for target in targets for t in getattr(target, "elts", [target])]
    return {name.id for name in names if isinstance(name, ast.Name)}


def choose_parts(wanted: set[str]) -> list[Part]:
    """The named parts and what they need, in an order that works."""
    chosen: set[str] = set()
    todo = set(wanted)
    while todo:
        name = todo.pop()
        chosen.add(name)
        todo |= read_part(name).needs - chosen
    return [read_part(name) for name in _ORDER if name in chosen]


def format_imports(parts: list[Part], own: dict[str, set[str]], modules: set[str]) -> list[str]:
    """The import statements of a module with these parts, and with imports of its `own`."""
    names: dict[str, set[str]] = {module: set(found) for module, found in own.items() if found}
    statements = set(modules)
    for part in parts:
        statements |= part.modules
        for module, found in part.names.items():
            if found:
                names.setdefault(module, set()).update(found)
    lines = sorted(statements)
    lines += [_format_from(module, found) for module, found in sorted(names.items())]
    return lines


def _format_from(module: str, found: set[str]) -> str:
    names = sorted(found, key=_sort_key)
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _sort_key(name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Constants come first, then the others by their letters, `c_int8` before `c_int16`."""
    words = re.split(r"(\d+)", name)
    return not name.isupper(), [(int(w), "") if w.isdigit() else (0, w) for w in words]


def merge_code(parts: list[Part]) -> str:
    """The code of the parts, each under its title; a definition that two parts share comes once."""
    seen: set[str] = set()
    chunks = []
    for part in parts:
        lines = part.code.splitlines()
        kept = [line for line in lines if not (_is_type_variable(line) and line in seen)]
        seen.update(line for line in lines if _is_type_variable(line))
        bar = "-" * max(3, 94 - len(part.title))
        chunks.append(f"# {part.title} {bar}\n\n" + "\n".join(kept).strip("\n"))
    return "\n\n\n".join(chunks)


def _is_type_variable(line: str) -> bool:
    return " = TypeVar(" in line
