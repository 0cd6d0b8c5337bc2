"""The end of LLVM's BTF, which comes out in any order, is put in one."""

from __future__ import annotations

import itertools
import struct

import pytest

from bpfcc.btf.forwards import order_forwards

PTR, STRUCT, FWD, TYPE_TAG = 2, 4, 7, 18
NAMES = ("alpha", "beta", "gamma")


def make_btf(order: tuple[str, ...], little: bool) -> tuple[bytearray, bytearray, dict[str, int]]:
    """.BTF and .BTF.ext of pointers to three structs whose forwards come in ``order``.

    Types: 1-3 pointers to alpha, beta, gamma; 4 a struct; then the forwards, the one of beta
    with a type tag behind it that its pointer goes through. One CO-RE record for each forward.
    """
    e = "<" if little else ">"
    strings = b"\0settled\0"
    tail: list[tuple[int, int, int]] = []  # name, info, type
    ids: dict[str, int] = {}
    for name in order:
        tail.append((len(strings), FWD << 24, 0))
        strings += name.encode() + b"\0"
        ids[name] = 4 + len(tail)
        if name == "beta":
            tail.append((len(strings), TYPE_TAG << 24, ids[name]))
            strings += b"user\0"
            ids["user"] = 4 + len(tail)
    targets = [ids["alpha"], ids["user"], ids["gamma"]]
    types = b"".join(struct.pack(f"{e}3I", 0, PTR << 24, target) for target in targets)
    types += struct.pack(f"{e}3I", 1, STRUCT << 24, 8)
    types += b"".join(struct.pack(f"{e}3I", *entry) for entry in tail)
    header = struct.pack(f"{e}HBBI4I", 0xEB9F, 1, 0, 24, 0, len(types), len(types), len(strings))
    records = b"".join(struct.pack(f"{e}4I", 8 * i, ids[n], 1, 6) for i, n in enumerate(NAMES))
    core = struct.pack(f"{e}3I", 16, 1, len(NAMES)) + records
    ext_header = struct.pack(f"{e}HBBI6I", 0xEB9F, 1, 0, 32, 0, 0, 0, 0, 0, len(core))
    return bytearray(header + types + strings), bytearray(ext_header + core), ids


@pytest.mark.parametrize("little", [True, False])
def test_every_order_becomes_the_order_of_first_mention(little: bool) -> None:
    made = set()
    patches = set()
    for order in itertools.permutations(NAMES):
        btf, ext, _ = make_btf(order, little)
        code: dict[tuple[str, int], int] = {}

        def patch(
            section: str, insn: int, new: int, code: dict[tuple[str, int], int] = code
        ) -> None:
            code[section, insn] = new

        _, _, ids = make_btf(order, little)
        order_forwards(memoryview(btf), memoryview(ext), little=little, patch_code=patch)
        made.add((bytes(btf), bytes(ext)))
        for index, name in enumerate(NAMES):  # an id that did not move is not patched
            code.setdefault(("settled", 8 * index), ids[name])
        patches.add(tuple(sorted(code.items())))
    assert len(made) == 1
    ((btf_bytes, _),) = made
    assert btf_bytes.endswith(b"\0settled\0alpha\0beta\0user\0gamma\0")
    assert patches == {((("settled", 0), 5), (("settled", 8), 6), (("settled", 16), 8))}


def test_btf_without_forwards_is_left_alone() -> None:
    types = struct.pack("<3I", 1, STRUCT << 24, 8)
    header = struct.pack("<HBBI4I", 0xEB9F, 1, 0, 24, 0, len(types), len(types), 3)
    btf = bytearray(header + types + b"\0s\0")
    before = bytes(btf)

    def patch(section: str, insn: int, new: int) -> None:
        pytest.fail("nothing has moved")

    order_forwards(memoryview(btf), None, little=True, patch_code=patch)
    assert bytes(btf) == before
