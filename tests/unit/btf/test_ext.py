"""What .BTF.ext says of instructions: decoded with its types and strings, checked, encoded."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.ext import CoreKind, CoreRelocation, Ext, FuncInfo, LineInfo, read_ext, write_ext
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.read import read_btf
from bpfcc.btf.strings import StringBuilder
from bpfcc.btf.types import Function, FunctionPrototype, Int, Type
from bpfcc.btf.write import keep_strings, write_btf
from bpfcc.elf.read import read_object
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.elf.build import compile_with

SOURCE = """
struct task { int pid; struct task *parent; } __attribute__((preserve_access_index));
enum color { RED, BLUE };
int first(struct task *t) { return t->parent->pid; }
__attribute__((section("tc"))) int second(struct task *t)
{ return __builtin_preserve_field_info(t->pid, 2) + __builtin_preserve_type_info(*t, 1)
  + __builtin_preserve_enum_value(*(enum color *)BLUE, 1) + __builtin_btf_type_id(*t, 0); }
"""


def make_ext() -> tuple[list[Type], Ext]:
    proto = FunctionPrototype(Int("int", 4, 1))
    function = Function("f", proto)
    types: list[Type] = [proto.result, proto, function]
    ext = Ext(
        functions={"xdp": [FuncInfo(0, function)]},
        lines={"xdp": [LineInfo(0, "t.c", "int f(void)", 3, 5), LineInfo(8, "t.c", "}", 4, 1)]},
        relocations={"xdp": [CoreRelocation(8, proto.result, "0:1", CoreKind.FIELD_EXISTS)]},
    )
    return types, ext


def encode(types: list[Type], ext: Ext, little_endian: bool = True) -> tuple[bytes, bytes]:
    btf = Btf(types, little_endian=little_endian)
    strings = StringBuilder()
    extra = write_ext(ext, strings, btf.number_types(), little_endian)
    return write_btf(btf, strings), extra


@pytest.mark.parametrize("little_endian", [True, False])
def test_records_survive_the_file_format(little_endian: bool) -> None:
    data, extra = encode(*make_ext(), little_endian=little_endian)
    btf = read_btf(data, "f")
    ext = read_ext(extra, "f", btf)
    function = btf.find("f")
    assert ext.functions == {"xdp": [FuncInfo(0, function)]}  # type: ignore[arg-type]
    assert ext.lines == make_ext()[1].lines
    (relocation,) = ext.relocations["xdp"]
    assert (relocation.offset_bytes, relocation.access, relocation.kind) == (8, "0:1", 2)
    assert relocation.type is btf.find("int")


def test_clang_records_come_out_as_they_were(clang22: Clang, tmp_path: Path) -> None:
    for flags in (("-target", "bpfel"), ("-target", "bpfeb")):
        obj = read_object(compile_with(clang22, tmp_path, SOURCE, *flags), "t.o")
        btf = read_object_btf(obj, "t.o")
        assert btf is not None
        ext = read_object_ext(obj, btf, "t.o")
        section = obj.find_section(".BTF.ext")
        assert ext is not None
        assert section is not None
        written = write_ext(ext, keep_strings(btf), btf.number_types(), btf.little_endian)
        assert written == bytes(section.data)
        assert [record.type.name for record in ext.functions["tc"]] == ["second"]
        kinds = {CoreKind(record.kind) for record in ext.relocations["tc"]}
        assert kinds == {
            CoreKind.FIELD_EXISTS,
            CoreKind.TYPE_SIZE,
            CoreKind.ENUMVAL_VALUE,
            CoreKind.TYPE_ID_LOCAL,
        }
        assert [record.access for record in ext.relocations[".text"]] == ["0:1", "0:0"]
        line = ext.lines[".text"][-1]
        assert line.file.endswith("t.c")
        assert "t->parent->pid" in line.text


def test_a_header_without_core_relocations_is_fine() -> None:
    types, ext = make_ext()
    ext.relocations = {}
    ext.has_core_header = False
    data, extra = encode(types, ext)
    assert struct.unpack_from("<I", extra, 4)[0] == 24
    again = read_ext(extra, "f", read_btf(data, "f"))
    assert not again.has_core_header
    assert again.relocations == {}


def test_longer_records_of_newer_producers_are_read() -> None:
    data, _ = encode(*make_ext())
    records = struct.pack("<IIIIIII", 12, 1, 1, 0, 3, 77, 0)[:24]
    header = struct.pack("<HBBIIIIIII", 0xEB9F, 1, 0, 32, 0, 24, 24, 0, 24, 0)
    btf = read_btf(data, "f")
    assert list(read_ext(header + records, "f", btf).functions.values()) == [
        [FuncInfo(0, btf.types[2])]
    ]


@pytest.mark.parametrize(
    ("offset", "value", "message"),
    [
        (0, b"\0\0", "the magic number is missing, or its byte order is not that of .BTF"),
        (2, b"\2", "unknown version 2 or flags 0x0"),
        (3, b"\1", "unknown version 1 or flags 0x1"),
        (4, struct.pack("<I", 4), "header of 4 bytes in"),
        (4, struct.pack("<I", 4000), "header of 4000 bytes in"),
        (8, struct.pack("<I", 2), "are not aligned"),
        (12, struct.pack("<I", 4000), "truncated: records end at byte 4032 of"),
        (16, struct.pack("<I", 4), "records overlap at byte"),
        (32, struct.pack("<I", 4), "function records of 4 bytes, expected 8"),
        (36, struct.pack("<I", 9999), "string at byte 9999 lies outside"),
        (40, struct.pack("<I", 0), "function records for a section without any"),
        (40, struct.pack("<I", 50), "truncated: 50 function records at byte 44 run past the end"),
        (48, struct.pack("<I", 50), "type 50 does not exist"),
        (12, struct.pack("<I", 8), "truncated: function records stop in the middle"),
        (-4, struct.pack("<I", 13), "CO-RE relocation at byte 8 has unknown kind 13"),
    ],
)
def test_wrong_records_are_refused(offset: int, value: bytes, message: str) -> None:
    data, extra = encode(*make_ext())
    changed = bytearray(extra)
    at = offset % len(changed)
    changed[at : at + len(value)] = value
    with pytest.raises(InputError) as caught:
        read_ext(bytes(changed), "f.o: section .BTF.ext", read_btf(data, "f"))
    text = str(caught.value)
    assert text.startswith("f.o: section .BTF.ext: ")
    assert message in text


def test_every_shorter_section_is_refused() -> None:
    data, extra = encode(*make_ext())
    btf = read_btf(data, "f")
    for size in range(len(extra)):
        with pytest.raises(InputError):
            read_ext(extra[:size], "f", btf)
