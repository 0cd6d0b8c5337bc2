"""`bpfcc disasm`: the code of an object as annotated assembly, JSON, or a graph."""

from __future__ import annotations

import click


@click.command("disasm", epilog="Example: bpfcc disasm prog.o --program xdp_main")
@click.argument("object", metavar="OBJECT", type=click.Path())
@click.option("--section", help="Only the code section of this name.")
@click.option("--program", help="Only the function of this name.")
@click.option("--no-source", is_flag=True, help="Leave out the source lines.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "dot", "html"]),
    default="text",
    show_default=True,
    help="Assembly, JSON, or the control-flow graph for Graphviz or as a page for a browser.",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--cpu", is_flag=True, help="Say which -mcpu each function and instruction needs.")
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Colour the assembly; the default is to do so on a terminal.",
)
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def command(
    object: str,
    section: str | None,
    program: str | None,
    no_source: bool,
    form: str,
    as_json: bool,
    cpu: bool,
    colour: bool | None,
    output: str,
) -> None:
    """Disassemble the programs in OBJECT, any eBPF object file.

    The assembly names maps, variables, helpers and functions, shows the source line of each
    instruction and what CO-RE will patch. `bpfcc compile` assembles it to the same code again.
    """
    import gc

    from bpfcc.cli.output import write_output
    from bpfcc.codegen.disassembler import disassemble
    from bpfcc.elf.read import read_object_file

    # Instructions and types live until the end, there is nothing to collect.
    gc.disable()
    listing = disassemble(read_object_file(object), name=object, section=section, program=program)
    if as_json or form == "json":
        import json

        from bpfcc.codegen.disassembler_text import listing_to_json

        text = json.dumps(listing_to_json(listing), indent=1) + "\n"
    elif form == "dot":
        from bpfcc.codegen.cfg_render_dot import render_dot

        text = render_dot(listing, show_source=not no_source)
    elif form == "html":
        from bpfcc.codegen.cfg_render_html import render_html

        text = render_html(listing, object.rpartition("/")[2])
    else:
        from bpfcc.codegen.disassembler_text import format_listing

        is_coloured = _wants_colour(output) if colour is None else colour
        text = format_listing(listing, show_source=not no_source, show_cpu=cpu, colour=is_coloured)
    write_output(output, [text])


def _wants_colour(output: str) -> bool:
    import os
    import sys

    return output == "-" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
