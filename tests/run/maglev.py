"""The Maglev lookup table: which slot belongs to which server, with few moves on change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def _hash(name: str, salt: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8, salt=salt).digest())


def build_table(servers: Sequence[str], slots: int) -> list[int]:
    """For each slot the index of its server; ``slots`` is a prime.

    Every server walks the slots in an order of its own and takes, turn by turn, its next free
    one, so that all get the same share and each keeps most of its slots when others come or go.
    """
    offsets = [_hash(name, b"offset") % slots for name in servers]
    steps = [_hash(name, b"step") % (slots - 1) + 1 for name in servers]
    table = [-1] * slots
    position = [0] * len(servers)
    taken = 0
    while True:
        for server in range(len(servers)):
            while True:
                slot = (offsets[server] + position[server] * steps[server]) % slots
                position[server] += 1
                if table[slot] < 0:
                    break
            table[slot] = server
            taken += 1
            if taken == slots:
                return table
