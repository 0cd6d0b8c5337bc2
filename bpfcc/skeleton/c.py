"""The C skeleton: a header that opens, loads and attaches the object that it holds.

Names, members and their order are those of the headers that `bpftool gen skeleton` makes, so that
a program written for one includes the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.cnames import quote
from bpfcc.skeleton import ctext
from bpfcc.skeleton.cdeclare import WORDS, Declarer
from bpfcc.skeleton.ctext import fill
from bpfcc.skeleton.literal import make_literal
from bpfcc.skeleton.names import Scope, make_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bpfcc.elf.programs import Function
    from bpfcc.skeleton.contents import Contents, SkeletonMap

_FIXED_MEMBERS = ("skeleton", "subskel", "obj", "maps", "progs", "links", "struct_ops")
_ARENA = "arena"
_MAP_NAME_LETTERS = 15


class CNames:
    """What the members of a skeleton are called."""

    def __init__(self, contents: Contents) -> None:
        self.skeleton = make_identifier(contents.name, WORDS)
        maps = Scope(WORDS)
        self.maps = {entry: maps.claim(_shorten(entry.name)) for entry in contents.maps}
        # Programs share the names of links with the maps that are attached.
        programs = Scope(WORDS, [self.maps[entry] for entry in contents.struct_ops])
        self.programs: list[tuple[Function, str]] = [
            (program, programs.claim(program.name)) for program in contents.programs
        ]
        sections = Scope(WORDS, _FIXED_MEMBERS)
        self.sections: dict[SkeletonMap, str] = {
            entry: sections.claim(_shorten(entry.name) if entry.is_internal else _ARENA)
            for entry, _ in contents.memory
        }

    @property
    def links(self) -> list[str]:
        """Members of `links`."""
        return [word for _, word in self.programs]

    def make_guard(self, suffix: str) -> str:
        """The macro that says that the header has been included."""
        return f"__{self.skeleton}_{suffix}__".upper()


def _shorten(name: str) -> str:
    """A map's name as a member: of `.bss.NAME` what libbpf makes of it, and so bpftool."""
    if name.startswith(".bss."):
        name = name[:_MAP_NAME_LETTERS]
    return name.removeprefix(".")


def make_c_skeleton(contents: Contents) -> str:
    """The header as text, for C from C11 and for C++ from C++11 on."""
    names = CNames(contents)
    declarer = Declarer(contents)
    attached = [names.maps[entry] for entry in contents.struct_ops]
    words = {
        "name": names.skeleton,
        "guard": names.make_guard("SKEL_H"),
        "quoted": quote(names.skeleton),
    }
    blocks = {
        "members": _list_members(contents, names, declarer),
        "locals": _list_tables(contents, names),
        "register": _register(contents),
        "opened": point_at_struct_ops(contents, names),
        "attach": [_format_attach(names, attached)],
        "detach_maps": _without_libbpf(names, attached, ctext.DETACH_MAP),
        "before_destroy": _without_libbpf(names, attached[:1], ctext.DETACH_FIRST),
        "literal": [make_literal(contents.data, "\t\t") + ";"],
        "asserts": _list_asserts(contents, names, declarer),
    }
    return fill(ctext.SKELETON, words, blocks)


def _list_members(contents: Contents, names: CNames, declarer: Declarer) -> Iterator[str]:
    yield from list_handles("bpf_map", names.maps.values(), "maps")
    yield from list_struct_ops(contents, names, declarer)
    yield from list_handles("bpf_program", names.links, "progs")
    attached = [names.maps[entry] for entry in contents.struct_ops]
    yield from list_handles("bpf_link", [*names.links, *attached], "links")
    for entry, section in contents.memory:
        word = names.sections[entry]
        yield f"\tstruct {names.skeleton}__{word} {{"
        for declaration, _, _ in declarer.format_section(section):
            yield f"\t\t{declaration};"
        yield f"\t}} *{word};"


def list_handles(kind: str, words: Iterable[str], member: str) -> Iterator[str]:
    """A member with a pointer to a `struct kind` for each word; nothing where there is none."""
    lines = [f"\t\tstruct {kind} *{word};" for word in words]
    if lines:
        yield from ("\tstruct {", *lines, f"\t}} {member};")


def list_struct_ops(contents: Contents, names: CNames, declarer: Declarer) -> Iterator[str]:
    """The member through which struct_ops maps are changed before they are loaded."""
    if not contents.struct_ops:
        return
    yield "\tstruct {"
    for entry in contents.struct_ops:
        word = names.maps[entry]
        yield f"\t\tstruct {names.skeleton}__{word}__{declarer.name_struct_ops(entry)} {{"
        for declaration in declarer.format_struct_ops(entry):
            yield f"\t\t\t{declaration};"
        yield f"\t\t}} *{word};"
    yield "\t} struct_ops;"


