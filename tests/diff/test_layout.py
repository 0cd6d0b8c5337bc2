"""Record layout against clang 22: random structs with bit-fields, packing and alignment."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from bpfcc.frontend.ctype import Record
from bpfcc.frontend.tree import Variable
from tests.support.frontend import analyze_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Clang

Layout = dict[str, tuple[int, int | None]]
"""Variable → (size, alignment); member path → (offset in bits, bit-field width or None)."""

_TYPES = (
    "char", "short", "int", "long", "unsigned char", "unsigned short", "unsigned",
    "unsigned long", "_Bool", "long long", "__int128", "void *", "enum e",
)  # fmt: skip
_WIDTHS = {"char": 8, "short": 16, "_Bool": 1, "unsigned char": 8, "unsigned short": 16,
           "int": 32, "unsigned": 32, "enum e": 32}  # fmt: skip


def _field(rng: random.Random, name: str, depth: int) -> str:
    type = rng.choice(_TYPES)
    attribute = ""
    if rng.random() < 0.12:
        attribute = " __attribute__((packed))"
    elif rng.random() < 0.12:
        attribute = f" __attribute__((aligned({rng.choice([1, 2, 4, 8, 16])})))"
    kind = rng.random()
    if kind < 0.45 and type not in ("void *", "__int128"):
        width = rng.randint(1, _WIDTHS.get(type, 64))
        unnamed = rng.random()
        if unnamed < 0.18:
            return f"{type} : {0 if unnamed < 0.1 else width};"
        return f"{type} {name} : {width}{attribute};"
    if kind < 0.55:
        return f"{type} {name}[{rng.randint(0, 3)}]{attribute};"
    if kind < 0.68 and depth < 2:
        inner = " ".join(_field(rng, f"{name}_{i}", depth + 1) for i in range(rng.randint(1, 4)))
        packed = rng.choice(["", "__attribute__((packed)) "])
        declared = "" if rng.random() < 0.4 else f" {name}"
        return f"{rng.choice(['struct', 'union'])} {packed}{{ {inner} }}{declared}{attribute};"
    return f"{type} {name}{attribute};"


def _source(seed: int) -> str:
    rng = random.Random(seed)
    lines = ["enum e { A, B = 70000 };"]
    for n in range(12):
        pack = rng.choice([0, 0, 0, 0, 1, 2, 4, 8])
        kind = rng.choice(["struct", "struct", "struct", "union"])
        attribute = rng.choice(["", "", "", "packed", "aligned(8)", "packed, aligned(4)"])
        body = " ".join(_field(rng, f"f{i}", 0) for i in range(rng.randint(1, 7)))
        lines.append(f"#pragma pack(push, {pack})" if pack else "#pragma pack(push)")
        lines.append(f"{kind} __attribute__(({attribute})) s{n} {{ {body} }};")
        lines.append("#pragma pack(pop)")
        lines.append(f"{kind} s{n} v{n};")
    return "\n".join(lines) + "\n"


def _ours(source: str) -> Layout:
    unit, sink = analyze_text(source)
    assert unit is not None
    assert not sink.error_count, [d.message for d in sink.diagnostics]
    found: Layout = {}

    def walk(record: Record, path: str, base: int) -> None:
        for field in record.fields or ():
            if field.name is not None:
                found[f"{path}.{field.name}"] = (base + field.offset_bits, field.bit_width)
            inner = field.type.canonical
            if field.name is None and isinstance(inner, Record):
                walk(inner, path, base + field.offset_bits)

    for variable in unit.definitions:
        assert isinstance(variable, Variable)
        record = variable.type.canonical
        assert isinstance(record, Record)
        found[variable.name] = (record.size_bytes, record.align_bytes)
        walk(record, variable.name, 0)
    return found


class _DebugInfo:
    """Record layouts read from the debug metadata of clang's LLVM IR."""

    def __init__(self, ir: str) -> None:
        self.ir = ir
        self.nodes = dict(re.findall(r"(?m)^(!\d+) = (.*)$", ir))
        self.found: Layout = {}

    def read(self) -> Layout:
        for name, align in re.findall(r"(?m)^@(v\d+) = .*align (\d+)", self.ir):
            variable = re.search(rf'DIGlobalVariable\(name: "{name}".*?type: (!\d+)', self.ir)
            assert variable is not None
            size = _number(r"[( ]size: (\d+)", self.nodes[variable[1]])
            self.found[name] = (size // 8, int(align))
            self._members(variable[1], name, 0)
        return self.found

    def _members(self, record: str, path: str, base: int) -> None:
        elements = re.search(r"elements: (!\d+)", self.nodes[record])
        assert elements is not None
        for member in re.findall(r"!\d+", self.nodes[elements[1]]):
            text = self.nodes[member]
            name = re.search(r'name: "(\w*)"', text)
            offset = base + _number(r"[( ]offset: (\d+)", text)
            inner = re.search(r"baseType: (!\d+)", text)
            assert inner is not None
            is_bit_field = "BitField" in text
            if name is not None:
                width = _number(r"[( ]size: (\d+)", text) if is_bit_field else None
                self.found[f"{path}.{name[1]}"] = (offset, width)
            elif not is_bit_field and "DICompositeType" in self.nodes[inner[1]]:
                self._members(inner[1], path, offset)


def _number(pattern: str, text: str) -> int:
    match = re.search(pattern, text)
    return int(match[1]) if match else 0


@pytest.mark.parametrize("seed", range(12))
def test_random_records_are_laid_out_as_clang_does(
    seed: int, clang22: Clang, tmp_path: Path
) -> None:
    source = _source(seed)
    path = tmp_path / "layout.c"
    path.write_text(source)
    made = clang22(
        ["-g", "-S", "-emit-llvm", "-O1", "-w", "-Xclang", "-disable-llvm-passes", "-o", "-", path]
    )
    assert made.returncode == 0, made.stderr.decode()
    assert _ours(source) == _DebugInfo(made.stdout.decode()).read()
