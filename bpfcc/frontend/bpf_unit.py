"""A translation unit as the kernel will see it: programs, who calls whom, helpers, maps.

What the checks of BPF's own rules and the flow-sensitive ones share; read off the typed tree once.
"""

from __future__ import annotations

from bpfcc.elf.sections import match_section
from bpfcc.frontend.bpf_helpers import helper_of, strip_conversions
from bpfcc.frontend.bpf_maps import MapInfo, is_map, read_map
from bpfcc.frontend.ctype import CONST, VOLATILE
from bpfcc.frontend.tree import (
    AggregateInit,
    BuiltinCall,
    Call,
    Conditional,
    DeclRef,
    Expr,
    Function,
    If,
    IntLiteral,
    Logical,
    StringLiteral,
    Switch,
    Unit,
    Variable,
)
from bpfcc.frontend.walk import descendants, function_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.elf.sections import SectionMatch
    from bpfcc.frontend.bpf_helpers import Helper

# Conditions on these are answered when the program is loaded, and what they exclude is cut away.
_LOAD_TIME_SECTIONS = frozenset((".kconfig", ".ksyms"))
_LOAD_TIME_BUILTINS = "__builtin_preserve_"


class FunctionFacts:
    """One function with a body: its calls, whom it calls, whose address it takes.

    ``asks_the_kernel``: it looks at something that only loading decides (a CO-RE question, a
    kconfig or ``const volatile`` variable), ``asks_its_caller``: it is told by a number what to do;
    then parts of it may never run.
    """

    __slots__ = (
        "addressed",
        "asks_its_caller",
        "asks_the_kernel",
        "builtins",
        "callees",
        "calls",
        "function",
        "program_types",
    )

    def __init__(self, function: Function) -> None:
        self.function = function
        self.calls: list[tuple[Call, Helper | None]] = []
        self.builtins: list[BuiltinCall] = []
        self.callees: dict[Function, Call] = {}
        self.addressed: set[Function] = set()
        self.asks_the_kernel = False
        self.asks_its_caller = False
        # Bit N for each program type that may get here.
        self.program_types = 0


class Program:
    """A function in a section of the loader's table."""

    __slots__ = ("function", "match")

    def __init__(self, function: Function, match: SectionMatch) -> None:
        self.function = function
        self.match = match


class UnitFacts:
    """Everything above for one unit; ``license`` is None where no license is declared."""

    __slots__ = ("functions", "license", "license_loc", "maps", "programs", "unit")

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.functions: dict[Function, FunctionFacts] = {}
        self.programs: list[Program] = []
        self.maps: dict[Variable, MapInfo | None] = {}
        self.license: str | None = None
        self.license_loc = 0
        for definition in unit.definitions:
            if isinstance(definition, Function):
                if definition.body is not None:
                    self.functions[definition] = _read_function(definition)
                    self._read_program(definition)
            elif isinstance(definition, Variable):
                self._read_variable(definition)
        self._spread_program_types()

    def map_of(self, variable: Variable) -> MapInfo | None:
        """What a map variable defines, wherever it is defined; None where that is not known."""
        if variable not in self.maps:
            self.maps[variable] = read_map(variable, self.unit.complete)
        return self.maps[variable]

    def _read_program(self, function: Function) -> None:
        section = function.attributes.section
        match = match_section(section) if section else None
        if match is not None:
            self.programs.append(Program(function, match))

    def _read_variable(self, variable: Variable) -> None:
        if is_map(variable):
            self.maps[variable] = read_map(variable, self.unit.complete)
        elif variable.attributes.section == "license":
            self.license = _read_string(variable)
            self.license_loc = variable.loc

    def _spread_program_types(self) -> None:
        """Tell each function which program types reach it, by calls or as a callback."""
        for program in self.programs:
            bit = 1 << program.match.kind.program_type_number
            pending = [program.function]
            while pending:
                facts = self.functions.get(pending.pop())
                if facts is None or facts.program_types & bit:
                    continue
                facts.program_types |= bit
                pending.extend(facts.callees)
                pending.extend(facts.addressed)


def _read_function(function: Function) -> FunctionFacts:
    facts = FunctionFacts(function)
    called: set[int] = set()
    for node in function_nodes(function):
        if isinstance(node, Call):
            target = strip_conversions(node.callee)
            if isinstance(target, DeclRef) and isinstance(target.decl, Function):
                called.add(id(target))
                facts.callees.setdefault(target.decl, node)
                facts.calls.append((node, None))
            else:
                facts.calls.append((node, helper_of(node)))
        elif isinstance(node, DeclRef):
            _read_reference(node, facts, called)
        elif isinstance(node, BuiltinCall):
            facts.builtins.append(node)
            if node.name.startswith(_LOAD_TIME_BUILTINS):
                facts.asks_the_kernel = True
        elif isinstance(node, (If, Conditional, Switch, Logical)):
            condition = node.left if isinstance(node, Logical) else node.condition
            facts.asks_its_caller = facts.asks_its_caller or _asks_parameter(condition)
    return facts


def _asks_parameter(condition: Expr) -> bool:
    """Whether a condition looks at a parameter that is a number."""
    return any(
        isinstance(node, DeclRef)
        and isinstance(node.decl, Variable)
        and node.decl.is_parameter
        and node.decl.type.is_integer
        for node in descendants(condition)
    )


def _read_reference(node: DeclRef, facts: FunctionFacts, called: set[int]) -> None:
    decl = node.decl
    if isinstance(decl, Function):
        if id(node) not in called:
            facts.addressed.add(decl)
    elif decl.is_global and not facts.asks_the_kernel:
        quals = decl.type.quals
        facts.asks_the_kernel = (
            quals & (CONST | VOLATILE) == CONST | VOLATILE
            or decl.attributes.section in _LOAD_TIME_SECTIONS
        )


def _read_string(variable: Variable) -> str | None:
    """The text that a char array is initialised with."""
    data = string_data(variable)
    return None if data is None else data.split(b"\0")[0].decode("utf-8", "replace")


def string_data(variable: Variable) -> bytes | None:
    """The bytes of a char array from its initialiser; None where they are not constant."""
    initializer = variable.initializer
    if isinstance(initializer, StringLiteral):
        return initializer.data
    if not isinstance(initializer, AggregateInit):
        return None
    data = bytearray()
    for low, high, value in initializer.elements:
        if isinstance(value, StringLiteral) and low == 0:
            return value.data
        if not isinstance(value, IntLiteral):
            return None
        data.extend(b"\0" * (low - len(data)))
        data.extend(bytes([value.value & 0xFF]) * (high - low + 1))
    return bytes(data)
