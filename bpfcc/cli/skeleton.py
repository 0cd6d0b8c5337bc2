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
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def command(obj: str, lang: str, name: str | None, sub: bool, output: str) -> None:
    """Generate the code that opens, loads and attaches OBJ, any eBPF object.

    The object's bytes are inside. Programs, maps and global variables become typed members.
    """
    from bpfcc.cli.output import write_output
    from bpfcc.elf.read import read_bytes
    from bpfcc.skeleton.contents import read_contents
    from bpfcc.skeleton.names import name_object

    if sub and lang != "c":
        raise click.UsageError("--sub is for C only")
    if name == "":
        raise click.UsageError("--name is empty")
    contents = read_contents(read_bytes(obj), obj, name or name_object(obj))
    if sub:
        from bpfcc.skeleton.csub import make_c_subskeleton

        text = make_c_subskeleton(contents)
    else:
        from bpfcc.skeleton.c import make_c_skeleton

        text = make_c_skeleton(contents)
    write_output(output, [text])
