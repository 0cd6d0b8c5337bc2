"""`bpfcc inspect`, `bpfcc link` and `bpfcc btf` print what objects hold."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bpfcc.btf.container import Btf
from bpfcc.cli import btf as btf_command
from bpfcc.cli import inspect as inspect_command
from bpfcc.cli import link as link_command
from bpfcc.elf.read import read_object_file
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.elf.build import compile_with, small_object
from tests.unit.elf.test_contents import HEAD, MAPS, PROGRAMS
from tests.unit.elf.test_link import LIBRARY, MAIN

KERNEL_BTF = Path("/sys/kernel/btf/vmlinux")


def run(command: Any, *arguments: str | Path) -> str:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def programs(clang22: Clang, tmp_path: Path) -> Path:
    path = tmp_path / "programs.o"
    path.write_bytes(compile_with(clang22, tmp_path, PROGRAMS, "-mcpu=v3"))
    return path


def test_inspect_reports_as_json(programs: Path) -> None:
    report = json.loads(run(inspect_command.command, programs, "--json"))
    first, second = report["programs"]
    assert (first["name"], first["section"], first["type"]) == ("first", "xdp", "xdp")
    assert first["instructions"] > 0
    assert first["stack_chain"] == ["first", "middle", "leaf"]
    (slot,) = report["subprograms"][0]["stack_slots"]
    assert (slot["offset"], slot["size"], slot["variable"]) == (-8, 8, None)
    assert first["calls"] == ["middle"]
    total = first["total"]
    assert total["frames"] == 3
    assert total["instructions"] == first["instructions"] + sum(
        row["instructions"] for row in report["subprograms"]
    )
    assert "volatile u64 x = a" in slot["source"]
    assert (second["autoload"], second["attach_target"]) == (False, "vfs_read")
    assert [row["name"] for row in report["subprograms"]] == ["middle", "leaf"]
    limit = next(row for row in report["globals"] if row["name"] == "limit")
    assert (limit["declaration"], limit["size"]) == ("const volatile int limit", 4)
    kfunc = next(row for row in report["externs"] if row["name"] == "kfunc")
    assert (kfunc["kind"], kfunc["declaration"], kfunc["weak"]) == (
        "kfunc",
        "void kfunc(int)",
        True,
    )
    assert report["license"] == "Dual BSD/GPL"
    assert report["version"] == 0x060C00
    assert report["byte_order"] == "little"
    assert report["btf"]["types"] > 10
    assert report["btf"]["functions"] == 4


def test_inspect_prints_tables(programs: Path) -> None:
    text = run(inspect_command.command, programs)
    for words in (
        "Programs:",
        "first   xdp",
        "Subprograms:",
        "const volatile int limit",
        "License: Dual BSD/GPL",
        "first used in line",
        "With all that they call:",
        "Version: 0x60c00",
        "CO-RE relocations",
    ):
        assert words in text


def test_inspect_lists_maps(clang22: Clang, tmp_path: Path) -> None:
    path = tmp_path / "maps.o"
    path.write_bytes(compile_with(clang22, tmp_path, MAPS))
    report = json.loads(run(inspect_command.command, path, "--json"))
    maps = {row["name"]: row for row in report["maps"]}
    assert maps["plain"]["key"] == "struct key"
    assert (maps["plain"]["type"], maps["plain"]["max_entries"]) == ("hash", 64)
    assert maps["outer"]["inner"]["type"] == "array"
    assert maps["outer"]["values"] == {"0": "one", "2": "two"}
    assert report["license"] is None
    text = run(inspect_command.command, path)
    assert "outer.inner  array" in text
    assert "License: (none)" in text


def test_inspect_compares_two_objects(clang22: Clang, tmp_path: Path) -> None:
    one, two = tmp_path / "one.o", tmp_path / "two.o"
    one.write_bytes(compile_with(clang22, tmp_path, "int a; int f(void) { return a; }"))
    two.write_bytes(compile_with(clang22, tmp_path, "int b; int f(void) { return b + 1; }"))
    changes = json.loads(run(inspect_command.command, one, "--diff", two, "--json"))["changes"]
    assert {(c["group"], c["name"], c["change"]) for c in changes} >= {
        ("globals", "a", "removed"),
        ("globals", "b", "added"),
        ("subprograms", "f", "changed"),
    }
    text = run(inspect_command.command, one, "--diff", two)
    assert "globals: a removed" in text
    assert "instructions: 4 -> 5" in text
    assert run(inspect_command.command, one, "--diff", one) == ""


def test_inspect_compares_stack_variables_and_sections(clang22: Clang, tmp_path: Path) -> None:
    text = (
        HEAD
        + """
    long (*const bpf_xdp_load_bytes)(void *, unsigned, void *, unsigned) = (void *)189;
    SEC("xdp") int prog(void *ctx)
    {
        char buffer[16];
        volatile int spare = 1;
        bpf_xdp_load_bytes(ctx, 0, buffer, sizeof(buffer));
        return buffer[3];
    }
    __attribute__((section(".data.one"))) int place = 1;
    """
    )
    one, two = tmp_path / "one.o", tmp_path / "two.o"
    one.write_bytes(compile_with(clang22, tmp_path, text))
    changed = text.replace("16", "40").replace(".data.one", ".data.two")
    two.write_bytes(compile_with(clang22, tmp_path, changed))
    found = run(inspect_command.command, one, "--diff", two)
    assert "  stack.buffer: 16 -> 40\n  stack_bytes: 20 -> 44\n" in found
    assert "globals: place changed\n  section: .data.one -> .data.two\n" in found
    assert "removed" not in found


def test_inspect_takes_objects_without_btf(clang22: Clang, tmp_path: Path) -> None:
    path = tmp_path / "plain.o"
    path.write_bytes(compile_with(clang22, tmp_path, PROGRAMS, "-g0"))
    assert "BTF: (none)" in run(inspect_command.command, path)


def test_names_cannot_upset_a_terminal(tmp_path: Path) -> None:
    obj = small_object()
    obj.symbols[2].name = "prog\x1b[31m\n"
    path = tmp_path / "t.o"
    path.write_bytes(write_object(obj))
    assert "prog\\x1b[31m\\n  xdp" in run(inspect_command.command, path)


def test_link_writes_an_object(clang22: Clang, tmp_path: Path) -> None:
    parts = []
    for name, source in (("main.o", MAIN), ("lib.o", LIBRARY)):
        parts.append(tmp_path / name)
        parts[-1].write_bytes(compile_with(clang22, tmp_path, source))
    out = tmp_path / "app.o"
    assert run(link_command.command, "-o", out, *parts) == ""
    assert read_object_file(out).find_section("xdp") is not None
    with pytest.raises(InputError, match=r"both define prog$"):
        run(link_command.command, "-o", tmp_path / "no.o", parts[0], parts[0])
    assert not (tmp_path / "no.o").exists()


def test_btf_is_printed_in_three_forms(programs: Path) -> None:
    text = run(btf_command.command, "dump", programs, "--format", "c")
    assert "struct xdp_md {\n\tu32 data;\n};" in text
    raw = run(btf_command.command, "dump", programs)
    assert raw.startswith("[1] ")
    rows = json.loads(run(btf_command.command, "dump", programs, "--json"))["types"]
    assert len(rows) == raw.count("\n[") + 1
    assert (
        rows == json.loads(run(btf_command.command, "dump", programs, "--format", "json"))["types"]
    )


def test_raw_text_is_bpftools(programs: Path, clang22: Clang, tmp_path: Path) -> None:
    bpftool = shutil.which("bpftool", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if bpftool is None:
        pytest.skip("bpftool is not installed")
    big = tmp_path / "big.o"
    big.write_bytes(compile_with(clang22, tmp_path, PROGRAMS, "-target", "bpfeb"))
    for path in (programs, big):
        done = subprocess.run(
            [bpftool, "btf", "dump", "file", path], capture_output=True, check=True
        )
        assert run(btf_command.command, "dump", path) == done.stdout.decode()


def test_split_btf_needs_its_base(clang22: Clang, tmp_path: Path) -> None:
    from bpfcc.btf.types import Typedef
    from bpfcc.btf.write import write_btf
    from tests.unit.btf.build import INT, reread

    base = reread([INT])
    base_path, split_path = tmp_path / "base", tmp_path / "split"
    base_path.write_bytes(write_btf(base))
    split_path.write_bytes(write_btf(Btf([Typedef("n", base.types[0])], base=base)))
    text = run(btf_command.command, "dump", split_path, "--base", base_path)
    assert text == "[2] TYPEDEF 'n' type_id=1\n"
    with pytest.raises(InputError, match="does not start with an empty string"):
        run(btf_command.command, "dump", split_path)


@pytest.mark.skipif(not KERNEL_BTF.exists(), reason="the running kernel has no BTF")
def test_vmlinux_is_printed_whole_or_in_part(tmp_path: Path) -> None:
    out = tmp_path / "vmlinux.h"
    assert run(btf_command.command, "vmlinux", "--type", "list_head,u32", "-o", out) == ""
    text = out.read_text()
    assert "struct list_head {\n\tstruct list_head *next;\n\tstruct list_head *prev;\n};" in text
    assert "typedef __u32 u32;" in text
    assert run(btf_command.command, "vmlinux", "--type", "list_head", "u32") == text
    whole = run(btf_command.command, "vmlinux", "--btf", KERNEL_BTF)
    assert whole.count("\n") > 50_000
    assert "__weak __ksym;" not in whole
    with pytest.raises(InputError, match="no type is called 'nothing_like_it'"):
        run(btf_command.command, "vmlinux", "--type", "nothing_like_it")


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (inspect_command.command, ["{}"]),
        (link_command.command, ["-o", "{}.out", "{}"]),
        (btf_command.command, ["dump", "{}"]),
        (btf_command.command, ["vmlinux", "--btf", "{}"]),
    ],
)
@pytest.mark.parametrize("contents", [None, b"", b"garbage", b"\x7fELF"])
def test_bad_input_is_an_input_error(
    tmp_path: Path, command: Any, arguments: list[str], contents: bytes | None
) -> None:
    path = tmp_path / "bad.o"
    if contents is not None:
        path.write_bytes(contents)
    with pytest.raises(InputError, match=r"bad\.o: "):
        run(command, *(argument.format(path) for argument in arguments))
    assert not (tmp_path / "bad.o.out").exists()


@pytest.mark.parametrize("arguments", [[], ["dump"], ["vmlinux"]])
def test_help_has_an_example(arguments: list[str]) -> None:
    assert "Example: bpfcc btf" in run(btf_command.command, *arguments, "--help")
    assert "Example: bpfcc link" in run(link_command.command, "--help")
    assert "Example: bpfcc inspect" in run(inspect_command.command, "--help")
