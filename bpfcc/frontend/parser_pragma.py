"""``#pragma pack`` and ``#pragma clang attribute``: what they make of the declarations below.

A ``PragmaState`` never changes; applying a pragma gives a new one. So an index of declarations
can keep, for each, the state in which it was written, at the cost of a reference.
"""

from __future__ import annotations

from bpfcc.frontend.lexer import Lexer
from bpfcc.frontend.nodes import Attribute, StringLiteral, c_ast
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import FatalError, Sink
    from bpfcc.frontend.token import Token

MAX_PUSHES = 1000
"""How deep pragmas that push may nest: each is copied by the next."""

_PACK_SIZES = (0, 1, 2, 4, 8, 16)
_WEAK_ADVICE = "declare the symbol with __attribute__((weak))"
_SECTION_ADVICE = 'give each variable its __attribute__((section("…")))'

Entry = tuple[Attribute, frozenset[str]]
"""An attribute and the subjects it applies to, as ``record(unless(is_union))``."""

Group = tuple[str, tuple[Entry, ...]]
"""What one ``push`` opened: its namespace ("" for none) and the attributes since."""


class PragmaState:
    """The pragmas in force at one place.

    ``pack_bytes`` is the greatest member alignment, 0 for the natural one; ``pack_stack`` holds
    (label, pack_bytes) of each push.
    """

    __slots__ = ("groups", "is_active", "pack_bytes", "pack_stack")

    def __init__(
        self,
        pack_bytes: int = 0,
        pack_stack: tuple[tuple[str, int], ...] = (),
        groups: tuple[Group, ...] = (),
    ) -> None:
        self.pack_bytes = pack_bytes
        self.pack_stack = pack_stack
        self.groups = groups
        self.is_active = pack_bytes != 0 or bool(groups)

    def attributes_for(self, node: c_ast.Node, in_function: bool) -> list[Attribute]:
        """Fresh attributes, position "pragma", for a definition or declaration."""
        found: list[Attribute] = []
        if self.pack_bytes and isinstance(node, (c_ast.Struct, c_ast.Union)):
            size = c_ast.Constant("int", str(self.pack_bytes), node.coord)
            found.append(Attribute("pragma_pack", [size], node.coord, "pragma"))
        if self.groups:
            subjects = _subjects_of(node, in_function)
            for space, entries in reversed(self.groups):
                # The innermost visibility counts, and one that is written out before it.
                if space == _VISIBILITY_GROUP and _has_visibility(found, node.attributes):
                    continue
                for attribute, applies_to in entries:
                    if not subjects.isdisjoint(applies_to):
                        found.append(
                            Attribute(attribute.name, attribute.args, attribute.coord, "pragma")
                        )
        return found


NO_PRAGMAS = PragmaState()


def _has_visibility(*lists: list[Attribute]) -> bool:
    return any(attribute.name == "visibility" for found in lists for attribute in found)


def _subjects_of(node: c_ast.Node, in_function: bool) -> frozenset[str]:
    """The subject match rules that hold for a declaration, as clang names them."""
    if isinstance(node, c_ast.Struct):
        return frozenset({"record", "record(unless(is_union))"})
    if isinstance(node, c_ast.Union):
        return frozenset({"record"})
    if isinstance(node, c_ast.Enum):
        return frozenset({"enum"})
    if isinstance(node, c_ast.Typedef):
        return frozenset({"type_alias"})
    if isinstance(node.type, c_ast.FuncDecl):
        return frozenset({"function", "hasType(functionType)"})
    is_global = not in_function or "static" in node.storage or "extern" in node.storage
    rules = {"variable", "variable(unless(is_parameter))"}
    return frozenset(rules | {"variable(is_global)"} if is_global else rules)


_match_kind = compile_pattern(
    r"(?:pack|weak|clang\s+(?:attribute|section)|GCC\s+visibility)\b"
).match


def apply_pragma(state: PragmaState, text: str, loc: int, sink: Sink) -> PragmaState:
    """The state after ``#pragma text``; pragmas that are not about state leave it as it is."""
    match = _match_kind(text)
    kind = " ".join(match[0].split()) if match else ""
    if kind == "pack":
        return _apply_pack(state, text, loc, sink)
    if kind == "clang attribute":
        return _apply_attribute(state, text, loc, sink)
    if kind == "GCC visibility":
        return _apply_visibility(state, text, loc, sink)
    if kind == "weak":
        sink.error("unsupported-pragma", loc, f"#pragma weak is not supported; {_WEAK_ADVICE}")
    elif kind == "clang section":
        sink.error(
            "unsupported-pragma", loc, f"#pragma clang section is not supported; {_SECTION_ADVICE}"
        )
    return state


# ---------------------------------------------------------------------- pack

_PACK = compile_pattern(r"pack\s*\(([^()]*)\)\s*(?:;\s*)?$")


def _too_many(loc: int, sink: Sink) -> FatalError:
    message = f"more than {MAX_PUSHES} pragmas are pushed and not popped"
    return sink.fatal("source-limit", loc, message)


