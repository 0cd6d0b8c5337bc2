"""BTF of clang objects as text and as C, against files; the C is compiled and compared again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.cdump import dump_c
from bpfcc.btf.container import Btf
from bpfcc.btf.load import read_object_btf
from bpfcc.btf.rawdump import format_types
from bpfcc.btf.types import Composite, Type
from bpfcc.btf.walk import resolve
from bpfcc.elf.read import read_object
from tests.conftest import Clang
from tests.unit.elf.build import compile_with

FOLDER = Path(__file__).parent / "btf"
SOURCES = sorted(FOLDER.glob("*.c"))


def compile_btf(clang: Clang, folder: Path, source: str) -> Btf:
    btf = read_object_btf(read_object(compile_with(clang, folder, source), "t.o"), "t.o")
    assert btf is not None
    return btf


def compare(path: Path, text: str, update: bool) -> None:
    if update:
        path.write_text(text)
    assert path.read_text() == text


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden", default=False))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_text_of_types(path: Path, clang22: Clang, tmp_path: Path, update: bool) -> None:
    btf = compile_btf(clang22, tmp_path, path.read_text())
    compare(path.with_suffix(".btf"), "\n".join(format_types(btf)) + "\n", update)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_c_of_types(path: Path, clang22: Clang, tmp_path: Path, update: bool) -> None:
    btf = compile_btf(clang22, tmp_path, path.read_text())
    compare(path.with_suffix(".h"), dump_c(btf), update)


def list_members(type_: Composite, base_bits: int = 0) -> list[tuple[str, int, int]]:
    """Name, offset and bit-field width of all members, those of anonymous members too."""
    found = []
    for name, inner, offset_bits, bits in type_.members:
        under: Type = resolve(inner)
        place = base_bits + offset_bits
        if name and not name.startswith("__pad_"):
            found.append((name, place, bits))
        if isinstance(under, Composite) and not under.name and under.members:
            found += list_members(under, place)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_printed_c_has_the_same_layouts(path: Path, clang22: Clang, tmp_path: Path) -> None:
    btf = compile_btf(clang22, tmp_path, path.read_text())
    tagged = [t for t in btf.types if isinstance(t, Composite) and t.name]
    uses = "".join(f"{type_.keyword} {type_.name} use_{type_.name};\n" for type_ in tagged)
    again = compile_btf(clang22, tmp_path, dump_c(btf) + uses)
    for type_ in tagged:
        twin = again.find(type_.name, type_.kind)
        assert isinstance(twin, Composite), type_.name
        assert twin.size_bytes == type_.size_bytes, type_.name
        assert list_members(twin) == list_members(type_), type_.name
