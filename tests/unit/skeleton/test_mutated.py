"""Skeletons of damaged objects: source text that compiles, or an InputError."""

from __future__ import annotations

import random

import pytest

from bpfcc.errors import InputError
from bpfcc.skeleton.generate import generate_skeleton
from tests.unit.skeleton.build import import_text, kit_object


def damage(data: bytes, number: int) -> bytes:
    """`data` with a few bytes changed, the same ones for each number."""
    source = random.Random(number)
    out = bytearray(data)
    for _ in range(source.choice((1, 2, 4))):
        at = source.randrange(len(out) - 16)
        if source.random() < 0.6:
            out[at] ^= 1 << source.randrange(8)
        elif source.random() < 0.5:
            out[at : at + 4] = source.randbytes(4)
        else:
            start = source.randrange(len(out) - 16)
            out[at : at + 16] = out[start : start + 16]
    return bytes(out)


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_damage_is_an_error_or_still_makes_source(start: int) -> None:
    refused = []
    for number in range(start, start + 100):
        data = damage(kit_object(), number)
        for language, sub in (("c", False), ("c", True), ("python", False)):
            try:
                text = generate_skeleton(data, "x.o", language, sub=sub)
            except InputError as error:
                refused.append(str(error))
                continue
            if language == "python":
                assert import_text(text).X._name == "x"
    assert 0 < len(refused) < 300
    assert [message for message in refused if not message.startswith("x.o: ")] == []
