"""Passes over instructions: what they change, and what they leave alone."""

from __future__ import annotations

import re

import pytest

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.insn import decode_all, format_instruction
from bpfcc.codegen.passes.arity import HELPER_ARITY
from bpfcc.codegen.passes.layout import read_code
from bpfcc.codegen.passes.run import shrink_object
from bpfcc.elf.model import Object
from bpfcc.elf.write import write_object
from tests.conftest import ROOT


def build(body: str, section: str = "xdp", tail: str = "") -> Object:
    """One function `f` of the given lines."""
    lines = "\n".join(f"\t{line.strip()}" for line in body.strip().splitlines())
    text = (
        f'\t.section\t{section},"ax",@progbits\n\t.globl\tf\n\t.type\tf,@function\nf:\n{lines}\n'
        f".Lend:\n\t.size\tf, .Lend-f\n{tail}"
    )
    return assemble(text, filename="test.s")


VARIABLES = """
	.bss
	.globl	a
	.type	a,@object
a:
	.quad	0
	.size	a, 8
	.globl	b
	.type	b,@object
b:
	.quad	0
	.size	b, 8
"""


MAP = '\t.section .maps,"aw"\nmap:\t.quad 0\n'


def shrink(body: str, section: str = "xdp", tail: str = VARIABLES) -> list[str]:
    obj = build(body, section, tail)
    shrink_object(obj)
    code = next(s for s in obj.sections if s.name == section)
    return [format_instruction(insn) for insn in decode_all(bytes(code.data), True)]


KEPT = "call 14\n{}\nw0 = 0\nexit"


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        pytest.param("*(u32 *)(r10 - 4) = w6", "*(u32 *)(r10 - 4) = -1", id="frame"),
        pytest.param("*(u8 *)(r10 - 4) = w6", "*(u8 *)(r10 - 4) = 255", id="low bits"),
        pytest.param("*(u64 *)(r10 - 8) = r6", None, id="zero-extended to 64 bits"),
        pytest.param("lock *(u32 *)(r10 - 4) += w6", None, id="atomic"),
        pytest.param("r1 = *(u64 *)(r1 + 0)\n*(u32 *)(r1 + 4) = w6", None, id="unknown address"),
        pytest.param("*(u32 *)(r1 + 4) = w6", None, id="context"),
        pytest.param(
            "*(u32 *)(r10 - 4) = w6\nr1 = *(u64 *)(r10 - 8)", None, id="frame that is read"
        ),
        pytest.param(
            "*(u32 *)(r10 - 4) = w6\nr1 = r10\nr1 += -4\n.hidden g\ncall g",
            None,
            id="callee may read",
        ),
    ],
)
def test_constants_are_stored_without_a_register(store: str, expected: str | None) -> None:
    before = shrink(f"w6 = -1\n{store}\nw0 = 0\nexit", tail="")
    assert ("w6 = -1" in before) == (expected is None)
    if expected is not None:
        assert expected in before


def test_constants_needed_elsewhere_are_stored_from_their_register() -> None:
    assert "*(u32 *)(r10 - 4) = w6" in shrink("w6 = 1\n*(u32 *)(r10 - 4) = w6\nw0 = w6\nexit")


def test_other_constants_of_64_bits_go_to_the_frame_in_halves() -> None:
    body = "r1 = 0x123456789 ll\n{} = r1\nw0 = 0\nexit"
    assert shrink(body.format("*(u64 *)(r10 - 8)"))[:2] == [
        "*(u32 *)(r10 - 8) = 591751049",
        "*(u32 *)(r10 - 4) = 1",
    ]
    assert len(shrink("r2 = a ll\n" + body.format("*(u64 *)(r2 + 0)"))) == 5


def test_variables_of_a_section_share_an_address() -> None:
    assert shrink(
        "r1 = a ll\nw2 = *(u32 *)(r1 + 0)\nr1 = b ll\n*(u32 *)(r1 + 4) = w2\nw0 = 0\nexit"
    ) == [
        "r6 = 0 ll",
        "w2 = *(u32 *)(r6 + 0)",
        "*(u32 *)(r6 + 12) = w2",
        "w0 = 0",
        "exit",
    ]


@pytest.mark.parametrize(
    ("between", "tail"),
    [
        ("", VARIABLES.replace(".globl", ".weak")),
        ("", VARIABLES.replace(".bss", ".section .special")),
        ("call g", VARIABLES),
    ],
    ids=["weak", "other sections", "no register across a call"],
)
def test_variables_that_cannot_share_an_address(between: str, tail: str) -> None:
    kept = "\n".join(f"*(u64 *)(r0 + {n}) = r{n}" for n in range(6, 10))
    code = shrink(
        f"r1 = a ll\nr0 = *(u64 *)(r1 + 0)\n{between}\n"
        f"r1 = b ll\n*(u32 *)(r1 + 4) = w0\n{kept}\nw0 = 0\nexit",
        tail=tail,
    )
    assert sum(line.endswith(" ll") for line in code) == 2


