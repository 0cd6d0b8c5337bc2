"""The C subskeleton: a header with which a library reaches its own part of a linked object.

It owns nothing. Programs, maps and variables are found by name in an object that is already open,
so that the library need not know what else was linked in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.cnames import quote
from bpfcc.errors import InputError
from bpfcc.skeleton import ctext
from bpfcc.skeleton.c import (
    CNames,
    format_table,
    list_handles,
    list_struct_ops,
    point_at_struct_ops,
)
from bpfcc.skeleton.cdeclare import Declarer
from bpfcc.skeleton.ctext import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.skeleton.contents import Contents


def make_c_subskeleton(contents: Contents) -> str:
    """The header as text; InputError for an object without type information."""
    if contents.btf is None:
        raise InputError("a subskeleton needs type information: compile the object with -g")
    names = CNames(contents)
    declarer = Declarer(contents)
    words = {"name": names.skeleton, "guard": names.make_guard("SUBSKEL_H")}
    blocks = {
        "members": _list_members(contents, names, declarer),
        "locals": _list_tables(contents, names, declarer),
        "register": _register(contents),
        "opened": point_at_struct_ops(contents, names),
    }
    return fill(ctext.SUBSKELETON, words, blocks)


def _list_members(contents: Contents, names: CNames, declarer: Declarer) -> Iterator[str]:
    yield from list_handles("bpf_map", names.maps.values(), "maps")
    yield from list_struct_ops(contents, names, declarer)
    yield from list_handles("bpf_program", names.links, "progs")
    for entry, section in contents.memory:
        if not section.is_typed:
            continue
        word = names.sections[entry]
        yield f"\tstruct {names.skeleton}__{word} {{"
        for declaration, _, _ in declarer.format_pointers(section):
            yield f"\t\t{declaration};"
        yield f"\t}} {word};"


def _list_tables(contents: Contents, names: CNames, declarer: Declarer) -> Iterator[str]:
    rows = [
        [
            quote(variable.name),
            f"&skel->maps.{names.maps[entry]}",
            f"(void **)&skel->{names.sections[entry]}.{word}",
        ]
        for entry, section in contents.memory
        for _, word, variable in declarer.format_pointers(section)
    ]
    yield from format_table("vars", ["struct bpf_map **map", "void **addr"], rows)
    rows = [[quote(entry.name), f"&skel->maps.{word}"] for entry, word in names.maps.items()]
    if rows:
        yield "\tstruct bpf_map_skeleton *map;"
    yield from format_table("maps", ["struct bpf_map **map"], rows)
    rows = [[quote(program.name), f"&skel->progs.{word}"] for program, word in names.programs]
    yield from format_table("progs", ["struct bpf_program **prog"], rows)
    if contents.maps or names.programs:
        yield "\tsize_t i;"


def _register(contents: Contents) -> Iterator[str]:
    count = sum(len(section.variables) for _, section in contents.memory)
    if count:
        yield _fill_count(ctext.REGISTER_VARIABLES, count)
    if contents.maps:
        words = {"count": str(len(contents.maps)), "stride": ctext.PLAIN_STRIDE}
        yield fill(ctext.REGISTER_MAPS, words, {"map_row": []}).rstrip("\n")
    if contents.programs:
        yield _fill_count(ctext.REGISTER_PROGRAMS, len(contents.programs))


def _fill_count(template: str, count: int) -> str:
    return fill(template, {"count": str(count)}, {"program_row": []}).rstrip("\n")
