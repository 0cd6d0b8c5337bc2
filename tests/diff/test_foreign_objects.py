"""Every object command reads what other compilers make, and finds the same in it."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bpfcc.cli.group import run_group
from bpfcc.codegen.assembler import assemble
from bpfcc.elf.model import Object
from bpfcc.elf.read import read_object_file
from bpfcc.kernel.access import find_obstacle
from tests.conftest import require
from tests.diff.compilers import INCLUDE, compile_with_bpfcc, compile_with_clang
from tests.unit.skeleton.build import find_c_obstacle, import_text

SOURCE = Path(__file__).parent / "foreign" / "flows.bpf.c"
GCC = ["bpf-gcc", "-O2", "-gbtf", "-mcpu=v3"]
CLANG_14 = ["clang-14", "-target", "bpf", "-O2", "-g", "-mcpu=v3"]
OTHERS = {"gcc 12": GCC, "clang 14": CLANG_14}
PACKET = bytes(64)


@pytest.fixture(scope="module", params=["bpfcc", "clang 22", *OTHERS])
def flows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The object that a compiler makes of the source."""
    path = tmp_path_factory.mktemp("flows") / "flows.bpf.o"
    if request.param in OTHERS:
        command = OTHERS[request.param]
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        subprocess.run([*command, f"-I{INCLUDE}", "-c", SOURCE, "-o", path], check=True)
    else:
        compiler = compile_with_bpfcc if request.param == "bpfcc" else compile_with_clang
        path.write_bytes(compiler(SOURCE, []))
    return path


def bpfcc(*words: str | Path) -> str:
    """What a command prints."""
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())) as out:
        assert run_group([str(word) for word in words]) == 0
        out.seek(0)
        return out.read()


def code_of(obj: Object) -> dict[str, tuple[bytes, int]]:
    """Bytes and number of relocations of each code section."""
    return {
        section.name: (bytes(section.data), len(section.relocations))
        for section in obj.sections
        if section.is_code and section.data
    }


def test_inspect_finds_programs_maps_and_variables(flows: Path) -> None:
    report = json.loads(bpfcc("inspect", flows, "--json"))
    assert [(row["name"], row["type"]) for row in report["programs"]] == [("count", "xdp")]
    assert report["programs"][0]["stack_bytes"] >= 20
    (subprogram,) = report["subprograms"]
    assert subprogram["name"].startswith("weigh")
    assert report["programs"][0]["stack_chain"] == ["count", subprogram["name"]]
    (row,) = report["maps"]
    facts = [row[key] for key in ("name", "type", "key", "key_size", "value_size", "max_entries")]
    assert facts == ["flows", "hash", "struct flow", 12, 8, 64]
    assert {row["name"]: row["size"] for row in report["globals"]} == {"limit": 4, "seen": 4}
    assert report["license"] == "GPL"
    assert "Maps:" in bpfcc("inspect", flows)
    assert bpfcc("inspect", flows, "--diff", flows) == ""


def test_what_disasm_prints_assembles_to_the_same_code(flows: Path) -> None:
    text = bpfcc("disasm", flows)
    for words in ("# map", "# bpf_map_lookup_elem", "call weigh", "seen ll", "fp-"):
        assert words in text
    original = read_object_file(str(flows))
    again = assemble(text, filename="flows.s", little_endian=original.little_endian)
    assert code_of(again) == code_of(original)
    listed = json.loads(bpfcc("disasm", flows, "--program", "count", "--format", "json"))
    assert [function["name"] for function in listed["functions"]] == ["count"]
    assert "digraph" in bpfcc("disasm", flows, "--format", "dot")
    assert "bpf_map_update_elem" in bpfcc("disasm", flows, "--format", "html")


def test_linked_alone_it_stays_what_it_is(flows: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.o", tmp_path / "twice.o"
    bpfcc("link", "-o", once, flows)
    bpfcc("link", "-o", twice, once)
    assert twice.read_bytes() == once.read_bytes()
    assert code_of(read_object_file(str(once))) == code_of(read_object_file(str(flows)))


def test_its_types_are_printed_in_every_form(flows: Path) -> None:
    assert "STRUCT 'flow' size=12 vlen=4" in bpfcc("btf", "dump", flows)
    types = json.loads(bpfcc("btf", "dump", flows, "--json"))["types"]
    assert any(row.get("name") == "flow" and row["kind"] == "STRUCT" for row in types)
    text = bpfcc("btf", "dump", flows, "--format", "c")
    assert "__u8 kind: 3;" in text.replace("unsigned char", "__u8")


def test_its_c_skeleton_compiles(flows: Path, tmp_path: Path) -> None:
    require(find_c_obstacle())
    (tmp_path / "flows.skel.h").write_text(bpfcc("skeleton", flows))
    user = tmp_path / "user.c"
    user.write_text(
        '#include "flows.skel.h"\n'
        "int main(void)\n{\n\tstruct flows_bpf *skel = flows_bpf__open_and_load();\n\n"
        "\tif (!skel || skel->bss->seen)\n\t\treturn 1;\n"
        "\tflows_bpf__destroy(skel);\n\treturn 0;\n}\n"
    )
    program = tmp_path / "user"
    command = ["gcc", "-Wall", "-Wextra", "-Werror", str(user), "-o", str(program), "-lbpf"]
    subprocess.run(command, check=True)
    if find_obstacle() is None:
        subprocess.run([program], check=True)


@pytest.mark.kernel
def test_it_loads_and_counts_through_its_python_skeleton(flows: Path) -> None:
    verdict = json.loads(bpfcc("verify", flows, "--json"))
    assert [(row["name"], row["ok"]) for row in verdict["programs"]] == [("count", True)]
    module: Any = import_text(bpfcc("skeleton", flows, "--lang", "python"))
    with module.Flows() as skel:
        skel.load()
        for _ in range(3):
            assert skel.progs.count.test_run(PACKET).retval == 2
        assert skel.bss.seen == 3
        ((key, packets),) = skel.maps.flows.items()
        # The second packet adds 1 * hidden[2] + limit, the third 7 * 3 + 3.
        assert (key.source, key.kind, packets) == (0, 5, 1 + 6 + 24)