def point_at_struct_ops(contents: Contents, names: CNames) -> Iterator[str]:
    """Lines that fill in `struct_ops` once the object is open."""
    for entry in contents.struct_ops:
        word = names.maps[entry]
        yield f"\tskel->struct_ops.{word} = (__typeof__(skel->struct_ops.{word}))"
        yield f"\t\tbpf_map__initial_value(skel->maps.{word}, NULL);"


def _list_tables(contents: Contents, names: CNames) -> Iterator[str]:
    """The tables that `create_skeleton` hands to libbpf, and what it walks them with."""
    has_links = bool(contents.struct_ops)
    columns = ["struct bpf_map **map", "void **memory", "struct bpf_link **link"]
    rows = []
    for entry, word in names.maps.items():
        section = names.sections.get(entry)
        row = [
            quote(entry.name),
            f"&skel->maps.{word}",
            f"(void **)&skel->{section}" if section else "NULL",
            f"&skel->links.{word}" if entry.is_struct_ops else "NULL",
        ]
        rows.append(row if has_links else row[:-1])
    if rows:
        yield "\tstruct bpf_map_skeleton *map;"
    yield from format_table("maps", columns if has_links else columns[:-1], rows)
    columns = ["struct bpf_program **prog", "struct bpf_link **link"]
    rows = [
        [quote(program.name), f"&skel->progs.{word}", f"&skel->links.{word}"]
        for program, word in names.programs
    ]
    yield from format_table("progs", columns, rows)
    if contents.maps or names.programs:
        yield "\tsize_t i;"


def format_table(name: str, columns: list[str], rows: list[list[str]]) -> Iterator[str]:
    """A local array of structs: a name for libbpf, then `columns`; nothing without rows."""
    if rows:
        members = [f"\t\t{column};" for column in ("const char *name", *columns)]
        cells = [f"\t\t{{ {', '.join(row)} }}," for row in rows]
        yield from ("\tconst struct {", *members, f"\t}} {name}[] = {{", *cells, "\t};")


def _register(contents: Contents) -> Iterator[str]:
    if contents.maps:
        has_links = bool(contents.struct_ops)
        stride = "sizeof(*s->maps)" if has_links else ctext.PLAIN_STRIDE
        words = {"count": str(len(contents.maps)), "stride": stride}
        row = ["\t\tmap->mmaped = maps[i].memory;"]
        if has_links:
            row += [f"#if {ctext.LIBBPF_ATTACHES_MAPS}", "\t\tmap->link = maps[i].link;", "#endif"]
        yield fill(ctext.REGISTER_MAPS, words, {"map_row": row}).rstrip("\n")
    if contents.programs:
        words = {"count": str(len(contents.programs))}
        row = ["\t\ts->progs[i].link = progs[i].link;"]
        yield fill(ctext.REGISTER_PROGRAMS, words, {"program_row": row}).rstrip("\n")


def _format_attach(names: CNames, attached: list[str]) -> str:
    if not attached:
        return ctext.ATTACH.rstrip("\n")
    blocks = {"attach_maps": _without_libbpf(names, attached, ctext.ATTACH_MAP)}
    return fill(ctext.ATTACH_WITH_MAPS, {}, blocks).rstrip("\n")


def _without_libbpf(names: CNames, attached: list[str], template: str) -> list[str]:
    """Lines for each attached map, for versions of libbpf that do not see to them."""
    lines = [
        fill(template, {"map": word, "name": names.skeleton}, {}).rstrip("\n") for word in attached
    ]
    return [f"#if !({ctext.LIBBPF_ATTACHES_MAPS})", *lines, "#endif"] if lines else []


def _list_asserts(contents: Contents, names: CNames, declarer: Declarer) -> Iterator[str]:
    checks = []
    for entry, section in contents.memory:
        for _, word, variable in declarer.format_section(section):
            if variable is not None:
                place = f"s->{names.sections[entry]}->{word}"
                size, text = variable.size_bytes, quote(f"unexpected size of {word}")
                checks.append(f"\t_Static_assert(sizeof({place}) == {size}, {text});")
    if checks:
        yield "#ifdef __cplusplus"
        yield "#define _Static_assert static_assert"
        yield "#endif"
        yield from checks
        yield "#ifdef __cplusplus"
        yield "#undef _Static_assert"
        yield "#endif"
