"""Merges equal types: BTF of many units becomes BTF without repetition.

Every compilation unit describes the types it uses anew, so merging the BTF of several objects
gives each of them several times, pointing only at each other within one unit's copy. This module
finds which are the same and keeps one of each. The algorithm is that of libbpf's `btf__dedup`,
which in turn is the one pahole uses for the kernel.

What makes it hard
------------------
Two types are equal if they say the same and what they point at is equal. Read as it stands that
does not end, because types form cycles:

    unit 1:  struct node { struct node *next; struct item *item; };   struct item { int v; };
    unit 2:  struct node { struct node *next; struct item *item; };   struct item;

To compare the two `node`s one has to compare `struct node *` with `struct node *`, and so the two
`node`s. And unit 2 knows `item` by name only, yet its `node` is surely the same as unit 1's: a
forward declaration must count as equal to a definition. But not always the same one: a third unit
may have an unrelated `item`, and a `node` that points at that one. Equality therefore is a
question about whole graphs, and must not be answered for parts alone.

The idea
--------
Compare graphs under an assumption. To find out whether candidate C equals the kept type K, assume
that it does (note C = K), then walk both graphs in step. Where the walk meets a pair that is
already assumed equal, there is nothing more to ask; any other pair must say the same, and is
noted as well. Notes are classes, not pairs: if C is taken for K here and for L there, then K and
L have to be equal too, and are compared. A definition met where the other graph has a forward
declaration of that name is accepted, but only one definition can join a class. If the walk ends
without a contradiction, then everything noted on the way is true together: each class is merged
at once, forward declarations with their definition. If it fails, all notes are thrown away and
the next type of the same shape is tried; if none is left, C is kept as a type of its own.

In the example: `node` = `node`, pointer = pointer, `node` = `node` again (in the notes, fine),
`item` (forward) = `item` (definition). Nothing contradicts, so these are merged, and unit 2 gains
a definition it never had. The third unit's `node` fails where its `item` has other members than
the one that the kept `item` stands for.

Three observations make that cheap. (1) All cycles go through a struct or union, because only
those have a name to refer back to before they are complete. So it is enough to decide about them
by graph comparison, and about everything else afterwards, from the leaves up. (2) Types that can
be equal have the same name, size and members by name and place, which a hash table finds; the
graph walk only decides between the few that share this shape. (3) References into an already
merged graph are followed to what is kept, so each walk stays within known ground.

The passes
----------
1. Types without references (integers, floats, enumerations) are merged by what they say.
2. Structs and unions are merged by graph comparison, in order; forward declarations are resolved
   on the way.
3. A forward declaration left over whose name has exactly one definition means that one; others
   of the same name become one.
4. All other types are merged by what they say and what they refer to, references first: by now
   these are final, so comparing them is comparing identities.
5. Every reference is redirected to what was kept, and the rest is dropped.

Variables and data sections are never merged: equal ones are different objects in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.types import (
    VOID,
    Array,
    Composite,
    DataSection,
    DeclTag,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Kind,
    Reference,
    Type,
    TypeTag,
    Union,
    Variable,
)
from bpfcc.btf.walk import map_references
from bpfcc.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

_Pair = tuple[Type, Type]

# Comparing costs as many steps as two graphs have in common, and many types may look alike from
# outside. Past these bounds, far from what real objects need, types are left as they are.
_PAIRS_AT_LEAST = 2_000_000
_PAIRS_PER_TYPE = 200


def dedup_types(types: list[Type]) -> tuple[list[Type], dict[Type, Type]]:
    """Merge the equal ones of `types`.

    Returns the types that are kept, in order and referring only to each other, and for each type
    that was dropped the one that stands for it. References of the kept types are redirected in
    place. The types must have been checked (`btf.check`).
    """
    merger = _Merger(types)
    merger.merge_leaves()
    merger.merge_composites()
    merger.resolve_forwards()
    merger.merge_references()
    return merger.finish()


class _Merger:
    """`kept` maps a type to what stands for it; what is not in it stands for itself."""

    def __init__(self, types: list[Type]) -> None:
        self.types = types
        self.order = {type_: at for at, type_ in enumerate(types)}
        self.kept: dict[Type, Type] = {}
        self.settled: set[Type] = set()
        self.pairs_left = _PAIRS_AT_LEAST + _PAIRS_PER_TYPE * len(types)

    def find(self, type_: Type) -> Type:
        """What stands for `type_`, at the end of all mergers so far."""
        path = []
        while type_ in self.kept:
            path.append(type_)
            type_ = self.kept[type_]
        for passed in path[:-1]:
            self.kept[passed] = type_
        return type_

    # -- 1: what refers to nothing -------------------------------------------------------

    def merge_leaves(self) -> None:
        """Merge types that refer to no others; a declared enumeration joins a defined one."""
        seen: dict[Hashable, Type] = {}
        enums: dict[str, list[Enum]] = {}
        for type_ in self.types:
            key = _leaf_key(type_)
            if key is None:
                continue
            first = seen.setdefault(key, type_)
            if first is not type_:
                self.kept[type_] = first
            elif isinstance(type_, Enum) and type_.name:
                enums.setdefault(type_.name, []).append(type_)
        for found in enums.values():
            defined = [enum for enum in found if enum.values]
            for declared in found:
                if not declared.values and defined:
                    self.kept[declared] = defined[0]

    # -- 2: structs and unions -----------------------------------------------------------

    def merge_composites(self) -> None:
        """Merge structs and unions whose whole graphs agree."""
        by_shape: dict[Hashable, list[Composite]] = {}
        for type_ in self.types:
            if not isinstance(type_, Composite) or type_ in self.kept:
                continue
            shapes = by_shape.setdefault(_shape_key(type_), [])
            for known in shapes:
                notes = self._compare_graphs(type_, known)
                if notes is not None:
                    self._accept(notes)
                    break
            else:
                shapes.append(type_)

    def _compare_graphs(self, candidate: Type, known: Type) -> dict[Type, Type] | None:
        """Walk both graphs in step; the notes if nothing contradicts that they are equal.

        The notes put types assumed equal into classes: each type leads to another one of its
        class, or to none if it stands for the class. An explicit stack of pairs stands for the
        recursion, because graphs of types are deep.
        """
        notes: dict[Type, Type] = {}
        stack: list[_Pair] = [(candidate, known)]
        while stack:
            self.pairs_left -= 1
            if self.pairs_left < 0:
                return None
            left, right = stack.pop()
            left, right = _follow(notes, self.find(left)), _follow(notes, self.find(right))
            if left is right:
                continue
            pairs = _match_types(left, right)
            if pairs is None:
                return None
            if _is_better(left, right, self.order):
                left, right = right, left
            notes[left] = right
            stack += pairs
        return notes

    def _accept(self, notes: dict[Type, Type]) -> None:
        """Merge the structs, unions and declarations that a comparison found equal.

        Other kinds are left to the last pass, which sees all their references settled.
        """
        for left in notes:
            if isinstance(left, Composite | Forward | Enum):
                self.kept[left] = _follow(notes, left)

    # -- 3: forward declarations that no comparison met ----------------------------------

    def resolve_forwards(self) -> None:
        """Resolve each remaining forward declaration that can mean only one definition.

        Those of one name that can mean several, or none, become one.
        """
        defined: dict[tuple[str, bool], list[Composite]] = {}
        declared: dict[tuple[str, bool], Type] = {}
        for type_ in self.types:
            if isinstance(type_, Composite) and type_.name and type_ not in self.kept:
                key = type_.name, isinstance(type_, Union)
                defined.setdefault(key, []).append(type_)
        for type_ in self.types:
            if isinstance(type_, Forward) and type_ not in self.kept:
                key = type_.name, type_.is_union
                meanings = defined.get(key, [])
                meaning = meanings[0] if len(meanings) == 1 else declared.setdefault(key, type_)
                if meaning is not type_:
                    self.kept[type_] = meaning

    # -- 4: everything that refers to something ------------------------------------------

    def merge_references(self) -> None:
        """Merge pointers, typedefs, functions and the like, what they refer to first."""
        seen: dict[Hashable, Type] = {}
        opened: set[Type] = set()
        for start in self.types:
            stack = [start]
            while stack:
                type_ = stack[-1]
                if type_ in self.settled or type_ in self.kept or not _is_reference(type_):
                    stack.pop()
                    continue
                waiting = [
                    inner
                    for inner in map(self.find, _references(type_))
                    if inner not in self.settled and _is_reference(inner)
                ]
                if waiting:
                    if type_ in opened:
                        raise InternalError(f"{type_!r} refers to itself")
                    opened.add(type_)
                    stack += waiting
                    continue
                stack.pop()
                first = seen.setdefault(self._reference_key(type_), type_)
                if first is type_:
                    self.settled.add(type_)
                else:
                    self.kept[type_] = first

    def _reference_key(self, type_: Type) -> Hashable:
        """What a type says, with identities for what it refers to."""
        find = self.find
        parts: list[Hashable] = [type_.kind, type_.name]
        if isinstance(type_, DeclTag):
            parts += [type_.component, type_.is_attribute]
        elif isinstance(type_, TypeTag):
            parts.append(type_.is_attribute)
        elif isinstance(type_, Array):
            parts.append(type_.count)
        elif isinstance(type_, Function):
            parts.append(type_.linkage)
        elif isinstance(type_, FunctionPrototype):
            parts += [parameter.name for parameter in type_.parameters]
        return *parts, *(find(inner) for inner in _references(type_))

    # -- 5: the result -------------------------------------------------------------------

    def finish(self) -> tuple[list[Type], dict[Type, Type]]:
        """Redirect every reference and drop what something else stands for."""
        remaining = [type_ for type_ in self.types if type_ not in self.kept]
        for type_ in remaining:
            map_references(type_, self.find)
        return remaining, {type_: self.find(type_) for type_ in list(self.kept)}


def _leaf_key(type_: Type) -> Hashable:
    """What a type that refers to nothing says; None for other types."""
    if isinstance(type_, Int):
        return (
            type_.kind,
            type_.name,
            type_.size_bytes,
            type_.encoding,
            type_.bits,
            type_.offset_bits,
        )
    if isinstance(type_, Float):
        return type_.kind, type_.name, type_.size_bytes
    if isinstance(type_, Enum):
        size_bytes = type_.size_bytes if type_.values else 0
        kind = type_.kind if type_.values else Kind.ENUM
        return kind, type_.name, size_bytes, type_.is_signed, tuple(type_.values)
    return None


def _shape_key(type_: Composite) -> Hashable:
    """What a struct or union says of itself, without what its members' types are."""
    members = tuple((m.name, m.offset_bits, m.bitfield_bits) for m in type_.members)
    return type_.kind, type_.name, type_.size_bytes, members


