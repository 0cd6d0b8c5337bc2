"""Random code does the same before and after the passes, run by an interpreter."""

from __future__ import annotations

import random

import pytest

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.passes.run import shrink_object
from bpfcc.elf.model import Object, Section
from tests.support.interpreter import Machine

_HELPERS = (1, 2, 3, 5, 6, 14, 113)
_VARIABLES = ("a", "b", "c", "d", "big", "elsewhere", "weak")
_DATA = """
	.section	.bss,"aw",@nobits
	.globl	a
	.type	a,@object
a:	.zero	8
	.size	a, 8
	.globl	b
	.type	b,@object
b:	.zero	8
	.size	b, 8
	.globl	big
	.type	big,@object
big:	.zero	40000
	.size	big, 40000
	.globl	c
	.type	c,@object
c:	.zero	8
	.size	c, 8
	.weak	weak
	.type	weak,@object
weak:	.zero	8
	.size	weak, 8
	.section	.data,"aw",@progbits
d:	.quad	1
	.type	d,@object
	.size	d, 8
	.section	.data.elsewhere,"aw",@progbits
	.globl	elsewhere
	.type	elsewhere,@object
elsewhere:	.quad	1
	.size	elsewhere, 8
	.section	.maps,"aw",@progbits
	.globl	map
	.type	map,@object
map:	.quad	0
	.size	map, 8
"""


