"""Text to syntax trees for tests, and syntax trees to short readable text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from bpfcc.diagnostics import Diagnostic, Sink
from bpfcc.frontend import nodes
from bpfcc.frontend.lexer import Lexer
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.parser import Parser
from bpfcc.frontend.parser_base import TypeNames
from bpfcc.frontend.token import Token
from bpfcc.source import SourceManager


class Parsed:
    """A tree with what was said while it was parsed."""

    def __init__(
        self, text: str, *, std: str = "gnu17", typedefs: Iterable[str] = (), error_limit: int = 20
    ) -> None:
        self.text = text
        self.manager = SourceManager()
        self.sink = Sink(self.manager, error_limit=error_limit)
        known = frozenset(typedefs)
        names = TypeNames(known.__contains__, all_typedefs=lambda: known)
        tokens = lex(text, self.manager, std)
        parser = Parser(tokens, self.sink, names, c23=std.endswith("23"))
        self.nodes: list[c_ast.Node] = parser.parse_external_declarations()
        self.parser = parser

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return self.sink.diagnostics

    def messages(self) -> list[str]:
        """``line:column: message`` of each diagnostic."""
        return [f"{self.position(d.loc)}: {d.message}" for d in self.diagnostics]

    def position(self, loc: int) -> str:
        place = self.manager.place(loc)
        return "-" if place is None else f"{place.line}:{place.column}"


def lex(text: str, manager: SourceManager, std: str = "gnu17") -> list[Token]:
    """The tokens of a text without macros; ``#pragma`` lines as the preprocessor leaves them."""
    file = manager.add_file("t.c", text)
    lexer = Lexer(std)
    tokens: list[Token] = []
    begin = 0
    for match in [*re.finditer(r"^[ \t]*#pragma (.*)\n", text, re.MULTILINE), None]:
        stretch = lexer.lex(text, begin, match.start() if match else len(text), file.base)
        stretch = [tok for tok in stretch if tok.value]
        if stretch:
            stretch[0].bol = True
        tokens += stretch
        if match is not None:
            tokens.append(Token("PPPRAGMA", "pragma", file.base + match.start(), bol=True))
            tokens.append(Token("PPPRAGMASTR", match[1], file.base + match.start(1)))
            begin = match.end()
    return tokens


def parse_clean(text: str, **options: object) -> list[c_ast.Node]:
    """The nodes of a text that must parse without a word."""
    parsed = Parsed(text, **options)  # type: ignore[arg-type]
    assert parsed.messages() == []
    return parsed.nodes


def parse_expression(text: str, **options: object) -> c_ast.Node:
    """The expression ``text``, parsed as the body of a function."""
    (function,) = parse_clean(f"void f(void) {{ {text}; }}", **options)
    (statement,) = function.body.block_items
    return statement


def parse_statements(text: str, **options: object) -> list[c_ast.Node]:
    """The items of a block with ``text`` in it."""
    (function,) = parse_clean(f"void f(void) {{ {text} }}", **options)
    items: list[c_ast.Node] = function.body.block_items
    return items


def show(node: c_ast.Node | None) -> str:
    """A tree as an S-expression; declarators in words."""
    if node is None:
        return "-"
    if isinstance(node, list):
        return " ".join(show(item) for item in node)
    shower = _SHOWERS.get(type(node))
    if shower is not None:
        return shower(node)
    words = [str(getattr(node, name)) for name in node.attr_names]
    children = [show(child) for child in node]
    return f"({' '.join([type(node).__name__, *words, *children])})"


def _show_type(node: c_ast.Node) -> str:
    if isinstance(node, c_ast.TypeDecl):
        quals = "".join(f"{q} " for q in node.quals)
        return quals + _show_attributes(node) + _show_type(node.type)
    if isinstance(node, c_ast.PtrDecl):
        quals = "".join(f" {q}" for q in node.quals)
        return f"{_show_attributes(node)}ptr{quals} to {_show_type(node.type)}"
    if isinstance(node, c_ast.ArrayDecl):
        size = "".join(f"{q} " for q in node.dim_quals) + show(node.dim)
        return f"{_show_attributes(node)}array[{size}] of {_show_type(node.type)}"
    if isinstance(node, c_ast.FuncDecl):
        params = "" if node.args is None else ", ".join(show(p) for p in node.args.params)
        return f"{_show_attributes(node)}func({params}) returning {_show_type(node.type)}"
    if isinstance(node, c_ast.IdentifierType):
        return " ".join(node.names)
    if isinstance(node, (c_ast.Struct, c_ast.Union)):
        body = "" if node.decls is None else " {" + "; ".join(show(d) for d in node.decls) + "}"
        keyword = type(node).__name__.lower()
        return f"{keyword} {_show_attributes(node)}{node.name or ''}{body}"
    if isinstance(node, c_ast.Enum):
        under = f" : {show(node.underlying_type)}" if node.underlying_type else ""
        body = ""
        if node.values is not None:
            body = " {" + ", ".join(show(e) for e in node.values.enumerators) + "}"
        return f"enum {_show_attributes(node)}{node.name or ''}{under}{body}"
    if isinstance(node, nodes.Typeof):
        return f"typeof{'_unqual' if node.unqual else ''}({show(node.operand)})"
    if isinstance(node, c_ast.BitIntType):
        return f"{node.signedness or ''} _BitInt({show(node.width)})".strip()
    assert isinstance(node, c_ast.InferredType), node
    return "auto"


