"""Equal types become one; types that only look equal do not."""

from __future__ import annotations

from bpfcc.btf.dedup import dedup_types
from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    DataSection,
    DeclTag,
    Enum,
    Enumerator,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Linkage,
    Member,
    Parameter,
    Pointer,
    SectionVariable,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Union,
    Variable,
)
from tests.unit.btf.build import every_kind, reread


def node_unit(item: Type | None, member: str = "v") -> list[Type]:
    """`struct node { struct node *next; struct item *item; }` with its own copy of everything."""
    types: list[Type] = [Int("int", 4, 1)]
    if item is None:
        item = Struct("item", 4, [Member(member, types[0], 0)])
    node = Struct("node", 16)
    link, pointer = Pointer(node), Pointer(item)
    node.members = [Member("next", link, 0), Member("item", pointer, 64)]
    return [*types, node, link, item, pointer]


def names(types: list[Type]) -> list[str]:
    return [type_.name for type_ in types if type_.name]


def test_the_second_copy_of_a_cycle_goes() -> None:
    first, second = node_unit(None), node_unit(None)
    kept, gone = dedup_types([*first, *second])
    assert kept == first
    assert {second[n]: first[n] for n in range(5)} == gone


def test_a_forward_declaration_gains_its_definition() -> None:
    first, second = node_unit(None), node_unit(Forward("item"))
    for units in ((first, second), (second, first)):
        kept, _ = dedup_types([type_ for unit in map(list, units) for type_ in unit])
        assert sorted(names(kept)) == ["int", "item", "node"]
        pointer = (
            next(t for t in kept if isinstance(t, Struct) and t.name == "node").members[1].type
        )
        assert isinstance(pointer, Pointer)
        assert isinstance(pointer.target, Struct)
        first, second = node_unit(None), node_unit(Forward("item"))


def test_a_forward_declaration_stays_where_two_definitions_fit() -> None:
    one, other = node_unit(None, "v"), node_unit(None, "w")
    alone = [Forward("item")]
    user = Pointer(alone[0])
    kept, _ = dedup_types([*one, *other, *alone, user])
    assert [t.name for t in kept if isinstance(t, Forward)] == ["item"]
    assert len([t for t in kept if t.name == "node"]) == 2


def test_a_forward_declaration_of_one_name_means_the_only_definition() -> None:
    item, declared = Struct("item", 0), Forward("item")
    wrong, pointer = Forward("item", is_union=True), Pointer(declared)
    kept, gone = dedup_types([item, declared, wrong, pointer])
    assert kept == [item, wrong, pointer]
    assert gone[declared] is item
    assert pointer.target is item


def test_declarations_without_definition_become_one() -> None:
    first, second = Forward("a"), Forward("a")
    kept, gone = dedup_types([first, second, Forward("a", is_union=True)])
    assert len(kept) == 2
    assert gone == {second: first}


def test_structs_of_one_name_and_shape_but_other_members_stay_apart() -> None:
    int_, unsigned = Int("int", 4, 1), Int("unsigned int", 4)
    one = Struct("s", 4, [Member("a", int_, 0)])
    other = Struct("s", 4, [Member("a", unsigned, 0)])
    same = Struct("s", 4, [Member("a", Int("unsigned int", 4), 0)])
    kept, gone = dedup_types([int_, unsigned, one, other, same, same.members[0].type])
    assert kept == [int_, unsigned, one, other]
    assert gone[same] is other


def test_a_struct_is_not_equal_because_it_points_at_itself() -> None:
    def ring(member: Type) -> list[Type]:
        inner = Struct("ring", 16)
        pointer = Pointer(inner)
        inner.members = [Member("next", pointer, 0), Member("value", member, 64)]
        return [member, inner, pointer]

    kept, _ = dedup_types([*ring(Int("int", 4, 1)), *ring(Int("unsigned int", 4))])
    assert len([t for t in kept if t.name == "ring"]) == 2


def test_unions_and_structs_are_different_things() -> None:
    kept, _ = dedup_types([Struct("s", 0), Union("s", 0)])
    assert len(kept) == 2


def test_copies_within_one_unit_are_merged() -> None:
    int_, index = Int("int", 4, 1), Int("index", 4)
    arrays = [Array(int_, 4, index), Array(int_, 4, index)]
    one = Struct("s", 32, [Member("a", arrays[0], 0), Member("b", arrays[1], 128)])
    other_array = Array(int_, 4, index)
    two = Struct("s", 32, [Member("a", other_array, 0), Member("b", other_array, 128)])
    kept, _ = dedup_types([int_, index, *arrays, one, other_array, two])
    assert kept == [int_, index, arrays[0], one]


def test_enumerations_are_merged_by_their_values() -> None:
    def color(*pairs: tuple[str, int]) -> Enum:
        return Enum("color", 4, [Enumerator(*pair) for pair in pairs])

    types: list[Type] = [
        color(("RED", 0)),
        color(("RED", 0)),
        color(("RED", 1)),
        Enum("color", 0),
    ]
    kept, gone = dedup_types(list(types))
    assert kept == [types[0], types[2]]
    assert gone[types[3]] is types[0]


def test_references_are_merged_from_the_leaves_up() -> None:
    def unit() -> list[Type]:
        int_ = Int("int", 4, 1)
        alias = Typedef("number", int_)
        const = Const(alias)
        pointer = Pointer(const)
        tag = TypeTag("user", int_)
        prototype = FunctionPrototype(int_, [Parameter("a", pointer), Parameter("b", Pointer(tag))])
        function = Function("f", prototype, Linkage.GLOBAL)
        last = prototype.parameters[1].type
        return [int_, alias, const, pointer, tag, last, prototype, function, DeclTag("t", function)]

    first = unit()
    kept, _ = dedup_types([*first, *unit(), *reversed(unit())])
    assert kept == first


def test_what_differs_in_a_word_stays_apart() -> None:
    int_ = Int("int", 4, 1)
    pairs: list[tuple[Type, Type]] = [
        (Typedef("a", int_), Typedef("b", int_)),
        (Array(int_, 3, int_), Array(int_, 4, int_)),
        (FunctionPrototype(int_, [Parameter("x", int_)]), FunctionPrototype(int_)),
        (
            FunctionPrototype(VOID, [Parameter("x", int_)]),
            FunctionPrototype(VOID, [Parameter("y", int_)]),
        ),
        (TypeTag("a", int_), TypeTag("a", int_, is_attribute=True)),
        (Int("char", 1, 1), Int("char", 1, 3)),
    ]
    for one, other in pairs:
        kept, _ = dedup_types([int_, one, other])
        assert kept == [int_, one, other]


def test_variables_and_sections_are_never_merged() -> None:
    int_ = Int("int", 4, 1)
    variables = [Variable("x", int_), Variable("x", Int("int", 4, 1))]
    sections = [DataSection(".data", 4, [SectionVariable(v, 0, 4)]) for v in variables]
    second_int = variables[1].target
    kept, _ = dedup_types([int_, second_int, *variables, *sections])
    assert kept == [int_, *variables, *sections]
    assert variables[1].target is int_


def test_a_second_pass_finds_nothing() -> None:
    kept, _ = dedup_types([*every_kind(), *every_kind(), *node_unit(None), *node_unit(None)])
    again, gone = dedup_types(list(kept))
    assert again == kept
    assert gone == {}
    assert len(reread(kept)) == len(kept)
