"""Scopes: what an identifier means where.

Ordinary identifiers and tags are separate name spaces (C11 6.2.3). Labels live in the
function, members in their record.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import CType, Enum, Record, Typedef
from bpfcc.frontend.tree import Function, LabelInfo, Variable


class EnumConstant:
    """An enumerator as a name; ``type`` is the type its uses have."""

    __slots__ = ("enum", "loc", "name", "type", "value")

    def __init__(self, name: str, value: int, type: CType, enum: Enum, loc: int) -> None:
        self.name = name
        self.value = value
        self.type = type
        self.enum = enum
        self.loc = loc


Symbol = Variable | Function | Typedef | EnumConstant


class Scope:
    """One block's names; ``parent`` None for the file scope."""

    __slots__ = ("labels", "names", "parent", "tags")

    def __init__(self, parent: Scope | None) -> None:
        self.parent = parent
        self.names: dict[str, Symbol] = {}
        self.tags: dict[str, Record | Enum] = {}
        self.labels: dict[str, LabelInfo] | None = None  # ``__label__`` declarations

    @property
    def is_file(self) -> bool:
        return self.parent is None

    def local(self, name: str) -> Symbol | None:
        """The symbol declared in this very scope."""
        return self.names.get(name)

    def find_in_blocks(self, name: str) -> Symbol | None:
        """The symbol of the innermost block that declares it, the file scope left out."""
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def find_tag_in_blocks(self, tag: str) -> Record | Enum | None:
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            found = scope.tags.get(tag)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def find_label(self, name: str) -> LabelInfo | None:
        """A label declared by ``__label__`` in an enclosing block."""
        scope: Scope | None = self
        while scope is not None:
            if scope.labels and name in scope.labels:
                return scope.labels[name]
            scope = scope.parent
        return None
