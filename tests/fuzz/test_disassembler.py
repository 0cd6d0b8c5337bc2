"""Any object disassembles, in every form, or is an InputError; code survives the round trip."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.cfg_render_dot import render_dot
from bpfcc.codegen.cfg_render_html import render_html
from bpfcc.codegen.disassembler import disassemble
from bpfcc.codegen.disassembler_text import format_listing, listing_to_json
from bpfcc.elf.model import Object, Section
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.fuzz.effort import effort
from tests.unit.codegen.test_assembler import GOLDEN, emit_both


@cache
def golden_object(module: str) -> bytes:
    return emit_both((GOLDEN / f"{module}.ll").read_text(), "v3", True)[1]


def show_every_form(obj: Object) -> str:
    listing = disassemble(obj)
    text = format_listing(listing, show_cpu=True, colour=True)
    json.dumps(listing_to_json(listing))
    render_dot(listing)
    render_html(listing, "x.o")
    assert text
    return format_listing(listing)


@given(
    st.sampled_from(["calls", "core", "data"]),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8),
)
@effort(150)
def test_mutated_objects_disassemble_or_are_an_input_error(
    module: str, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(golden_object(module))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        show_every_form(read_object(bytes(data), "x.o"))
    except InputError:
        return


OPCODES = st.sampled_from([0x05, 0x06, 0x0D, 0x15, 0x18, 0x1D, 0x85, 0x8D, 0x95, 0xB7, 0xBF, 0xE5])


@st.composite
def code(draw: st.DrawFn) -> bytes:
    """Draw instructions that are often jumps and calls to places in the code."""
    out = bytearray()
    for _ in range(draw(st.integers(0, 24))):
        near = draw(st.integers(-12, 12))
        imm = draw(st.one_of(st.just(near), st.integers(0, 0xFFFFFFFF)))
        out += bytes((draw(OPCODES), draw(st.sampled_from([0, 1, 0x10, 0x21, 0xFF]))))
        out += (near & 0xFFFF).to_bytes(2, "little")
        out += (imm & 0xFFFFFFFF).to_bytes(4, "little")
    return bytes(out)


@given(code(), st.booleans())
@effort(300)
def test_printed_code_assembles_to_itself(data: bytes, little_endian: bool) -> None:
    section = Section("s", flags=6, data=bytearray(data), size_bytes=len(data), align_bytes=8)
    obj = Object([section], little_endian=little_endian)
    obj = read_object(write_object(obj), "x.o")
    text = show_every_form(obj)
    again = assemble(text, filename="x.s", little_endian=little_endian).find_section("s")
    assert (b"" if again is None else bytes(again.data)) == data