def _match_types(left: Type, right: Type) -> list[_Pair] | None:
    """Compare two types as far as they go alone; the pairs that have to agree as well.

    None if they differ. `left` and `right` are not the same object.
    """
    if isinstance(left, Forward) or isinstance(right, Forward):
        return [] if _names_same_tag(left, right) else None
    if isinstance(left, Enum) and isinstance(right, Enum):
        if left.name == right.name and left.name and not (left.values and right.values):
            return []
        return [] if _leaf_key(left) == _leaf_key(right) else None
    if left.kind is not right.kind or left.name != right.name:
        return None
    if isinstance(left, Composite) and isinstance(right, Composite):
        if _shape_key(left) != _shape_key(right):
            return None
        return [(m.type, n.type) for m, n in zip(left.members, right.members, strict=True)]
    if isinstance(left, Array) and isinstance(right, Array):
        if left.count != right.count:
            return None
        return [(left.element, right.element), (left.index_type, right.index_type)]
    if isinstance(left, FunctionPrototype) and isinstance(right, FunctionPrototype):
        if [p.name for p in left.parameters] != [p.name for p in right.parameters]:
            return None
        pairs: list[_Pair] = [(left.result, right.result)]
        return pairs + [
            (p.type, q.type) for p, q in zip(left.parameters, right.parameters, strict=True)
        ]
    if isinstance(left, TypeTag) and isinstance(right, TypeTag):
        return [(left.target, right.target)] if left.is_attribute == right.is_attribute else None
    if isinstance(left, Reference) and isinstance(right, Reference):
        return [(left.target, right.target)]
    # Leaves that are equal were merged before, so these are not; nothing else lies in a graph.
    return None