def test_repeated_addresses_are_made_once() -> None:
    call = "r1 = map ll\nr2 = r10\nr2 += -8\ncall 1\n"
    code = shrink(4 * call + "w0 = 0\nexit", tail=MAP)
    assert code.count("r2 = r7") == code.count("r1 = r6") == 4
    assert len(code) == 2 + 1 + 4 * 3 + 2


def test_an_address_that_was_added_to_is_loaded_anew() -> None:
    code = shrink(
        "w6 = w2\nr1 = a ll\nr1 += 65536\n*(u32 *)(r1 + 0) = w6\nr1 = a ll\nr2 = 1\ncall 113\nexit"
    )
    added = code.index("r1 += 65536")
    assert any(line.startswith("r1 = ") for line in code[added:])


def test_maps_are_not_reached_where_they_were_not() -> None:
    """A loader makes code that names a map it has not created such that it must not run."""
    text = "if r1 == {} goto .Lno{}\nr1 = map ll\nr2 = r10\nr2 += -8\ncall 1\n.Lno{}:\n"
    body = "r6 = r1\n" + "".join(text.format(n, n, n) + "r1 = r6\n" for n in range(5))
    code = shrink(body + "w0 = 0\nexit", tail=MAP)
    assert sum(line.endswith(" ll") for line in code) == 5
    assert "r2 = r7" in code


def test_a_copy_of_a_tested_number_stays() -> None:
    body = "r6 = *(u8 *)(r1 + 0)\nr4 = r6\nr6 &= 240\nif r6 != 0 goto +1\nr4 = 1\nw0 = w4\nexit"
    assert "r4 = r6" in shrink(body, tail="")


def test_tests_of_bits_need_no_register() -> None:
    assert shrink("w1 &= 2\nif w1 != 0 goto +1\nw0 = 1\nexit", tail="")[0] == "if w1 & 2 goto +1"
    kept = shrink("w1 &= 2\nif w1 != 0 goto +1\nw0 = w1\nexit", tail="")
    assert kept[0] == "w1 &= 2"


def test_jumps_to_the_end_end_unless_nothing_else_leads_there() -> None:
    body = "if r1 == 0 goto .Lone\nw0 = 1\ngoto .Lend_of_all\n.Lone:\nw0 = 2\n{}.Lend_of_all:\nexit"
    assert shrink(body.format(""), tail="")[2] == "exit"
    assert shrink(body.format("exit\n"), tail="")[2].startswith("goto")


def test_constants_of_32_bits_take_one_slot() -> None:
    assert shrink("r0 = 4294967295 ll\nexit", tail="") == ["w0 = -1", "exit"]
    assert shrink("r0 = 4294967296 ll\nexit", tail="") == ["r0 = 4294967296 ll", "exit"]


def test_variables_share_an_address_across_blocks() -> None:
    body = """
	r6 = a ll
	if r1 == 0 goto .Lelse
	*(u32 *)(r6 + 0) = w1
	r2 = b ll
	*(u32 *)(r2 + 0) = w1
	.Lelse:
	w0 = *(u32 *)(r6 + 4)
	exit
"""
    assert sum(line.endswith(" ll") for line in shrink(body)) == 1


def test_arguments_are_counted_as_the_helpers_header_does() -> None:
    text = (ROOT / "include/bpf/bpf_helper_defs.h").read_text()
    helpers = re.findall(r"\(\* const bpf_\w+\)\((.*?)\) = \(void \*\)(\d+);", text)
    assert len(helpers) > 200
    for arguments, number in helpers:
        count = 0 if arguments == "void" else arguments.count(",") + 1
        assert HELPER_ARITY[int(number)] == (5 if "..." in arguments else count), number


def test_jumps_calls_and_symbols_follow_what_moves() -> None:
    tail = """
g:
	w0 = 7
	exit
.Lgend:
	.type	g,@function
	.size	g, .Lgend-g
	.section	.data.calls,"aw",@progbits
	.quad	g
"""
    body = """
	if r1 == 0 goto .Lskip
	r3 = a ll
	w6 = 3
	*(u32 *)(r3 + 0) = w6
	.Lskip:
	may_goto .Lskip
	call g
	r1 = g ll
	if w0 != 1 goto .Lskip
	exit
"""
    obj = build(body, tail=VARIABLES + "\t.section\txdp\n" + tail)
    assert shrink_object(obj) == 1
    code = next(s for s in obj.sections if s.name == "xdp")
    insns = decode_all(bytes(code.data), True)
    assert [insn.jump_slots for insn in insns if insn.is_jump] == [3, -1, -5]
    g = next(s for s in obj.symbols if s.name == "g")
    assert (g.value, g.size_bytes) == (80, 16)
    f = next(s for s in obj.symbols if s.name == "f")
    assert (f.value, f.size_bytes) == (0, 80)
    data = next(s for s in obj.sections if s.name == ".data.calls")
    symbol = data.relocations[0].symbol
    assert symbol.value + int.from_bytes(data.data, "little") == g.value
    load = [insn for insn in insns if insn.opcode == 0x18][-1]
    assert load.imm == g.value


