"""The text of one LLVM module: types, globals, functions, attributes and metadata.

Nothing here knows C. Everything is kept as lists of strings that are joined once.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"
)
_ESCAPES = [chr(byte) if byte in _PLAIN else f"\\{byte:02X}" for byte in range(256)]
_NAME_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._$-")


def escape_bytes(data: bytes) -> str:
    """``data`` as it stands between the quotes of an LLVM string."""
    return "".join([_ESCAPES[byte] for byte in data])


def quote(text: str) -> str:
    """``text`` as a quoted LLVM string."""
    return f'"{escape_bytes(text.encode("utf-8", "surrogateescape"))}"'


def global_name(name: str) -> str:
    """``@name``, quoted where LLVM needs it."""
    if name and _NAME_CHARS.issuperset(name) and not name[0].isdigit():
        return "@" + name
    return "@" + quote(name)


class Metadata:
    """The numbered metadata nodes of a module; equal nodes get one number."""

    __slots__ = ("_numbers", "nodes")

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self._numbers: dict[str, str] = {}

    def node(self, text: str) -> str:
        """The reference (``!12``) of the uniqued node ``text``."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = f"!{len(self.nodes)}"
            self.nodes.append(text)
        return found

    def reserve(self) -> int:
        """A number whose node is given later by ``define`` (never uniqued)."""
        self.nodes.append("")
        return len(self.nodes) - 1

    def define(self, number: int, text: str) -> None:
        """Give the node of a reserved number."""
        assert not self.nodes[number], "a node is defined once"
        self.nodes[number] = text

    def distinct(self, text: str) -> str:
        """A node of its own, never merged with an equal one."""
        self.nodes.append("distinct " + text)
        return f"!{len(self.nodes) - 1}"

    def loop(self, properties: str) -> str:
        """A distinct node that names itself first, as ``!llvm.loop`` wants it."""
        number = len(self.nodes)
        self.nodes.append(f"distinct !{{!{number}{properties}}}")
        return f"!{number}"


class Global:
    """A global variable or alias; ``text`` is everything after ``@name = ``.

    ``value_type`` is the LLVM type it was created with.
    """

    __slots__ = ("name", "text", "value_type")

    def __init__(self, name: str, value_type: str) -> None:
        self.name = name
        self.value_type = value_type
        self.text = ""


class FunctionText:
    """A function's place in the module: a declaration line, or a definition's lines."""

    __slots__ = ("lines", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str] = []


class Module:
    """Collects what is emitted, in the order in which LLVM is to see it."""

    __slots__ = (
        "_attributes", "_last_unique", "aliases", "asm_lines", "compiler_used", "data_layout",
        "functions", "globals", "metadata", "named_metadata", "source_name", "triple", "types",
        "used_names",
    )  # fmt: skip

    def __init__(self, source_name: str, triple: str, data_layout: str) -> None:
        self.source_name = source_name
        self.triple = triple
        self.data_layout = data_layout
        self.types: list[str] = []
        self.globals: dict[str, Global] = {}
        self.aliases: list[str] = []
        self.functions: dict[str, FunctionText] = {}
        self.asm_lines: list[str] = []
        self.compiler_used: list[str] = []  # constants of type ptr
        self.metadata = Metadata()
        self.named_metadata: list[tuple[str, list[str]]] = []
        self.used_names: set[str] = set()
        self._attributes: dict[str, int] = {}
        self._last_unique = 0

    def attribute_group(self, text: str) -> str:
        """``#n`` of the attribute group ``text``."""
        return f"#{self._attributes.setdefault(text, len(self._attributes))}"

    def unique_name(self, wanted: str) -> str:
        """``wanted``, or it with ``.1``, ``.2`` … appended if that name is taken.

        One counter serves all names, as in LLVM's symbol table: BTF shows these names.
        """
        name = wanted
        while name in self.used_names:
            self._last_unique += 1
            name = f"{wanted}.{self._last_unique}"
        self.used_names.add(name)
        return name

    def render(self) -> str:
        """The module's text."""
        out = [
            f"source_filename = {quote(self.source_name)}\n",
            f'target datalayout = "{self.data_layout}"\n',
            f'target triple = "{self.triple}"\n\n',
        ]
        out += [f"module asm {quote(line)}\n" for line in self.asm_lines]
        out += [line + "\n" for line in self.types]
        out.append("\n")
        out += [f"{global_name(g.name)} = {g.text}\n" for g in self.globals.values()]
        out += self._render_used()
        out += [line + "\n" for line in self.aliases]
        for function in self.functions.values():
            out.append("\n")
            out += [line + "\n" for line in function.lines]
        out.append("\n")
        out += [f"attributes #{n} = {{ {text} }}\n" for text, n in self._attributes.items()]
        out.append("\n")
        out += [f"!{name} = !{{{', '.join(nodes)}}}\n" for name, nodes in self.named_metadata]
        out += [f"!{n} = {text}\n" for n, text in enumerate(self.metadata.nodes)]
        return "".join(out)

    def _render_used(self) -> Iterable[str]:
        if not self.compiler_used:
            return ()
        used = ", ".join(self.compiler_used)
        return (
            f"@llvm.compiler.used = appending global [{len(self.compiler_used)} x ptr] "
            f'[{used}], section "llvm.metadata"\n',
        )