def _names_same_tag(left: Type, right: Type) -> bool:
    """Whether a forward declaration and another type can mean the same struct or union."""
    if left.name != right.name:
        return False
    return _is_union(left) is not None and _is_union(left) == _is_union(right)


def _is_union(type_: Type) -> bool | None:
    if isinstance(type_, Forward):
        return type_.is_union
    return isinstance(type_, Union) if isinstance(type_, Composite) else None


def _follow(notes: dict[Type, Type], type_: Type) -> Type:
    """What stands for the class that the notes put a type into."""
    while type_ in notes:
        type_ = notes[type_]
    return type_


def _is_better(left: Type, right: Type, order: dict[Type, int]) -> bool:
    """Whether the left one should stand for both: a definition first, then the earlier one."""
    if _is_declaration(left) != _is_declaration(right):
        return _is_declaration(right)
    return order.get(left, -1) < order.get(right, -1)


def _is_declaration(type_: Type) -> bool:
    return isinstance(type_, Forward) or (isinstance(type_, Enum) and not type_.values)


def _is_reference(type_: Type) -> bool:
    """Whether the last pass decides about the type."""
    return isinstance(type_, Reference | Array | FunctionPrototype | Function)


def _references(type_: Type) -> Iterator[Type]:
    if isinstance(type_, Reference):
        yield type_.target
    elif isinstance(type_, Array):
        yield type_.element
        yield type_.index_type
    elif isinstance(type_, FunctionPrototype):
        yield type_.result
        for parameter in type_.parameters:
            yield parameter.type
    elif isinstance(type_, Function):
        yield type_.prototype
    elif isinstance(type_, Variable | DataSection) or type_ is VOID:
        return
