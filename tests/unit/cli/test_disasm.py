"""The disasm command: its formats, its options, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpfcc.cli.disasm import command
from bpfcc.codegen.assembler import assemble
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError

TEXT = """
	.section xdp,"ax"
	.globl main
	.type main,@function
main:	r1 = 1
	call helper
	exit
	.text
	.type helper,@function
helper:	w0 = 2
	exit
"""


@pytest.fixture
def obj(tmp_path: Path) -> str:
    path = tmp_path / "t.o"
    path.write_bytes(write_object(assemble(TEXT, filename="t.s")))
    return str(path)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_text_is_assembly_without_colours_off_a_terminal(obj: str) -> None:
    text = run(obj)
    assert "\tcall helper\n" in text
    assert "\x1b[" not in text
    assert assemble(text, filename="t.s").find_section("xdp") is not None
    assert "\x1b[" in run(obj, "--color")


def test_options_select_and_annotate(obj: str) -> None:
    assert "helper:" not in run(obj, "--section", "xdp")
    assert "main:" not in run(obj, "--program", "helper")
    assert "needs -mcpu=v3" in run(obj, "--cpu")


@pytest.mark.parametrize("arguments", [["--format", "json"], ["--json"]])
def test_json_is_json(obj: str, arguments: list[str]) -> None:
    data = json.loads(run(obj, *arguments))
    assert [function["name"] for function in data["functions"]] == ["helper", "main"]


def test_graphs_are_written_to_a_file(obj: str, tmp_path: Path) -> None:
    for form, start in (("dot", "digraph"), ("html", "<!DOCTYPE html>")):
        target = tmp_path / f"out.{form}"
        assert run(obj, "--format", form, "-o", str(target)) == ""
        assert target.read_text().startswith(start)


def test_wrong_input_is_an_input_error(obj: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no function nothing"):
        run(obj, "--program", "nothing")
    with pytest.raises(InputError, match=r"absent\.o"):
        run(str(tmp_path / "absent.o"))
    broken = tmp_path / "broken.o"
    broken.write_bytes(b"no object")
    with pytest.raises(InputError, match=r"broken\.o"):
        run(str(broken))


def test_help_has_an_example() -> None:
    assert "bpfcc disasm prog.o" in run("--help")