def _apply_pack(state: PragmaState, text: str, loc: int, sink: Sink) -> PragmaState:
    match = _PACK.match(text)
    if match is None:
        sink.warning("ignored-pragmas", loc, "malformed '#pragma pack': ignored")
        return state
    words = [word.strip() for word in match[1].split(",")]
    action = words.pop(0) if words[0] in ("push", "pop", "show") else ""
    if action == "show":
        sink.warning("pragma-pack", loc, f"value of #pragma pack(show) == {state.pack_bytes or 8}")
        return state
    label = words.pop(0) if action and words and not words[0][:1].isdigit() else ""
    size: int | None = None
    if words and words[0]:
        size = _pack_size(words[0])
        if size is None or len(words) > 1:
            sink.warning(
                "ignored-pragmas",
                loc,
                "expected #pragma pack parameter to be '1', '2', '4', '8', or '16'",
            )
            return state
    stack = state.pack_stack
    pack_bytes = state.pack_bytes
    if action == "push":
        if len(stack) >= MAX_PUSHES:
            raise _too_many(loc, sink)
        stack = (*stack, (label, pack_bytes))
    elif action == "pop":
        popped = _pop_pack(stack, label)
        if popped is None:
            reason = f"no '{label}' was pushed" if label else "stack empty"
            sink.warning("ignored-pragmas", loc, f"#pragma pack(pop, ...) failed: {reason}")
        else:
            stack, pack_bytes = popped
    elif size is None:
        size = 0
    return PragmaState(pack_bytes if size is None else size, stack, state.groups)


def _pack_size(word: str) -> int | None:
    try:
        size = int(word.rstrip("uUlL"), 0)
    except ValueError:
        return None
    return size if size in _PACK_SIZES else None


def _pop_pack(
    stack: tuple[tuple[str, int], ...], label: str
) -> tuple[tuple[tuple[str, int], ...], int] | None:
    for depth in range(len(stack) - 1, -1, -1):
        if not label or stack[depth][0] == label:
            return stack[:depth], stack[depth][1]
    return None


# ---------------------------------------------------------------------- visibility

_VISIBILITY = compile_pattern(r"GCC\s+visibility\s+(?:(pop)|push\s*\(\s*(\w+)\s*\))\s*$")
_VISIBILITY_GROUP = "GCC visibility"


def _apply_visibility(state: PragmaState, text: str, loc: int, sink: Sink) -> PragmaState:
    match = _VISIBILITY.match(text)
    if match is None:
        sink.warning("ignored-pragmas", loc, "malformed '#pragma GCC visibility': ignored")
        return state
    if match[1]:
        if not any(space == _VISIBILITY_GROUP for space, _ in state.groups):
            sink.error(
                "pragma-visibility", loc, "#pragma visibility pop with no matching #pragma "
                "visibility push"
            )  # fmt: skip
            return state
        return _pop_group(state, _VISIBILITY_GROUP, loc, sink)
    kind = StringLiteral([(f'"{match[2]}"', loc)], loc)
    attribute = Attribute("visibility", [kind], loc, "pragma")
    entry = (attribute, frozenset({"function", "variable(is_global)"}))
    groups = (*state.groups, (_VISIBILITY_GROUP, (entry,)))
    return PragmaState(state.pack_bytes, state.pack_stack, groups)


# ---------------------------------------------------------------------- clang attribute


def _apply_attribute(state: PragmaState, text: str, loc: int, sink: Sink) -> PragmaState:
    # Locations inside the pragma's text are exact where it stands in a file as it is here.
    tokens = Lexer("gnu17").lex(text, 0, len(text), max(loc, 0))
    if loc <= 0:
        for tok in tokens:
            tok.loc = loc
    words = [tok.value for tok in tokens] + [""] * 4
    index = 2
    space = ""
    if words[index + 1] == ".":
        space = words[index]
        index += 2
    if words[index] == "pop":
        return _pop_group(state, space, loc, sink)
    groups = state.groups
    if words[index] == "push":
        index += 1
        if len(groups) >= MAX_PUSHES:
            raise _too_many(loc, sink)
        groups = (*groups, (space, ()))
    if words[index] != "(":
        if words[index]:
            sink.error("pragma-attribute", loc, "expected '(' in '#pragma clang attribute'")
        return PragmaState(state.pack_bytes, state.pack_stack, groups)
    if not groups:
        sink.error("pragma-attribute", loc, "'#pragma clang attribute' attribute with no push")
        return state
    entries = _parse_entries(tokens[index + 1 :], loc, sink)
    last_space, previous = groups[-1]
    groups = (*groups[:-1], (last_space, (*previous, *entries)))
    return PragmaState(state.pack_bytes, state.pack_stack, groups)


def _pop_group(state: PragmaState, space: str, loc: int, sink: Sink) -> PragmaState:
    groups = state.groups
    for depth in range(len(groups) - 1, -1, -1):
        if groups[depth][0] == space:
            kept = groups[:depth] + groups[depth + 1 :]
            return PragmaState(state.pack_bytes, state.pack_stack, kept)
    name = f"{space}." if space else ""
    sink.error(
        "pragma-attribute",
        loc,
        f"'#pragma clang attribute {name}pop' with no matching '#pragma clang attribute push'",
    )
    return state


def _parse_entries(tokens: list[Token], loc: int, sink: Sink) -> list[Entry]:
    """``__attribute__((…)), apply_to = subjects)`` as entries, one for each attribute."""
    from bpfcc.frontend.parser import parse_attributes

    split = next(
        (i for i, tok in enumerate(tokens) if tok.value in ("apply_to", "apply_only_to")), None
    )
    if split is None or split < 2 or tokens[split + 1 : split + 2] == []:
        sink.error("pragma-attribute", loc, "expected attribute subject set specifier 'apply_to'")
        return []
    attributes = parse_attributes(tokens[: split - 1], sink, "pragma")
    subjects = _parse_subjects([tok.value for tok in tokens[split + 2 : -1]])
    return [(attribute, subjects) for attribute in attributes]


def _parse_subjects(words: list[str]) -> frozenset[str]:
    """``record`` or ``any(record(unless(is_union)), function)`` as normalized strings."""
    if words[:1] == ["any"]:
        words = words[2:-1]
    found = []
    depth = 0
    current = ""
    for word in words:
        if word == "," and not depth:
            found.append(current)
            current = ""
            continue
        depth += (word == "(") - (word == ")")
        current += word
    return frozenset([*found, current])
