"""Disassembly names things, and what it prints assembles to the same code."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.disassembler import Listing, disassemble
from bpfcc.codegen.disassembler_names import helper_names, quote_name
from bpfcc.codegen.disassembler_text import format_listing, listing_to_json
from bpfcc.elf.model import Object
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.unit.codegen.test_assembler import GOLDEN, emit_both

CODE = '\t.section\t.text,"ax",@progbits\n'


def read(text: str, *, little_endian: bool = True) -> Object:
    """Assemble, and read back what a file would hold."""
    data = write_object(assemble(text, filename="t.s", little_endian=little_endian))
    return read_object(data, "t.o")


def list_text(text: str) -> str:
    return format_listing(disassemble(read(text)))


def compile_golden(module: str, cpu: str = "v3", *, little_endian: bool = True) -> Object:
    ir = (GOLDEN / f"{module}.ll").read_text()
    return read_object(emit_both(ir, cpu, little_endian)[1], f"{module}.o")


def code_of(obj: Object) -> dict[str, bytes]:
    return {section.name: bytes(section.data) for section in obj.sections if section.is_code}


def line_with(listing: str, word: str) -> str:
    (line,) = [line for line in listing.split("\n") if word in line]
    return line


@pytest.mark.parametrize("little_endian", [True, False])
@pytest.mark.parametrize("cpu", ["v1", "v3", "v4"])
@pytest.mark.parametrize("module", ["calls", "core", "data", "jumps", "types"])
def test_what_is_printed_assembles_to_the_same_code(
    module: str, cpu: str, little_endian: bool
) -> None:
    obj = compile_golden(module, cpu, little_endian=little_endian)
    text = format_listing(disassemble(obj), show_cpu=True)
    again = assemble(text, filename=f"{module}.s", little_endian=little_endian)
    expected = {name: data for name, data in code_of(obj).items() if data}
    assert {name: data for name, data in code_of(again).items() if data} == expected


def test_odd_code_assembles_to_the_same_code() -> None:
    text = (
        '.section "odd ; name","ax"\n"if": call "r1"\n"r1": r1 = "u32" ll\ngoto +100\n'
        '.globl g\ng: .quad 0xff\n.byte 0x85,0x10,0,0,1,0,0,0\n"x": goto x\n'
        ".byte 0x85,0x20,0,0,9,0,0,0\ncallx r3\ngotol x\n.quad 0x18\nld_pseudo r1, 1, 7\n"
    )
    obj = read(text)
    printed = format_listing(disassemble(obj))
    assert code_of(assemble(printed, filename="t.s"))["odd ; name"] == code_of(obj)["odd ; name"]


def test_jumps_have_labels_and_slots_are_numbered() -> None:
    assert list_text("f: r1 = 5 ll\nif r1 == 0 goto 1f\nr0 = 1\n1: exit") == (
        CODE + "\t.p2align\t2\n"
        "f:                                              # 5 instructions\n"
        "     0:\tr1 = 5 ll\n"
        "     2:\tif r1 == 0 goto LBB0_1\n"
        "     3:\tr0 = 1\n"
        "LBB0_1:\n"
        "     4:\texit\n"
    )


def test_generated_labels_avoid_the_objects_own_names() -> None:
    text = list_text('.globl LBB0_1\n"LBB0_1": goto 1f\n1: exit')
    assert "goto LBB0_2" in text


def test_helpers_stack_slots_and_cpu_are_remarked() -> None:
    obj = read(
        "f: r2 = r10\nr2 += -16\n*(u64 *)(r2 + 8) = r1\ncall 1\ncall 99999\nw0 = 0\ngotol +0\nexit"
    )
    text = format_listing(disassemble(obj), show_cpu=True)
    assert line_with(text, "r2 += -16").endswith("# r2 = fp-16")
    assert line_with(text, "(r2 + 8)").endswith("# fp-8")
    assert line_with(text, "call 1\t" if "call 1\t" in text else "call 1 ").endswith(
        "# bpf_map_lookup_elem"
    )
    assert line_with(text, "call 99999").endswith("# unknown helper")
    assert "f:                                              # 8 instructions" in text
    assert "16 bytes of stack, needs -mcpu=v4" in text
    assert line_with(text, "w0 = 0").endswith("# v3")


def test_narrow_loads_are_spelled_for_the_code_around_them() -> None:
    assert "r1 = *(u32 *)(r1 + 0)" in list_text("f: r1 = *(u32 *)(r1 + 0)\nexit")
    assert "w1 = *(u32 *)(r1 + 0)" in list_text("f: w1 = *(u32 *)(r1 + 0)\nw1 += 1\nexit")


def test_core_records_and_source_lines_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # LLVM takes the text of source lines from the file, where there is one.
    comments = (GOLDEN / "core.ll").read_text().split("source_filename")[0].split("\n")[2:]
    (tmp_path / "core.c").write_text("\n".join(line.removeprefix("; ") for line in comments))
    monkeypatch.chdir(tmp_path)
    text = format_listing(disassemble(compile_golden("core")))
    for record in (
        "task->pid (byte_off)",
        "inner->second[2] (byte_off)",
        "task[2].rows[1].first (byte_off)",
        "task->b (byte_off)",
        "task->flag (field_exists)",
        "struct task (type_size)",
        "state::STOPPED (enumval_value)",
        "struct inner (target_type_id)",
    ):
        assert f"# CO-RE {record}" in text
    assert "\t# core.c:20: if (sum > LINUX_KERNEL_VERSION)" in text
    assert line_with(text, "call bpf_kernel_function").endswith("# kfunc")
    assert line_with(text, "LINUX_KERNEL_VERSION ll").endswith("# kconfig")
    assert line_with(text, "probe.fmt ll").endswith('# "value %d\\n"')
    without = format_listing(disassemble(compile_golden("core")), show_source=False)
    assert "core.c" not in without


def test_maps_globals_and_subprograms_are_named() -> None:
    data = format_listing(disassemble(compile_golden("data")))
    assert line_with(data, "r1 = counters ll").endswith("# map")
    assert line_with(data, "r1 = weak_value ll").endswith("# .data")
    assert "\t.set\tprivate_zero, .bss+72" in data
    calls = format_listing(disassemble(compile_golden("calls")))
    assert "\tcall near" in calls
    assert "\tcall far" in calls
    assert line_with(calls, "call outside").endswith("# extern")
    assert "\t.hidden\tquiet" in calls


def test_selection_by_section_and_function() -> None:
    obj = compile_golden("calls")
    names = [function.name for function in disassemble(obj, section="xdp").functions]
    assert names == ["first", "second"]
    (only,) = disassemble(obj, program="second").functions
    assert only.instruction_count == 9
    with pytest.raises(InputError, match=r"x\.o: no function third; it has .*second"):
        disassemble(obj, name="x.o", program="third")
    with pytest.raises(InputError, match=r"no code section tc; it has .*xdp"):
        disassemble(obj, section="tc")


def test_json_holds_what_the_text_shows() -> None:
    listing = disassemble(compile_golden("core"))
    data = json.loads(json.dumps(listing_to_json(listing)))
    (function,) = data["functions"]
    assert (function["name"], function["section"]) == ("probe", "kprobe/x")
    assert (function["stack_bytes"], function["cpu"]) == (24, "v3")
    first = function["code"][0]
    assert first["core"] == "task->link (byte_off)"
    assert first["source"]["line"] == 15
    branch = next(row for row in function["code"] if "target" in row)
    target = next(row for row in function["code"] if row["slot"] == branch["target"])
    assert branch["text"].endswith(target["labels"][0])
    call = next(row for row in function["code"] if row["text"] == "call 6")
    assert call["reference"] == "bpf_trace_printk"


def test_comments_stay_on_their_line_whatever_an_object_says() -> None:
    obj = read('f: call "a\\nb"\nexit')
    printed = format_listing(disassemble(obj))
    assert len(printed.split("\n")) == 6
    assert code_of(assemble(printed, filename="t.s")) == code_of(obj)


def test_colours_only_wrap_the_text() -> None:
    listing = disassemble(compile_golden("calls"))
    painted = format_listing(listing, colour=True)
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == format_listing(listing)


def test_partial_instruction_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"x\.o: section \.text: 12 bytes of code"):
        disassemble(read("exit\n.long 5"), name="x.o")


def test_names_that_do_not_read_as_names_are_quoted() -> None:
    names = ["plain", ".L1", "a$b", "r1", "W11", "skb", "exit", "a b", 'q"', "", "1a", "é"]
    quoted = [quote_name(name) for name in names]
    assert quoted[:3] == names[:3]
    assert all(name[0] == '"' for name in [*quoted[3:6], *quoted[7:]])
    assert quoted[-1] == '"\\303\\251"'


def test_helpers_are_known_by_number() -> None:
    names = helper_names()
    assert names[1] == "bpf_map_lookup_elem"
    assert len(names) > 200


def listing_of_size(count: int) -> Listing:
    body = ["r1 = r2", "*(u64 *)(r10 - 8) = r1", "if r1 == 0 goto +1", "r1 = 1 ll", "w1 += 3"]
    return disassemble(read("f: " + "\n".join(body * (count // 6)) + "\nexit"))


def test_twenty_thousand_instructions_disassemble_quickly() -> None:
    start = time.process_time()
    text = format_listing(listing_of_size(20_000))
    assert time.process_time() - start < 3.0  # the assembler's time included
    assert text.count("\n") > 16_000
