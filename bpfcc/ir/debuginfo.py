"""Debug metadata other than types: files, functions, scopes, locations, global variables.

It is written for BTF alone. The module has the flags ``CodeView`` (so that LLVM writes no
DWARF) and ``Debug Info Version``. Local variables are left out: BTF shows parameters, which
are listed with their function, and nothing of the others.
"""

from __future__ import annotations

import os

from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.ir.debuginfo_types import DebugTypes
from bpfcc.ir.module import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import CType
    from bpfcc.frontend.tree import Function, Unit, Variable
    from bpfcc.ir.module import Module
    from bpfcc.options import Options, PrefixMap
    from bpfcc.source import SourceFile, SourceManager


ARTIFICIAL = 1 << 62
"""A location for instructions that stand for no place in the source."""


def remap_path(path: str, prefixes: PrefixMap) -> str:
    """``path`` with the last matching prefix of ``-fdebug-prefix-map`` replaced."""
    for old, new in reversed(prefixes):
        if path.startswith(old):
            return new + path[len(old) :]
    return path


class Scope:
    """A lexical scope: a function, a block, or either seen from another file.

    ``locations`` caches the ``!dbg`` text of source locations in it.
    """

    __slots__ = ("file", "in_other_files", "locations", "node", "parent")

    def __init__(self, node: str, file: str, parent: Scope | None) -> None:
        self.node = node
        self.file = file
        self.parent = parent
        self.locations: dict[int, str] = {}
        self.in_other_files: dict[str, Scope] = {}


