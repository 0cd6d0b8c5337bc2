"""`bpfcc cache`: what is kept between runs, and an end to it."""

from __future__ import annotations

import click

KINDS = {
    "objects": "compilations, found again when nothing they read has changed",
    "scan": "where declarations are in large headers",
    "btf": "names in the BTF of kernels",
    "digests": "hashes of large files",
    "patterns": "compiled regular expressions",
    "bytecode": "our own modules, where Python keeps none beside them",
}
"""Kinds of entries, each in a folder of its own."""


@click.group("cache", epilog="Example: bpfcc cache stats")
def command() -> None:
    """Show or clear what is kept between runs."""


@command.command("stats", epilog="Example: bpfcc cache stats --json")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def stats(as_json: bool) -> None:
    """Show how much is kept of each kind, and where."""
    from bpfcc.cache import cache_folder, measure_cache

    folder, found = cache_folder(), measure_cache()
    if as_json:
        import json

        kinds = {kind: {"entries": count, "bytes": size} for kind, (count, size) in found.items()}
        click.echo(json.dumps({"folder": folder, "kinds": kinds}, indent=2))
        return
    click.echo(folder)
    for kind, (count, size) in found.items():
        what = f"  {KINDS[kind]}" if kind in KINDS else ""
        click.echo(f"  {kind:<9} {count:>6} entries {size / 1e6:>9.1f} MB{what}")


@command.command("clear", epilog="Example: bpfcc cache clear")
def clear() -> None:
    """Delete all of it; the next compilations take as long as the first."""
    from bpfcc.cache import clear_cache

    count, size = clear_cache()
    click.echo(f"{count} entries, {size / 1e6:.1f} MB deleted")
