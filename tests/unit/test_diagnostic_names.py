"""Every name that a diagnostic can have is in docs/diagnostics.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bpfcc.codegen.complaints import _KNOWN
from bpfcc.warning_table import GROUPS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("frontend", "ir", "codegen", "verifier")
FILES = ("driver.py", "diagnostics.py")

# Methods whose first argument, or whose argument `code`, is the name.
_REPORTING = frozenset(("error", "warning", "default_error", "fatal", "_add_error", "_report"))
_NAME = re.compile(r"[#a-z][a-z0-9#-]+")


def read_documented() -> set[str]:
    """What stands between backquotes in the tables."""
    text = (ROOT / "docs" / "diagnostics.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return {name for row in rows for name in re.findall(r"`([#a-z][a-z0-9#-]+)`", row)}


def read_calls(path: Path) -> Iterator[str]:
    """The names in calls that report something."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        called = function.attr if isinstance(function, ast.Attribute) else ""
        called = function.id if isinstance(function, ast.Name) else called
        arguments = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        if called in _REPORTING or called == "say":
            arguments += node.args[1:2] if called == "_add_error" else node.args[:1]
        for argument in arguments:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                if called == "say" and "verifier" in path.parts:
                    yield f"verifier-{argument.value}"
                elif _NAME.fullmatch(argument.value):
                    yield argument.value


def read_used() -> set[str]:
    files = [path for room in ROOMS for path in (ROOT / "bpfcc" / room).rglob("*.py")]
    files += [ROOT / "bpfcc" / name for name in FILES]
    names = {name for path in files for name in read_calls(path)}
    names |= {name for members in GROUPS.values() for name in members}
    return names | {code for _, code, _, _ in _KNOWN}


def test_every_name_is_documented() -> None:
    assert read_used() - read_documented() == set()


def test_every_name_in_an_expected_message_is_documented() -> None:
    texts = [path.read_text() for path in (ROOT / "tests" / "errors").rglob("*.c")]
    expected = {
        name
        for text in texts
        for name in re.findall(r"//\s*(?:error|warning)(?:@[-+]\d+)?:.*\[([a-z-]+)\]", text)
    }
    assert expected - read_documented() == set()
