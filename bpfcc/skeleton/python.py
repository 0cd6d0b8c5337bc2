"""The Python skeleton: a module that opens, loads and attaches the object that it holds.

The module depends on libbpf alone. What is the same for every object is copied from `runtime`, as
far as the object needs it; the rest is classes for the object's types, data sections, maps and
programs, whose members are typed.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import TYPE_CHECKING

from bpfcc.btf.types import Composite, Pointer
from bpfcc.btf.walk import resolve
from bpfcc.errors import InputError
from bpfcc.skeleton.names import Scope
from bpfcc.skeleton.parts import choose_parts, format_imports, merge_code
from bpfcc.skeleton.pymaps import MAP_FORMS, PLAIN_MAP, choose_program_form, find_newer_kind
from bpfcc.skeleton.pytypes import CTYPES_NAMES, PY_WORDS, PyTypes, make_class_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bpfcc.btf.types import Type
    from bpfcc.elf.maps import MapDefinition
    from bpfcc.skeleton.contents import Contents, SkeletonMap
    from bpfcc.skeleton.parts import Part
    from bpfcc.skeleton.pymaps import MapForm

_LINE = 96
_OWN_NAMES = ("IntEnum", "base64", "builtins", "ctypes", "zlib", "Maps", "Programs", "_OBJECT")


def make_python_skeleton(
    contents: Contents, class_name: str | None = None, records: Sequence[str] = ()
) -> str:
    """The module as text, for Python from 3.11 on.

    `class_name` is by default made of the object's name. `records` are types of records in ring
    and perf buffers, as `TYPE` or `MAP=TYPE`. Raises InputError for a type that BTF does not have.
    """
    return _Module(contents, class_name, records).format()


class _Module:
    """One module that is being put together."""

    def __init__(self, contents: Contents, class_name: str | None, records: Sequence[str]) -> None:
        self._contents = contents
        self._forms = {entry: _choose_map_form(entry) for entry in contents.maps}
        self._parts = choose_parts(self._list_parts())
        taken = {name for part in self._parts for name in _list_names(part)}
        self._scope = Scope(PY_WORDS, taken | CTYPES_NAMES | set(_OWN_NAMES))
        wanted = class_name or contents.name.removesuffix("_bpf")
        self._class = self._scope.claim(make_class_name(wanted))
        self._types = PyTypes(self._scope)
        self._sections = list(self._write_sections())
        self._records, self._default_record = self._find_records(records)

    def _list_parts(self) -> set[str]:
        parts = {"skeleton", "values", *(form.part for form in self._forms.values())}
        parts.update(choose_program_form(program).part for program in self._contents.programs)
        return parts

    def _write_sections(self) -> Iterator[tuple[SkeletonMap, str, str]]:
        """(map, member, class) of each data section that has variables."""
        members = Scope(PY_WORDS)
        for entry, section in self._contents.memory:
            if section.variables:
                member = members.claim(section.name[1:] if entry.is_internal else "arena")
                name = self._scope.claim(make_class_name(f"{member}_section"))
                self._types.write_section(name, section)
                yield entry, member, name

    # -- Records of ring and perf buffers ------------------------------------------------

    def _find_records(self, words: Sequence[str]) -> tuple[dict[str, str], str | None]:
        """Codecs of records by map, and the codec for all maps that have none of their own."""
        by_map: dict[str, str] = {}
        buffers = [entry.name for entry, form in self._forms.items() if "record" in form.arguments]
        for word in words:
            map_name, equals, type_name = word.rpartition("=")
            if not type_name or (equals and not map_name):
                raise InputError(f"a record is given as TYPE or MAP=TYPE, not as {word!r}")
            codec = self._types.find(self._find_named(type_name), type_name).codec
            if equals and map_name not in buffers:
                known = ", ".join(buffers) or "none"
                raise InputError(f"no ring or perf buffer is called {map_name!r} (known: {known})")
            if equals:
                by_map[map_name] = codec
        shown = {target: self._types.find(target, "") for target in self._list_shown()}
        default = next(iter(shown.values())).codec if len(shown) == 1 else None
        return by_map, default

    def _find_named(self, name: str) -> Type:
        found = self._contents.btf.find_all(name) if self._contents.btf is not None else []
        for type_ in found:
            if isinstance(resolve(type_), Composite):
                return type_
        raise InputError(
            f"the object's type information has no struct {name!r}: declare a global variable"
            f" that points to it, as in 'struct {name} *unused __attribute__((unused));'"
        )

    def _list_shown(self) -> list[Type]:
        """Structs that global variables point at which no code uses.

        Such a variable is there for its type only, which BTF would not have otherwise: it is
        the type of records.
        """
        used = {
            relocation.symbol.name
            for section in self._contents.object.sections
            for relocation in section.relocations
            if not section.name.startswith((".BTF", ".debug"))
        }
        shown: list[Type] = []
        for _, section in self._contents.memory:
            for variable in section.variables:
                pointer = resolve(variable.type)
                if isinstance(pointer, Pointer) and variable.name not in used:
                    target = resolve(pointer.target)
                    if isinstance(target, Composite) and target not in shown:
                        shown.append(target)
        return shown

    # -- The classes of the object -------------------------------------------------------

    def _format_maps(self) -> Iterator[str]:
        members = Scope(PY_WORDS, dir(object))
        for entry, form in self._forms.items():
            if entry.definition is None:
                continue
            member = members.claim(entry.name)
            arguments = ["skeleton", _quote(entry.name)]
            arguments += [self._format_argument(entry, member, word) for word in form.arguments]
            definition = entry.definition
            label = definition.type_name
            if definition.max_entries:
                label += f", max_entries {definition.max_entries}"
            yield f"        # {label}"
            yield f"        self.{member} = {form.name}({', '.join(arguments)})"

    def _format_argument(self, entry: SkeletonMap, member: str, word: str) -> str:
        """One of the codecs that a map is made with."""
        definition = entry.definition
        assert definition is not None
        if word == "index":
            return "_Integer(4)"
        if word == "record":
            return self._records.get(entry.name) or self._default_record or "_Whole()"
        if word == "struct":
            for owner, _, name in self._sections:
                if owner is entry:
                    return name
            assert definition.value is not None
            return self._types.find(definition.value, f"{member}_table").ctype
        type_ = definition.key if word == "key" else definition.value
        if type_ is not None:
            return self._types.find(type_, f"{member}_{word}").codec
        return _format_untyped(definition, word)

    def _format_programs(self) -> Iterator[str]:
        members = Scope(PY_WORDS, dir(object))
        for program in self._contents.programs:
            form = choose_program_form(program)
            section = re.sub(r"[^\w./?:+*-]", "_", program.section.name, flags=re.ASCII)
            member = members.claim(program.name)
            yield f"        # {section}"
            arguments = ["skeleton", _quote(program.name)]
            kind = find_newer_kind(program)
            if kind is not None:
                arguments.append(f"kind={kind}")
            yield f"        self.{member} = {form.name}({', '.join(arguments)})"

    def _format_skeleton(self, has_maps: bool, has_programs: bool) -> Iterator[str]:
        yield f"class {self._class}(Skeleton):"
        yield f'    """The object {self._contents.name}."""'
        yield ""
        yield f"    _name = {_quote(self._contents.name)}"
        yield ""
        yield "    def _read_object(self) -> bytes:"
        yield "        return zlib.decompress(base64.b85decode(_OBJECT))"
        yield ""
        yield "    def _find_members(self) -> None:"
        lines = []
        if has_maps:
            lines.append("        self.maps = Maps(self)")
        if has_programs:
            lines.append("        self.progs = Programs(self)")
        lines += [
            f"        self.{member} = self._open_section({_quote(entry.name)}, {name})"
            for entry, member, name in self._sections
            if entry.is_internal
        ]
        yield from lines or ["        pass"]

    def format(self) -> str:
        """The whole text."""
        maps = list(self._format_maps())
        programs = list(self._format_programs())
        classes = list(self._types.text)
        if maps:
            classes.append(_format_list("Maps", "The maps of the object.", maps))
        if programs:
            classes.append(_format_list("Programs", "The programs of the object.", programs))
        classes.append("\n".join(self._format_skeleton(bool(maps), bool(programs))))
        own = "\n\n\n".join(classes)
        ctypes_names = set(re.findall(r"\bc_\w+", own)) & CTYPES_NAMES
        imports = {"ctypes": ctypes_names, "enum": {"IntEnum"} if "(IntEnum):" in own else set()}
        modules = {"import base64", "import ctypes", "import zlib"}
        if "builtins." in own:
            modules.add("import builtins")
        return "\n".join(
            [
                *self._format_docstring(),
                "",
                "from __future__ import annotations",
                "",
                *format_imports(self._parts, imports, modules),
                "",
                merge_code(self._parts),
                "",
                "",
                f"# The object {self._contents.name} " + "-" * 60,
                "",
                own,
                "",
                "",
                *_format_object(self._contents.data),
            ]
        )

    def _format_docstring(self) -> Iterator[str]:
        yield f'"""The eBPF object {self._contents.name}, and what opens, loads and attaches it.'
        yield ""
        yield f"    with {self._class}() as skel:"
        yield "        skel.load()"
        yield "        skel.attach()"
        yield ""
        yield "The object's own types, maps and programs are at the end."
        yield "Made by bpfcc. Do not edit this file: make it again."
        yield '"""'


