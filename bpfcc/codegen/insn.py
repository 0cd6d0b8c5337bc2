"""The eBPF instruction set, v1 to v4, as one table: encode, decode, print, and parse shapes.

An instruction is one 8-byte slot (opcode, registers, 16-bit offset, 32-bit immediate); a
64-bit load takes two. Each `Form` of the table says which fields are fixed and which are
operands, and how LLVM writes it; the assembler, the disassembler and the control-flow graph
all work from it. Facts are those of RFC 9669 and of LLVM 22's BPF back end.

To add an instruction: one `_row` in the builder of its class, one row in the tests' table.
"""

from __future__ import annotations

import re
import struct
from functools import cache

from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal

SLOT_BYTES = 8
FRAME_POINTER = 10
MAX_REGISTER = 11  # r11 exists in LLVM's syntax (private stack pointer), the kernel has r0-r10

# Instruction classes (low three bits of the opcode).
CLASS_LD, CLASS_LDX, CLASS_ST, CLASS_STX = 0, 1, 2, 3
CLASS_ALU, CLASS_JMP, CLASS_JMP32, CLASS_ALU64 = 4, 5, 6, 7

OP_LD_IMM64 = 0x18
OP_JA = 0x05
OP_JA32 = 0x06
OP_CALL = 0x85
OP_CALLX = 0x8D
OP_EXIT = 0x95
OP_MAY_GOTO = 0xE5
OP_GOTOX = 0x0D
OP_MOV64_REG = 0xBF
OP_MOV64_IMM = 0xB7
OP_MOV32_IMM = 0xB4
OP_ADD64_IMM = 0x07
OP_SUB64_IMM = 0x17

# What the source register field of a call and of a 64-bit load means.
CALL_HELPER, CALL_LOCAL, CALL_KFUNC = 0, 1, 2
IMM64_PLAIN, IMM64_MAP_FD, IMM64_MAP_VALUE, IMM64_BTF_ID, IMM64_FUNC = 0, 1, 2, 3, 4
IMM64_MAP_INDEX, IMM64_MAP_INDEX_VALUE = 5, 6

_WIDTH_BYTES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_WIDTH_CODES = {8: 0x10, 16: 0x08, 32: 0x00, 64: 0x18}

# Operands that a template may name, with the field that holds them.
_REGISTER_OPERANDS = frozenset({"rd", "wd", "rs", "ws", "r0", "w0"})
_NUMBER_OPERANDS = frozenset(
    {"imm", "imm64", "off", "to16", "to32", "callee", "helper", "pseudo", "as_dst", "as_src"}
)
_TEMPLATE_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\S")
_TEMPLATE_PART = re.compile(
    r"\b(rd|wd|rs|ws|imm64|imm|off|to16|to32|callee|helper|pseudo|as_dst|as_src)\b"
)


