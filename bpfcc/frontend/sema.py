"""Semantic analysis: from syntax to the typed tree.

``Sema`` holds what one translation unit's analysis shares: scopes, the current function, the
diagnostics; its parts each know one area: ``types`` (declarators), ``decls``, ``inits``,
``exprs``, ``converts``, ``builtins``, ``stmts``, ``attributes``.

Headers are analysed on demand: a name or tag that no scope has is looked up in the index of
top-level declarations (``lazy.TranslationUnit``), and what declares it is parsed and declared
then. Bodies of ``static`` functions that come in this way are analysed after the declaration
that first referenced them.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager

from bpfcc.diagnostics import FatalError
from bpfcc.frontend import nodes
from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import ERROR, Array, CType, Enum, Record, Typedef
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.scope import EnumConstant, Scope, Symbol
from bpfcc.frontend.sema_attributes import AttributeApplier
from bpfcc.frontend.sema_builtin import BuiltinAnalyzer
from bpfcc.frontend.sema_convert import Converter
from bpfcc.frontend.sema_decl import DeclAnalyzer
from bpfcc.frontend.sema_expr import ExprAnalyzer
from bpfcc.frontend.sema_init import InitAnalyzer
from bpfcc.frontend.sema_stmt import StmtAnalyzer
from bpfcc.frontend.sema_types import TypeBuilder
from bpfcc.frontend.tree import Expr, Function, IntLiteral, Unit, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from bpfcc.diagnostics import Diagnostic, Sink, Where
    from bpfcc.frontend.lazy import TopLevel, TranslationUnit
    from bpfcc.options import Options
    from bpfcc.source import SourceManager

    # Where a diagnostic points: a loc, or a syntax node whose extent is underlined.
    Spot: TypeAlias = "int | c_ast.Node"

# Where the kernel's types are read: from a file, or from BTF.
_KERNEL_BTF = "<vmlinux.h>"
_KERNEL_HEADERS = ("vmlinux.h", _KERNEL_BTF)


class Sema:
    """The state of one analysis and the parts that work on it."""

    def __init__(
        self, tu: TranslationUnit, options: Options, sink: Sink, manager: SourceManager
    ) -> None:
        self.tu = tu
        self.options = options
        self.sink = sink
        self.manager = manager
        self.file_scope = Scope(None)
        self.scope = self.file_scope
        self.function: Function | None = None
        self.being_defined: set[Record] = set()
        self.pending: deque[tuple[Function, c_ast.FuncDef, Scope]] = deque()
        self.current_loc = 0  # the top-level declaration being analysed, for crash reports
        self.is_eager = True  # whether bodies of the declaration at hand are analysed at once
        self._unevaluated = 0
        self._demanded: set[str] = set()
        self._demanded_tags: set[str] = set()
        self._processed: set[TopLevel] = set()
        self.attributes = AttributeApplier(self)
        self.types = TypeBuilder(self)
        self.converts = Converter(self)
        self.exprs = ExprAnalyzer(self)
        self.builtins = BuiltinAnalyzer(self)
        self.inits = InitAnalyzer(self)
        self.stmts = StmtAnalyzer(self)
        self.decls = DeclAnalyzer(self)
        self.unit = Unit(self._main_name(), self._complete, self._has_definition)
        self.unit.value_of = self._enumerator_value
        self.unit.analyze_unused = self.analyze_unused

    def _main_name(self) -> str:
        return self.manager.files[0].name if self.manager.files else "<stdin>"

    def _enumerator_value(self, name: str) -> int | None:
        found = self.file_lookup(name)
        return found.value if isinstance(found, EnumConstant) else None

    # -------------------------------------------------------------------- the unit

    def run(self) -> Unit:
        """Analyse every root, and what the roots turned out to need."""
        for top in self.tu.roots:
            self.process(top)
            self._drain()
        self.decls.finish_unit()
        self._drain()
        return self.unit

    def analyze_unused(self) -> Iterator[Function]:
        """The functions of headers that nothing uses, for what there is to say of them.

        Asked for when the unit is done with: what they declare and use is not entered in it. One
        that is wrong is passed over without a word: nobody compiles it.
        """
        self.unit = Unit(self.unit.main_file, self._complete, self._has_definition)
        for top in self.tu.list_functions():
            mark = self.sink.mark()
            if top not in self._processed:
                self._try(mark, lambda top=top: self.process(top))  # type: ignore[misc]
        for function in self.decls.list_waiting():
            mark = self.sink.mark()
            if self._try(mark, lambda f=function: self.decls.require_body(f)):  # type: ignore[misc]
                yield function

    def _try(self, mark: tuple[int, int], work: Callable[[], None]) -> bool:
        """Do what may turn out to be wrong; whether it was right."""
        try:
            work()
            self._drain()
        except FatalError:
            pass
        if self.sink.error_count == mark[1]:
            return True
        self.sink.take_back(mark)
        return False

    def _drain(self) -> None:
        """Analyse the bodies of functions that were referenced and not yet looked at."""
        while self.pending:
            function, node, scope = self.pending.popleft()
            self.current_loc = function.loc
            self.decls.function_body(function, node, scope)

    def process(self, top: TopLevel) -> None:
        """Declare what one top-level declaration declares, at file scope."""
        if top in self._processed:
            return
        self._processed.add(top)
        saved = (self.scope, self.function, self._unevaluated, self.current_loc, self.is_eager)
        self.scope, self.function, self._unevaluated = self.file_scope, None, 0
        self.current_loc, self.is_eager = top.loc, top.is_eager
        enclosing, self.types.enclosing = self.types.enclosing, None
        for node in top.parse():
            self.decls.external(node)
        self.scope, self.function, self._unevaluated, self.current_loc, self.is_eager = saved
        self.types.enclosing = enclosing

    # ---------------------------------------------------------------------- lookup

    def lookup(self, name: str) -> Symbol | None:
        """What an ordinary identifier means here."""
        found = self.scope.find_in_blocks(name)
        return found if found is not None else self.file_lookup(name)

    def file_lookup(self, name: str) -> Symbol | None:
        """What an identifier means at file scope; reads declarations not yet looked at."""
        if name not in self._demanded:
            self._demanded.add(name)
            for top in self.tu.find(name):
                if not top.is_eager:
                    self.process(top)
        return self.file_scope.names.get(name)

    def find_tag(self, tag: str, *, own_scope_only: bool = False) -> Record | Enum | None:
        """The record or enum that a tag names here, declared so far or known to the index."""
        if own_scope_only:
            return self.scope.tags.get(tag)
        found = self.scope.find_tag_in_blocks(tag) or self.file_scope.tags.get(tag)
        if found is None and not self.scope.is_file:
            found = self._find_known_tag(tag)
        return found

    def _find_known_tag(self, tag: str) -> Record | Enum | None:
        """A tag that the index knows at file scope, where it has not been mentioned yet.

        A record stays incomplete until more than a pointer to it is wanted: what it has in it
        may need the record that is just being defined.
        """
        tops = [top for top in self.tu.find_tag(tag) if not top.is_eager]
        if not tops:
            return None
        kind = self.tu.tag_kind(tag)
        if kind in ("struct", "union"):
            record = Record(tag, kind == "union", tops[0].loc)
            self.file_scope.tags[tag] = record
            return record
        self._demand_tag(tag)
        return self.file_scope.tags.get(tag)

    def _demand_tag(self, tag: str) -> None:
        if tag in self._demanded_tags:
            return
        self._demanded_tags.add(tag)
        tops = [top for top in self.tu.find_tag(tag) if not top.is_eager]
        for index, top in enumerate(tops):
            self.process(top)
            found = self.file_scope.tags.get(tag)
            if found is not None and found.is_complete:
                for again in tops[index + 1 :]:
                    if self._is_users(again.loc):
                        self.process(again)  # which finds that it is a redefinition
                return

    def read_earlier_tag(self, tag: str) -> None:
        """Read what headers define under a tag that the main file is about to define itself.

        Types that come from the kernel's BTF, not from a file, give way to the program's own.
        """
        if self._is_in_main_file() and self._are_in_files(self.tu.find_tag(tag)):
            self._demand_tag(tag)

    def _are_in_files(self, tops: list[TopLevel]) -> bool:
        """Whether a header that is a file has one of these declarations."""
        file_of = self.manager.file_of
        return any(not top.is_eager and file_of(top.loc).name != _KERNEL_BTF for top in tops)

    def _is_in_main_file(self) -> bool:
        return self.scope.is_file and not self.manager.file_of(self.current_loc).included_at

    def _is_users(self, loc: int) -> bool:
        """Whether something stands in a header of the user's own.

        The system's headers and vmlinux.h define the same types, and may be read together.
        """
        name = self.manager.file_of(loc).name
        return not self.manager.is_system(loc) and not name.endswith(_KERNEL_HEADERS)

    def declare_tag(self, tag: str, type: Record | Enum) -> None:
        """Enter a tag in the current scope."""
        self.scope.tags[tag] = type

    def declare_enumerator(self, constant: EnumConstant) -> None:
        """Enter an enumerator; a clash with another name is an error."""
        name = constant.name
        if self._is_in_main_file() and self._are_in_files(self.tu.find(name)):
            self.file_lookup(name)
        previous = self.scope.local(name)
        if previous is not None:
            kind = "enumerator " if isinstance(previous, EnumConstant) else ""
            self.error_of_redefinition(name, constant.loc, previous.loc, kind)
            return
        self.scope.names[name] = constant

    def declare_prototype_name(self, name: str, type: CType, loc: int) -> None:
        """Enter a parameter of a prototype; parameters of a definition start out here."""
        previous = self.scope.local(name)
        if previous is not None:
            self.error("redefinition", loc, f"redefinition of parameter '{name}'").note(
                "previous declaration is here", previous.loc
            )
            return
        variable = Variable(name, type, loc)
        variable.is_parameter = True
        variable.is_definition = True
        self.scope.names[name] = variable

    # ---------------------------------------------------------------- completeness

    def require_complete(self, type: CType) -> bool:
        """Whether ``type`` is complete, after reading its definition if there is one."""
        canonical = type.canonical
        if isinstance(canonical, Array):
            return canonical.count is not None and self.require_complete(canonical.element)
        if isinstance(canonical, (Record, Enum)):
            return canonical.is_complete or self._complete(canonical)
        return not canonical.is_void and not canonical.is_function

    def _complete(self, type: Record | Enum) -> bool:
        if type.is_complete:
            return True
        if type.tag is None or type in self.being_defined or type.scope is not None:
            return False
        if self.file_scope.tags.get(type.tag) is type:
            self._demand_tag(type.tag)
        return type.is_complete

    def _has_definition(self, type: Record | Enum) -> bool:
        """Whether a tag is defined somewhere, which is not read for the answer."""
        if type.is_complete:
            return True
        if type.tag is None or type.scope is not None:
            return False
        return self.tu.tag_kind(type.tag) is not None

    # ---------------------------------------------------------------------- scopes

    def push_scope(self) -> Scope:
        self.scope = Scope(self.scope)
        return self.scope

    def pop_scope(self) -> Scope:
        scope = self.scope
        assert scope.parent is not None
        self.scope = scope.parent
        return scope

    @contextmanager
    def unevaluated(self) -> Iterator[None]:
        """Inside, names are looked at (sizeof, typeof) but not used."""
        self._unevaluated += 1
        try:
            yield
        finally:
            self._unevaluated -= 1

    @property
    def is_unevaluated(self) -> bool:
        return self._unevaluated > 0

    # ------------------------------------------------------------------- constants

    def integer_constant(self, expr: Expr) -> int | None:
        """The value of an integer constant expression, or None."""
        return evaluate_integer(expr)

    def constant(self, node: c_ast.Node, what: str) -> int | None:
        """The value of a node that must be an integer constant; an error and None if not."""
        expr = self.exprs.value(node)
        if expr.type.is_error:
            return None
        value = evaluate_integer(expr)
        if value is None:
            if not expr.type.is_integer:
                self.error(
                    "constant-expression",
                    node,
                    f"{what} has non-integer type '{expr.type}'",
                )
            else:
                self.error(
                    "constant-expression",
                    node,
                    f"{what} is not an integer constant expression",
                )
        return value

    # ----------------------------------------------------------------- diagnostics

    def error(self, code: str, where: Spot, message: str) -> Diagnostic:
        return self.sink.error(code, self._where(where), message)

    def warning(self, code: str, where: Spot, message: str) -> Diagnostic:
        return self.sink.warning(code, self._where(where), message)

    def default_error(self, code: str, where: Spot, message: str) -> Diagnostic:
        return self.sink.default_error(code, self._where(where), message)

    def error_of_redefinition(self, name: str, loc: int, previous: int, kind: str = "") -> None:
        """Complain that a tag or enumerator (``kind``) is defined again."""
        fault = self.error("redefinition", loc, f"redefinition of {kind}'{name}'")
        fault.note("previous definition is here", previous)
        here, there = self.manager.file_of(loc), self.manager.file_of(previous)
        if here is not there and here.name == there.name:
            fault.note("the file is included twice: begin it with #pragma once", here.included_at)
        elif there.name.endswith(_KERNEL_HEADERS):
            fault.note(f"vmlinux.h has all types of the kernel: give this '{name}' another name")

    def incomplete(self, type: CType, where: Spot, message: str) -> Diagnostic:
        """Complain that ``type`` is not complete; notes say where it is named."""
        diagnostic = self.error("incomplete-type", where, message)
        tagged = type.canonical
        while isinstance(tagged, Array):
            tagged = tagged.element.canonical
        if isinstance(tagged, (Record, Enum)) and tagged.tag is not None:
            if tagged in self.being_defined:
                diagnostic.note(f"'{tagged}' is complete only behind its '}}'", tagged.loc)
                return diagnostic
            diagnostic.note(f"forward declaration of '{tagged}'", tagged.loc)
            from bpfcc.frontend.hints import advise_tag

            advise_tag(diagnostic, tagged.tag, self.tu.tag_names())
        return diagnostic

    def _where(self, spot: Spot) -> Where:
        """The caret and range of a syntax node, computed only when something is said of it."""
        if isinstance(spot, int):
            return spot
        first, end = nodes.span_of(spot, self.manager)
        return (spot.coord, first, end)

    def visible_names(self) -> list[str]:
        """Names in scope, nearest first, for did-you-mean."""
        names: list[str] = []
        scope: Scope | None = self.scope
        while scope is not None:
            names.extend(scope.names)
            scope = scope.parent
        names.extend(self.tu.visible_names())
        return names

    def suggest(self, diagnostic: Diagnostic, name: str, candidates: list[str], loc: int) -> None:
        """Add "did you mean" where one candidate is close to ``name``."""
        from bpfcc.frontend.hints import find_close_name

        near = find_close_name(name, [c for c in candidates if c != name])
        if near is not None:
            diagnostic.message += f"; did you mean '{near}'?"
            if loc > 0:
                diagnostic.fixit((loc, loc + len(name)), near)

    def advise(self, diagnostic: Diagnostic, name: str, loc: int) -> None:
        """Say what an unknown ordinary identifier may be meant to be, or where it is declared."""
        from bpfcc.frontend.hints import advise

        later = self.tu.find(name)
        if later:
            diagnostic.note(f"'{name}' is declared only here: move it up", later[0].loc)
            return
        names = [*self.visible_names(), *self.tu.macro_names()]
        names += (found for found in self.tu.typedef_names() if found == f"__{name}")
        advise(diagnostic, name, loc, names)

    def unknown_type(self, name: str, loc: int) -> None:
        diagnostic = self.error("unknown-type", loc, f"unknown type name '{name}'")
        typedefs = list(self.tu.typedef_names())
        scope: Scope | None = self.scope
        while scope is not None:
            typedefs.extend(n for n, s in scope.names.items() if isinstance(s, Typedef))
            scope = scope.parent
        from bpfcc.frontend.hints import advise

        advise(diagnostic, name, loc, typedefs)

    def error_literal(self, loc: int) -> Expr:
        """A stand-in for an expression that could not be understood."""
        return IntLiteral(0, ERROR, loc)


def analyze(tu: TranslationUnit, options: Options, sink: Sink, manager: SourceManager) -> Unit:
    """Analyse a translation unit; errors go to ``sink``, the tree holds what was understood."""
    return Sema(tu, options, sink, manager).run()