def test_unchanged_code_is_laid_out_as_it_was() -> None:
    obj = build("r1 = a ll\nif w1 > 3 goto +1\nw1 = 2\nw0 = 0\nexit", tail=VARIABLES)
    before = write_object(obj)
    code = read_code(obj)
    assert code is not None
    assert code.write()
    assert write_object(obj) == before


@pytest.mark.parametrize(
    "line", [".quad 0x1234ff", "goto +100", "if r1 == 0 goto -5"], ids=["data", "far", "before"]
)
def test_code_that_no_compiler_writes_is_left_alone(line: str) -> None:
    obj = build(f"w2 = 3\n*(u32 *)(r10 - 4) = w2\n{line}\nw0 = 0\nexit")
    assert shrink_object(obj) == 0


@pytest.mark.parametrize(
    ("body", "is_sum"),
    [
        pytest.param("r2 &= 3", True, id="bits below the alignment"),
        pytest.param("r2 &= 3\nr2 <<= 1", True, id="shifted"),
        pytest.param("*(u64 *)(r10 - 24) = r2", False, id="any number"),
        pytest.param(
            "r2 &= 3\n*(u64 *)(r10 - 24) = r2\ncall 7\nr2 = *(u64 *)(r10 - 24)",
            True,
            id="kept in the frame",
        ),
        pytest.param(
            "r2 &= 3\n*(u64 *)(r10 - 8) = r2\ncall 7\nr2 = *(u64 *)(r10 - 8)",
            False,
            id="in a variable",
        ),
        pytest.param("r2 &= 8", False, id="a bit that the address has"),
        pytest.param("if r1 == 0 goto +1\nr2 &= 3", False, id="on one of two ways"),
    ],
)
def test_bits_joined_to_an_address_in_the_frame_are_added(body: str, is_sum: bool) -> None:
    text = f"r2 = *(u64 *)(r1 + 0)\n{body}\nr4 = r10\nr4 += -8\nr4 |= r2\nr0 = r4\nexit"
    after = shrink(text, tail="")
    assert ("r4 += r2" in after) == is_sum
    assert ("r4 |= r2" in after) != is_sum


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("r3 = r2\nr3 &= 240\nif r3 != 0 goto +1", "if r2 > 15 goto +1", id="bytes"),
        pytest.param("w3 = w2\nw3 &= 240\nif w3 == 0 goto +1", "if w2 <= 15 goto +1", id="at most"),
        pytest.param("r2 &= -4\nif r2 != 0 goto +1", "if r2 > 3 goto +1", id="no copy"),
        pytest.param("r3 = r2\nr3 &= 48\nif r3 != 0 goto +1", None, id="some bits"),
        pytest.param("r3 = r2\nr3 &= 255\nif r3 != 0 goto +1", None, id="all bits"),
        pytest.param("r3 = r2\nr3 &= 240\nif r3 != 0 goto +1\nr1 = r3", None, id="used later"),
        pytest.param(
            "r3 = r2\nr2 = r1\nr3 &= 240\nif r3 != 0 goto +1", "if r3 > 15 goto +1", id="copied"
        ),
        pytest.param("r3 = r2\nr3 &= 240\nif r3 > 16 goto +1", None, id="another test"),
    ],
)
def test_a_test_of_upper_bits_becomes_a_bound(body: str, expected: str | None) -> None:
    text = f"r2 = *(u8 *)(r1 + 0)\n{body}\nr0 = r1\nr0 = 0\nexit"
    after = shrink(text, tail="")
    assert any("> 15" in line or "<= 15" in line or "> 3" in line for line in after) == (
        expected is not None
    )
    if expected is not None:
        assert expected in after
        assert not any("&=" in line for line in after)


def test_what_a_test_has_found_unset_a_later_mask_takes_off() -> None:
    after = shrink(
        "r2 = *(u32 *)(r1 + 0)\nr3 = r2\nr3 &= 240\nif r3 != 0 goto .Lout\n"
        "r2 &= 255\nr0 = r2\nexit\n.Lout:\nr2 &= 255\nr0 = r2\nexit"
    )
    assert [line for line in after if "r2 &=" in line] == ["r2 &= 15", "r2 &= 255"]


@pytest.mark.parametrize(("jump", "stays"), [("", False), ("if r1 == 0 goto .Ltrap", True)])
def test_a_trap_that_nothing_leads_to_goes(jump: str, stays: bool) -> None:
    after = shrink(
        f"{jump}\nr0 = 1\nexit\n.Ltrap:\ncall __bpf_trap\nexit", tail="\t.weak\t__bpf_trap\n"
    )
    assert len(after) == (5 if stays else 2)


def test_a_bound_is_said_of_the_register_that_is_needed_later() -> None:
    after = shrink(
        "r6 = *(u8 *)(r1 + 0)\nr2 = r6\nr2 &= 252\nr3 = r6\nr3 &= 255\nr6 &= 3\n"
        "if r2 == 0 goto +1\nr3 = 3\nr0 = r3\nexit"
    )
    assert "if r3 <= 3 goto +1" in after
