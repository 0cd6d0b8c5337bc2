"""`bpfcc link`: several objects into one."""

from __future__ import annotations

import click


@click.command("link", epilog="Example: bpfcc link -o app.o main.o lib.o")
@click.argument("objects", metavar="OBJ…", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", required=True, help="The linked object; '-' is standard output.")
def command(objects: tuple[str, ...], output: str) -> None:
    """Link eBPF objects into one, as `bpftool gen object` does.

    Symbols are resolved across the files, sections of one name are joined, types are merged.
    Names that no file defines stay undefined.
    """
    from bpfcc.elf.link import link_objects
    from bpfcc.elf.read import read_object_file
    from bpfcc.elf.write import write_object
    from bpfcc.output import write_bytes

    linked = link_objects([(path, read_object_file(path)) for path in objects])
    write_bytes(output, write_object(linked))
