"""`bpfcc btf`: shows BTF as C, as text or as JSON, and makes vmlinux.h."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


@click.group("btf", epilog="Example: bpfcc btf vmlinux --type task_struct -o vmlinux.h")
def command() -> None:
    """Show the type information of objects and kernels."""


@command.command("dump", epilog="Example: bpfcc btf dump prog.o --format c")
@click.argument("file", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["c", "raw", "json"]),
    default="raw",
    show_default=True,
    help="A C header, the text that bpftool prints, or the same as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--base", type=click.Path(), help="BTF that FILE continues, for split BTF.")
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def dump(file: str, form: str, as_json: bool, base: str | None, output: str) -> None:
    """Print the types in FILE: an ELF file with a .BTF section, or raw BTF."""
    from bpfcc.btf.bulk import pause_collector
    from bpfcc.btf.container import Btf
    from bpfcc.cli.output import write_output

    btf = Btf.open(file, Btf.open(base) if base is not None else None)
    parts: Iterable[str]
    if as_json or form == "json":
        parts = _format_json(btf)
    elif form == "raw":
        from bpfcc.btf.rawdump import format_types

        parts = (text + "\n" for text in format_types(btf))
    else:
        parts = [_format_c(btf, file)]
    with pause_collector():
        write_output(output, parts)


def _format_c(btf: object, file: str) -> str:
    from bpfcc.btf.cdump import dump_header
    from bpfcc.btf.container import Btf
    from bpfcc.errors import InputError

    assert isinstance(btf, Btf)
    try:
        return dump_header(btf)
    except InputError as error:
        raise InputError(error.message, where=error.where or file) from None


def _format_json(btf: object) -> Iterable[str]:
    import json

    from bpfcc.btf.container import Btf
    from bpfcc.btf.rawdump import describe_types

    assert isinstance(btf, Btf)
    yield '{"types": ['
    separator = "\n"
    for row in describe_types(btf):
        yield separator + json.dumps(row)
        separator = ",\n"
    yield "\n]}\n"


@command.command(
    "vmlinux", epilog="Example: bpfcc btf vmlinux --type task_struct --type sk_buff -o vmlinux.h"
)
@click.option(
    "--btf",
    "path",
    default="/sys/kernel/btf/vmlinux",
    show_default=True,
    type=click.Path(),
    help="The kernel's BTF: raw, or an ELF file that has it.",
)
@click.option(
    "--type",
    "names",
    multiple=True,
    metavar="NAME…",
    help="Only these types and what they need; may be given several times, or comma-separated.",
)
@click.argument("more", nargs=-1, metavar="")
@click.option("--kfuncs", is_flag=True, help="Declare the kernel's kfuncs too.")
@click.option("-o", "--output", default="-", help="Where to write; '-' is standard output.")
def vmlinux(
    path: str, names: tuple[str, ...], more: tuple[str, ...], kfuncs: bool, output: str
) -> None:
    """Print the kernel's types as the header vmlinux.h."""
    if more and not names:
        raise click.UsageError(f"say --type before '{more[0]}' if it is a type's name")
    from bpfcc.btf.cdump import dump_header, dump_named
    from bpfcc.btf.container import Btf
    from bpfcc.cli.output import write_output

    btf = Btf.open(path)
    wanted = [part.strip() for name in (*names, *more) for part in name.split(",") if part.strip()]
    write_output(output, [dump_named(btf, wanted) if wanted else dump_header(btf, kfuncs)])
