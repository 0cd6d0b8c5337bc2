"""What the examples' maps hold before they are compared, so that more than their edges run."""

from __future__ import annotations

import struct

from bpfcc.kernel.object import LoadedObject
from tests.run import packets
from tests.run.maglev import build_table
from tests.run.packets import TCP, UDP, address


def u32(value: int) -> bytes:
    """A 32-bit number in host order."""
    return struct.pack("=I", value)


def fill_firewall(loaded: LoadedObject) -> None:
    """Block a network, let a part of it through, block a service."""
    loaded.map("networks").update(u32(16) + address("192.168.0.0"), u32(1))
    loaded.map("networks").update(u32(24) + address("10.0.0.0"), u32(2))
    loaded.map("blocked_services").update(struct.pack("=H", UDP) + struct.pack("!H", 53), b"\1")


def fill_balancer(loaded: LoadedObject) -> None:
    """Two services on three servers."""
    slots, names = 1021, ["a", "b", "c"]
    for row, (port, protocol) in enumerate([(80, TCP), (53, UDP)]):
        key = address("10.0.0.2") + struct.pack("!HBB", port, protocol, 0)
        loaded.map("services").update(key, u32(row))
        for slot, server in enumerate(build_table(names, slots)):
            loaded.map("slots").update(u32(row * slots + slot), u32(server))
    for index in range(len(names)):
        entry = address(f"192.168.1.{index + 1}") + bytes([2, 0, 0, 0, 1, index, 0, 0])
        loaded.map("servers").update(u32(index), entry)


def fill_switch(loaded: LoadedObject) -> None:
    """One address known, and nothing else."""
    loaded.map("addresses").update(packets.MAC_B, u32(1))


def fill_names(loaded: LoadedObject) -> None:
    """One name blocked."""
    key = packets.dns_name("www.example.org").ljust(64, b"\0")
    loaded.map("names").update(key, struct.pack("=QII", 5, 1, 0))


PREPARE = {
    "xdp_firewall": fill_firewall,
    "xdp_load_balancer": fill_balancer,
    "xdp_switch": fill_switch,
    "xdp_dns_classifier": fill_names,
}

IGNORE = {"tc_rate_limit": ["buckets"]}
"""Maps that hold times."""