class Form:
    """One row of the instruction table.

    `dst`, `src`, `offset`, `imm` are the fixed values of those fields, None where the field is
    an operand. `cpu` is the lowest `-mcpu` version at which LLVM emits the form. `operands`
    are the template's operands in order of writing, and `shape` is what the assembler looks a
    statement up by: its tokens, with `r`, `w` and `i` for the operands. A form is `canonical`
    if decoding yields it; the others are further spellings of the same bytes.
    """

    __slots__ = (
        "canonical",
        "cpu",
        "dst",
        "imm",
        "name",
        "offset",
        "opcode",
        "operands",
        "parts",
        "shape",
        "src",
        "template",
        "without_alu32",
    )

    def __init__(
        self,
        name: str,
        template: str,
        opcode: int,
        *,
        src: int | None = None,
        offset: int | None = None,
        imm: int | None = None,
        cpu: int = 1,
        canonical: bool = True,
    ) -> None:
        self.name = name
        self.template = template
        self.opcode = opcode
        self.cpu = cpu
        self.canonical = canonical
        self.without_alu32: Form | None = None
        tokens = _TEMPLATE_TOKEN.findall(template)
        self.operands: tuple[str, ...] = tuple(
            token for token in tokens if token in _REGISTER_OPERANDS or token in _NUMBER_OPERANDS
        )
        # LLVM's parser skips commas between operands, so they are no part of the shape.
        self.shape = " ".join(_shape_token(token) for token in tokens if token != ",")
        self.parts: tuple[str, ...] = tuple(_TEMPLATE_PART.split(template))
        used = set(self.operands)
        self.dst: int | None = None if used & {"rd", "wd"} else 0
        self.src: int | None = None if used & {"rs", "ws", "pseudo"} else src or 0
        self.offset: int | None = None if used & {"off", "to16"} else offset or 0
        numbers = {"imm", "imm64", "to32", "callee", "helper", "as_dst", "as_src"}
        self.imm: int | None = None if used & numbers else imm or 0

    def __repr__(self) -> str:
        return f"<Form {self.name}: {self.template}>"

    @property
    def is_wide(self) -> bool:
        """Whether the form takes two slots."""
        return self.opcode == OP_LD_IMM64

    def matches(self, dst: int, src: int, offset: int, imm: int) -> bool:
        """Whether these field values are this form."""
        return (
            (src <= MAX_REGISTER if self.src is None else src == self.src)
            and (self.imm is None or imm == self.imm)
            and (self.offset is None or offset == self.offset)
            and (dst <= MAX_REGISTER if self.dst is None else dst == self.dst)
        )


def _shape_token(token: str) -> str:
    if token in _REGISTER_OPERANDS:
        return token[0]
    return "i" if token in _NUMBER_OPERANDS else token


class Metadata:
    """What is known of one instruction beyond its bytes: what it refers to, and what CO-RE patches.

    `reference` is the name of a function, map or variable, `addend` the offset from it in bytes,
    `core` a CO-RE record in words.
    """

    __slots__ = ("addend", "core", "reference")

    def __init__(self) -> None:
        self.reference: str | None = None
        self.addend = 0
        self.core: str | None = None


class Instruction:
    """One instruction: the fields as encoded, its form, and metadata.

    `imm` is signed; of a 64-bit load it is the whole 64 bits. `form` is None for a slot that
    is no known instruction.
    """

    __slots__ = ("dst", "form", "imm", "meta", "offset", "opcode", "src")

    def __init__(
        self,
        opcode: int,
        dst: int = 0,
        src: int = 0,
        offset: int = 0,
        imm: int = 0,
        form: Form | None = None,
        meta: Metadata | None = None,
    ) -> None:
        self.opcode = opcode
        self.dst = dst
        self.src = src
        self.offset = offset
        self.imm = imm
        self.form = form
        self.meta = meta

    def __repr__(self) -> str:
        return f"<Instruction {format_instruction(self)}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Instruction):
            return NotImplemented
        return self.fields() == other.fields() and self.slots == other.slots

    __hash__ = None  # type: ignore[assignment]

    def fields(self) -> tuple[int, int, int, int, int]:
        """Return (opcode, dst, src, offset, imm)."""
        return self.opcode, self.dst, self.src, self.offset, self.imm

    @property
    def slots(self) -> int:
        """Slots of 8 bytes that the instruction takes: 1, or 2 for a 64-bit load."""
        return 2 if self.form is not None and self.form.is_wide else 1

    @property
    def is_exit(self) -> bool:
        """Whether control leaves the function here."""
        return self.opcode == OP_EXIT

    @property
    def is_call(self) -> bool:
        """Whether a function is called: a helper, a kfunc, a subprogram, or by register."""
        return self.opcode in (OP_CALL, OP_CALLX)

    @property
    def is_jump(self) -> bool:
        """Whether control may go elsewhere within the function."""
        return self.opcode & 7 in (CLASS_JMP, CLASS_JMP32) and not self.is_exit and not self.is_call

    @property
    def is_conditional(self) -> bool:
        """Whether the instruction is a jump that may also fall through."""
        return self.is_jump and self.opcode not in (OP_JA, OP_JA32, OP_GOTOX)

    @property
    def jump_slots(self) -> int | None:
        """The jump's distance in slots, from the slot after it; None for other instructions."""
        if not self.is_jump or self.opcode == OP_GOTOX:
            return None
        return self.imm if self.opcode == OP_JA32 else self.offset

    @property
    def access_bytes(self) -> int:
        """Bytes of memory that a load or store touches; 0 for other instructions."""
        if self.opcode & 7 > CLASS_STX or self.opcode == OP_LD_IMM64:
            return 0
        return _WIDTH_BYTES[self.opcode & 0x18]

    @property
    def base_register(self) -> int | None:
        """The register that a load or store takes its address from; None for other code."""
        kind = self.opcode & 7
        if kind == CLASS_LDX:
            return self.src
        if kind == CLASS_STX and self.opcode & 0xE0 == 0xC0 and self.imm == _ATOMIC_LOAD_ACQUIRE:
            return self.src
        return self.dst if kind in (CLASS_ST, CLASS_STX) else None


