"""`bpfcc run`: one program on packets or a context, without attaching it."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.elf.model import Object
    from bpfcc.kernel.object import LoadedObject, Program
    from bpfcc.kernel.testrun import TestRun


@click.command("run")
@click.argument("obj", metavar="OBJ", type=click.Path())
@click.option("--program", "-p", metavar="P", help="The program, by name or section.")
@click.option(
    "--packet",
    metavar="HEX|FILE|PCAP",
    help="The packet as hexadecimal digits, as a file of bytes or digits, or a capture.",
)
@click.option("--ctx", metavar="FILE", type=click.Path(), help="The context's bytes.")
@click.option("--repeat", metavar="N", type=click.IntRange(1, 1 << 30), default=1)
@click.option(
    "--map",
    "settings",
    metavar="NAME=KEY:VALUE",
    multiple=True,
    help="Put an entry into a map, or NAME=VALUE into a global variable, before the run.",
)
@click.option("--dump-maps", is_flag=True, help="Print what the maps hold afterwards.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def command(
    obj: str,
    program: str | None,
    packet: str | None,
    ctx: str | None,
    repeat: int,
    settings: tuple[str, ...],
    dump_maps: bool,
    as_json: bool,
) -> None:
    """Run a program of OBJ in the running kernel and print what it returns.

    Keys and values are numbers, addresses, or parts between commas: u32/24,10.0.0.0 is a 32-bit
    24 in the host's order and an address; be16/53 is in network order; hex/0a0b are bytes. From a
    capture every packet is run in turn, and JSON is then a list.

    \b
    Examples:
      bpfcc run prog.o --program firewall --packet packet.bin
      bpfcc run prog.o -p firewall --packet capture.pcap --map "networks=u32/8,10.0.0.0:1"
    """
    from bpfcc.elf.read import read_bytes, read_object
    from bpfcc.kernel.inputs import read_packets
    from bpfcc.kernel.object import LoadedObject
    from bpfcc.kernel.testrun import run_program

    data = read_bytes(obj)
    elf = read_object(data, obj)
    packets: list[bytes | None] = [None]
    if packet is not None:
        packets = list(read_packets(packet))
    context = read_bytes(ctx) if ctx is not None else None
    with LoadedObject(data, obj) as loaded:
        chosen = _choose_program(loaded, program, obj)
        _prepare(loaded, elf, chosen, settings)
        results = []
        for one in packets:
            ran = run_program(chosen, one, context, repeat=repeat)
            maps = _dump_maps(loaded) if dump_maps or as_json else {}
            results.append((ran, maps, _dump_variables(loaded, elf) if maps else {}))
        if as_json:
            import json

            rows = [_describe(chosen, *result) for result in results]
            click.echo(json.dumps(rows[0] if len(rows) == 1 else rows, indent=2))
            return
        for ran, _, _ in results:
            _print_run(chosen, ran)
        if dump_maps:
            _print_maps(results[-1][1], results[-1][2])


def _choose_program(loaded: LoadedObject, name: str | None, path: str) -> Program:
    from bpfcc.errors import InputError

    if name is not None:
        return loaded.program(name)
    if len(loaded.programs) != 1:
        known = ", ".join(loaded.programs) or "none"
        raise InputError(f"say with --program which one to run: {known}", where=path)
    return next(iter(loaded.programs.values()))


def _prepare(
    loaded: LoadedObject, elf: Object, program: Program, settings: tuple[str, ...]
) -> None:
    """Set variables, load the program and those it tail-calls, fill maps."""
    from bpfcc.errors import InputError
    from bpfcc.kernel.alone import find_tail_call_targets
    from bpfcc.kernel.inputs import encode_value, parse_setting
    from bpfcc.kernel.variables import find_variables, set_before_load

    variables = find_variables(elf)
    parsed = [parse_setting(text) for text in settings]
    for setting in parsed:
        if setting.key is not None:
            continue
        if setting.name not in variables:
            known = ", ".join(variables) or "none"
            raise InputError(f"no global variable {setting.name!r} (there are: {known})")
        variable = variables[setting.name]
        value = encode_value(setting.value, variable.size_bytes, f"variable {setting.name}")
        set_before_load(loaded, variable, value)
    loaded.load({program.name, *find_tail_call_targets(elf)})
    for setting in parsed:
        if setting.key is None:
            continue
        target = loaded.map(setting.name)
        key = encode_value(setting.key, target.key_bytes, f"a key of map {target.name}")
        value = encode_value(setting.value, target.value_bytes, f"a value of map {target.name}")
        target.update(key, value)


Entries = list[dict[str, object]]


def _dump_maps(loaded: LoadedObject) -> dict[str, Entries]:
    """Entries of every map that can be walked, as hexadecimal text."""
    from bpfcc.kernel.libbpf import KernelError

    found: dict[str, Entries] = {}
    for name, one in loaded.maps.items():
        if not one.is_keyed:
            continue
        entries: Entries = []
        try:
            if one.is_per_cpu:
                for key, values in one.items_per_cpu():
                    entries.append({"key": key.hex(), "values": [v.hex() for v in values]})
            else:
                for key, value in one.items():
                    entries.append({"key": key.hex(), "value": value.hex()})
        except KernelError as error:
            # A map may be write-only for user space: say so, and show the others.
            entries = [{"error": str(error)}]
        found[name] = entries
    return found


def _dump_variables(loaded: LoadedObject, elf: Object) -> dict[str, str]:
    from bpfcc.kernel.variables import find_variables, read_variable

    maps = loaded.maps
    return {
        name: read_variable(loaded, variable).hex()
        for name, variable in find_variables(elf).items()
        if variable.section in maps
    }


def _describe(
    program: Program, ran: TestRun, maps: dict[str, Entries], variables: dict[str, str]
) -> dict[str, object]:
    from bpfcc.kernel.verdicts import name_verdict

    return {
        "retval": ran.retval,
        "action": name_verdict(program.type_name, ran.retval),
        "duration_ns": ran.duration_ns,
        "packet": None if ran.packet is None else ran.packet.hex(),
        "ctx": None if ran.context is None else ran.context.hex(),
        "maps": maps,
        "globals": variables,
    }


def _print_run(program: Program, ran: TestRun) -> None:
    from bpfcc.kernel.verdicts import name_verdict

    action = name_verdict(program.type_name, ran.retval)
    named = f" ({action})" if action else ""
    click.echo(f"{program.name}: {ran.retval}{named}, {ran.duration_ns} ns")
    if ran.packet is not None:
        click.echo(f"packet ({len(ran.packet)} bytes): {ran.packet.hex()}")
    if ran.context is not None:
        click.echo(f"context ({len(ran.context)} bytes): {ran.context.hex()}")


def _print_maps(maps: dict[str, Entries], variables: dict[str, str]) -> None:
    for name, entries in maps.items():
        if name.startswith("."):
            continue
        click.echo(f"map {name}:")
        shown = [entry for entry in entries if not _is_zero(entry)]
        for entry in shown:
            if "error" in entry:
                click.echo(f"  {entry['error']}")
                continue
            values = entry.get("values")
            text = " ".join(map(str, values)) if isinstance(values, list) else entry["value"]
            click.echo(f"  {entry['key']}: {text}")
        if len(shown) < len(entries):
            click.echo(f"  ({len(entries) - len(shown)} entries are zero)")
    for name, value in variables.items():
        click.echo(f"variable {name}: {value}")


def _is_zero(entry: dict[str, object]) -> bool:
    values = entry.get("values", [entry.get("value")])
    assert isinstance(values, list)
    return "error" not in entry and all(not str(value).strip("0") for value in values)
