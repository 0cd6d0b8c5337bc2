"""Initialisers (C11 6.7.9): braces, designators, ranges, strings, brace elision.

The result is flattened: overrides resolved, elements ascending, gaps left to zero.
"""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.consteval import Address, evaluate_constant
from bpfcc.frontend.ctype import ERROR, INT, Array, CType, Field, Record, integer_of
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.sema_operator import Analyzed
from bpfcc.frontend.tree import (
    AggregateInit,
    CompoundLiteral,
    Conversion,
    Convert,
    Expr,
    Initializer,
    IntLiteral,
    StringLiteral,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.sema import Sema


class _Items:
    """A cursor over the items of one braced list."""

    __slots__ = ("items", "pos")

    def __init__(self, items: list[c_ast.Node]) -> None:
        self.items = items
        self.pos = 0

    @property
    def done(self) -> bool:
        return self.pos >= len(self.items)

    def peek(self) -> c_ast.Node:
        return self.items[self.pos]


class _Slot:
    """An aggregate being filled: values by array index or field index."""

    __slots__ = ("loc", "ranges", "type", "values")

    def __init__(self, type: CType, loc: int) -> None:
        self.type = type
        self.loc = loc
        self.values: dict[int, Expr | _Slot] = {}
        # Array ranges [low … high] in the order written; values override them and reverse.
        self.ranges: list[tuple[int, int, Expr | _Slot]] = []


class InitAnalyzer:
    """Checks an initialiser against the type it initialises."""

    __slots__ = ("_must_be_constant", "sema")

    def __init__(self, sema: Sema) -> None:
        self.sema = sema
        self._must_be_constant = False

    def initialize(
        self, node: c_ast.Node, type: CType, loc: int, *, must_be_constant: bool
    ) -> tuple[CType, Initializer | None]:
        """The type (an array's length completed) and the initialiser; ERROR type on failure."""
        sema = self.sema
        canonical = type.canonical
        if type.is_error:
            return type, None
        saved, self._must_be_constant = self._must_be_constant, must_be_constant
        try:
            if isinstance(canonical, Array):
                return self._array_object(node, type, canonical, loc)
            if not sema.require_complete(type):
                sema.incomplete(type, loc, f"variable has incomplete type '{type}'")
                return ERROR, None
            if isinstance(node, c_ast.InitList):
                if canonical.is_record:
                    slot = _Slot(type, node.coord)
                    self._fill_braced(slot, node)
                    return type, self._finish(slot)
                return type, self._scalar_braced(node, type)
            value = sema.exprs.value(node)
            return type, self._assigned(value, type, node)
        finally:
            self._must_be_constant = saved

    # ----------------------------------------------------------------------- arrays

    def _array_object(
        self, node: c_ast.Node, type: CType, array: Array, loc: int
    ) -> tuple[CType, Initializer | None]:
        sema = self.sema
        if array.length is not None:
            sema.error("vla", loc, "variable-sized object may not be initialized")
            return ERROR, None
        string = self._string_for(node, array)
        if string is not None:
            return self._string_object(string, type, array, node)
        if not isinstance(node, c_ast.InitList):
            value = sema.exprs.analyze(node)
            if isinstance(value, CompoundLiteral) and value.type.is_array:
                # GNU: an array may be initialised by a compound literal of its type.
                return value.type, value.variable.initializer
            if not value.type.is_error:
                sema.error(
                    "initializer",
                    node,
                    "array initializer must be an initializer list"
                    + (" or string literal" if size_of(array.element) == 1 else ""),
                )
            return ERROR, None
        slot = _Slot(type, node.coord)
        last = self._fill_braced(slot, node)
        if array.count is None:
            type = Array(array.element, last)
            slot.type = type
        return type, self._finish(slot)

    def _string_for(self, node: c_ast.Node, array: Array) -> StringLiteral | None:
        """The string literal that initialises a character array, braces around it ignored."""
        if isinstance(node, c_ast.InitList) and len(node.exprs) == 1:
            node = node.exprs[0]
        if not isinstance(node, nodes.StringLiteral):
            return None
        element = array.element.canonical
        if not element.is_integer or element.is_error:
            return None
        string = self.sema.exprs.analyze(node)
        if not isinstance(string, StringLiteral):
            return None
        unit = string.type.canonical
        assert isinstance(unit, Array)
        return string if size_of(unit.element) == size_of(element) else None

    def _string_object(
        self, string: StringLiteral, type: CType, array: Array, node: c_ast.Node
    ) -> tuple[CType, Initializer]:
        unit = size_of(array.element) or 1
        length = len(string.data) // unit
        if array.count is None:
            type = Array(array.element, length)
            return type, StringLiteral(string.data, type, string.loc)
        data = string.data
        if length - 1 > array.count:
            self.sema.warning(
                "excess-initializers",
                node,
                "initializer-string for char array is too long",
            )
        elif length - 1 == array.count:
            self.sema.warning(
                "unterminated-string-initialization",
                node,
                "initializer-string for character array is too long for its terminating null "
                "character",
            )
        data = data[: array.count * unit].ljust(array.count * unit, b"\0")
        return type, StringLiteral(data, type, string.loc)

    # ---------------------------------------------------------------------- scalars

    def _scalar_braced(self, node: c_ast.InitList, type: CType) -> Initializer | None:
        sema = self.sema
        items = node.exprs
        if not items:
            zero: Expr = IntLiteral(0, INT, node.coord)
            return sema.converts.to(zero, type.unqualified)
        if len(items) > 1:
            sema.warning(
                "excess-initializers",
                items[1],
                "excess elements in scalar initializer",
            )
        item = items[0]
        if isinstance(item, c_ast.NamedInitializer):
            sema.error("designator", item.coord, "designator in initializer for scalar type")
            return None
        if isinstance(item, c_ast.InitList):
            return self._scalar_braced(item, type)
        return self._assigned(sema.exprs.value(item), type, item)

    def _assigned(self, value: Expr, type: CType, node: c_ast.Node) -> Expr:
        sema = self.sema
        errors = sema.sink.error_count
        value = sema.converts.assign(value, type, node, "initializing")
        if self._must_be_constant and errors == sema.sink.error_count:
            self._check_constant(value, node)
        return value

    def _check_constant(self, value: Expr, node: c_ast.Node) -> None:
        known = evaluate_constant(value)
        if known is None and value.type.is_record:
            known = self._constant_record(value)
        truncated = (
            isinstance(known, Address)
            and value.type.is_integer
            and integer_of(value.type).size_bytes != 8
        )
        if known is None or truncated:
            self.sema.error(
                "constant-expression",
                node,
                "initializer element is not a compile-time constant",
            )

    def _constant_record(self, value: Expr) -> int | None:
        """A whole record is constant when it is a constant compound literal (GNU)."""
        while isinstance(value, Convert) and value.kind in (Conversion.LOAD, Conversion.NO_OP):
            value = value.operand
        if isinstance(value, CompoundLiteral):
            return 0
        return 0 if isinstance(value, Convert) and value.kind is Conversion.TO_UNION else None

    # ------------------------------------------------------------------- aggregates

    def _fill_braced(self, slot: _Slot, node: c_ast.InitList) -> int:
        """Fill from ``{…}``; gives the number of array elements that it covers."""
        items = _Items(list(node.exprs))
        covered = self._fill(slot, items, braced=True)
        if not items.done:
            kind = "array" if slot.type.is_array else "struct"
            record = slot.type.canonical
            if isinstance(record, Record) and record.is_union:
                kind = "union"
            self.sema.warning(
                "excess-initializers",
                items.peek(),
                f"excess elements in {kind} initializer",
            )
            for item in items.items[items.pos :]:
                if not isinstance(item, (c_ast.InitList, c_ast.NamedInitializer)):
                    self.sema.exprs.value(item)
        self._check_missing(slot, node)
        return covered

    def _check_missing(self, slot: _Slot, node: c_ast.InitList) -> None:
        """-Wmissing-field-initializers: members left out, other than by ``{}`` or ``{0}``."""
        record = slot.type.canonical
        items = node.exprs
        if not isinstance(record, Record) or record.is_union or not items:
            return
        if any(isinstance(item, c_ast.NamedInitializer) for item in items):
            return
        if len(items) == 1 and isinstance(items[0], c_ast.Constant) and items[0].value == "0":
            return
        for field in initializable(record):
            array = field.type.canonical
            is_flexible = isinstance(array, Array) and array.count is None
            if field.index not in slot.values and field.name is not None and not is_flexible:
                self.sema.warning(
                    "missing-field-initializers",
                    items[-1],
                    f"missing field '{field.name}' initializer",
                )
                return

    def _fill(self, slot: _Slot, items: _Items, *, braced: bool) -> int:
        """Consume items for ``slot``; without own braces it stops when full or designated."""
        canonical = slot.type.canonical
        if isinstance(canonical, Array):
            return self._fill_array(slot, canonical, items, braced)
        assert isinstance(canonical, Record)
        self._fill_record(slot, canonical, items, braced)
        return 0

    def _fill_array(self, slot: _Slot, array: Array, items: _Items, braced: bool) -> int:
        index = 0
        covered = 0
        while not items.done:
            item = items.peek()
            if isinstance(item, c_ast.NamedInitializer):
                if not braced:
                    break
                items.pos += 1
                index = self._designated(slot, item, items)
                covered = max(covered, index)
                continue
            if array.count is not None and index >= array.count:
                break
            slot.values[index] = self._element(array.element, items)
            index += 1
            covered = max(covered, index)
        return covered

    def _fill_record(self, slot: _Slot, record: Record, items: _Items, braced: bool) -> None:
        fields = initializable(record)
        position = 0
        while not items.done:
            item = items.peek()
            if isinstance(item, c_ast.NamedInitializer):
                if not braced:
                    return
                items.pos += 1
                after = self._designated(slot, item, items)
                position = next((i for i, f in enumerate(fields) if f.index >= after), len(fields))
                continue
            if position >= len(fields) or (record.is_union and position > 0):
                return
            field = fields[position]
            flexible = field.type.canonical
            if isinstance(flexible, Array) and flexible.count is None and not braced:
                return
            if record.is_union:
                slot.values.clear()
            slot.values[field.index] = self._element(field.type, items)
            position += 1

    def _element(self, type: CType, items: _Items) -> Expr | _Slot:
        """The next item(s) as a value of ``type``, with brace elision (6.7.9p20)."""
        item = items.peek()
        canonical = type.canonical
        if isinstance(item, c_ast.InitList):
            items.pos += 1
            return self._from_braces(item, type)
        if isinstance(canonical, Array):
            string = self._string_for(item, canonical)
            if string is not None:
                items.pos += 1
                return self._string_element(string, type, canonical, item)
        if canonical.is_array or canonical.is_record:
            value = self._whole_record(item, type, items)
            if value is not None:
                return value
            slot = _Slot(type, item.coord)
            before = items.pos
            if isinstance(canonical, Array) and canonical.count is None:
                # A flexible array without braces takes what is left.
                slot.type = Array(canonical.element, self._fill(slot, items, braced=False))
            else:
                self._fill(slot, items, braced=False)
            if items.pos == before:
                items.pos += 1  # an empty struct or array takes nothing: skip, excess elsewhere
            return slot
        items.pos += 1
        return self._assigned(self.sema.exprs.value(item), type, item)

    def _string_element(
        self, string: StringLiteral, type: CType, array: Array, node: c_ast.Node
    ) -> Expr:
        _, value = self._string_object(string, type, array, node)
        assert isinstance(value, Expr)
        return value

    def _from_braces(self, item: c_ast.InitList, type: CType) -> Expr | _Slot:
        canonical = type.canonical
        if isinstance(canonical, Array):
            string = self._string_for(item, canonical)
            if string is not None:
                return self._string_element(string, type, canonical, item)
        if canonical.is_array or canonical.is_record:
            slot = _Slot(type, item.coord)
            covered = self._fill_braced(slot, item)
            if isinstance(canonical, Array) and canonical.count is None:
                slot.type = Array(canonical.element, covered)
            return slot
        value = self._scalar_braced(item, type)
        return value if isinstance(value, Expr) else self.sema.error_literal(item.coord)

    def _whole_record(self, item: c_ast.Node, type: CType, items: _Items) -> Expr | None:
        """An item that is itself a value of the record type initialises all of it."""
        if type.is_array or isinstance(item, nodes.StringLiteral):
            return None
        if isinstance(item, (c_ast.Constant, Analyzed)):
            return None
        value = self.sema.exprs.value(item)
        if value.type.is_error or value.type.canonical is type.canonical:
            items.pos += 1
            if self._must_be_constant and not value.type.is_error:
                self._check_constant(value, item)
            return value
        # It belongs to the first scalar inside; that will analyse it again.
        items.items[items.pos] = Analyzed(value, item)
        return None

    # ------------------------------------------------------------------ designators

    def _designated(self, slot: _Slot, item: c_ast.NamedInitializer, items: _Items) -> int:
        """Store one designated value; gives the position that follows it in ``slot``."""
        target, position = slot, 0
        result = 0
        steps = list(item.name)
        for depth, designator in enumerate(steps):
            is_last = depth == len(steps) - 1
            if isinstance(designator, nodes.FieldDesignator):
                located = self._field_step(target, designator)
            else:
                located = self._index_step(target, designator, is_last)
            if located is None:
                return 1 << 60 if slot.type.is_array else len(slot.type.canonical.fields or ())  # type: ignore[attr-defined]
            target, position, high = located
            if depth == 0:
                result = position + 1 if target is slot else self._outer_position(slot, designator)
                if isinstance(designator, nodes.IndexDesignator):
                    result = high + 1
            if not is_last:
                target = self._descend(target, position)
            elif isinstance(designator, nodes.IndexDesignator) and designator.high is not None:
                value = self._designated_value(target, position, item, items)
                target.ranges.append((position, high, value))
                for index in [i for i in target.values if position <= i <= high]:
                    del target.values[index]
                return result
        target.values[position] = self._designated_value(target, position, item, items)
        return result

    def _outer_position(self, slot: _Slot, designator: nodes.FieldDesignator) -> int:
        record = slot.type.canonical
        assert isinstance(record, Record)
        path = record.find(designator.name)
        assert path is not None
        return path[0].index + 1

    def _designated_value(
        self, target: _Slot, position: int, item: c_ast.NamedInitializer, items: _Items
    ) -> Expr | _Slot:
        canonical = target.type.canonical
        if isinstance(canonical, Array):
            type = canonical.element
        else:
            assert isinstance(canonical, Record)
            assert canonical.fields is not None
            type = canonical.fields[position].type
            if canonical.is_union:
                target.values.clear()
        if isinstance(item.expr, c_ast.InitList):
            return self._from_braces(item.expr, type)
        # Brace elision continues with the items that follow: [0].a = 1, 2, 3.
        items.pos -= 1
        items.items[items.pos] = item.expr
        return self._element(type, items)

    def _descend(self, target: _Slot, position: int) -> _Slot:
        """The subobject at ``position``, kept if partly initialised already."""
        inner = target.values.get(position)
        if isinstance(inner, _Slot):
            return inner
        canonical = target.type.canonical
        if isinstance(canonical, Array):
            type = canonical.element
        else:
            assert isinstance(canonical, Record)
            assert canonical.fields is not None
            type = canonical.fields[position].type
            if canonical.is_union:
                target.values.clear()
        slot = _Slot(type, target.loc)
        target.values[position] = slot
        return slot

    def _field_step(
        self, target: _Slot, designator: nodes.FieldDesignator
    ) -> tuple[_Slot, int, int] | None:
        sema = self.sema
        record = target.type.canonical
        if not isinstance(record, Record):
            sema.error(
                "designator",
                designator.coord,
                f"field designator cannot initialize a non-struct, non-union type '{target.type}'",
            )
            return None
        path = record.find(designator.name)
        if path is None:
            diagnostic = sema.error(
                "no-member",
                designator.coord,
                f"field designator '{designator.name}' does not refer to any field in type "
                f"'{record}'",
            )
            sema.suggest(diagnostic, designator.name, record.member_names(), designator.coord)
            return None
        for field in path[:-1]:
            target = self._descend(target, field.index)
        index = path[-1].index
        return target, index, index

    def _index_step(
        self,
        target: _Slot,
        designator: nodes.IndexDesignator,
        is_last: bool,
    ) -> tuple[_Slot, int, int] | None:
        sema = self.sema
        array = target.type.canonical
        if not isinstance(array, Array):
            sema.error(
                "designator",
                designator.coord,
                f"array designator cannot initialize non-array type '{target.type}'",
            )
            return None
        low = sema.constant(designator.low, "array designator")
        high = low
        if designator.high is not None:
            high = sema.constant(designator.high, "array designator")
            if not is_last:
                sema.error(
                    "designator", designator.coord, "a range must be the last designator on BPF"
                )
                return None
        if low is None or high is None:
            return None
        if low < 0 or high < low or (array.count is not None and high >= array.count):
            sema.error(
                "designator",
                designator.coord,
                f"array designator index ({high}) exceeds array bounds"
                if array.count is not None
                else "array designator range is empty or negative",
            )
            return None
        return target, low, high

    # ---------------------------------------------------------------------- flatten

    def _finish(self, slot: _Slot) -> AggregateInit:
        result = AggregateInit(slot.type, slot.loc)
        canonical = slot.type.canonical
        if isinstance(canonical, Record):
            assert canonical.fields is not None
            for index in sorted(slot.values):
                value = slot.values[index]
                done = self._finish(value) if isinstance(value, _Slot) else value
                result.fields.append((canonical.fields[index], done))
            return result
        spans = _resolve_ranges(slot)
        for low, high, value in spans:
            done = self._finish(value) if isinstance(value, _Slot) else value
            result.elements.append((low, high, done))
        return result


def initializable(record: Record) -> list[Field]:
    """The fields that positional initialisers reach: unnamed bit-fields are skipped."""
    return [f for f in record.fields or () if f.name is not None or f.bit_width is None]


def _resolve_ranges(slot: _Slot) -> list[tuple[int, int, Expr | _Slot]]:
    """Ranges and single values of an array as disjoint ascending spans; the later wins."""
    spans: list[tuple[int, int, Expr | _Slot]] = []
    for low, high, value in [*slot.ranges, *((i, i, v) for i, v in slot.values.items())]:
        cut: list[tuple[int, int, Expr | _Slot]] = []
        if slot.ranges:
            for a, b, old in spans:
                if b < low or a > high:
                    cut.append((a, b, old))
                    continue
                if a < low:
                    cut.append((a, low - 1, old))
                if b > high:
                    cut.append((high + 1, b, old))
        else:
            cut = spans
        cut.append((low, high, value))
        spans = cut
    spans.sort(key=lambda span: span[0])
    return spans
