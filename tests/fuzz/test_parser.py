"""The parser against invented trees, token soup and damaged programs.

Invented trees are written out as C and must come back as they were; everything else must end
with errors that have a place, and never with an exception.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bpfcc.diagnostics import Sink
from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.parser import parse
from bpfcc.frontend.token import Token
from bpfcc.source import SourceManager
from tests.fuzz.effort import effort
from tests.unit.frontend.parsing import lex, parse_clean, show

_PRECEDENCE = {
    **dict.fromkeys(["*", "/", "%"], 10),
    **dict.fromkeys(["+", "-"], 9),
    **dict.fromkeys(["<<", ">>"], 8),
    **dict.fromkeys(["<", ">", "<=", ">="], 7),
    **dict.fromkeys(["==", "!="], 6),
    "&": 5,
    "^": 4,
    "|": 3,
    "&&": 2,
    "||": 1,
}
_PRIMARY, _POSTFIX, _UNARY, _CONDITIONAL, _ASSIGNMENT, _COMMA = 13, 12, 11, 0, -1, -2

Written = tuple[str, str, int]
"""(C text, tree as ``show`` prints it, precedence of its outermost operator)."""


def _wrap(operand: Written, least: int) -> str:
    """The text of an operand where ``least`` is the lowest precedence that may stand bare."""
    text, _, precedence = operand
    return text if precedence >= least else f"({text})"


def _binary(args: tuple[str, Written, Written]) -> Written:
    op, left, right = args
    own = _PRECEDENCE[op]
    text = f"{_wrap(left, own)} {op} {_wrap(right, own + 1)}"
    return text, f"({op} {left[1]} {right[1]})", own


def _unary(args: tuple[str, Written]) -> Written:
    op, operand = args
    text = f"{op} {_wrap(operand, _UNARY)}"
    return text, f"({op} {operand[1]})", _UNARY


def _cast(args: tuple[str, Written]) -> Written:
    type_name, operand = args
    return f"({type_name}){_wrap(operand, _UNARY)}", f"(cast [{type_name}] {operand[1]})", _UNARY


def _conditional(args: tuple[Written, Written | None, Written]) -> Written:
    cond, iftrue, iffalse = args
    middle = "" if iftrue is None else iftrue[0]
    text = f"{_wrap(cond, _CONDITIONAL + 1)} ? {middle} : {_wrap(iffalse, _CONDITIONAL)}"
    tree = f"(? {cond[1]} {'-' if iftrue is None else iftrue[1]} {iffalse[1]})"
    return text, tree, _CONDITIONAL


def _assignment(args: tuple[str, Written, Written]) -> Written:
    op, left, right = args
    text = f"{_wrap(left, _UNARY)} {op} {_wrap(right, _ASSIGNMENT)}"
    return text, f"({op} {left[1]} {right[1]})", _ASSIGNMENT


def _comma(args: list[Written]) -> Written:
    text = ", ".join(_wrap(operand, _ASSIGNMENT) for operand in args)
    return text, f"(, {' '.join(operand[1] for operand in args)})", _COMMA


def _call(args: tuple[Written, list[Written]]) -> Written:
    callee, arguments = args
    text = f"{_wrap(callee, _POSTFIX)}({', '.join(_wrap(a, _ASSIGNMENT) for a in arguments)})"
    return text, f"{callee[1]}({', '.join(a[1] for a in arguments)})", _POSTFIX


def _subscript(args: tuple[Written, Written]) -> Written:
    base, index = args
    return f"{_wrap(base, _POSTFIX)}[{index[0]}]", f"{base[1]}[{index[1]}]", _POSTFIX


def _member(args: tuple[Written, str]) -> Written:
    base, op = args
    return f"{_wrap(base, _POSTFIX)} {op}m", f"{base[1]}{op}m", _POSTFIX


def _increment(args: tuple[Written, str]) -> Written:
    base, op = args
    return f"{_wrap(base, _POSTFIX)}{op}", f"(p{op} {base[1]})", _POSTFIX


def _block(inner: Written) -> Written:
    return f"({{ {inner[0]}; }})", f"({{{inner[1]}}})", _PRIMARY


def _extend(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.tuples(st.sampled_from(sorted(_PRECEDENCE)), inner, inner).map(_binary),
        st.tuples(st.sampled_from(["-", "+", "!", "~", "*", "&", "++", "--"]), inner).map(_unary),
        st.tuples(st.sampled_from(["int", "struct s", "T"]), inner).map(_cast),
        st.tuples(inner, st.none() | inner, inner).map(_conditional),
        st.tuples(st.sampled_from(["=", "+=", "<<=", "|="]), inner, inner).map(_assignment),
        st.lists(inner, min_size=2, max_size=3).map(_comma),
        st.tuples(inner, st.lists(inner, max_size=3)).map(_call),
        st.tuples(inner, inner).map(_subscript),
        st.tuples(inner, st.sampled_from([".", "->"])).map(_member),
        st.tuples(inner, st.sampled_from(["++", "--"])).map(_increment),
        inner.map(_block),
    )


_LEAVES = st.sampled_from(["a", "b", "T_", "1", "0x2UL", "'c'", '"s"']).map(
    lambda text: (text, text, _PRIMARY)
)
EXPRESSIONS = st.recursive(_LEAVES, _extend, max_leaves=25)


@given(EXPRESSIONS)
@effort(300)
def test_expression_comes_back_as_it_was(written: Written) -> None:
    text, tree, _ = written
    text = f"int a, b, T_; void f(void) {{ {text}; }}"
    (statement,) = parse_clean(text, typedefs=["T"])[-1].body.block_items
    assert show(statement) == tree


Declarator = tuple[str, str, bool]
"""(text, what it makes of the type that follows, whether a suffix needs parentheses first)."""


def _point(args: tuple[Declarator, str]) -> Declarator:
    (text, words, _), quals = args
    spaced = f" {quals}" if quals else ""
    return f"*{quals} {text}", f"{words}ptr{spaced} to ", True


def _suffix(args: tuple[Declarator, tuple[str, str]]) -> Declarator:
    (text, words, needs_group), (suffix, meaning) = args
    return f"({text}){suffix}" if needs_group else f"{text}{suffix}", words + meaning, False


_SUFFIXES = st.sampled_from(
    [
        ("[2]", "array[2] of "),
        ("[]", "array[-] of "),
        ("(void)", "func(void) returning "),
        ("(int, T)", "func(int, T) returning "),
        ("()", "func() returning "),
        ("(T *T, int a[T - 1])", "func(T: ptr to T, a: array[(- T 1)] of int) returning "),
    ]
)
DECLARATORS = st.recursive(
    st.sampled_from([("x", "", False), ("(x)", "", False)]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["", "const", "const volatile"])).map(_point),
        st.tuples(inner, _SUFFIXES).map(_suffix),
    ),
    max_leaves=8,
)


@given(DECLARATORS)
@effort(200)
def test_declarator_comes_back_as_it_was(declarator: Declarator) -> None:
    text, words, _ = declarator
    (decl,) = parse_clean(f"int {text};", typedefs=["T"])
    assert show(decl) == f"x: {words}int"


# ---------------------------------------------------------------------- damage

_WORDS = """
( ) [ ] { } ; , . -> ... : :: ? = == + ++ - * / & && | ! ~ < > # @ \\ [[ ]]
int long unsigned const static extern typedef struct union enum void inline auto _Atomic _Bool
if else for while do switch case default break continue return goto sizeof _Alignof _Alignas
_Generic _Static_assert _Noreturn _Thread_local asm volatile typeof __auto_type __extension__
__label__ __attribute__ __builtin_offsetof __builtin_va_arg __builtin_types_compatible_p
__builtin_choose_expr __real__ a b x T 0 1 08 1.5 'c' "s" "unterminated
""".split()


def _check(tokens: list[Token], manager: SourceManager) -> None:
    """Parse, and look at everything the tree offers."""
    sink = Sink(manager, error_limit=0)
    tree = parse(tokens, sink)
    for diagnostic in sink.diagnostics:
        assert diagnostic.message
        assert manager.place(diagnostic.loc) is not None
    stack: list[c_ast.Node] = [tree]
    while stack:
        node = stack.pop()
        assert type(node.coord) is int
        start, end = nodes.span_of(node, manager)
        assert start <= end
        stack.extend(node)


@given(st.lists(st.sampled_from(_WORDS), max_size=60))
@effort(500)
def test_token_soup(words: list[str]) -> None:
    manager = SourceManager()
    _check(lex("typedef int T; " + " ".join(words), manager), manager)


@given(st.lists(st.sampled_from(_WORDS), max_size=40))
@effort(500)
def test_token_soup_in_a_function(words: list[str]) -> None:
    manager = SourceManager()
    _check(lex("typedef int T; int f(int a) { " + " ".join(words), manager), manager)


_PROGRAM = (
    (Path(__file__).parents[1] / "errors" / "parse-statement.c").read_text()
    + """
