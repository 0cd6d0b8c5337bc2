"""ELF and BTF readers take any bytes: they give a value or an InputError, nothing else."""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpfcc.btf.cdump import dump_c, dump_header, dump_types
from bpfcc.btf.container import Btf
from bpfcc.btf.dedup import dedup_types
from bpfcc.btf.ext import read_ext
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.rawdump import format_types
from bpfcc.btf.read import index_btf, read_btf
from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    Enum,
    Enumerator,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Member,
    Parameter,
    Pointer,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Union,
)
from bpfcc.btf.write import keep_strings, write_btf
from bpfcc.cli.inspect import format_report
from bpfcc.cli.inspect_report import report_object
from bpfcc.elf.link import link_objects
from bpfcc.elf.model import (
    Binding,
    Object,
    Relocation,
    RelocType,
    Section,
    Symbol,
    SymbolKind,
    Visibility,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.fuzz.effort import effort
from tests.unit.btf.build import every_kind
from tests.unit.elf.build import compile_with, small_file
from tests.unit.elf.test_link import LIBRARY, MAIN

_T = TypeVar("_T")
COMMON = effort(150)
BTF_MAGIC = b"\x9f\xeb\x01\x00"


def use_object(data: bytes) -> None:
    """Do with an object what the commands do; what one refuses another may take."""
    obj = read_object(data, "f.o")
    write_object(obj)
    accept(show_types, obj)
    accept(show_report, obj)
    accept(link_alone, obj)


def show_types(obj: Object) -> None:
    btf = read_object_btf(obj, "f.o")
    if btf is not None:
        read_object_ext(obj, btf, "f.o")
        use_types(btf)


def show_report(obj: Object) -> None:
    assert "".join(format_report(report_object(obj, "f.o")))


def link_alone(obj: Object) -> None:
    write_object(link_objects([("f.o", obj)]))


def use_types(btf: Btf) -> None:
    for _ in format_types(btf):
        pass
    dump_c(btf)
    dump_types(btf, {"xdp_md", "data", "shared", "node", "next", "RED"}, functions=True)


def accept(action: Callable[[_T], object], data: _T) -> None:
    """An InputError is an answer; whatever else is raised fails the test."""
    with suppress(InputError):
        action(data)


def use_raw(data: bytes) -> None:
    accept(lambda raw: use_types(read_btf(raw, "f")), data)
    accept(lambda raw: dump_header(index_btf(raw, "f"), functions=True), data)


@COMMON
@given(st.binary(max_size=400))
def test_any_bytes_as_an_object(data: bytes) -> None:
    accept(use_object, data)
    accept(use_object, b"\x7fELF\2\1\1" + data)
    use_raw(data)
    use_raw(BTF_MAGIC + data)


class Change:
    """One way in which a file goes wrong, at a place given as a fraction of a region of it."""

    def __init__(self, region: int, place: float, kind: str, value: int) -> None:
        self.region = region
        self.place = place
        self.kind = kind
        self.value = value

    def __repr__(self) -> str:
        return f"Change({self.region!r}, {self.place!r}, {self.kind!r}, {self.value!r})"

    def apply(self, data: bytearray, regions: list[int]) -> None:
        """Change `data` somewhere behind the start of one of `regions`."""
        if len(data) < 16:
            return
        start = min(regions[self.region % len(regions)], len(data) - 16)
        at = start + int(self.place * (len(data) - 8 - start))
        if self.kind == "byte":
            data[at : at + 1] = bytes([self.value & 0xFF])
        elif self.kind == "word":
            at &= ~3
            struct.pack_into("<I", data, at, self.value & 0xFFFFFFFF)
        elif self.kind == "long":
            at &= ~7
            struct.pack_into("<Q", data, at, self.value)
        elif self.kind == "nudge":
            at &= ~3
            old = struct.unpack_from("<I", data, at)[0]
            struct.pack_into("<I", data, at, (old + self.value % 9 - 4) & 0xFFFFFFFF)
        elif self.kind == "cut":
            del data[at:]


INTERESTING = st.sampled_from(
    [0, 1, 2, 3, 4, 7, 8, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 40, 1 << 63]
)
CHANGES = st.lists(
    st.builds(
        Change,
        st.integers(0, 3),
        st.floats(0, 1),
        st.sampled_from(["byte", "word", "word", "nudge", "nudge", "long", "cut"]),
        st.one_of(INTERESTING, st.integers(0, (1 << 64) - 1)),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def samples(clang22: Clang, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Objects of clang, of both byte orders, and one without BTF."""
    folder: Path = tmp_path_factory.mktemp("samples")
    found = [bytes(small_file())]
    for source in (MAIN, LIBRARY):
        found.append(compile_with(clang22, folder, source, "-mcpu=v3"))
        found.append(compile_with(clang22, folder, source, "-mcpu=v3", "-target", "bpfeb"))
    return found


@COMMON
@given(st.integers(0, 4), CHANGES)
def test_damaged_objects(samples: list[bytes], number: int, changes: list[Change]) -> None:
    sample = bytearray(samples[number])
    table = struct.unpack_from("<Q", sample, 40)[0] % len(sample)
    btf = max(sample.find(BTF_MAGIC), 0)
    for change in changes:
        change.apply(sample, [0, table, btf, btf])
    accept(use_object, bytes(sample))


@COMMON
@given(CHANGES)
def test_damaged_types(changes: list[Change]) -> None:
    data = bytearray(write_btf(Btf(every_kind())))
    for change in changes:
        change.apply(data, [0])
    use_raw(bytes(data))


@COMMON
@given(st.binary(max_size=200))
def test_any_bytes_as_records(data: bytes) -> None:
    btf = read_btf(write_btf(Btf(every_kind())), "f")
    header = struct.pack("<HBBIIIIIII", 0xEB9F, 1, 0, 32, 0, 16, 16, 24, 40, 24)
    accept(lambda raw: read_ext(raw, "f", btf), data)
    accept(lambda raw: read_ext(header + raw, "f", btf), data)


NAMES = st.sampled_from(["", "a", "b", "int", "s", "x; y", "é"])


@st.composite
def type_graphs(draw: st.DrawFn) -> list[Type]:
    """Types of many kinds; structs may point at anything, so cycles happen."""
    types: list[Type] = [Int("int", 4, 1), Int("char", 1, 1)]
    structs: list[Struct | Union] = []

    def any_type() -> Type:
        return draw(st.sampled_from(types))

    def any_value() -> Type:
        plain = (Int, Pointer, Enum)
        return draw(st.sampled_from([type_ for type_ in types if isinstance(type_, plain)]))

    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.integers(0, 9))
        name = draw(NAMES)
        made: Type
        if kind == 0:
            made = Pointer(draw(st.sampled_from([*types, VOID])))
        elif kind == 1:
            made = Typedef(name or "t", any_type())
        elif kind == 2:
            made = Const(any_type())
        elif kind == 3:
            made = Array(any_value(), draw(st.integers(0, 9)), types[0])
        elif kind == 4:
            made = Enum(name, 4, [Enumerator(draw(NAMES) or "E", draw(st.integers(0, 9)))])
        elif kind == 5:
            made = Forward(name or "s", draw(st.booleans()))
        elif kind == 6:
            made = TypeTag(name or "tag", any_type())
        elif kind == 7:
            made = FunctionPrototype(any_value(), [Parameter(name, any_value())])
            types.append(Pointer(made))
        else:
            made = (Struct if kind == 8 else Union)(name, 0)
            structs.append(made)
        if not isinstance(made, FunctionPrototype):
            types.append(made)
        else:
            types.append(Function(name or "f", made))
            types.append(made)
            types[-2], types[-1] = types[-1], types[-2]
    pointers = [Pointer(struct_) for struct_ in structs]
    types += pointers
    for struct_ in structs:
        offset = 0
        for _ in range(draw(st.integers(0, 4))):
            inner = draw(st.sampled_from([*pointers, types[0], types[1]]))
            size = 64 if isinstance(inner, Pointer) else inner.size_bytes * 8  # type: ignore[attr-defined]
            offset += draw(st.sampled_from([0, 8, 32, 64])) if isinstance(struct_, Struct) else 0
            struct_.members.append(Member(draw(NAMES), inner, offset))
            struct_.size_bytes = max(struct_.size_bytes, (offset + size) // 8)
            offset += size if isinstance(struct_, Struct) else 0
    return types


@COMMON
@given(type_graphs(), st.booleans())
def test_type_graphs_survive_the_file_format(types: list[Type], little_endian: bool) -> None:
    data = write_btf(Btf(types, little_endian=little_endian))

    def check(raw: bytes) -> None:
        btf = read_btf(raw, "f")
        assert write_btf(btf, keep_strings(btf)) == raw
        assert [type_.kind for type_ in btf.types] == [type_.kind for type_ in types]
        use_types(btf)

    accept(check, data)


@COMMON
@given(type_graphs())
def test_merging_twice_finds_nothing_more(types: list[Type]) -> None:
    data = write_btf(Btf(types))

    def check(raw: bytes) -> None:
        first, second = read_btf(raw, "f"), read_btf(raw, "g")
        alone, _ = dedup_types(read_btf(raw, "h").types[:])
        kept, gone = dedup_types([*first.types, *second.types])
        assert len(kept) == len(alone)
        assert len(kept) + len(gone) == 2 * len(types)
        again, none = dedup_types(list(kept))
        assert again == kept
        assert none == {}
        read_btf(write_btf(Btf(kept)), "again")

    accept(check, data)


SECTION_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@st.composite
def objects(draw: st.DrawFn) -> Object:
    sections = [
        Section(
            draw(SECTION_NAMES),
            flags=draw(st.sampled_from([2, 3, 6])),
            data=bytearray(draw(st.binary(max_size=4)) * 16),
            align_bytes=draw(st.sampled_from([1, 2, 4, 8, 64])),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    symbols = [
        Symbol(
            draw(SECTION_NAMES),
            draw(st.sampled_from([None, *sections])),
            binding=draw(st.sampled_from(list(Binding))),
            kind=draw(st.sampled_from([SymbolKind.NOTYPE, SymbolKind.FUNC, SymbolKind.OBJECT])),
            visibility=draw(st.sampled_from(list(Visibility))),
        )
        for _ in range(draw(st.integers(1, 8)))
    ]
    for section in sections:
        section.size_bytes = len(section.data)
        if len(section.data) >= 16:
            section.relocations = [
                Relocation(0, draw(st.sampled_from(symbols)), draw(st.sampled_from(RelocType)))
                for _ in range(draw(st.integers(0, 3)))
            ]
    return Object(sections, symbols, draw(st.booleans()))


@COMMON
@given(objects())
def test_objects_survive_the_file_format(obj: Object) -> None:
    data = write_object(obj)
    again = read_object(data, "f.o")
    assert write_object(again) == data
    assert again.little_endian == obj.little_endian
    assert [(s.name, s.data, s.flags, s.align_bytes) for s in again.sections] == [
        (s.name, s.data, s.flags, s.align_bytes) for s in obj.sections
    ]
    for one, other in zip(again.sections, obj.sections, strict=True):
        assert [(r.offset, r.symbol.name, r.type) for r in one.relocations] == [
            (r.offset, r.symbol.name, r.type) for r in other.relocations
        ]
    assert sorted((s.name, s.binding, s.kind, s.visibility) for s in again.symbols) == sorted(
        (s.name, s.binding, s.kind, s.visibility) for s in obj.symbols
    )
