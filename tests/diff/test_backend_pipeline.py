"""From the same LLVM IR, our LLVM process makes the bytes that clang 22 makes.

clang 22 writes its unoptimized IR; it goes through the backend, and every section that a loader
reads must equal that of the object which clang itself makes of the source.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpfcc.codegen.backend import Backend, Job
from bpfcc.codegen.settle import settle_object
from bpfcc.elf.model import Object, Section, SymbolKind
from bpfcc.elf.read import read_object
from bpfcc.ir.optimize import choose_pipeline
from bpfcc.options import Options
from tests.conftest import ROOT, Clang

EXAMPLES = sorted((ROOT / "examples").glob("*.c"))
LEVELS = ("0", "1", "2", "3", "s", "z")
VARIANTS = [
    *(pytest.param(path, "2", "v3", "bpfel", id=path.stem) for path in EXAMPLES),
    *(pytest.param(EXAMPLES[-1], level, "v3", "bpfel", id=f"-O{level}") for level in LEVELS),
    *(pytest.param(EXAMPLES[-1], "2", cpu, "bpfel", id=cpu) for cpu in ("v1", "v2", "v4")),
    pytest.param(EXAMPLES[-1], "2", "v3", "bpfeb", id="big-endian"),
]

# DWARF and what only a linker reads; the string table's content is in the names themselves.
_NOT_LOADED = re.compile(r"\.(rel)?\.?(debug_\w+|llvm_addrsig)|\.strtab|\.symtab|")


def read_loaded(data: bytes, name: str) -> dict[str, object]:
    """What a loader sees of an object, without DWARF."""
    obj: Object = read_object(data, name)
    seen: dict[str, object] = {}
    for section in obj.sections:
        if _NOT_LOADED.fullmatch(section.name):
            continue
        relocations = [(r.offset, r.type, _target(r.symbol)) for r in section.relocations]
        seen[section.name] = (
            section.kind,
            section.flags,
            section.align_bytes,
            section.size_bytes,
            bytes(section.data),
            relocations,
        )
    seen["symbols"] = sorted(
        (s.name, s.value, s.size_bytes, s.binding, s.kind, s.visibility, _place(s.section))
        for s in obj.symbols
        if s.kind not in (SymbolKind.SECTION, SymbolKind.FILE)
        and not _NOT_LOADED.fullmatch(_place(s.section))
    )
    return seen


def _place(section: object) -> str:
    return section.name if isinstance(section, Section) else str(section)


def _target(symbol: object) -> str:
    name: str = getattr(symbol, "name", "")
    return name or _place(getattr(symbol, "section", None))


@pytest.mark.parametrize(("source", "level", "cpu", "triple"), VARIANTS)
def test_code_from_clangs_ir_is_clangs_code(
    source: Path, level: str, cpu: str, triple: str, clang22: Clang, tmp_path: Path
) -> None:
    theirs, text = tmp_path / "theirs.o", tmp_path / "theirs.ll"
    flags = [f"--target={triple}", f"-O{level}", "-g", f"-mcpu={cpu}"]
    flags += ["-nostdinc", "-isystem", str(ROOT / "include"), "-D__TARGET_ARCH_x86"]
    done = clang22([*flags, "-c", source, "-o", theirs])
    assert done.returncode == 0, done.stderr.decode()
    no_passes = ["-Xclang", "-disable-llvm-passes", "-S", "-emit-llvm"]
    assert clang22([*flags, *no_passes, source, "-o", text]).returncode == 0
    ir = re.sub(r'!"Dwarf Version", i32 \d', '!"CodeView", i32 1', text.read_text())
    pipeline = choose_pipeline(Options(opt_level=level))
    with Backend() as backend:
        outcome = backend.compile(Job(ir, pipeline, triple=triple, cpu=cpu), is_last=True)
    assert not outcome.ending, outcome.text
    little = triple == "bpfel"
    ours = read_loaded(settle_object(outcome.outputs["obj"], little=little), "ours")
    expected = read_loaded(settle_object(theirs.read_bytes(), little=little), "theirs")
    assert ours.keys() == expected.keys()
    for name, section in expected.items():
        assert ours[name] == section, f"{name} differs"