class DebugInfo:
    """Debug metadata of one unit."""

    __slots__ = (
        "_directory", "_files", "_manager", "_metadata", "_options", "_places", "_prefixes",
        "is_optimized", "types", "unit",
    )  # fmt: skip

    def __init__(self, unit: Unit, options: Options, manager: SourceManager, module: Module):
        self._metadata = module.metadata
        self._manager = manager
        self._options = options
        self._prefixes = options.debug_prefix_map
        self._directory = options.compilation_dir or os.getcwd()
        self._files: dict[str, str] = {}
        self._places: dict[int, tuple[str, int, int]] = {}
        self.is_optimized = options.opt_level != "0"
        self.types = DebugTypes(module.metadata, unit.complete, unit.has_definition)
        file = self.file(unit.main_file, manager.files[0] if manager.files else None)
        optimized = "true" if self.is_optimized else "false"
        self.unit = self._metadata.distinct(
            f"!DICompileUnit(language: DW_LANG_C11, file: {file}, "
            f'producer: "bpfcc", isOptimized: {optimized}, runtimeVersion: 0, '
            "emissionKind: FullDebug, splitDebugInlining: false, nameTableKind: None)"
        )
        node = self._metadata.node
        module.named_metadata.append(("llvm.dbg.cu", [self.unit]))
        module.named_metadata.append(
            (
                "llvm.module.flags",
                [
                    node('!{i32 2, !"CodeView", i32 1}'),
                    node('!{i32 2, !"Debug Info Version", i32 3}'),
                ],
            )
        )

    def finish(self) -> None:
        """Write what could not be written before all was known."""
        self.types.finish()

    # -- files and places

    def file(self, name: str, source: SourceFile | None) -> str:
        """The ``DIFile`` of a file named as the user spelled it.

        LLVM copies source lines into BTF. It reads them from the file; where the name in the
        metadata leads to none (standard input, a mapped prefix), the text is put in with it.
        """
        node = self._files.get(name)
        if node is None:
            shown = remap_path(name, self._prefixes)
            directory = "" if os.path.isabs(name) else remap_path(self._directory, self._prefixes)
            text = ""
            if source is not None and not os.path.isfile(os.path.join(directory, shown)):
                text = f", source: {quote(source.text)}"
            node = self._files[name] = self._metadata.node(
                f"!DIFile(filename: {quote(shown)}, directory: {quote(directory)}{text})"
            )
        return node

    def place(self, loc: int) -> tuple[str, int, int]:
        """(file node, line, column) of a location; line 0 where there is none."""
        found = self._places.get(loc)
        if found is None:
            found = self._places[loc] = self._find_place(loc)
        return found

    def _find_place(self, loc: int) -> tuple[str, int, int]:
        place = self._manager.place(self._manager.file_loc(loc))
        if place is None:
            return next(iter(self._files.values())), 0, 0
        column = place.column
        start = place.offset - column + 1
        before = place.file.text[start : place.offset]
        if not before.isascii():
            column = len(before.encode("utf-8", "surrogateescape")) + 1
        return self.file(place.name, place.file), place.line, column

    # -- functions and scopes

    def declare_function(self, function: Function) -> str:
        """The ``DISubprogram`` of a function that is only declared."""
        return self._subprogram(function, is_definition=False)

    def define_function(self, function: Function) -> Scope:
        """The scope of a function's body."""
        node = self._subprogram(function, is_definition=True)
        file, _, _ = self.place(function.loc)
        return Scope(node, file, None)

    def _subprogram(self, function: Function, *, is_definition: bool) -> str:
        number = self._metadata.reserve()
        file, line, _ = self.place(function.loc)
        type = function.type.canonical
        assert isinstance(type, FunctionType)
        flags = []
        if is_definition:
            if function.linkage == 1:  # Linkage.INTERNAL
                flags.append("DISPFlagLocalToUnit")
            flags.append("DISPFlagDefinition")
        if self.is_optimized:
            flags.append("DISPFlagOptimized")
        parts = [
            f"name: {quote(function.name)}, scope: {file}, file: {file}, line: {line}",
            f"type: {self.types.function(type, is_definition=is_definition)}",
        ]
        if is_definition:
            scope_line = self.place(function.body.loc)[1] if function.body is not None else line
            parts.append(f"scopeLine: {scope_line}")
        words = []
        if type.prototyped:
            words.append("DIFlagPrototyped")
        if type.no_return or function.attributes.no_return:
            words.append("DIFlagNoReturn")
        if is_definition and self.is_optimized:
            words.append("DIFlagAllCallsDescribed")
        if words:
            parts.append(f"flags: {' | '.join(words)}")
        parts.append(f"spFlags: {' | '.join(flags) or '0'}")
        if is_definition:
            parts.append(f"unit: {self.unit}")
        # A naked function does not receive its parameters, so they have no names.
        is_bare = is_definition and function.attributes.naked
        retained = "" if is_bare else self._parameters(function, f"!{number}", file)
        if retained:
            parts.append(f"retainedNodes: {retained}")
        notes = self.types.annotations(function.attributes.decl_tags)
        head = "distinct " if is_definition else ""
        self._metadata.define(number, f"{head}!DISubprogram({', '.join(parts)}{notes})")
        return f"!{number}"

    def _parameters(self, function: Function, scope: str, file: str) -> str:
        nodes = []
        for number, param in enumerate(function.params, 1):
            name = f"name: {quote(param.name)}, " if param.name else ""
            notes = self.types.annotations(param.attributes.decl_tags)
            nodes.append(
                self._metadata.node(
                    f"!DILocalVariable({name}arg: {number}, scope: {scope}, file: {file}, "
                    f"line: {self.place(param.loc)[1]}, "
                    f"type: {self.types.reference(param.type)}{notes})"
                )
            )
        return self._metadata.node("!{" + ", ".join(nodes) + "}") if nodes else ""

    def enter_block(self, parent: Scope, loc: int) -> Scope:
        """A lexical block that begins at ``loc``."""
        file, line, column = self.place(loc)
        node = self._metadata.distinct(
            f"!DILexicalBlock(scope: {parent.node}, file: {file}, line: {line}, column: {column})"
        )
        return Scope(node, file, parent)

    def location(self, scope: Scope, loc: int) -> str:
        """``, !dbg !n`` for an instruction at ``loc``; nothing for no location."""
        if not loc:
            return ""
        return f", !dbg {self.location_node(scope, loc)}"

    def location_node(self, scope: Scope, loc: int) -> str:
        """The ``DILocation`` of ``loc``; line 0 for ``ARTIFICIAL``."""
        if loc == ARTIFICIAL:
            return self._metadata.node(f"!DILocation(line: 0, scope: {scope.node})")
        file, line, column = self.place(loc)
        if line and file != scope.file:
            inner = scope.in_other_files.get(file)
            if inner is None:
                node = self._metadata.node(
                    f"!DILexicalBlockFile(scope: {scope.node}, file: {file}, discriminator: 0)"
                )
                inner = scope.in_other_files[file] = Scope(node, file, scope)
            scope = inner
        return self._metadata.node(
            f"!DILocation(line: {line}, column: {column}, scope: {scope.node})"
        )

    # -- global variables

    def string(self, type: CType, loc: int) -> str:
        """``, !dbg !n`` of a string literal: BTF then has the type of its array."""
        file, line, _ = self.place(loc)
        node = self._metadata.distinct(
            f"!DIGlobalVariable(scope: null, file: {file}, line: {line}, "
            f"type: {self.types.reference(type)}, isLocal: true, isDefinition: true)"
        )
        expression = self._metadata.node(
            f"!DIGlobalVariableExpression(var: {node}, expr: !DIExpression())"
        )
        return f", !dbg {expression}"

    def variable(self, variable: Variable, scope: str | None) -> str:
        """``, !dbg !n`` of a global or a static local (``scope``: its function's node)."""
        file, line, _ = self.place(variable.loc)
        type = self.types.reference(variable.type)
        section = variable.attributes.section
        if section is not None and section.startswith(".maps"):
            self.types.demand_map(variable.type)
        is_local = "true" if variable.linkage != 2 else "false"  # Linkage.EXTERNAL
        is_definition = "true" if variable.is_definition else "false"
        notes = self.types.annotations(variable.attributes.decl_tags)
        node = self._metadata.distinct(
            f"!DIGlobalVariable(name: {quote(variable.name)}, scope: {scope or self.unit}, "
            f"file: {file}, line: {line}, type: {type}, isLocal: {is_local}, "
            f"isDefinition: {is_definition}{notes})"
        )
        expression = self._metadata.node(
            f"!DIGlobalVariableExpression(var: {node}, expr: !DIExpression())"
        )
        return f", !dbg {expression}"