# --- the table -----------------------------------------------------------------------------

_ALU_OPERATIONS = (
    ("add", 0x00, "+=", 0, 1),
    ("sub", 0x10, "-=", 0, 1),
    ("mul", 0x20, "*=", 0, 1),
    ("div", 0x30, "/=", 0, 1),
    ("or", 0x40, "|=", 0, 1),
    ("and", 0x50, "&=", 0, 1),
    ("lsh", 0x60, "<<=", 0, 1),
    ("rsh", 0x70, ">>=", 0, 1),
    ("mod", 0x90, "%=", 0, 1),
    ("xor", 0xA0, "^=", 0, 1),
    ("mov", 0xB0, "=", 0, 1),
    ("arsh", 0xC0, "s>>=", 0, 1),
    ("sdiv", 0x30, "s/=", 1, 4),
    ("smod", 0x90, "s%=", 1, 4),
)

_CONDITIONS = (
    ("jeq", 0x10, "==", 1),
    ("jgt", 0x20, ">", 1),
    ("jge", 0x30, ">=", 1),
    ("jset", 0x40, "&", 1),
    ("jne", 0x50, "!=", 1),
    ("jsgt", 0x60, "s>", 1),
    ("jsge", 0x70, "s>=", 1),
    ("jlt", 0xA0, "<", 2),
    ("jle", 0xB0, "<=", 2),
    ("jslt", 0xC0, "s<", 2),
    ("jsle", 0xD0, "s<=", 2),
)

_ATOMIC_OPERATIONS = (("add", 0x00, "+"), ("or", 0x40, "|"), ("and", 0x50, "&"), ("xor", 0xA0, "^"))
_ATOMIC_FETCH = 0x01
_ATOMIC_XCHG, _ATOMIC_CMPXCHG = 0xE1, 0xF1
_ATOMIC_LOAD_ACQUIRE, _ATOMIC_STORE_RELEASE = 0x100, 0x110


def _build_alu() -> Iterator[Form]:
    for name, code, sign, offset, cpu in _ALU_OPERATIONS:
        yield Form(f"{name}64_reg", f"rd {sign} rs", 0x0F | code, offset=offset, cpu=cpu)
        yield Form(f"{name}64_imm", f"rd {sign} imm", 0x07 | code, offset=offset, cpu=cpu)
        cpu32 = max(cpu, 3)
        yield Form(f"{name}32_reg", f"wd {sign} ws", 0x0C | code, offset=offset, cpu=cpu32)
        yield Form(f"{name}32_imm", f"wd {sign} imm", 0x04 | code, offset=offset, cpu=cpu32)
    # How LLVM prints a zero extension; it is the 32-bit move.
    yield Form("mov32_reg", "rd = ws", 0xBC, canonical=False)
    yield Form("neg64", "rd = -rd", 0x87)
    yield Form("neg32", "wd = -wd", 0x84, cpu=3)
    for bits in (8, 16, 32):
        yield Form(f"movsx64_{bits}", f"rd = (s{bits})rs", OP_MOV64_REG, offset=bits, cpu=4)
    for bits in (8, 16):
        yield Form(f"movsx32_{bits}", f"wd = (s{bits})ws", 0xBC, offset=bits, cpu=4)
    yield Form(
        "addr_space_cast", "rd = addr_space_cast(rs, as_dst, as_src)", OP_MOV64_REG, offset=1
    )
    for bits in (16, 32, 64):
        yield Form(f"le{bits}", f"rd = le{bits} rd", 0xD4, imm=bits)
        yield Form(f"be{bits}", f"rd = be{bits} rd", 0xDC, imm=bits)
        yield Form(f"bswap{bits}", f"rd = bswap{bits} rd", 0xD7, imm=bits, cpu=4)


