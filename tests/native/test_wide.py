"""Arithmetic of 128 bits, spelled out as for BPF, against Python's."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bpfcc.options import Options
from tests.native import host

pytestmark = pytest.mark.skipif(host.find_obstacle() is not None, reason=str(host.find_obstacle()))

_MODULUS = 1 << 128
_LEAST = 1 << 127
_SOURCE = """
#include <stdio.h>
typedef unsigned __int128 U;
typedef __int128 S;
typedef unsigned long long u64;
static const struct { u64 ah, al, bh, bl; int n; } cases[] = { %s };

static void show(U x) { printf("%%llx%%016llx\\n", (u64)(x >> 64), (u64)x); }

int main(void)
{
	for (unsigned i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		volatile u64 ah = cases[i].ah, al = cases[i].al, bh = cases[i].bh, bl = cases[i].bl;
		volatile int n = cases[i].n;
		U a = (U)ah << 64 | al, b = (U)bh << 64 | bl, r;
		S q;
		u64 w;
		int over;

		show(a * b), show(a / b), show(a %% b);
		show(a << n), show(a >> n), show((S)a >> n);
		show((S)a / (S)b), show((S)a %% (S)b);
		over = __builtin_mul_overflow(a, b, &r), show(r), show(over);
		over = __builtin_mul_overflow((S)a, (S)b, &q), show(q), show(over);
		over = __builtin_mul_overflow(a, (long)bl, &w), show(w), show(over);
	}
	return 0;
}
"""


def pick_number(rng: random.Random) -> int:
    """A number of which the interesting kinds are as likely as any."""
    number = rng.getrandbits(128)
    shifted = number >> rng.randrange(128)
    return rng.choice([number, shifted, -shifted % _MODULUS, 1 << rng.randrange(128)])


def to_signed(number: int, bits: int = 128) -> int:
    number %= 1 << bits
    return number - (1 << bits) if number >> (bits - 1) else number


def compute(a: int, b: int, n: int) -> list[int]:
    """What one case shows."""
    c, d = to_signed(a), to_signed(b)
    quotient = abs(c) // abs(d) * (-1 if (c < 0) != (d < 0) else 1)
    mixed = a * to_signed(b, 64)
    return [
        *(a * b, a // b, a % b, a << n, a >> n, c >> n, quotient, c - quotient * d),
        *(a * b, a * b >= _MODULUS, c * d, not -_LEAST <= c * d < _LEAST),
        *(mixed % (1 << 64), not 0 <= mixed < 1 << 64),
    ]


@pytest.mark.parametrize("level", [0, 2])
def test_arithmetic_of_128_bits_is_pythons(level: int, tmp_path: Path) -> None:
    rng = random.Random(level)
    cases = [(pick_number(rng), pick_number(rng) or 1, rng.randrange(128)) for _ in range(80)]
    low = (1 << 64) - 1
    rows = [f"{{{a >> 64}u,{a & low}u,{b >> 64}u,{b & low}u,{n}}}" for a, b, n in cases]
    source = tmp_path / "wide.c"
    source.write_text(_SOURCE % ", ".join(rows))
    options = Options(debug=False, no_warnings=True, opt_level=str(level))
    run = host.run_ir(host.lower_for_host(source, options, spelled_out=True), level)
    wanted = [number % _MODULUS for case in cases for number in compute(*case)]
    assert [int(line, 16) for line in run.output.split()] == wanted
