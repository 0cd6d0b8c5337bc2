"""Calls: what helpers, kernel functions, builtins and the program's own functions do to a path."""

from __future__ import annotations

from bpfcc.frontend.bpf_helpers import helper_of, strip_conversions
from bpfcc.frontend.bpf_map_facts import find_kind
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import Call, DeclRef, Function, Linkage
from bpfcc.verifier.access import describe
from bpfcc.verifier.kfuncs import ACQUIRING, NEVER_RETURNING, RELEASING
from bpfcc.verifier.locks import follow_lock
from bpfcc.verifier.numbers import bounds_of, is_number
from bpfcc.verifier.state import Nullness, Ownership
from bpfcc.verifier.values import FunctionValue, Pointer, RecordValue, RegionKind, Source, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bpfcc.frontend.bpf_helpers import Helper
    from bpfcc.frontend.bpf_map_facts import MapKind
    from bpfcc.frontend.bpf_maps import MapInfo
    from bpfcc.frontend.tree import BuiltinCall, Expr
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Region, Value

    Results: TypeAlias = list[tuple[State, Value]]

# Argument letters (see ``bpf_helpers``) that take a pointer and not NULL.
_NOT_NULL = frozenset("mkvVrwpoR")
# Those that take a pointer, and those that take it to memory.
_POINTERS = frozenset("cmkvVrwpoR")
_MEMORY = frozenset("kvVrw")
_SPOKEN = {
    RegionKind.STACK: "a local variable",
    RegionKind.GLOBAL: "a global variable",
    RegionKind.STRING: "a string",
    RegionKind.CONTEXT: "the context",
    RegionKind.PACKET: "a pointer into the packet",
    RegionKind.PACKET_END: "the packet's end",
    RegionKind.MAP: "a map",
    RegionKind.MAP_VALUE: "a map's value",
}
_NO_MEMORY = frozenset((RegionKind.CONTEXT, RegionKind.PACKET_END, RegionKind.MAP))
_NO_CONTEXT = _SPOKEN.keys() - {RegionKind.CONTEXT}
_LOOKUPS = frozenset(("bpf_map_lookup_elem", "bpf_map_lookup_percpu_elem"))
_STORAGE = frozenset(
    (
        "bpf_sk_storage_get",
        "bpf_inode_storage_get",
        "bpf_task_storage_get",
        "bpf_cgrp_storage_get",
        "bpf_get_local_storage",
    )
)
_SOCKET_MAPS = frozenset(("sockmap", "sockhash"))
_OBJECT_MAPS = frozenset(("xskmap", "devmap", "devmap_hash", "cpumap", "reuseport_sockarray"))
_MAPS_OF_MAPS = frozenset(("array_of_maps", "hash_of_maps"))
_COPYING = frozenset(("__builtin_memcpy", "__builtin_memmove", "__builtin_memcpy_inline"))
_SETTING = frozenset(("__builtin_memset", "__builtin_memset_inline", "__builtin_bzero"))
_WORD_BYTES = 8
_MOST_BYTES = 1 << 29
"""The verifier's own limit for sizes that vary."""

_STOPPING = frozenset(("__builtin_unreachable", "__builtin_trap", "__builtin_abort"))
_PASSING = frozenset(
    (
        "__builtin_expect",
        "__builtin_expect_with_probability",
        "__builtin_assume_aligned",
        "__builtin_launder",
        "__builtin_addressof",
    )
)
# Builtin → the kinds of its question that ask whether something is there.
_EXISTENCE = {
    "__builtin_preserve_field_info": (2,),
    "__builtin_preserve_type_info": (0, 2),
    "__builtin_preserve_enum_value": (0,),
}
_BYTE_SWAPS = frozenset(("__builtin_bswap16", "__builtin_bswap32", "__builtin_bswap64"))


