"""Whether emitted code may keep LLVM's feature `allows-misaligned-mem-access`.

With that feature a field that is not aligned is read by one instruction instead of one for each
byte. The verifier allows it through pointers to packets and to values of maps. It never does on
the stack; and in the context, in sockets and in structures of the kernel it wants the accesses
that the source names: LLVM, once it may, joins neighbouring fields to a wider access, which
crosses fields there even where it is aligned.

LLVM has the feature for a whole module or not at all. So the code is emitted with it, and this
follows, over each function's instructions, where the address of every access may come from. An
access that is not plainly allowed has to be one that the code without the feature makes too;
otherwise the module is emitted without it.

For a value that a program leaves undefined LLVM takes any register. If that holds an address, or
nothing yet, the verifier refuses what is done with it, so such uses count like those accesses.
"""

from __future__ import annotations

from heapq import heappop, heappush

from bpfcc.codegen.insn import (
    CALL_HELPER,
    CLASS_ALU,
    CLASS_ALU64,
    CLASS_LD,
    CLASS_LDX,
    CLASS_ST,
    CLASS_STX,
    FRAME_POINTER,
    OP_CALLX,
    OP_GOTOX,
    OP_LD_IMM64,
    OP_MAY_GOTO,
    decode_all,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.codegen.insn import Instruction
    from bpfcc.elf.model import Object
    from bpfcc.elf.programs import Function

FEATURE = "+allows-misaligned-mem-access"

# Where a value may come from, as bits; none set: a map's value, a number.
FRAME = 1
"""The frame of the function."""
CONTEXT = 2
"""The context of a program."""
ARGUMENT = 4
"""What a subprogram was called with: the caller's frame, the context, or anything else."""
OBJECT = 8
"""Loaded as 64 bits, or made by the kernel: perhaps a socket or a structure of the kernel."""
PACKET = 16
"""An address in a packet, or of its end."""
UNSET = 32
"""Nothing was put into the register."""

_PLAIN = PACKET | UNSET
_NO_NUMBER = FRAME | CONTEXT | PACKET

Value = tuple[int, int, int, "int | None"]
"""What a register holds: origins; its distance from there (without any, its value) is known to
be `residue` modulo `modulus` (1 to 8), and where it is known entirely, the distance."""

Access = tuple[int, "int | None", int]
"""Origins, distance from there if it is known, bytes; 0 bytes where an address, or what was
never set, is used as a number."""

_NUMBER: Value = (0, 1, 0, None)
_OBJECT: Value = (OBJECT, 8, 0, 0)
_PACKET: Value = (PACKET, 1, 0, None)
_UNSET: Value = (UNSET, 1, 0, None)

# An analysis that takes longer is given up.
_STEPS_PER_INSTRUCTION = 12
_STEPS = 20_000

_OP_MASK = 0xF0
_ADD, _SUB, _MUL, _OR, _AND, _LSH, _NEG, _XOR, _MOV, _END = (
    0x00, 0x10, 0x20, 0x40, 0x50, 0x60, 0x80, 0xA0, 0xB0, 0xD0,
)  # fmt: skip
_FROM_REGISTER = 8
_ATOMIC_FETCH, _ATOMIC_CMPXCHG, _ATOMIC_LOAD_ACQUIRE = 0x01, 0xF1, 0x100

_MAP_LOOKUP, _SK_RELEASE = 1, 86
# Helpers that give sockets and structures of the kernel: the sk_lookup and skc_to families,
# sk_fullsock, tcp_sock, get_listener_sock, per_cpu_ptr, this_cpu_ptr, get_current_task_btf,
# sock_from_file, task_pt_regs, kptr_xchg.
OBJECT_HELPERS = frozenset(
    (84, 85, 95, 96, 98, 99, 136, 137, 138, 139, 140, 153, 154, 158, 162, 175, 178, 194, 196)
)

# Program types whose context is registers or 64-bit words, never two fields in one word.
_WORD_CONTEXTS = frozenset(
    ("kprobe", "raw_tracepoint", "tracepoint", "tracing", "lsm", "perf_event")
)
_ITERATOR_ATTACH = "trace_iter"

# Where 32-bit fields of a context stand for addresses: data, data_end and data_meta.
_XDP_POINTERS = frozenset((0, 4, 8))
_SKB_POINTERS = frozenset((76, 80, 140))
_SKB_PROGRAMS = frozenset(
    ("sched_cls", "sched_act", "lwt_in", "lwt_out", "lwt_xmit", "lwt_seg6local", "sk_skb",
     "cgroup_skb")
)  # fmt: skip


class Verdict:
    """What was found in one object.

    `suspects` counts the accesses that are allowed only if the code without the feature makes
    them too, by function; `is_understood` is False where the analysis met code that it cannot
    follow.
    """

    __slots__ = ("instruction_count", "is_understood", "suspects")

    def __init__(self) -> None:
        self.suspects: dict[tuple[str, Access], int] = {}
        self.is_understood = True
        self.instruction_count = 0

    @property
    def is_clean(self) -> bool:
        """Whether every access is allowed as it is."""
        return self.is_understood and not self.suspects

    def accepts(self, strict: Verdict) -> bool:
        """Whether each suspect is in the code without the feature, at least as many times."""
        if not self.is_understood:
            return False
        known = strict.suspects
        return all(known.get(key, 0) >= count for key, count in self.suspects.items())


def examine_object(obj: Object) -> Verdict:
    """Find the accesses of an object that the verifier may refuse; InputError for odd code."""
    from bpfcc.elf.programs import list_functions

    verdict = Verdict()
    decoded = [
        (function, decode_all(function.code, obj.little_endian)) for function in list_functions(obj)
    ]
    # What a lookup in a map of sockets gives has to be released; no other lookup's result has.
    helpers = set(OBJECT_HELPERS)
    if any(
        insn.is_call and insn.src == CALL_HELPER and insn.imm == _SK_RELEASE
        for _, insns in decoded
        for insn in insns
    ):
        helpers.add(_MAP_LOOKUP)
    for function, insns in decoded:
        is_program = function.section.name != ".text" and not function.is_static
        origin = CONTEXT if is_program else ARGUMENT
        trace = _Trace(insns, origin, helpers, _list_packet_fields(function))
        trace.run()
        verdict.is_understood &= trace.is_understood
        verdict.instruction_count += function.instruction_count
        _collect(verdict, function, trace)
    return verdict


def _list_packet_fields(function: Function) -> frozenset[int]:
    """Distances in the context of a program where addresses in packets are loaded from."""
    if function.type_name == "xdp" or function.section.name.startswith("xdp"):
        return _XDP_POINTERS
    if function.type_name == "unspec":  # the loader will say; it may be any
        return _XDP_POINTERS | _SKB_POINTERS
    return _SKB_POINTERS if function.type_name in _SKB_PROGRAMS else frozenset()


def _collect(verdict: Verdict, function: Function, trace: _Trace) -> None:
    """Add the suspects of one function."""
    words = function.type_name in _WORD_CONTEXTS and function.attach_type != _ITERATOR_ATTACH
    for access, is_aligned in trace.find_accesses():
        origins, distance, size_bytes = access
        if size_bytes:
            origins &= ~_PLAIN
            access = (origins, distance, size_bytes)
        if size_bytes == 1 or not origins:
            continue
        is_plain = size_bytes and is_aligned and not origins & (ARGUMENT | OBJECT)
        if is_plain and (not origins & CONTEXT or size_bytes < 8 or words):
            continue
        key = (function.name, access)
        verdict.suspects[key] = verdict.suspects.get(key, 0) + 1


# --- values ----------------------------------------------------------------------------------


def _number(value: int) -> Value:
    return (0, 8, value % 8, value)


def _join(one: Value, other: Value) -> Value:
    """What holds of both."""
    if one == other:
        return one
    modulus = min(one[1], other[1])
    while (one[2] - other[2]) % modulus:
        modulus //= 2
    exact = one[3] if one[3] == other[3] else None
    return (one[0] | other[0], modulus, one[2] % modulus, exact)


def _add(one: Value, other: Value, sign: int = 1) -> Value:
    """The sum, or with a sign of -1 the difference."""
    origins = one[0] | other[0]
    if one[0] and other[0]:  # one of them must be a number, of which nothing is known
        return (origins, 1, 0, None)
    modulus = min(one[1], other[1])
    exact = None
    if one[3] is not None and other[3] is not None:
        exact = one[3] + sign * other[3]
    return (origins, modulus, (one[2] + sign * other[2]) % modulus, exact)


def _bits(value: Value) -> tuple[int, int]:
    """Modulus and residue of a register's bits: of an address nothing is known."""
    return (1, 0) if value[0] else (value[1], value[2])


def _operate(code: int, one: Value, other: Value) -> Value:
    """Any other operation; its result is a number, for the verifier lets no address through.

    But for one that becomes a sum of an address in the frame.
    """
    (m1, r1), (m2, r2) = _bits(one), _bits(other)
    constant = other[3] if not other[0] else None
    modulus = min(m1, m2)
    residue = 0
    if code == _OR and (one[0] | other[0]) == FRAME:
        # LLVM's sum of an address and a number below its alignment (`passes.frame_sums`).
        return _add(one, other)
    if code == _LSH and constant is not None and 0 <= constant < 64:
        modulus = min(8, m1 << min(constant, 3))
        residue = r1 << min(constant, 3)
    elif code == _MUL and constant is not None:
        modulus = m1 * min(8, constant & -constant) if constant else 8
        modulus = min(8, modulus)
        residue = r1 * constant
    elif code == _AND:
        residue = r1 & r2
        if constant is not None and constant:
            modulus = max(modulus, min(8, constant & -constant))
            residue = residue if modulus == min(m1, m2) else 0
    elif code == _OR:
        residue = r1 | r2
    elif code == _XOR:
        residue = r1 ^ r2
    else:
        modulus = 1
    return (0, modulus, residue % modulus, None)


# --- one function ----------------------------------------------------------------------------


class _State:
    """What registers and slots of the frame hold at one place.

    A slot is 8 bytes at an aligned distance from the frame pointer. One that is not listed
    holds a number or what a callee may have put there.
    """

    __slots__ = ("registers", "slots")

    def __init__(self, registers: list[Value], slots: dict[int, Value]) -> None:
        self.registers = registers
        self.slots = slots

    def copy(self) -> _State:
        return _State(self.registers.copy(), self.slots.copy())

    def join(self, other: _State) -> bool:
        """Take in what holds on another way to the same place; whether that changed anything."""
        registers = [_join(a, b) for a, b in zip(self.registers, other.registers, strict=True)]
        slots = {}
        for at in self.slots.keys() | other.slots.keys():
            value = _join(self.slots.get(at, _OBJECT), other.slots.get(at, _OBJECT))
            if value != _OBJECT:
                slots[at] = value
        changed = registers != self.registers or slots != self.slots
        self.registers, self.slots = registers, slots
        return changed


class _Trace:
    """Follows one function along every path."""

    __slots__ = (
        "blocks",
        "helpers",
        "insns",
        "is_understood",
        "origin",
        "packet_fields",
        "starts",
        "states",
    )

    def __init__(
        self,
        insns: Sequence[Instruction],
        origin: int,
        helpers: set[int],
        packet_fields: frozenset[int],
    ) -> None:
        self.insns = insns
        self.origin = origin
        self.helpers = helpers
        self.packet_fields = packet_fields
        self.is_understood = all(
            insn.form is not None and insn.opcode not in (OP_GOTOX, OP_CALLX) for insn in insns
        )
        self.starts: dict[int, int] = {}
        """Index of the instruction at each slot of the text."""
        self.blocks: dict[int, tuple[int, list[int]]] = {}
        """First instruction of a block: the one after its last, and the blocks that follow."""
        self.states: dict[int, _State] = {}

    def run(self) -> None:
        """Find the state before each block that can be reached."""
        if not self.insns or not self.is_understood:
            return
        self._find_blocks()
        registers = [_UNSET] * 12
        if self.origin == CONTEXT:
            registers[1] = (CONTEXT, 8, 0, 0)
        else:
            registers[1:6] = [(ARGUMENT, 8, 0, 0)] * 5
        registers[FRAME_POINTER] = (FRAME, 8, 0, 0)
        self.states[0] = _State(registers, {})
        # In the order of the text, most of what leads to a block is known when it is entered.
        work, waiting = [0], {0}
        budget = _STEPS_PER_INSTRUCTION * len(self.insns) + _STEPS
        while work:
            start = heappop(work)
            waiting.discard(start)
            state = self.states[start].copy()
            end, following = self.blocks[start]
            budget -= (end - start) + len(state.slots)
            if budget < 0:
                self.is_understood = False
                self.states.clear()
                return
            for insn in self.insns[start:end]:
                self._step(insn, state)
            for block in following:
                known = self.states.get(block)
                if known is None:
                    self.states[block] = state.copy()
                elif not known.join(state):
                    continue
                if block not in waiting:
                    waiting.add(block)
                    heappush(work, block)

    def _find_blocks(self) -> None:
        slot = 0
        slots = []
        for index, insn in enumerate(self.insns):
            self.starts[slot] = index
            slots.append(slot)
            slot += insn.slots
        leaders = {0}
        targets: dict[int, int] = {}
        for index, insn in enumerate(self.insns):
            distance = insn.jump_slots
            if distance is not None:
                target = self.starts.get(slots[index] + insn.slots + distance)
                if target is None:
                    self.is_understood = False
                    target = 0
                targets[index] = target
                leaders |= {target, index + 1}
            elif insn.is_exit:
                leaders.add(index + 1)
        leaders.discard(len(self.insns))
        ordered = sorted(leaders)
        for start, end in zip(ordered, [*ordered[1:], len(self.insns)], strict=True):
            last = self.insns[end - 1]
            following = [targets[end - 1]] if end - 1 in targets else []
            falls = not last.is_exit and (not last.is_jump or last.is_conditional)
            if falls and end < len(self.insns):
                following.append(end)
            self.blocks[start] = (end, following)

    def find_accesses(self) -> list[tuple[Access, bool]]:
        """Every access that can be reached, and whether it is known to be aligned."""
        found: list[tuple[Access, bool]] = []
        for start, state in self.states.items():
            at = state.copy()
            for insn in self.insns[start : self.blocks[start][0]]:
                if _is_odd(insn, at.registers):
                    found.append(((UNSET, None, 0), False))
                base = insn.base_register
                # LLVM makes no atomic access that is not aligned, with the feature or without.
                if base is not None and not _is_atomic(insn):
                    origins, modulus, residue, exact = at.registers[base]
                    size = insn.access_bytes
                    distance = None if exact is None else exact + insn.offset
                    is_aligned = modulus >= size and (residue + insn.offset) % size == 0
                    found.append(((origins, distance, size), is_aligned))
                self._step(insn, at)
        return found

    def _step(self, insn: Instruction, state: _State) -> None:
        kind = insn.opcode & 7
        registers = state.registers
        if kind in (CLASS_ALU, CLASS_ALU64):
            registers[insn.dst] = _compute(insn, registers)
        elif kind == CLASS_LDX:
            registers[insn.dst] = self._load(insn, registers[insn.src], state)
        elif kind == CLASS_LD:
            if insn.opcode == OP_LD_IMM64:
                registers[insn.dst] = _NUMBER
            else:  # the old way to read packets: a call, as the verifier sees it
                registers[0:6] = [_NUMBER, *[_UNSET] * 5]
        elif kind in (CLASS_ST, CLASS_STX):
            if _is_atomic(insn):
                self._step_atomic(insn, state)
            else:
                stored = registers[insn.src] if kind == CLASS_STX else _number(insn.imm)
                self._store(insn, stored, state)
        elif insn.is_call:
            self._call(insn, state)

    def _store(self, insn: Instruction, stored: Value, state: _State) -> None:
        origins, _, _, exact = state.registers[insn.dst]
        if not origins & (FRAME | OBJECT):
            return
        if exact is None or origins != FRAME:
            # Perhaps somewhere in the frame.
            _forget_numbers(state.slots)
            return
        at, size = exact + insn.offset, insn.access_bytes
        first = at - at % 8
        for slot in range(first, at + size, 8):
            state.slots[slot] = _NUMBER
        if size == 8 and at == first:
            state.slots[at] = stored

    def _step_atomic(self, insn: Instruction, state: _State) -> None:
        registers = state.registers
        if insn.imm == _ATOMIC_LOAD_ACQUIRE:
            registers[insn.dst] = self._load(insn, registers[insn.src], state)
            return
        if registers[insn.dst][0] & FRAME:
            _forget_numbers(state.slots)
        if insn.imm == _ATOMIC_CMPXCHG:
            registers[0] = _OBJECT if insn.access_bytes == 8 else _NUMBER
        elif insn.imm & _ATOMIC_FETCH:
            registers[insn.src] = _OBJECT if insn.access_bytes == 8 else _NUMBER

    def _call(self, insn: Instruction, state: _State) -> None:
        registers = state.registers
        if any(value[0] & (FRAME | ARGUMENT) for value in registers[1:6]):
            # What is called may write to the frame: numbers, and a subprogram also addresses.
            _forget_numbers(state.slots)
        is_helper = insn.src == CALL_HELPER
        is_object = not is_helper or insn.imm in self.helpers
        registers[0] = _OBJECT if is_object else _NUMBER
        if not is_helper and any(value[0] & ARGUMENT for value in registers[1:6]):
            registers[0] = (OBJECT | ARGUMENT, 1, 0, None)
        registers[1:6] = [_UNSET] * 5

    def _load(self, insn: Instruction, base: Value, state: _State) -> Value:
        """What a load gives: a spilled value, or something from elsewhere."""
        origins, _, _, exact = base
        if insn.access_bytes != 8:
            is_pointer = exact is not None and exact + insn.offset in self.packet_fields
            return _PACKET if origins == CONTEXT and is_pointer else _NUMBER
        if origins == FRAME and exact is not None:
            return state.slots.get(exact + insn.offset, _OBJECT)
        if origins & ARGUMENT:
            # The caller's frame may hold addresses of its own.
            return (OBJECT | ARGUMENT, 8, 0, 0)
        return _OBJECT


def _forget_numbers(slots: dict[int, Value]) -> None:
    """Something may have been written to slots: what held a number may hold anything now."""
    for at in list(slots):
        value = _join(slots[at], _OBJECT)
        if value[0] == OBJECT:
            del slots[at]
        else:
            slots[at] = value


def _is_atomic(insn: Instruction) -> bool:
    return insn.opcode & 0xE7 == 0xC3


def _is_odd(insn: Instruction, registers: list[Value]) -> bool:
    """Whether an address is used as a number, or what may never have been set is used."""
    kind, code = insn.opcode & 7, insn.opcode & _OP_MASK
    reads_source = bool(insn.opcode & _FROM_REGISTER)
    if kind in (CLASS_ALU, CLASS_ALU64):
        is_move = code == _MOV
        read = [] if is_move else [registers[insn.dst][0]]
        if reads_source and code not in (_NEG, _END):
            read.append(registers[insn.src][0])
        is_free = is_move or (kind == CLASS_ALU64 and code in (_ADD, _SUB))
        forbidden = UNSET if is_free else UNSET | _NO_NUMBER
        return any(origins & forbidden for origins in read)
    if kind == CLASS_STX:
        return bool(registers[insn.src][0] & UNSET)
    if insn.is_conditional and insn.opcode != OP_MAY_GOTO:
        read = [registers[insn.dst][0], registers[insn.src][0] if reads_source else 0]
        return any(origins & UNSET for origins in read)
    return False


def _compute(insn: Instruction, registers: list[Value]) -> Value:
    """The result of arithmetic."""
    code = insn.opcode & _OP_MASK
    one = registers[insn.dst]
    from_register = insn.opcode & _FROM_REGISTER and code != _NEG
    other = registers[insn.src] if from_register else _number(insn.imm)
    if code == _MOV and insn.offset:
        return _NUMBER  # sign extension, or a cast to another address space
    if insn.opcode & 7 == CLASS_ALU:
        one, other = _narrow(one), _narrow(other)
    if code == _MOV:
        return other
    if code == _SUB and one[0] == other[0] == PACKET:
        return _NUMBER
    if code == _ADD:
        return _add(one, other)
    if code == _SUB:
        return _add(one, other, -1)
    if code == _NEG:
        return _NUMBER
    return _operate(code, one, other)


def _narrow(value: Value) -> Value:
    """The low 32 bits: a number, of which the last bits stay."""
    modulus, residue = _bits(value)
    exact = value[3] if not value[0] else None
    return (0, modulus, residue, exact if exact is not None and exact >= 0 else None)