def _build_jumps() -> Iterator[Form]:
    yield Form("ja", "goto to16", OP_JA)
    yield Form("ja32", "gotol to32", OP_JA32, cpu=4)
    yield Form("gotox", "gotox rd", OP_GOTOX, cpu=4)
    yield Form("may_goto", "may_goto to16", OP_MAY_GOTO)
    for name, code, sign, cpu in _CONDITIONS:
        yield Form(f"{name}_reg", f"if rd {sign} rs goto to16", 0x0D | code, cpu=cpu)
        yield Form(f"{name}_imm", f"if rd {sign} imm goto to16", 0x05 | code, cpu=cpu)
        yield Form(f"{name}32_reg", f"if wd {sign} ws goto to16", 0x0E | code, cpu=3)
        yield Form(f"{name}32_imm", f"if wd {sign} imm goto to16", 0x06 | code, cpu=3)
    yield Form("call_helper", "call helper", OP_CALL)
    yield Form("call_local", "call callee", OP_CALL, src=CALL_LOCAL)
    yield Form("call_kfunc", "call kfunc helper", OP_CALL, src=CALL_KFUNC)
    yield Form("callx", "callx rd", OP_CALLX)
    yield Form("exit", "exit", OP_EXIT)


def _build_memory() -> Iterator[Form]:
    yield Form("ld_imm64", "rd = imm64 ll", OP_LD_IMM64)
    yield Form("ld_pseudo", "ld_pseudo rd, pseudo, imm64", OP_LD_IMM64)
    for bits, code in _WIDTH_CODES.items():
        load, store = f"*(u{bits} *)(rs off)", f"*(u{bits} *)(rd off)"
        short = "r" if bits == 64 else "w"
        load_form = Form(f"ldx{bits}", f"{short}d = {load}", 0x61 | code)
        store_form = Form(f"stx{bits}", f"{store} = {short}s", 0x63 | code)
        yield load_form
        yield store_form
        yield Form(f"st{bits}", f"{store} = imm", 0x62 | code, cpu=4)
        acquire = f"{short}d = load_acquire((u{bits} *)(rs off))"
        yield Form(f"load_acq{bits}", acquire, 0xC3 | code, imm=_ATOMIC_LOAD_ACQUIRE, cpu=4)
        release = f"store_release((u{bits} *)(rd off), {short}s)"
        yield Form(f"store_rel{bits}", release, 0xC3 | code, imm=_ATOMIC_STORE_RELEASE, cpu=4)
        if bits == 64:
            continue
        yield from _spell_without_alu32(load_form, f"rd = {load}")
        yield from _spell_without_alu32(store_form, f"{store} = rs")
        yield Form(f"ldsx{bits}", f"rd = *(s{bits} *)(rs off)", 0x81 | code, cpu=4)
        yield Form(f"ld_abs{bits}", f"r0 = *(u{bits} *)skb[imm]", 0x20 | code)
        yield Form(f"ld_ind{bits}", f"r0 = *(u{bits} *)skb[rs]", 0x40 | code)


