"""pycparser is pinned, and its private names that the parser overrides or calls are where they
were: when this fails after an update, read what moved before anything else."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pycparser
import pytest
from pycparser import c_parser as whole_parser

from bpfcc.frontend import nodes
from bpfcc.frontend.cparser import c_parser
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.parser import Parser

CParser = c_parser.CParser

_OVERRIDDEN = """
_accept _add_identifier _add_typedef_name _advance _expect _is_type_in_scope _mark _parse_error
_peek _peek_type _pop_scope _push_scope _reset _starts_declaration _tok_coord
_parse_any_declarator _parse_assignment_expression _parse_atomic_specifier _parse_block_item
_parse_cast_expression _parse_compound_statement _parse_conditional_expression _parse_declarator
_parse_designator_list _parse_enum_specifier _parse_expression _parse_expression_statement
_parse_identifier_list _parse_initializer _parse_initializer_item _parse_labeled_statement
_parse_pointer _parse_pppragma_directive _parse_pragmacomp_or_statement _parse_statement
_parse_static_assert _parse_struct_or_union_specifier _parse_type_name _parse_typeof_specifier
_parse_unary_expression _parse_unified_string_literal
""".split()
_INHERITED = ["_parse_bitint_specifier", "_parse_generic_association", "_parse_generic_selection"]


def test_version_is_the_pinned_one() -> None:
    assert pycparser.__version__ == "3.12"


def test_the_private_copy_is_pycparsers_own_and_leaves_that_alone() -> None:
    assert c_parser.__file__ == whole_parser.__file__
    assert c_parser is not whole_parser
    assert vars(CParser).keys() == vars(whole_parser.CParser).keys()
    tree = pycparser.CParser().parse("typedef int t; t f(void) { return sizeof(t); }")
    assert [type(part).__name__ for part in tree.ext] == ["Typedef", "FuncDef"]


def test_everything_that_pycparser_imports_is_known() -> None:
    """A new import must be looked at: it may be slow, or need a stand-in of its own."""
    imported = set()
    for name in ("c_parser", "c_ast", "ast_transforms"):
        source = Path(whole_parser.__file__).with_name(f"{name}.py").read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                imported.add("." * node.level + (node.module or ""))
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    assert imported == {
        ".",
        ".ast_transforms",
        ".c_lexer",
        ".c_parser",
        "collections.abc",
        "copy",
        "dataclasses",
        "sys",
        "typing",
    }


@pytest.mark.parametrize("name", _OVERRIDDEN)
def test_overridden_method_exists(name: str) -> None:
    assert getattr(Parser, name) is not getattr(CParser, name)


@pytest.mark.parametrize("name", _INHERITED)
def test_inherited_method_is_inherited(name: str) -> None:
    assert getattr(Parser, name) is getattr(CParser, name)


def test_list_of_overridden_methods_is_complete() -> None:
    overridden = {
        name
        for layer in Parser.__mro__
        if layer.__module__.startswith("bpfcc.") and layer.__module__ != c_parser.__name__
        for name in vars(layer)
        if name.startswith("_") and not name.startswith("__") and hasattr(CParser, name)
    }
    assert overridden == set(_OVERRIDDEN)


def test_constructor_takes_a_lexer_class() -> None:
    assert "lexer" in inspect.signature(CParser.__init__).parameters


def test_precedence_table() -> None:
    order = "LOR LAND OR XOR AND EQ LT LSHIFT PLUS TIMES".split()
    precedence = c_parser._BINARY_PRECEDENCE
    assert [precedence[kind] for kind in order] == list(range(len(order)))
    assert len(precedence) == 18


@pytest.mark.parametrize(
    ("node", "fields"),
    [
        (c_ast.Decl, "name quals align storage funcspec type init bitsize attributes coord"),
        (c_ast.Typedef, "name quals storage type attributes coord"),
        (c_ast.Typename, "name quals align type attributes coord"),
        (c_ast.TypeDecl, "declname quals align type attributes coord"),
        (c_ast.PtrDecl, "quals type attributes coord"),
        (c_ast.ArrayDecl, "type dim dim_quals attributes coord"),
        (c_ast.FuncDecl, "args type attributes coord"),
        (c_ast.Struct, "name decls attributes coord"),
        (c_ast.Union, "name decls attributes coord"),
        (c_ast.Enum, "name values underlying_type attributes coord"),
        (c_ast.Enumerator, "name value attributes coord"),
        (c_ast.Label, "name stmt attributes coord"),
        (c_ast.Compound, "block_items coord"),
        (c_ast.CompoundLiteral, "type init storage coord"),
        (c_ast.GenericSelection, "expr associations coord"),
        (c_ast.BitIntType, "width signedness coord"),
    ],
)
def test_fields_of_nodes(node: type, fields: str) -> None:
    slots: tuple[str, ...] = node.__slots__  # type: ignore[attr-defined]
    assert " ".join(slot for slot in slots if not slot.startswith("__")) == fields


def test_our_nodes_answer_as_pycparsers_do() -> None:
    name = c_ast.ID("x", 1)
    node = nodes.AsmOperand("a", nodes.StringLiteral([('"r"', 2)], 2), name, 3)
    assert [field for field, _ in node.children()] == ["constraint", "expr"]
    assert list(node) == [node.constraint, name]
    assert nodes.OffsetOf(name, [nodes.FieldDesignator("m", 4)], 5).children()[1][0] == (
        "designators[0]"
    )
    assert "AsmOperand" in repr(node)
