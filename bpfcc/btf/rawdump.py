"""BTF as it is, type by type: the text that bpftool prints, and the same as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpfcc.btf.types import (
    Array,
    Composite,
    DataSection,
    DeclTag,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Kind,
    Linkage,
    Reference,
    Type,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.container import Btf

_ENCODINGS = {0: "(none)", 1: "SIGNED", 2: "CHAR", 4: "BOOL"}


def describe_types(btf: Btf) -> Iterator[dict[str, Any]]:
    """Each own type as a dictionary with the keys of bpftool's JSON, ids included."""
    numbers = btf.number_types()
    for type_ in btf.types:
        row: dict[str, Any] = {
            "id": numbers[type_],
            "kind": type_.kind.name,
            "name": type_.name or "(anon)",
        }
        _describe(type_, row, numbers)
        yield row


def _describe(type_: Type, row: dict[str, Any], numbers: dict[Type, int]) -> None:
    """Add what the kind of `type_` has besides its name."""
    if isinstance(type_, Int):
        row.update(size=type_.size_bytes, bits_offset=type_.offset_bits, nr_bits=type_.bits)
        row["encoding"] = _ENCODINGS.get(type_.encoding, "UNKN")
    elif isinstance(type_, Composite):
        row.update(size=type_.size_bytes, vlen=len(type_.members))
        row["members"] = [
            {"name": name or "(anon)", "type_id": numbers[inner], "bits_offset": offset}
            | ({"bitfield_size": bits} if bits else {})
            for name, inner, offset, bits in type_.members
        ]
    elif isinstance(type_, Enum):
        row.update(encoding="SIGNED" if type_.is_signed else "UNSIGNED", size=type_.size_bytes)
        row["vlen"] = len(type_.values)
        row["values"] = [{"name": name, "val": value} for name, value in type_.values]
    elif isinstance(type_, Array):
        row["type_id"] = numbers[type_.element]
        row.update(index_type_id=numbers[type_.index_type], nr_elems=type_.count)
    elif isinstance(type_, Forward):
        row["fwd_kind"] = type_.keyword
    elif isinstance(type_, DeclTag):
        row.update(type_id=numbers[type_.target], component_idx=type_.component)
    elif isinstance(type_, Reference):
        row["type_id"] = numbers[type_.target]
    elif isinstance(type_, Function):
        row["type_id"] = numbers[type_.prototype]
        row["linkage"] = Linkage(type_.linkage).name.lower()
    elif isinstance(type_, FunctionPrototype):
        row.update(ret_type_id=numbers[type_.result], vlen=len(type_.parameters))
        row["params"] = [
            {"name": name or "(anon)", "type_id": numbers[inner]}
            for name, inner in type_.parameters
        ]
    elif isinstance(type_, Variable):
        row["type_id"] = numbers[type_.target]
        row["linkage"] = Linkage(type_.linkage).name.lower()
    elif isinstance(type_, DataSection):
        row.update(size=type_.size_bytes, vlen=len(type_.variables))
        row["vars"] = [
            {"type_id": numbers[variable], "offset": offset, "size": size}
            for variable, offset, size in type_.variables
        ]
    elif isinstance(type_, Float):
        row["size"] = type_.size_bytes
    else:
        raise AssertionError(f"no description for {type_!r}")


def format_types(btf: Btf) -> Iterator[str]:
    """Each own type as the lines that `bpftool btf dump file` prints for it."""
    all_types = {number: type_ for type_, number in btf.number_types().items()}
    for row in describe_types(btf):
        yield _format_row(row, all_types)


def _format_row(row: dict[str, Any], types: dict[int, Type]) -> str:
    kind = row["kind"]
    text = f"[{row['id']}] {kind} '{row['name']}'"
    parts: list[str] = []
    lists: list[dict[str, Any]] = []
    for key, value in row.items():
        if isinstance(value, list):
            lists = value
        elif key not in ("id", "kind", "name"):
            parts.append(f"{key}={value}")
    if kind == Kind.VAR.name:
        parts[0] += ","
    lines = [" ".join((text, *parts))]
    for item in lists:
        if kind == Kind.DATASEC.name:
            inner = types[item["type_id"]]
            label = f"{inner.kind.name} '{inner.name or '(anon)'}'"
            lines.append(f"\ttype_id={item['type_id']} offset={item['offset']} ")
            lines[-1] += f"size={item['size']} ({label})"
            continue
        fields = [f"{key}={value}" for key, value in item.items() if key != "name"]
        if kind == Kind.ENUM64.name:
            fields[0] += "LL" if row["encoding"] == "SIGNED" else "ULL"
        lines.append(" ".join((f"\t'{item['name']}'", *fields)))
    return "\n".join(lines)