class Writer:
    """Writes one function: blocks of the idioms that compilers write, with forward jumps."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.scratch = self.rng.choice(((0, 1, 2, 3), (1, 2, 3, 4, 5), (1, 2)))
        self.kept = self.rng.choice(((6,), (6, 7), (6, 7, 8), (6, 7, 8, 9)))

    def write(self) -> str:
        rng = self.rng
        self.lines += [f"r{n} = {rng.choice((0, 1, -1, n))}" for n in range(2, 10)]
        self.lines.append("r0 = 7")
        count = rng.randint(2, 7)
        for number in range(count):
            self.lines.append(f".Lb{number}:")
            for _ in range(rng.randint(1, 8)):
                self.write_idiom()
            if number + 1 < count and rng.random() < 0.7:
                self.write_branch(number, count)
        if rng.random() < 0.3:  # a loop that ends
            self.lines += ["r9 = *(u32 *)(r10 - 500)", "r9 += 1", "*(u32 *)(r10 - 500) = r9"]
            self.lines.append(f"if w9 & 3 goto .Lb{rng.randrange(count)}")
        self.lines += ["w0 = w6", "exit"]
        return "\n".join(f"\t{line}" if line[0] != "." else line for line in self.lines)

    def write_branch(self, number: int, count: int) -> None:
        rng, add = self.rng, self.lines.append
        target = rng.randint(number + 1, count - 1)
        register = rng.choice((*self.scratch, *self.kept))
        short = rng.choice("rw")
        comparison = rng.choice((">", "==", "!=", "s>"))
        kind = rng.randrange(4)
        if kind == 0:
            add(f"r{register} &= {rng.choice((1, 6, -2))}")
            add(f"if {short}{register} != 0 goto .Lb{target}")
        elif kind == 1:
            add(f"if {short}{register} {comparison} {rng.randrange(9)} goto .Lover{number}")
            add(f"goto .Lb{target}")
            self.lines.append(f".Lover{number}:")
        elif kind == 2:
            add(f"if {short}{register} {comparison} {rng.randrange(9)} goto .Lb{target}")
        else:
            add(f"goto .Lb{number + 1}")

    def write_idiom(self) -> None:
        rng, add = self.rng, self.lines.append
        one = rng.choice(self.scratch)
        two = rng.choice([n for n in (*self.scratch, *self.kept) if n != one])
        slot = -8 * rng.randint(1, 6)
        size = rng.choice((8, 16, 32, 64))
        short = "r" if size == 64 else "w"
        choice = rng.randrange(14)
        if choice < 3:
            where = f"r10 - {-slot}"
            if rng.random() < 0.4:
                add(f"r{two} = {rng.choice(_VARIABLES)} ll")
                where = f"r{two} + {rng.choice((0, 0, 4))}"
            constant = rng.choice((0, 0, 1, -1, 300, 0xFFFFFFFF, 0x1234567890, 1 << 63))
            add(f"r{one} = {constant}{' ll' if constant >> 31 not in (0, -1) else ''}")
            add(f"*(u{size} *)({where}) = {short}{one}")
        elif choice < 6:
            add(f"r{one} = {rng.choice(_VARIABLES)} ll")
            kind = rng.randrange(5)
            if kind == 4:
                add(f"r{one} += {rng.choice((8, 16, 32768))}")
                add(f"*(u{size} *)(r{one} + 0) = {short}{two}")
            elif kind == 0:
                add(f"{short}{two} = *(u{size} *)(r{one} + {rng.choice((0, 4, 8))})")
            elif kind == 1:
                add(f"*(u{size} *)(r{one} + 0) = {short}{two}")
            elif kind == 2:
                add(f"r{two} = {rng.choice((0, 8, 16))}")
                add(rng.choice((f"r{one} += r{two}", f"r{two} += r{one}\nr{one} = r{two}")))
                add(f"w{two} = *(u32 *)(r{one} + 0)")
            else:
                add(f"lock *(u64 *)(r{one} + 0) += r{two}")
        elif choice < 8:
            helper = rng.choice(_HELPERS)
            for register in range(1, 6):
                kind = rng.randrange(4)
                if kind == 0:
                    add(f"r{register} = r10")
                    add(f"r{register} += {slot}")
                elif kind == 1:
                    add(f"r{register} = {rng.choice((*_VARIABLES, 'map', 'map', 'map'))} ll")
                elif kind == 2:
                    add(f"r{register} = {rng.choice(('r6', '0', '5'))}")
            add(f"call {helper}")
            if rng.random() < 0.5:
                add(f"r{rng.choice(self.kept)} = r0")
        elif choice == 8:
            add(f"{short}{rng.choice(self.kept)} = *(u{size} *)(r10 - {-slot})")
        elif choice == 9:
            other = rng.choice((f"r{two}", "8", "-8", "255"))
            add(f"r{one} {rng.choice(('+=', '^=', '&=', '|='))} {other}")
        elif choice == 10:
            add(f"r{one} = r10")
            add(f"r{one} += {slot}")
            add(rng.choice((f"*(u32 *)(r{one} + 0) = w{two}", f"w{two} = *(u32 *)(r{one} + 4)")))
        elif choice == 11:
            add(f"r{rng.choice(self.kept)} = {rng.choice(_VARIABLES)} ll")
        elif choice == 12:
            kept = rng.choice(self.kept)
            add(rng.choice((f"w{one} = *(u32 *)(r{kept} + 0)", f"*(u32 *)(r{kept} + 4) = w{one}")))
        else:
            add(f"r{one} = r{two}")


def build(seed: int) -> tuple[Object, Section]:
    body = Writer(seed).write().replace("\n\t", "\n").replace("\n", "\n\t")
    text = (
        f'\t.section\txdp,"ax",@progbits\n\t.globl\tf\n\t.type\tf,@function\nf:\n{body}\n.Lend:\n'
    )
    text += f"\t.size\tf, .Lend-f\n{_DATA}"
    obj = assemble(text, filename="random.s", little_endian=bool(seed % 3))
    return obj, next(section for section in obj.sections if section.name == "xdp")


def run_all(obj: Object, section: Section) -> list[list[object]]:
    runs = [Machine(obj, section, context).run() for context in range(3)]
    assert not any("endless" in run for run in runs)
    return runs


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_random_code_does_the_same(start: int) -> None:
    saved = 0
    for seed in range(start, start + 50):
        obj, section = build(seed)
        before = run_all(obj, section)
        size = len(section.data)
        gained = shrink_object(obj)
        saved += gained
        assert len(section.data) == size - 8 * gained, seed
        assert run_all(obj, section) == before, seed
    assert saved > 100