class Calls:
    """Follows calls."""

    __slots__ = ("machine", "moving")

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.moving: dict[Function, bool] = {}

    def call(self, expr: Call, state: State) -> Results:
        """What a call returns, on the paths that come back from it."""
        found: Results = []
        target = self._find_function(expr)
        helper = helper_of(expr) if target is None else None
        for current, args in self.machine.expressions.values(expr.args, state):
            if helper is not None:
                found += self._helper(expr, helper, args, current)
            elif target is not None and self._is_followed(target):
                found += self._follow(expr, target, args, current)
            elif target is not None and target.body is None:
                found += self._kernel_function(expr, target, args, current)
            else:
                found.append((current, self._unknown_call(expr, target, args, current)))
        return found

    def _find_function(self, expr: Call) -> Function | None:
        target = strip_conversions(expr.callee)
        if isinstance(target, DeclRef) and isinstance(target.decl, Function):
            return target.decl
        return None

    def _result(self, expr: Expr) -> Value:
        if expr.type.is_void:
            return 0
        if expr.type.is_record:
            return RecordValue(None, expr.type)
        bounds = bounds_of(expr.type)
        return self.machine.numbers.symbol(("result", self.machine.key_of(expr)), *bounds)

    def _number_of(self, expr: Call, helper: Helper, argument: int, size_bytes: int) -> Symbol:
        """What a helper has written, where that may be a number."""
        key = ("written", self.machine.key_of(expr), argument)
        symbol = self.machine.numbers.symbol(key, 0, (1 << 8 * size_bytes) - 1)
        symbol.source, symbol.maker = Source.HELPER, helper.name
        return symbol

    # ------------------------------------------------------------- the program's functions

    def _is_followed(self, function: Function) -> bool:
        """Whether the kernel looks into a function with what this call gives it."""
        frame = self.machine.frame
        if function.body is None or function not in self.machine.facts.functions:
            return False
        if function.attributes.naked or frame.depth >= self.machine.depth_limit:
            return False
        return function.linkage is Linkage.INTERNAL or function.attributes.always_inline

    def _follow(self, expr: Call, function: Function, args: list[Value], state: State) -> Results:
        machine = self.machine
        if len(args) < len(function.params) or function in machine.active:
            return [(state, self._unknown_call(expr, function, args, state))]
        outer = machine.frame
        frame = machine.enter(function, expr)
        try:
            for param, value in zip(function.params, args, strict=False):
                place = Pointer(machine.region_of(param))
                state.forget(place.region)
                machine.expressions.store(place, param.type, value, state)
            assert function.body is not None
            fallen = machine.statements.run(function.body, [state])
            returns = [*frame.returns, *((s, self._result(expr)) for s in fallen)]
        finally:
            machine.leave(outer)
        return self._merge_returns(returns, frame.path)

    def _merge_returns(self, returns: Results, path: tuple[int, ...]) -> Results:
        """The returning paths, without the callee's variables; alike where the value is."""
        by_value: dict[Value, list[State]] = {}
        found: Results = []
        for state, value in returns:
            for region in [r for r in state.cells.keys() | state.written.keys()
                           | state.versions.keys() if self.machine.is_local(r, path)]:  # fmt: skip
                state.drop(region)
            if isinstance(value, RecordValue):
                found.append((state, RecordValue(None, value.type)))
            else:
                by_value.setdefault(value, []).append(state)
        for value, states in by_value.items():
            found += [(s, value) for s in self.machine.merge(states)]
        return found

    def _unknown_call(
        self, expr: Call, function: Function | None, args: list[Value], state: State
    ) -> Value:
        """A function that is verified by itself, or that nobody knows."""
        for value in args:
            if isinstance(value, Pointer):
                state.let_go(value.region)
        state.forget_shared()
        if function is None or self._may_move_packet(function, set()):
            state.is_blind = True
        return self._result(expr)

    def _may_move_packet(self, function: Function, seen: set[Function]) -> bool:
        facts = self.machine.facts.functions.get(function)
        if facts is None or function in seen:
            return False
        seen.add(function)
        if any(helper is not None and helper.moves_packet for _, helper in facts.calls):
            return True
        return any(self._may_move_packet(callee, seen) for callee in facts.callees)

    # -------------------------------------------------------------------- kernel functions

    def _kernel_function(
        self, expr: Call, function: Function, args: list[Value], state: State
    ) -> Results:
        name = function.name
        if name in NEVER_RETURNING:
            return []
        if name in RELEASING and args:
            self._release(expr, expr.args[0], name, args[0], state)
            return [(state, self._result(expr))]
        for value in args:
            if isinstance(value, Pointer):
                self._pass_to_kernel(value, state)
        state.forget_shared()
        if name not in ACQUIRING:
            return [(state, self._result(expr))]
        pointer = self._acquire(expr, name, RegionKind.OBJECT, state)
        if not ACQUIRING[name]:
            state.nullness[pointer.region] = Nullness.NO
        return [(state, pointer)]

    def _pass_to_kernel(self, value: Pointer, state: State) -> None:
        region = value.region
        if region.kind is RegionKind.STACK:
            state.let_go(region)
        elif state.owners.get(region) is Ownership.HELD:
            state.owners[region] = Ownership.ELSEWHERE

    def _acquire(
        self, expr: Call, name: str, kind: RegionKind, state: State, size: int | None = None
    ) -> Pointer:
        """Something new that the program has to give back, or NULL."""
        region = self.machine.region(
            ("made", self.machine.key_of(expr)), kind, size_bytes=size, call=expr, maker=name
        )
        state.nullness[region] = Nullness.MAYBE
        state.owners[region] = Ownership.HELD
        return Pointer(region)

    # ------------------------------------------------------------------------- helpers

    def _helper(self, expr: Call, helper: Helper, args: list[Value], state: State) -> Results:
        map_info, map_kind = self._map_of(helper, args)
        for index, (letter, value) in enumerate(zip(helper.args, args, strict=False)):
            if isinstance(value, Pointer):
                self._check_argument(expr, helper, index, letter, args, map_info, state)
            elif isinstance(value, FunctionValue):
                self.machine.callbacks.setdefault(value.function, helper.name)
            elif letter == "s":
                self._check_size(expr, helper, index, value, state)
            elif letter in _POINTERS and isinstance(value, Symbol):
                self.machine.access.check_number(expr.args[index], value, helper.name)
        follow_lock(self.machine, expr, helper.name, state)
        if helper.name == "bpf_tail_call" and not self.machine.frame.depth:
            self.check_releases(state, expr.loc, "the tail call")
        if helper.moves_packet:
            state.generation += 1
            state.moved_by = (helper.name, expr.loc)
        state.forget_shared()
        if helper.args.startswith("R") and args:
            self._release(expr, expr.args[0], helper.name, args[0], state)
        return [(state, self._helper_result(expr, helper, args, map_info, map_kind, state))]

    def _map_of(self, helper: Helper, args: list[Value]) -> tuple[MapInfo | None, MapKind | None]:
        for letter, value in zip(helper.args, args, strict=False):
            if letter == "m" and isinstance(value, Pointer):
                variable = value.region.variable
                if value.region.kind is RegionKind.MAP and variable is not None:
                    info = self.machine.facts.map_of(variable)
                    return info, find_kind(info.type) if info is not None else None
        return None, None

    def _check_argument(
        self,
        expr: Call,
        helper: Helper,
        index: int,
        letter: str,
        args: list[Value],
        info: MapInfo | None,
        state: State,
    ) -> None:
        pointer, argument = args[index], expr.args[index]
        assert isinstance(pointer, Pointer)
        region, access, name = pointer.region, self.machine.access, helper.name
        if letter in _NOT_NULL and letter != "R":
            access.check_alive(argument, region, state, name)
        self._check_kind(argument, region, letter, name)
        size = self._argument_size(letter, index, args, info, state)
        if letter in "kvr" and size:
            access.check_memory(argument, pointer, size, state, name)
            access.check_written(argument, pointer, size, state, name)
        elif letter in "wV" and size:
            access.check_memory(argument, pointer, size, state, name)
            written = self._number_of(expr, helper, index, size) if size == _WORD_BYTES else None
            state.write(pointer, size, written)
        elif letter in "wVpon." and region.kind is RegionKind.STACK:
            # It may be written; its size is not known here. What is read of it is not followed.
            state.let_go(region)
        elif letter == "n":
            self._pass_to_kernel(pointer, state)

    def _check_kind(self, argument: Expr, region: Region, letter: str, name: str) -> None:
        """A pointer to something else than a helper takes, whatever it points at."""
        is_context = letter == "c"
        wrong = _NO_CONTEXT if is_context else _NO_MEMORY if letter in _MEMORY else ()
        if region.kind not in wrong:
            return
        wanted = "the program's context" if is_context else "memory that the program may use"
        what = describe(argument)
        given = f"'{what}' is {_SPOKEN[region.kind]}" if what else f"gets {_SPOKEN[region.kind]}"
        diagnostic = self.machine.say(
            "argument-type",
            argument.loc,
            (argument.loc, letter),
            f"'{name}' takes {wanted} here, and {given}",
        )
        if diagnostic is not None and is_context:
            diagnostic.note("pass the pointer that the program was called with, as it is")

    def _argument_size(
        self, letter: str, index: int, args: list[Value], info: MapInfo | None, state: State
    ) -> int | None:
        """How many bytes a helper reads or writes at an argument; None where it is not known."""
        if letter == "k":
            return info.key_bytes if info is not None else None
        if letter in "vV":
            return info.value_bytes if info is not None else None
        if letter in "rw" and index + 1 < len(args):
            size = args[index + 1]
            if is_number(size):
                low, high = state.range_of(size)
                return high if low == high else None
        return None

    def _check_size(
        self, expr: Call, helper: Helper, index: int, value: Value, state: State
    ) -> None:
        """A size that nothing bounds, where a helper wants one that is sure to fit."""
        if not isinstance(value, Symbol) or not self.machine.access.is_plain(value, state):
            return
        low, high = state.range_of(value)
        if value.op == "wrap" and isinstance(value.left, Symbol):
            low = min(low, state.range_of(value.left)[0])  # a signed one, made unsigned
        if low >= 0 and high < _MOST_BYTES:
            return
        name = describe(expr.args[index])
        what = f"'{name}'" if name else "this size"
        bound = "may be negative" if low < 0 else "has no upper bound"
        diagnostic = self.machine.say(
            "unbounded-value",
            expr.args[index].loc,
            value,
            f"{what} {bound}, and '{helper.name}' takes it as a size",
        )
        if diagnostic is not None:
            unsigned = " with an unsigned type" if low < 0 else ""
            diagnostic.note(
                f"bound it first{unsigned}: if ({name or 'size'} > sizeof(buffer)) return …;"
            )

    def _helper_result(
        self,
        expr: Call,
        helper: Helper,
        args: list[Value],
        info: MapInfo | None,
        kind: MapKind | None,
        state: State,
    ) -> Value:
        name = helper.name
        if helper.result == "A" or (
            name in _LOOKUPS and kind is not None and kind.name in _SOCKET_MAPS
        ):
            if name == "bpf_ringbuf_reserve" and len(args) > 1:
                size = args[1] if isinstance(args[1], int) else None
                return self._acquire(expr, name, RegionKind.MEMORY, state, size=size)
            if name == "bpf_kptr_xchg" and len(args) > 1 and isinstance(args[1], Pointer):
                state.let_go(args[1].region)
            return self._acquire(expr, name, RegionKind.OBJECT, state)
        if helper.result == "N" or (helper.result == "P" and name in _STORAGE):
            return self._value_or_null(expr, helper, args, info, kind, state)
        result = self._result(expr)
        if isinstance(result, Symbol) and helper.result == "-":
            result.source, result.maker = Source.HELPER, name
        return result

    def _value_or_null(
        self,
        expr: Call,
        helper: Helper,
        args: list[Value],
        info: MapInfo | None,
        kind: MapKind | None,
        state: State,
    ) -> Pointer:
        region_kind, size = RegionKind.OBJECT, None
        variable = None
        if helper.name in _LOOKUPS or helper.name in _STORAGE:
            if kind is not None and kind.name in _MAPS_OF_MAPS:
                region_kind = RegionKind.MAP
            elif kind is None or kind.name not in _OBJECT_MAPS:
                region_kind = RegionKind.MAP_VALUE
                size = info.value_bytes if info is not None else None
                variable = self._map_variable(info)
        region = self.machine.region(
            ("made", self.machine.key_of(expr)),
            region_kind,
            size_bytes=size,
            call=expr,
            maker=helper.name,
            variable=variable,
        )
        if helper.result == "N":
            state.nullness[region] = Nullness.MAYBE
        if helper.args == "o" and isinstance(args[0], Pointer):
            region.parent = args[0].region
        return Pointer(region)

    def _map_variable(self, info: MapInfo | None) -> object:
        for variable, known in self.machine.facts.maps.items():
            if known is info:
                return variable
        return None

    # ---------------------------------------------------------------------- references

    def _release(self, expr: Call, argument: Expr, name: str, value: Value, state: State) -> None:
        if not isinstance(value, Pointer):
            return
        region = value.region
        self.machine.access.check_alive(argument, region, state, name)
        while region.parent is not None:
            region = region.parent
        if region in state.owners and not state.is_released(region):
            state.release(region, expr.loc)

    def check_releases(self, state: State, loc: int, where: str) -> None:
        """Check, where a program ends, that it has given back what it holds."""
        for region in state.held_regions():
            call = region.call
            if call is None:
                continue
            diagnostic = self.machine.say(
                "unreleased-reference",
                call.loc,
                region,
                f"what '{region.maker}' returns here is not given back on every path",
            )
            if diagnostic is not None:
                diagnostic.note(f"{where} is reached with it still held", loc)
                diagnostic.note(_advise_release(region.maker))
            state.owners[region] = Ownership.ELSEWHERE

    # ------------------------------------------------------------------------ builtins

    def builtin(self, expr: BuiltinCall, state: State) -> Results:
        """What a builtin function gives."""
        name = expr.name
        if name in _STOPPING:
            return []
        constant = evaluate(expr)
        if isinstance(constant, int):
            return [(state, constant)]
        if name == "__builtin_constant_p":
            return [(state, self._result(expr))]
        if name.startswith("__builtin_preserve_"):
            return [(state, self._ask_kernel(expr))]
        found: Results = []
        for current, args in self.machine.expressions.values(expr.args, state):
            if name in _PASSING:
                found.append((current, args[0]))
            elif name == "__builtin_assume":
                if self.machine.numbers.assume(current, args[0], True):
                    found.append((current, 0))
            else:
                found.append((current, self._builtin_result(expr, args, current)))
        return found

    def _builtin_result(self, expr: BuiltinCall, args: list[Value], state: State) -> Value:
        name = expr.name
        if name in _COPYING and len(args) == 3:
            return self._copy(expr, args, state)
        if name in _SETTING:
            return self._set(expr, args, state)
        if name in _BYTE_SWAPS:
            bounds = bounds_of(expr.type)
            return self.machine.numbers.operation(name, args[0], 0, bounds, bounds)
        if name.startswith(("__sync_", "__atomic_")) and args and isinstance(args[0], Pointer):
            size = size_of(expr.type) or 0
            place = args[0]
            self.machine.access.check_alive(expr.args[0], place.region, state)
            self.machine.access.check_memory(expr.args[0], place, size, state, name)
            args = args[1:]
            state.forget(place.region)
        for value in args:
            if isinstance(value, Pointer) and value.region.kind is RegionKind.STACK:
                state.forget(value.region)
        return self._result(expr)

    def _ask_kernel(self, expr: BuiltinCall) -> Value:
        """A CO-RE question. Things that are asked for exist: what is there without is not seen."""
        info = expr.info
        kind = info[-1] if isinstance(info, tuple) else info
        if kind in _EXISTENCE.get(expr.name, ()):
            return 1
        key = ("asked", expr.name, _spell_question(info))
        return self.machine.numbers.symbol(key, *bounds_of(expr.type))

    def _copy(self, expr: BuiltinCall, args: list[Value], state: State) -> Value:
        target, source, size = args
        access = self.machine.access
        if isinstance(size, int) and size > 0:
            for argument, pointer in zip(expr.args, args[:2], strict=False):
                if isinstance(pointer, Pointer):
                    access.check_alive(argument, pointer.region, state)
                    access.check_memory(argument, pointer, size, state, "memcpy")
            if isinstance(target, Pointer):
                if isinstance(source, Pointer):
                    state.copy_bytes(target, source, size)
                else:
                    state.write(target, size, None)
        elif isinstance(target, Pointer):
            state.forget(target.region)
        return target

    def _set(self, expr: BuiltinCall, args: list[Value], state: State) -> Value:
        target, size = args[0], args[-1]
        if isinstance(target, Pointer):
            if isinstance(size, int) and size > 0:
                self.machine.access.check_alive(expr.args[0], target.region, state)
                self.machine.access.check_memory(expr.args[0], target, size, state, "memset")
                is_zero = len(args) == 2 or args[1] == 0
                if is_zero:
                    state.clear(target, size)
                else:
                    state.write(target, size, None)
            else:
                state.forget(target.region)
        return target


def _spell_question(info: object) -> object:
    """What a CO-RE question asks, so that asking twice gives the same answer."""
    if isinstance(info, tuple):
        return tuple(_spell_question(part) for part in info)
    return info if isinstance(info, int) else str(info)


def _advise_release(maker: str) -> str:
    if maker.startswith("bpf_ringbuf_reserve"):
        return "call bpf_ringbuf_submit() or bpf_ringbuf_discard() in front of each return"
    if maker.startswith(("bpf_sk", "bpf_map_lookup")):
        return "call bpf_sk_release() in front of each return"
    return "call its release function in front of each return"
