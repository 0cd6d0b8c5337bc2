"""Unaligned accesses: where code makes them, and whether the verifier allows them there."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.backend import Backend, Job
from bpfcc.codegen.frame_accesses import align_frame_accesses
from bpfcc.codegen.misaligned import Verdict, examine_object
from bpfcc.ir.optimize import choose_pipeline
from bpfcc.options import Options


def examine(body: str, section: str = "xdp", *, is_global: bool = True) -> Verdict:
    lines = "\n".join(f"\t{line.strip()}" for line in body.strip().splitlines())
    scope = "\t.globl f\n" if is_global else ""
    text = f'\t.section "{section}","ax",@progbits\n{scope}\t.type f,@function\nf:\n{lines}\n'
    return examine_object(assemble(f"{text}\t.size f, .-f\n", filename="t.s"))


PACKET = "r2 = *(u32 *)(r1 + 0)\n"

ALLOWED = {
    "packet": f"{PACKET} r0 = *(u16 *)(r2 + 13)\n exit",
    "packet, pointer spilled": f"{PACKET} *(u64 *)(r10 - 8) = r2\n r3 = *(u64 *)(r10 - 8)\n"
    "r0 = *(u32 *)(r3 + 1)\n exit",
    "packet, at a variable place": f"{PACKET} r3 = *(u8 *)(r2 + 0)\n r2 += r3\n"
    "r0 = *(u64 *)(r2 + 3)\n exit",
    "value of a map": "r1 = 0 ll\n r2 = r10\n r2 += -4\n call 1\n r0 = *(u32 *)(r0 + 3)\n exit",
    "variable": "r1 = 0 ll\n r0 = *(u64 *)(r1 + 1)\n exit",
    "stack, aligned": "r0 = 0\n *(u64 *)(r10 - 16) = r0\n *(u16 *)(r10 - 2) = r0\n exit",
    "stack, scaled index": f"{PACKET} r3 = *(u8 *)(r2 + 0)\n r3 &= 7\n r3 <<= 3\n r4 = r10\n"
    "r4 += -64\n r4 += r3\n r0 = *(u64 *)(r4 + 0)\n exit",
    "stack, masked index": f"{PACKET} r3 = *(u8 *)(r2 + 0)\n r3 &= 56\n r4 = r10\n"
    "r4 += -64\n r4 += r3\n r0 = *(u64 *)(r4 + 0)\n exit",
    "stack, in a loop": "r1 = r10\n r1 += -64\n r0 = 0\n 1: *(u32 *)(r1 + 0) = r0\n r1 += 4\n"
    "r0 += 1\n if r0 != 16 goto 1b\n exit",
    "context": "r0 = *(u32 *)(r1 + 4)\n exit",
    "atomic": "r1 = 0 ll\n r2 = 1\n lock *(u32 *)(r1 + 4) += r2\n r0 = 0\n exit",
}

SUSPECT = {
    "stack": "r0 = 0\n *(u32 *)(r10 - 6) = r0\n exit",
    "stack, after moves": "r1 = r10\n r1 += -13\n r2 = r1\n r0 = *(u16 *)(r2 + 0)\n exit",
    "stack, at an unknown place": f"{PACKET} r3 = *(u8 *)(r2 + 0)\n r4 = r10\n r4 += -64\n"
    "r4 += r3\n r0 = *(u32 *)(r4 + 0)\n exit",
    "stack, address spilled": "r1 = r10\n r1 += -32\n *(u64 *)(r10 - 8) = r1\n call 5\n"
    "r1 = *(u64 *)(r10 - 8)\n r0 = *(u32 *)(r1 + 2)\n exit",
    "stack or packet": f"{PACKET} r3 = *(u8 *)(r2 + 0)\n r4 = r10\n r4 += -16\n"
    "if r3 == 0 goto 1f\n r4 = r2\n 1: r0 = *(u32 *)(r4 + 1)\n exit",
    "stack, in a loop": "r1 = r10\n r1 += -64\n r0 = 0\n 1: *(u32 *)(r1 + 0) = r0\n r1 += 2\n"
    "r0 += 1\n if r0 != 16 goto 1b\n exit",
    "context": "r0 = *(u32 *)(r1 + 2)\n exit",
    "two fields of the context": "r0 = *(u64 *)(r1 + 0)\n exit",
    "context, spilled": "*(u64 *)(r10 - 8) = r1\n r2 = *(u64 *)(r10 - 8)\n"
    "r0 = *(u32 *)(r2 + 6)\n exit",
    "socket": "call 95\n r0 = *(u32 *)(r0 + 6)\n exit",
    "structure of the kernel": "r1 = *(u64 *)(r1 + 168)\n r0 = *(u32 *)(r1 + 8)\n exit",
    "address put into the frame by a callee": "r1 = r10\n r1 += -8\n call f\n"
    "r1 = *(u64 *)(r10 - 8)\n r0 = *(u32 *)(r1 + 2)\n exit",
}


@pytest.mark.parametrize("body", ALLOWED.values(), ids=ALLOWED.keys())
def test_access_that_the_verifier_allows(body: str) -> None:
    verdict = examine(body)
    assert verdict.is_clean, verdict.suspects


@pytest.mark.parametrize("body", SUSPECT.values(), ids=SUSPECT.keys())
def test_access_that_it_may_refuse(body: str) -> None:
    verdict = examine(body)
    assert verdict.is_understood
    assert verdict.suspects


def test_subprogram_may_be_called_with_the_stack() -> None:
    verdict = examine("r0 = *(u32 *)(r2 + 0)\nexit", ".text")
    assert list(verdict.suspects) == [("f", (4, 0, 4))]
    assert examine("r0 = *(u32 *)(r1 + 0)\nexit", "xdp", is_global=False).suspects


def test_words_of_a_tracing_context_are_no_joined_fields() -> None:
    body = "r0 = *(u64 *)(r1 + 8)\nexit"
    assert examine(body, "kprobe/x").is_clean
    assert examine(body, "fentry/x").is_clean
    assert not examine(body, "iter/task").is_clean


def test_code_that_cannot_be_followed_is_not_accepted() -> None:
    verdict = examine("r1 = 0 ll\ncallx r1\nr0 = 0\nexit")
    assert not verdict.is_understood
    assert not verdict.accepts(verdict)


def test_suspects_are_accepted_as_often_as_strict_code_has_them() -> None:
    once = examine("call 95\nr1 = *(u32 *)(r0 + 4)\nr0 = 0\nexit")
    twice = examine("call 95\nr1 = *(u32 *)(r0 + 4)\nr1 = *(u32 *)(r0 + 4)\nr0 = 0\nexit")
    other = examine("call 95\nr1 = *(u64 *)(r0 + 4)\nr0 = 0\nexit")
    assert once.accepts(twice)
    assert not twice.accepts(once)
    assert not other.accepts(twice)


UNDEFINED = {
    "address of a packet": f"{PACKET} if r2 == 7 goto 1f\n r2 = 1\n 1: w2 &= 65535\nr0 = r2\n exit",
    "stack": "r2 = r10\n r2 <<= 1\n r0 = 0\n exit",
    "never set": "r0 = r6\n exit",
    "lost in a call": "r3 = 1\n call 5\n if r3 == 1 goto +0\n r0 = 0\n exit",
    "second register of a program": "r0 = r2\n exit",
}


@pytest.mark.parametrize("body", UNDEFINED.values(), ids=UNDEFINED.keys())
def test_undefined_values_in_the_wrong_register_are_noticed(body: str) -> None:
    assert examine(body).suspects


def test_undefined_values_are_noticed_in_sections_of_any_name() -> None:
    body = UNDEFINED["address of a packet"]
    assert examine(body, "xdp_old_name").suspects
    assert examine(body, "whatever").suspects


def test_distance_of_two_addresses_is_a_number() -> None:
    verdict = examine(f"{PACKET} r3 = *(u32 *)(r1 + 4)\n r3 -= r2\n r3 &= 15\n r0 = r3\n exit")
    assert verdict.is_clean, verdict.suspects


# --- no unaligned access of the stack or the context escapes the analysis --------------------

_STACK_BYTES = 64


class Machine:
    """Random code on registers and an aligned stack, run while it is written.

    What a register or a stack word holds is a number or ("frame" or "context", distance).
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines = ["r2 = *(u32 *)(r1 + 0)", *(f"r{n} = 0" for n in (0, 3, 4, 5, 6, 7))]
        self.registers: dict[int, object] = dict.fromkeys(range(10), 0)
        self.registers[1], self.registers[10] = ("context", 0), ("frame", 0)
        self.registers[2] = None  # a packet
        self.words: dict[int, object] = {}
        self.is_bad = False
        self.labels = 0

    def write(self) -> str:
        for _ in range(self.random.randint(10, 40)):
            self.random.choice(
                (self.move, self.add, self.spill, self.fill, self.access, self.skip)
            )()
        return "\n".join([*self.lines, "r0 = 0", "exit"])

    def pick(self) -> int:
        return self.random.randint(2, 7)

    def move(self) -> None:
        to, source = self.pick(), self.random.choice((1, 2, 3, 4, 5, 6, 7, 10, 10, 10))
        self.lines.append(f"r{to} = r{source}")
        self.registers[to] = self.registers[source]

    def add(self) -> None:
        to, amount = self.pick(), self.random.choice((-64, -16, -8, -6, -4, -2, -1, 1, 2, 4, 8))
        self.lines.append(f"r{to} += {amount}")
        value = self.registers[to]
        if isinstance(value, tuple):
            self.registers[to] = (value[0], value[1] + amount)
        elif isinstance(value, int):
            self.registers[to] = value + amount

    def spill(self) -> None:
        at, source = -8 * self.random.randint(1, 8), self.pick()
        self.lines.append(f"*(u64 *)(r10 - {-at}) = r{source}")
        self.words[at] = self.registers[source]

    def fill(self) -> None:
        known = sorted(self.words)
        if known:
            at, to = self.random.choice(known), self.pick()
            self.lines.append(f"r{to} = *(u64 *)(r10 - {-at})")
            self.registers[to] = self.words[at]

    def skip(self) -> None:
        """A part that is jumped over: only what the registers held before is true after it."""
        self.labels += 1
        label = f"L{self.labels}"
        to = self.pick()
        self.lines += [f"if r2 == {self.labels} goto {label}", f"r{to} = r2", f"{label}:"]

    def access(self) -> None:
        size = self.random.choice((2, 4, 8))
        base = self.random.choice((2, 3, 4, 5, 6, 7))
        value = self.registers[base]
        if not isinstance(value, tuple):
            return
        offset = self.random.choice((0, 0, 2, 4, 8, 1))
        self.lines.append(f"r8 = *(u{8 * size} *)(r{base} + {offset})")
        self.is_bad |= (value[1] + offset) % size != 0


