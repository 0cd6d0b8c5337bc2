"""`bpfcc skeleton`: code that opens, loads and attaches an object."""

from __future__ import annotations

import click


@click.command("skeleton", epilog="Example: bpfcc skeleton prog.bpf.o -o prog.skel.h")
@click.argument("obj", metavar="OBJ", type=click.Path())
@click.option(
    "--lang",
    type=click.Choice(["c", "python"]),
    default="c",
    show_default=True,
    help="A C header as bpftool makes it, or a Python module.",
)
@click.option("--name", help="Name of the skeleton; the default comes from the file's name.")
@click.option("--sub", is_flag=True, help="A subskeleton, for a library that is linked into OBJ.")
@click.option(
    "--record",
    "records",
    metavar="[MAP=]TYPE",
    multiple=True,
    help="The struct of records in a ring or perf buffer, for Python.",
)
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def command(
    obj: str, lang: str, name: str | None, sub: bool, records: tuple[str, ...], output: str
) -> None:
    """Generate the code that opens, loads and attaches OBJ, any eBPF object.

    The object's bytes are inside. Programs, maps and global variables become typed members.
    """
    from bpfcc.cli.output import write_output
    from bpfcc.elf.read import read_bytes
    from bpfcc.skeleton.generate import generate_skeleton

    if sub and lang != "c":
        raise click.UsageError("--sub is for C only")
    if records and lang != "python":
        raise click.UsageError("--record is for Python only")
    if name == "":
        raise click.UsageError("--name is empty")
    text = generate_skeleton(read_bytes(obj), obj, lang, name=name, sub=sub, records=records)
    write_output(output, [text])