def _build_atomics() -> Iterator[Form]:
    for bits, short, suffix in ((32, "w", "32_32"), (64, "r", "_64")):
        opcode = 0xC3 | _WIDTH_CODES[bits]
        place = f"(u{bits} *)(rd off)"
        for name, code, sign in _ATOMIC_OPERATIONS:
            cpu = 1 if name == "add" else 3
            lock = Form(
                f"atomic{bits}_{name}", f"lock *{place} {sign}= {short}s", opcode, imm=code, cpu=cpu
            )
            yield lock
            if bits == 32 and name == "add":
                yield from _spell_without_alu32(lock, f"lock *{place} += rs")
            text = f"{short}s = atomic_fetch_{name}({place}, {short}s)"
            fetch = code | _ATOMIC_FETCH
            yield Form(f"atomic{bits}_fetch_{name}", text, opcode, imm=fetch, cpu=3)
        text = f"{short}s = xchg{suffix}(rd off, {short}s)"
        yield Form(f"xchg{bits}", text, opcode, imm=_ATOMIC_XCHG, cpu=3)
        text = f"{short}0 = cmpxchg{suffix}(rd off, {short}0, {short}s)"
        yield Form(f"cmpxchg{bits}", text, opcode, imm=_ATOMIC_CMPXCHG, cpu=3)


def _spell_without_alu32(form: Form, template: str) -> Iterator[Form]:
    """Yield the spelling of `form` at -mcpu=v1 and v2, where LLVM knows no `w` registers."""
    other = Form(form.name, template, form.opcode, imm=form.imm, canonical=False)
    form.without_alu32 = other
    yield other


@cache
def all_forms() -> tuple[Form, ...]:
    """Return the whole table."""
    return (*_build_alu(), *_build_jumps(), *_build_memory(), *_build_atomics())


@cache
def forms_by_opcode() -> dict[int, tuple[Form, ...]]:
    """Return the canonical forms of each opcode; of two that match, the first one counts."""
    table: dict[int, list[Form]] = {}
    for form in all_forms():
        if form.canonical:
            table.setdefault(form.opcode, []).append(form)
    return {opcode: tuple(forms) for opcode, forms in table.items()}


@cache
def forms_by_shape() -> dict[str, Form]:
    """Return the form of each parse shape.

    A call by name looks like a call by number, and calls of kfuncs exist only in loaded code.
    """
    table: dict[str, Form] = {}
    for form in all_forms():
        if form.name in ("call_local", "call_kfunc"):
            continue
        assert form.shape not in table, f"{form} and {table[form.shape]} look the same"
        table[form.shape] = form
    return table


@cache
def form_named(name: str) -> Form:
    """Return the canonical form called `name`; KeyError if there is none."""
    for form in all_forms():
        if form.name == name and form.canonical:
            return form
    raise KeyError(name)


def make_instruction(
    name: str, *, dst: int = 0, src: int = 0, offset: int = 0, imm: int = 0
) -> Instruction:
    """Build the instruction called `name`; fields that its form fixes are filled in."""
    form = form_named(name)
    return Instruction(
        form.opcode,
        dst if form.dst is None else form.dst,
        src if form.src is None else form.src,
        offset if form.offset is None else form.offset,
        imm if form.imm is None else form.imm,
        form,
    )


# --- bytes ---------------------------------------------------------------------------------

_PACK_LITTLE = struct.Struct("<BBhi").pack
_PACK_BIG = struct.Struct(">BBhi").pack
_MASK32 = 0xFFFFFFFF


def wrap_signed(value: int, bits: int) -> int:
    """Reduce `value` to `bits` bits and read it as two's complement."""
    half = 1 << (bits - 1)
    return ((value + half) & ((1 << bits) - 1)) - half


def encode(insn: Instruction, little_endian: bool) -> bytes:
    """Return the 8 or 16 bytes of `insn`; offset and immediates are wrapped to their width."""
    offset = wrap_signed(insn.offset, 16)
    imm = wrap_signed(insn.imm, 32)
    if little_endian:
        pack, registers = _PACK_LITTLE, insn.src << 4 | insn.dst
    else:
        pack, registers = _PACK_BIG, insn.dst << 4 | insn.src
    slot = pack(insn.opcode, registers, offset, imm)
    if insn.slots == 1:
        return slot
    return slot + pack(0, 0, 0, wrap_signed(insn.imm >> 32, 32))