@given(st.integers(0, 1 << 32))
@settings(max_examples=300, deadline=None)
def test_no_unaligned_access_escapes(seed: int) -> None:
    machine = Machine(seed)
    code = machine.write()
    if machine.is_bad:
        assert not examine(code).is_clean, code


# --- copies in pieces ------------------------------------------------------------------------

COPIES = """define i32 @f(ptr %p) {
  %v = alloca [16 x i8], align 1
  %d = getelementptr inbounds i8, ptr %v, i64 6
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 %d, ptr align 1 %p, i64 6, i1 false)
  call void @llvm.memset.p0.i64(ptr align 1 %v, i8 0, i64 6, i1 false)
  store i16 1, ptr %d, align 1
  call void @g(ptr %v)
  ret i32 0
}
declare void @g(ptr)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
"""


def test_copies_on_the_stack_are_cut_to_aligned_pieces() -> None:
    text = align_frame_accesses(COPIES.encode()).decode()
    assert "alloca [16 x i8], align 8" in text
    sizes = [line.split("i64 ")[-1].split(",")[0] for line in text.splitlines() if "mem" in line]
    assert sizes[:4] == ["2", "4", "4", "2"]
    assert "store volatile i16 1, ptr %d" in text


def test_copies_elsewhere_stay() -> None:
    text = COPIES.replace("%v = alloca [16 x i8], align 1", "%v = call ptr @h()").encode()
    assert align_frame_accesses(text) == text


def test_pieces_are_a_valid_module() -> None:
    text = align_frame_accesses(COPIES.encode()).decode()
    with Backend() as backend:
        outcome = backend.compile(Job(text, choose_pipeline(Options())), is_last=True)
    assert outcome.outputs["obj"], outcome.text


def test_analysis_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpfcc.codegen.misaligned._STEPS", -1_000)
    verdict = examine(ALLOWED["packet"])
    assert not verdict.is_understood
    assert not verdict.is_clean