typedef unsigned int u32;
struct __attribute__((packed)) s { u32 a : 3, *b; union { int c; }; struct s *next[4]; };
enum e { A, B = 2 } static const table[] = { [A] = 1, [B ... 5] = { 2 }, };
#pragma pack(push, 1)
static inline __attribute__((always_inline)) u32 f(struct s *p, u32 (*cb)(void *, int), ...)
{
	__label__ out;
	u32 i, sum = ({ int t = 3; t * 2; });
	typeof(p->a) copy = p->a;
#pragma unroll
	for (i = 0; i < 4; i++) {
		switch (p->next[i]->a) {
		case 1: case 2 ... 3: sum += i; break;
		default: __attribute__((fallthrough));
		}
		if (!cb) goto out; else sum ^= cb(p, (int)i) ?: (struct s){ .a = 1 }.a;
	}
	asm volatile("%0 = %1" : "=r"(sum) : [x] "r"(copy), "i"(sizeof(struct s)) : "memory");
out:
	return __builtin_offsetof(struct s, next[1]) + _Generic(sum, u32: 1, default: 2);
}
int old(a, b) int a; char *b; { return a + *b; }
"""
)

_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "swap", "cut", "insert"]),
        st.integers(0, 10_000),
        st.sampled_from(_WORDS),
    ),
    min_size=1,
    max_size=6,
)


def _damage(tokens: list[Token], edits: list[tuple[str, int, str]]) -> list[Token]:
    for edit, number, word in edits:
        if not tokens:
            break
        at = number % len(tokens)
        if edit == "delete":
            del tokens[at]
        elif edit == "double":
            tokens.insert(at, tokens[at])
        elif edit == "swap":
            tokens[at - 1], tokens[at] = tokens[at], tokens[at - 1]
        elif edit == "cut":
            del tokens[at:]
        else:
            new = lex(word, SourceManager())[0]
            new.loc = tokens[at].loc
            tokens.insert(at, new)
    return tokens


@given(_EDITS)
@effort(500)
def test_damaged_program(edits: list[tuple[str, int, str]]) -> None:
    manager = SourceManager()
    _check(_damage(lex(_PROGRAM, manager), edits), manager)