def encode_all(insns: Iterable[Instruction], little_endian: bool) -> bytes:
    """Return the bytes of a sequence of instructions."""
    return b"".join(encode(insn, little_endian) for insn in insns)


def find_form(opcode: int, dst: int, src: int, offset: int, imm: int) -> Form | None:
    """Return the form that these fields are, None if they are no known instruction."""
    for form in forms_by_opcode().get(opcode, ()):
        if form.matches(dst, src, offset, imm):
            return form
    return None


def decode_all(data: bytes | bytearray | memoryview, little_endian: bool) -> list[Instruction]:
    """Decode a text section.

    A slot that is no known instruction becomes an Instruction without a form, so encoding the
    result gives `data` again. Raises InputError if `data` is not a whole number of slots.
    """
    if len(data) % SLOT_BYTES:
        raise InputError(
            f"{len(data)} bytes of code are not a whole number of {SLOT_BYTES}-byte instructions"
        )
    layout = "<BBhi" if little_endian else ">BBhi"
    table = forms_by_opcode()
    insns: list[Instruction] = []
    slots = list(struct.iter_unpack(layout, data))
    index, count = 0, len(slots)
    while index < count:
        opcode, registers, offset, imm = slots[index]
        index += 1
        low, high = registers & 0xF, registers >> 4
        dst, src = (low, high) if little_endian else (high, low)
        form = None
        for candidate in table.get(opcode, ()):
            if candidate.matches(dst, src, offset, imm):
                form = candidate
                break
        if opcode == OP_LD_IMM64 and form is not None:
            if index < count and slots[index][:3] == (0, 0, 0):
                imm = (imm & _MASK32) | slots[index][3] << 32
                index += 1
            else:
                form = None
        insns.append(Instruction(opcode, dst, src, offset, imm, form))
    return insns


# --- text ----------------------------------------------------------------------------------


def format_instruction(
    insn: Instruction,
    *,
    target: str | None = None,
    alu32: bool = True,
    little_endian: bool = True,
) -> str:
    """Write `insn` in LLVM's syntax.

    `target` replaces the number that names a place: a jump's label, a called function, or
    the symbol of a 64-bit load. `alu32=False` spells narrow loads and stores with `r`
    registers, as LLVM does for v1 and v2. What is no known instruction, or has no syntax
    that assembles to its bytes, is written as data.
    """
    form = insn.form
    if form is None or (form.name in ("call_local", "call_kfunc") and target is None):
        order: Literal["little", "big"] = "little" if little_endian else "big"
        word = int.from_bytes(encode(insn, little_endian), order)
        return f".quad {word:#018x}"
    if form.name == "call_kfunc":
        return f"call {target}"
    if not alu32 and form.without_alu32 is not None:
        form = form.without_alu32
    if target is not None and form.name == "ld_pseudo" and insn.src:
        target = None
    return "".join(
        _format_operand(part, insn, target) if index & 1 else part
        for index, part in enumerate(form.parts)
    )


def _format_operand(operand: str, insn: Instruction, target: str | None) -> str:
    if operand in ("rd", "wd"):
        return f"{operand[0]}{insn.dst}"
    if operand in ("rs", "ws"):
        return f"{operand[0]}{insn.src}"
    if operand == "off":
        return f"+ {insn.offset}" if insn.offset >= 0 else f"- {-insn.offset}"
    if operand in ("to16", "to32"):
        distance = insn.offset if operand == "to16" else insn.imm
        return f"{distance:+d}" if target is None else target
    if operand in ("imm64", "callee", "helper"):
        return str(insn.imm) if target is None else target
    if operand == "pseudo":
        return str(insn.src)
    if operand in ("as_dst", "as_src"):
        return str(insn.imm >> 16 & 0xFFFF if operand == "as_dst" else insn.imm & 0xFFFF)
    assert operand == "imm", operand
    return str(insn.imm)


