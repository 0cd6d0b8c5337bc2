"""Expressions: precedence, operands, GNU forms, and the token each node points at."""

from __future__ import annotations

import pytest

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import c_ast
from tests.unit.frontend.parsing import Parsed, parse_expression, show

_TREES = [
    # 6.5.5 to 6.5.14: precedence and left association
    ("a + b * c", "(+ a (* b c))"),
    ("a * b + c", "(+ (* a b) c)"),
    ("a - b - c", "(- (- a b) c)"),
    ("a << b + c < d", "(< (<< a (+ b c)) d)"),
    ("a || b && c | d ^ e & f == g < h << i + j * k",
     "(|| a (&& b (| c (^ d (& e (== f (< g (<< h (+ i (* j k))))))))))"),
    # 6.5.15, 6.5.16: right association
    ("a ? b : c ? d : e", "(? a b (? c d e))"),
    ("a = b += c", "(= a (+= b c))"),
    ("a ? b, c : d", "(? a (, b c) d)"),
    ("a, b, c", "(, a b c)"),
    # 6.5.3: unary operators
    ("-a * b", "(* (- a) b)"),
    ("!~*&a", "(! (~ (* (& a))))"),
    ("- -a + + +a", "(+ (- (- a)) (+ (+ a)))"),
    ("++a--", "(++ (p-- a))"),
    ("sizeof a + 1", "(+ (sizeof a) 1)"),
    ("sizeof(int) + 1", "(+ (sizeof int) 1)"),
    ("sizeof(int *[3])", "(sizeof array[3] of ptr to int)"),
    ("sizeof (a)->b", "(sizeof a->b)"),
    ("sizeof (int){1}.b", "(sizeof (literal [int] {1}).b)"),
    ("sizeof -a", "(sizeof (- a))"),
    ("_Alignof(long)", "(_Alignof long)"),
    ("__alignof__ a", "(_Alignof a)"),
    # 6.5.2: postfix operators
    ("a[b][c].d->e(f)(g)++", "(p++ a[b][c].d->e(f)(g))"),
    ("f()", "f()"),
    ("f(a, (b, c), d = e)", "f(a, (, b c), (= d e))"),
    # 6.5.4: casts
    ("(int)a + b", "(+ (cast [int] a) b)"),
    ("(int)-a", "(cast [int] (- a))"),
    ("(unsigned long)(a)(b)", "(cast [unsigned long] a(b))"),
    ("(int (*)(int, char *))a", "(cast [ptr to func(int, ptr to char) returning int] a)"),
    ("(a)(b)", "a(b)"),
    ("(a) - b", "(- a b)"),
    ("(int){1}", "(literal [int] {1})"),
    ("&(int []){1, 2}[0]", "(& (literal [array[-] of int] {1, 2})[0])"),
    ("(struct s *)a->b", "(cast [ptr to struct s] a->b)"),
    # constants
    ("0x1fUL + 'a' + 1.5e3f", "(+ (+ 0x1fUL 'a') 1.5e3f)"),
    ('"a" "b"  u8"c"', '"a"+"b"+u8"c"'),
    # GNU and clang
    ("a ?: b", "(? a - b)"),
    ("a ? : b ?: c", "(? a - (? b - c))"),
    ("({ a; b; })", "({a; b})"),
    ("({ int x = 1; x; }) + 1", "(+ ({x: int = 1; x}) 1)"),
    ("({ a; }).b", "({a}).b"),
    ("&&l == a", "(== &&l a)"),
    ("__extension__ a + b", "(+ a b)"),
    ("__extension__ (int)a", "(cast [int] a)"),
    ("__real__ a", "(__real__ a)"),
    ("__imag__ a", "(__imag__ a)"),
    ("__builtin_offsetof(struct s, a.b[3].c)", "offsetof(struct s, .a.b[3].c)"),
    ("__builtin_types_compatible_p(int, typeof(a))", "(TypesCompatible int typeof(a))"),
    ("__builtin_choose_expr(1, a, b)(c)", "(ChooseExpr 1 a b)(c)"),
    ("__builtin_va_arg(a, int *)", "(VaArg a ptr to int)"),
    ("__builtin_preserve_type_info(*(struct s *)0, 1)",
     "__builtin_preserve_type_info((* (cast [ptr to struct s] 0)), 1)"),
    ("__builtin_classify(int, a)", "__builtin_classify(int, a)"),
    ("_Generic(a, int: b, default: c, char *: d)(e)",
     "(GenericSelection a (GenericAssociation int b) (GenericAssociation c)"
     " (GenericAssociation ptr to char d))(e)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), _TREES, ids=[text for text, _ in _TREES])
def test_tree_of_expression(text: str, tree: str) -> None:
    assert show(parse_expression(text)) == tree


def test_c23_constants() -> None:
    node = parse_expression("f(true, false, nullptr)", std="gnu23")
    assert [arg.type for arg in node.args.exprs] == ["bool", "bool", "nullptr"]


def test_c23_names_are_identifiers_before_c23() -> None:
    assert show(parse_expression("true + nullptr")) == "(+ true nullptr)"


def test_constants_say_their_kind() -> None:
    node = parse_expression("f(1, 'a', 1.0, L'b', 0b1, 'ab', 0x1p3)")
    kinds = [arg.type for arg in node.args.exprs]
    assert kinds == ["int", "char", "float", "char", "int", "char", "float"]


def test_local_name_hides_typedef_in_expressions() -> None:
    parsed = Parsed("typedef int T; int f(int T) { return (T) - 1; }")
    assert parsed.messages() == []
    assert show(parsed.nodes[1].body) == "{(Return (- T 1))}"


def test_typedef_from_outside_is_a_cast() -> None:
    assert show(parse_expression("(T) - 1", typedefs=["T"])) == "(cast [T] (- 1))"


_COORDS = [
    ("a + b", c_ast.BinaryOp, "+ b"),
    ("a = b", c_ast.Assignment, "= b"),
    ("a ? b : c", c_ast.TernaryOp, "? b"),
    ("a->b", c_ast.StructRef, "b;"),
    ("a.b(c)", c_ast.FuncCall, "a.b"),
    ("a->b[c]", c_ast.ArrayRef, "a->b"),
    ("(int)a", c_ast.Cast, "(int)"),
    ("-a", c_ast.UnaryOp, "-a"),
    ("a++", c_ast.UnaryOp, "++;"),
    ("sizeof a", c_ast.UnaryOp, "sizeof"),
    ("({ a; })", nodes.StmtExpr, "({"),
    ("&&a", nodes.LabelAddr, "&&a"),
    ("(int){1}", c_ast.CompoundLiteral, "(int"),
    ("a, b", c_ast.ExprList, ", b"),
]


@pytest.mark.parametrize(("text", "kind", "begins"), _COORDS, ids=[c[0] for c in _COORDS])
def test_coord_points_at(text: str, kind: type, begins: str) -> None:
    parsed = Parsed(f"void f(void) {{ {text}; }}")
    (node,) = parsed.nodes[0].body.block_items
    assert type(node).__name__ == kind.__name__
    offset = node.coord - parsed.manager.files[0].base
    assert parsed.text[offset:].startswith(begins)


def test_long_chain_of_operators_is_left_deep() -> None:
    node = parse_expression(" + ".join(["a"] * 5000))
    depth = 0
    while isinstance(node, c_ast.BinaryOp):
        node = node.left
        depth += 1
    assert depth == 4999