def _choose_map_form(entry: SkeletonMap) -> MapForm:
    definition = entry.definition
    if definition is None:
        return PLAIN_MAP
    form = MAP_FORMS.get(definition.type_name, PLAIN_MAP)
    if definition.type_name == "arena" and entry.section is None:
        return PLAIN_MAP
    return form


def _format_untyped(definition: MapDefinition, word: str) -> str:
    """The codec of a key or value of which only the size is known, or what the kernel has there."""
    size = definition.key_size_bytes if word == "key" else definition.value_size_bytes
    kind = definition.type_name
    if size == 4 and kind in ("devmap", "devmap_hash", "cpumap"):
        return "_Integer(4)"
    if kind == "stack_trace" and size % 8 == 0:
        return f"_Items(c_uint64 * {size // 8}, {size // 8})"
    return f"_Raw({size})"


def _list_names(part: Part) -> set[str]:
    modules = {statement.split()[-1] for statement in part.modules}
    return part.definitions | modules | {name for names in part.names.values() for name in names}


def _format_list(name: str, label: str, lines: list[str]) -> str:
    head = [f"class {name}:", f'    """{label}"""', ""]
    return "\n".join([*head, "    def __init__(self, skeleton: Skeleton) -> None:", *lines])


def _quote(text: str) -> str:
    """A Python string literal, in ASCII and with the quotes that formatters like."""
    return '"' + ascii(text + "'")[1:-2] + '"' if '"' not in text else ascii(text)


def _format_object(data: bytes) -> Iterator[str]:
    text = base64.b85encode(zlib.compress(data)).decode("ascii")
    yield "# The object file, compressed."
    yield "_OBJECT = ("
    for at in range(0, len(text), _LINE):
        yield f'    "{text[at : at + _LINE]}"'
    yield ")"
    yield ""
