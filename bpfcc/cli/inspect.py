"""`bpfcc inspect`: what is in an object."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bpfcc.codegen.stackuse import StackUse
    from bpfcc.elf.maps import MapDefinition

Report = dict[str, "Any"]


@click.command("inspect", epilog="Example: bpfcc inspect prog.o")
@click.argument("obj", metavar="OBJ", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--diff", "other", metavar="OBJ", type=click.Path(), help="Compare with this object.")
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def command(obj: str, as_json: bool, other: str | None, output: str) -> None:
    """Show the programs, maps, variables and sizes of an eBPF object.

    With --diff, show only what differs from the other object. Stack bytes are those of one
    frame; a chain adds what a program calls, as the verifier counts it.
    """
    import json

    from bpfcc.cli.output import write_output

    report = make_report(obj)
    if other is not None:
        changes = list(compare_reports(report, make_report(other)))
        if as_json:
            write_output(output, [json.dumps({"changes": changes}, indent=2), "\n"])
        else:
            write_output(output, [_format_change(change) for change in changes])
        return
    if as_json:
        write_output(output, [json.dumps(report, indent=2), "\n"])
    else:
        write_output(output, format_report(report))


def make_report(path: str) -> Report:
    """Everything that `inspect` says about the object at `path`; raises InputError."""
    from bpfcc.errors import InputError

    try:
        return _make_report(path)
    except InputError as error:
        if error.where is not None:
            raise
        raise InputError(error.message, where=path) from None


def _make_report(path: str) -> Report:
    from bpfcc.btf.cprint import CPrinter
    from bpfcc.btf.load import read_object_btf
    from bpfcc.btf.types import Function as BtfFunction
    from bpfcc.btf.types import FunctionPrototype
    from bpfcc.codegen.stackuse import measure_stack
    from bpfcc.elf.maps import list_maps
    from bpfcc.elf.programs import list_programs, read_license, read_version
    from bpfcc.elf.read import read_object_file
    from bpfcc.elf.variables import list_externs, list_globals

    obj = read_object_file(path)
    btf = read_object_btf(obj, path)
    printer = CPrinter(btf) if btf is not None else None

    def spell(type_: Any, name: str) -> str | None:
        if printer is None or type_ is None:
            return None
        if isinstance(type_, FunctionPrototype):
            return printer.declare_function(BtfFunction(name, type_))
        return printer.declare(type_, name)

    entries = {function.symbol for function in list_programs(obj)}
    stack = measure_stack(obj)
    return {
        "programs": [_describe_program(use) for use in stack if use.function.symbol in entries],
        "subprograms": [
            _describe_subprogram(use) for use in stack if use.function.symbol not in entries
        ],
        "maps": [_describe_map(definition, spell) for definition in list_maps(obj, btf)],
        "globals": [
            {
                "name": item.name,
                "section": item.section,
                "offset": item.offset_bytes,
                "size": item.size_bytes,
                "declaration": spell(item.type, item.name),
                "static": item.is_static,
            }
            for item in list_globals(obj, btf)
        ],
        "externs": [
            {
                "name": item.name,
                "kind": item.kind,
                "declaration": spell(item.type, item.name),
                "weak": item.is_weak,
            }
            for item in list_externs(obj, btf)
        ],
        "license": read_license(obj),
        "version": read_version(obj),
        "byte_order": "little" if obj.little_endian else "big",
        "btf": _describe_btf(obj, btf, path),
    }


def _describe_program(use: StackUse) -> Report:
    function = use.function
    match = function.match
    return {
        "name": function.name,
        "section": function.section.name,
        "type": function.type_name,
        "attach_type": function.attach_type,
        "attach_target": match.target if match is not None and match.target else None,
        "sleepable": match is not None and match.kind.is_sleepable,
        "autoload": match is None or match.autoload,
        **_describe_stack(use),
    }


def _describe_subprogram(use: StackUse) -> Report:
    function = use.function
    return {
        "name": function.name,
        "section": function.section.name,
        "static": function.is_static,
        **_describe_stack(use),
    }


def _describe_stack(use: StackUse) -> Report:
    return {
        "instructions": use.function.instruction_count,
        "stack_bytes": use.frame_bytes,
        "stack_chain": use.chain,
        "stack_chain_bytes": use.chain_bytes,
        "stack_slots": [
            {
                "offset": slot.offset_bytes,
                "size": slot.size_bytes,
                "accesses": slot.accesses,
                "instruction": slot.first_instruction,
            }
            for slot in use.slots
        ],
    }


def _describe_map(definition: MapDefinition, spell: Any) -> Report:
    row: Report = {
        "name": definition.name,
        "type": definition.type_name,
        "key_size": definition.key_size_bytes,
        "value_size": definition.value_size_bytes,
        "max_entries": definition.max_entries,
        "flags": definition.flags,
        "pinning": definition.pinning,
        "numa_node": definition.numa_node,
        "map_extra": definition.extra,
        "section": definition.section,
        "key": spell(definition.key, ""),
        "value": spell(definition.value, ""),
    }
    if definition.inner is not None:
        row["inner"] = _describe_map(definition.inner, spell)
    if definition.slots:
        row["values"] = {str(index): name for index, name in sorted(definition.slots.items())}
    return row


def _describe_btf(obj: Any, btf: Any, path: str) -> Report | None:
    from bpfcc.btf.load import read_object_ext

    if btf is None:
        return None
    section, extra = obj.find_section(".BTF"), obj.find_section(".BTF.ext")
    ext = read_object_ext(obj, btf, path)
    groups = (ext.functions, ext.lines, ext.relocations) if ext is not None else ({}, {}, {})
    functions, lines, relocations = (sum(map(len, group.values())) for group in groups)
    return {
        "types": len(btf),
        "bytes": len(section.data),
        "ext_bytes": len(extra.data) if extra is not None else 0,
        "functions": functions,
        "lines": lines,
        "core_relocations": relocations,
    }


def format_report(report: Report) -> Iterator[str]:
    """The report as text, a table for each kind of thing the object has."""
    yield from _format_table(
        "Programs",
        ["name", "section", "type", "attach", "instructions", "stack", "chain"],
        [
            [
                program["name"],
                program["section"],
                program["type"],
                program["attach_type"] or "-",
                program["instructions"],
                program["stack_bytes"],
                _format_chain(program),
            ]
            for program in report["programs"]
        ],
    )
    yield from _format_table(
        "Subprograms",
        ["name", "section", "instructions", "stack", "chain"],
        [
            [
                row["name"],
                row["section"],
                row["instructions"],
                row["stack_bytes"],
                _format_chain(row),
            ]
            for row in report["subprograms"]
        ],
    )
    yield from _format_table(
        "Maps",
        ["name", "type", "key", "value", "entries", "flags"],
        [row for definition in report["maps"] for row in _map_rows(definition)],
    )
    yield from _format_table(
        "Globals",
        ["name", "section", "offset", "size", "declaration"],
        [
            [
                row["name"],
                row["section"],
                row["offset"],
                row["size"],
                _one_line(row["declaration"]) or "-",
            ]
            for row in report["globals"]
        ],
    )
    yield from _format_table(
        "Externs",
        ["name", "kind", "declaration"],
        [
            [
                row["name"],
                row["kind"] + (", weak" if row["weak"] else ""),
                _one_line(row["declaration"]) or "-",
            ]
            for row in report["externs"]
        ],
    )
    yield f"License: {report['license'] or '(none)'}\n"
    if report["version"] is not None:
        yield f"Version: {report['version']:#x}\n"
    btf = report["btf"]
    if btf is None:
        yield "BTF: (none)\n"
    else:
        yield (
            f"BTF: {btf['types']} types, {btf['bytes']} bytes; {btf['functions']} functions, "
            f"{btf['lines']} lines, {btf['core_relocations']} CO-RE relocations, "
            f"{btf['ext_bytes']} bytes\n"
        )


def _map_rows(definition: Report) -> Iterator[list[object]]:
    yield [
        definition["name"],
        definition["type"],
        definition["key_size"],
        definition["value_size"],
        definition["max_entries"],
        f"{definition['flags']:#x}",
    ]
    if "inner" in definition:
        yield from _map_rows(definition["inner"])


def _format_chain(row: Report) -> str:
    total = row["stack_chain_bytes"]
    chain = " > ".join(row["stack_chain"])
    return f"{chain}: recursion" if total is None else f"{total} ({chain})"


def _one_line(text: str | None) -> str:
    return " ".join(text.split()) if text is not None else ""


def _format_table(title: str, head: list[str], rows: list[list[object]]) -> Iterator[str]:
    if not rows:
        return
    cells = [head, *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    yield f"{title}:\n"
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(padded).rstrip() + "\n"
    yield "\n"


def compare_reports(old: Report, new: Report) -> Iterator[Report]:
    """What differs between two reports, a row for each thing added, removed or changed."""
    for group in ("programs", "subprograms", "maps", "globals", "externs"):
        before = {_identity(row): row for row in old[group]}
        after = {_identity(row): row for row in new[group]}
        for key, row in before.items():
            if key not in after:
                yield {"group": group, "name": row["name"], "change": "removed"}
                continue
            changed = {
                field: [row.get(field), after[key].get(field)]
                for field in sorted({*row, *after[key]})
                if row.get(field) != after[key].get(field) and field != "stack_slots"
            }
            if changed:
                yield {"group": group, "name": row["name"], "change": "changed", "fields": changed}
        for key, row in after.items():
            if key not in before:
                yield {"group": group, "name": row["name"], "change": "added"}
    for field in ("license", "version", "byte_order", "btf"):
        if old[field] != new[field]:
            fields = {field: [old[field], new[field]]}
            yield {"group": "object", "name": field, "change": "changed", "fields": fields}


def _identity(row: Report) -> tuple[str, str]:
    return row["name"], row.get("section", "")


def _format_change(change: Report) -> str:
    label = f"{change['group']}: {change['name']} {change['change']}"
    fields = change.get("fields", {})
    return "".join(
        [f"{label}\n", *(f"  {field}: {old} -> {new}\n" for field, (old, new) in fields.items())]
    )
