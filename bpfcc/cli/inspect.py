"""`bpfcc inspect`: what is in an object."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.cli.inspect_report import Report

_LINE_CHARACTERS = 80


@click.command("inspect", epilog="Example: bpfcc inspect prog.o")
@click.argument("obj", metavar="OBJ", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--diff", "other", metavar="OBJ", type=click.Path(), help="Compare with this object.")
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def command(obj: str, as_json: bool, other: str | None, output: str) -> None:
    """Show the programs, maps, variables and sizes of an eBPF object.

    With --diff, show only what differs from the other object. Stack bytes are those of one
    frame; a chain adds what a program calls, as the verifier counts it. Names of variables on
    the stack are those in the source lines of the instructions that use them.
    """
    import json

    from bpfcc.cli.inspect_report import make_report
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
        "With all that they call",
        ["name", "instructions", "frames", "blocks", "branches", "loops", "maps", "functions"],
        [
            [
                program["name"],
                program["total"]["instructions"],
                "recursion" if program["total"]["frames"] is None else program["total"]["frames"],
                *(program["total"][key] for key in ("blocks", "branches", "loops")),
                ", ".join(program["total"]["maps"]) or "-",
                ", ".join(program["total"]["helpers"] + program["total"]["kfuncs"]) or "-",
            ]
            for program in report["programs"]
        ],
    )
    yield from _format_table(
        "Stack",
        ["program", "from", "bytes", "variable", "accesses", "first used in line"],
        [
            [
                row["name"],
                slot["offset"],
                slot["size"],
                slot["variable"] or "-",
                slot["accesses"],
                f"{slot['line']}: {_one_line(slot['source'])}" if slot["line"] else "-",
            ]
            for row in (*report["programs"], *report["subprograms"])
            for slot in row["stack_slots"]
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
    yield f"License: {_printable(report['license'] or '(none)')}\n"
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
    line = " ".join(text.split()) if text is not None else ""
    return line if len(line) <= _LINE_CHARACTERS else line[: _LINE_CHARACTERS - 1] + "…"


def _printable(cell: object) -> str:
    """A cell as a terminal may show it: names in objects can hold anything."""
    text = str(cell)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _format_table(title: str, head: list[str], rows: list[list[object]]) -> Iterator[str]:
    if not rows:
        return
    cells = [head, *([_printable(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    yield f"{title}:\n"
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(padded).rstrip() + "\n"
    yield "\n"


def compare_reports(old: Report, new: Report) -> Iterator[Report]:
    """What differs between two reports, a row for each thing added, removed or changed.

    The fields of a changed one are [before, after], with None for what was or is not there.
    """
    for group in ("programs", "subprograms", "maps", "globals", "externs"):
        before, after = _index_rows(old[group], new[group]), _index_rows(new[group], old[group])
        for key, row in before.items():
            if key not in after:
                yield {"group": group, "name": row["name"], "change": "removed"}
                continue
            changed = _compare_fields(_flatten(row), _flatten(after[key]))
            if changed:
                yield {"group": group, "name": row["name"], "change": "changed", "fields": changed}
        for key, row in after.items():
            if key not in before:
                yield {"group": group, "name": row["name"], "change": "added"}
    whole = ("license", "version", "byte_order", "btf")
    sides = [_flatten({field: report[field] for field in whole}) for report in (old, new)]
    changed = _compare_fields(*sides)
    if changed:
        yield {"group": "object", "name": "object", "change": "changed", "fields": changed}


def _index_rows(rows: list[Report], others: list[Report]) -> dict[tuple[str, str], Report]:
    """Rows by name, and by section too where one side has several of the name."""
    from collections import Counter

    counts = Counter(row["name"] for row in rows) | Counter(row["name"] for row in others)
    return {
        (row["name"], row.get("section", "") if counts[row["name"]] > 1 else ""): row
        for row in rows
    }


def _flatten(row: Report, prefix: str = "") -> Report:
    """Fields with those of nested rows behind a dot; of the stack the bytes of each variable."""
    flat: Report = {}
    for field, value in row.items():
        if field == "stack_slots":
            for slot in value:
                name = f"{prefix}stack.{slot['variable']}"
                if slot["variable"] is not None:
                    flat[name] = flat.get(name, 0) + slot["size"]
        elif isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{field}.")
        else:
            flat[prefix + field] = value
    return flat


def _compare_fields(old: Report, new: Report) -> Report:
    return {
        field: [old.get(field), new.get(field)]
        for field in sorted({*old, *new})
        if old.get(field) != new.get(field)
    }


def _format_change(change: Report) -> str:
    group, name = change["group"], change["name"]
    lines = [f"{name if name == group else f'{group}: {name}'} {change['change']}"]
    lines += [
        f"  {field}: {_format_value(old)} -> {_format_value(new)}"
        for field, (old, new) in change.get("fields", {}).items()
    ]
    return "".join(f"{_printable(line)}\n" for line in lines)


def _format_value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