# --- stack ---------------------------------------------------------------------------------


class FrameTrace:
    """Where the registers of one function point into its frame.

    `states` holds, for each instruction, the registers that point there before it, with their
    distance from the frame pointer; only what is the same along every path is in it, and code
    that cannot be reached has nothing. `stack_bytes` is how far below the frame pointer the
    function reaches. The verifier charges the same bytes, rounded up per frame.
    """

    __slots__ = ("stack_bytes", "states")

    def __init__(self, states: list[dict[int, int]], stack_bytes: int) -> None:
        self.states = states
        self.stack_bytes = stack_bytes


def trace_frame(insns: Sequence[Instruction]) -> FrameTrace:
    """Follow copies of the frame pointer, and constant additions to them, along every path.

    A buffer whose address is only handed to a helper therefore counts as used.
    """
    starts: dict[int, int] = {}
    slots: list[int] = []
    slot = 0
    for index, insn in enumerate(insns):
        starts[slot] = index
        slots.append(slot)
        slot += insn.slots
    lowest = 0
    states: list[dict[int, int] | None] = [None] * len(insns)
    work: list[tuple[int, dict[int, int]]] = [(0, {FRAME_POINTER: 0})] if insns else []
    while work:
        index, state = work.pop()
        known = states[index]
        if known is not None:
            state = {reg: at for reg, at in known.items() if state.get(reg) == at}
            if state == known:
                continue
        states[index] = state
        insn = insns[index]
        lowest = min(lowest, _stack_reach(insn, state))
        after = dict(state)
        _track_frame_copies(insn, after)
        for successor in _successors(insn, slots[index]):
            if successor in starts:
                work.append((starts[successor], after))
    return FrameTrace([state or {} for state in states], -lowest)


def stack_bytes(insns: Sequence[Instruction]) -> int:
    """Return how many bytes below the frame pointer one function uses."""
    return trace_frame(insns).stack_bytes


def _successors(insn: Instruction, slot: int) -> Iterator[int]:
    following = slot + insn.slots
    distance = insn.jump_slots
    if distance is not None:
        yield following + distance
    if not insn.is_exit and (not insn.is_jump or insn.is_conditional):
        yield following


def _stack_reach(insn: Instruction, state: dict[int, int]) -> int:
    """Return the lowest frame offset that `insn` touches or makes a pointer to."""
    if insn.opcode == OP_ADD64_IMM and insn.dst in state:
        return state[insn.dst] + insn.imm
    if insn.opcode == OP_SUB64_IMM and insn.dst in state:
        return state[insn.dst] - insn.imm
    base = insn.base_register
    return 0 if base is None or base not in state else state[base] + insn.offset


def _track_frame_copies(insn: Instruction, state: dict[int, int]) -> None:
    """Update in place the known registers: number -> offset from the frame pointer."""
    kind = insn.opcode & 7
    if kind in (CLASS_ALU, CLASS_ALU64):
        base = state.pop(insn.dst, None)
        if insn.opcode == OP_MOV64_REG and insn.offset == 0:
            if insn.src in state or insn.src == insn.dst:
                copied = base if insn.src == insn.dst else state[insn.src]
                if copied is not None:
                    state[insn.dst] = copied
        elif base is not None and insn.opcode == OP_ADD64_IMM:
            state[insn.dst] = base + insn.imm
        elif base is not None and insn.opcode == OP_SUB64_IMM:
            state[insn.dst] = base - insn.imm
    elif kind in (CLASS_LDX, CLASS_LD):
        state.pop(insn.dst, None)
    elif insn.opcode & 0xE7 == 0xC3:
        if insn.imm == _ATOMIC_LOAD_ACQUIRE:
            state.pop(insn.dst, None)
        elif insn.imm == _ATOMIC_CMPXCHG:
            state.pop(0, None)
        elif insn.imm & _ATOMIC_FETCH:
            state.pop(insn.src, None)
    elif insn.is_call:
        for register in range(6):
            state.pop(register, None)