def _show_attributes(node: c_ast.Node) -> str:
    return "".join(f"@{show(attribute)} " for attribute in node.attributes or ())


def _show_attribute(node: nodes.Attribute) -> str:
    args = f"({', '.join(show(arg) for arg in node.args)})" if node.args else ""
    return f"{node.name}{args}:{node.position}"


def _show_decl(node: c_ast.Node) -> str:
    words = [*node.storage]
    if isinstance(node, c_ast.Decl):
        words += node.funcspec
        words += [f"alignas({show(align.alignment)})" for align in node.align or ()]
    text = _show_attributes(node) + " ".join([*words, f"{node.name or '_'}: "])
    text += _show_type(node.type)
    if isinstance(node, c_ast.Decl):
        text += f" :{show(node.bitsize)}" if node.bitsize is not None else ""
        text += f" = {show(node.init)}" if node.init is not None else ""
    return text


def _show_string(node: nodes.StringLiteral) -> str:
    return "+".join(spelling for spelling, _ in node.parts)


def _show_asm(node: nodes.Asm) -> str:
    words = ["asm"]
    words += ["volatile"] * node.is_volatile + ["goto"] * node.is_goto
    words += ["inline"] * node.is_inline
    out = ", ".join(show(operand) for operand in node.outputs)
    ins = ", ".join(show(operand) for operand in node.inputs)
    return (
        f"({' '.join(words)} {show(node.template)} : {out} : {ins}"
        f" : {' '.join(node.clobbers)} : {' '.join(node.labels)})"
    )


def _show_operand(node: nodes.AsmOperand) -> str:
    name = f"[{node.name}]" if node.name else ""
    return f"{name}{show(node.constraint)}({show(node.expr)})"


def _show_typename(node: c_ast.Typename) -> str:
    return f"{_show_attributes(node)}{_show_type(node.type)}"


def _show_enumerator(node: c_ast.Enumerator) -> str:
    value = f"={show(node.value)}" if node.value is not None else ""
    return f"{_show_attributes(node)}{node.name}{value}"


def _show_index(node: nodes.IndexDesignator) -> str:
    return f"[{show(node.low)}{'...' + show(node.high) if node.high is not None else ''}]"


def _show_call(node: c_ast.FuncCall) -> str:
    args = node.args.exprs if node.args is not None else []
    return f"{show(node.name)}({', '.join(show(arg) for arg in args)})"


_SHOWERS: dict[type, Callable[[Any], str]] = {
    c_ast.ID: lambda n: n.name,
    c_ast.Constant: lambda n: n.value,
    nodes.StringLiteral: _show_string,
    nodes.Attribute: _show_attribute,
    nodes.ErrorExpr: lambda n: "<error>",
    c_ast.BinaryOp: lambda n: f"({n.op} {show(n.left)} {show(n.right)})",
    c_ast.Assignment: lambda n: f"({n.op} {show(n.lvalue)} {show(n.rvalue)})",
    c_ast.UnaryOp: lambda n: f"({n.op} {show(n.expr)})",
    c_ast.TernaryOp: lambda n: f"(? {show(n.cond)} {show(n.iftrue)} {show(n.iffalse)})",
    c_ast.Cast: lambda n: f"(cast [{show(n.to_type)}] {show(n.expr)})",
    c_ast.CompoundLiteral: lambda n: f"(literal [{show(n.type)}] {show(n.init)})",
    c_ast.ExprList: lambda n: f"(, {' '.join(show(e) for e in n.exprs)})",
    c_ast.FuncCall: _show_call,
    c_ast.ArrayRef: lambda n: f"{show(n.name)}[{show(n.subscript)}]",
    c_ast.StructRef: lambda n: f"{show(n.name)}{n.type}{show(n.field)}",
    c_ast.InitList: lambda n: "{" + ", ".join(show(e) for e in n.exprs) + "}",
    c_ast.NamedInitializer: lambda n: f"{''.join(show(d) for d in n.name)}={show(n.expr)}",
    nodes.FieldDesignator: lambda n: f".{n.name}",
    nodes.IndexDesignator: _show_index,
    nodes.StmtExpr: lambda n: f"({show(n.block)})",
    nodes.LabelAddr: lambda n: f"&&{n.name}",
    nodes.OffsetOf: lambda n: f"offsetof({show(n.type)}, {''.join(map(show, n.designators))})",
    c_ast.Typename: _show_typename,
    c_ast.Decl: _show_decl,
    c_ast.Typedef: _show_decl,
    c_ast.Enumerator: _show_enumerator,
    c_ast.EllipsisParam: lambda n: "...",
    nodes.Compound: lambda n: "{" + "; ".join(show(item) for item in n.block_items) + "}",
    c_ast.EmptyStatement: lambda n: ";",
    nodes.Asm: _show_asm,
    nodes.AsmOperand: _show_operand,
}
