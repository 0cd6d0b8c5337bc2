"""The traffic-control and socket-filter examples, mostly with real traffic on veth pairs."""

from __future__ import annotations

import socket
import struct
import sys

import pytest

from bpfcc.kernel.attach import attach_socket, attach_tc, attach_tcx
from tests.run import packets
from tests.run.example import load_example, u32
from tests.run.net import Lab, open_link_socket, ping
from tests.run.packets import ICMP, TCP, UDP, address, checksum

pytestmark = pytest.mark.kernel

TC_ACT_UNSPEC, TC_ACT_OK, TC_ACT_SHOT, TC_ACT_REDIRECT = -1, 0, 2, 7


def test_ping_reply_answers_a_real_ping_for_nobody() -> None:
    with Lab("a", "b") as lab, load_example("tc_ping_reply") as example:
        lab.connect("a", "eth0", "b", "eth0")
        lab.add_address("a", "eth0", "10.4.0.1/24")
        # Nobody has 10.4.0.77: only the program can answer.
        lab.add_neighbour("a", "eth0", "10.4.0.77", lab.mac("b", "eth0"))
        with lab.inside("b"), attach_tc(example.program("ping_reply"), "eth0"):
            with lab.inside("a"):
                assert ping("10.4.0.77", count=3) == 3
            assert example.variable("replies") == 3
        with lab.inside("a"):
            assert ping("10.4.0.77", timeout_s=0.1) == 0


def test_ping_reply_turns_the_packet_around() -> None:
    with load_example("tc_ping_reply") as example:
        request = packets.echo(payload=b"odd")
        ran = example.run("ping_reply", request)
        assert ran.retval == TC_ACT_REDIRECT
        assert ran.packet is not None
        assert ran.packet == packets.ethernet(
            packets.ipv4(packets.icmp_message(0, b"odd"), ICMP, source="10.0.0.2", to="10.0.0.1"),
            source=packets.MAC_B,
            to=packets.MAC_A,
        )
        assert example.run("ping_reply", packets.udp()).packet == packets.udp()


def nat_settings() -> dict[str, bytes]:
    return {
        "inside_network": address("10.5.0.0"),
        "inside_mask": address("255.255.255.0"),
        "outside_address": address("192.0.2.1"),
    }


@pytest.mark.parametrize("protocol", [TCP, UDP])
def test_nat_rewrites_both_ways(protocol: int) -> None:
    build = packets.tcp if protocol == TCP else packets.udp
    with load_example("tc_nat", nat_settings()) as example:
        there = build(b"question", source="10.5.0.9", to="198.51.100.7", sport=1234, dport=80)
        ran = example.run("nat_out", there)
        assert ran.retval == TC_ACT_OK
        assert ran.packet is not None
        port = struct.unpack("!H", ran.packet[34:36])[0]
        assert port == 32768
        assert ran.packet == build(
            b"question", source="192.0.2.1", to="198.51.100.7", sport=port, dport=80
        )
        answer = build(b"answer", source="198.51.100.7", to="192.0.2.1", sport=80, dport=port)
        back = example.run("nat_in", answer)
        assert back.packet == build(
            b"answer", source="198.51.100.7", to="10.5.0.9", sport=80, dport=1234
        )
        # The same connection keeps its port, another gets the next one.
        again = example.run("nat_out", there).packet
        assert again is not None
        assert again[34:36] == struct.pack("!H", port)
        other = build(source="10.5.0.9", to="198.51.100.7", sport=1235, dport=80)
        out = example.run("nat_out", other).packet
        assert out is not None
        assert out[34:36] == struct.pack("!H", port + 1)
        stranger = build(source="198.51.100.7", to="192.0.2.1", sport=80, dport=5)
        assert example.run("nat_in", stranger).packet == stranger


def test_nat_carries_a_real_tcp_connection() -> None:
    with Lab("inside", "outside") as lab, load_example("tc_nat", nat_settings()) as example:
        lab.connect("inside", "eth0", "outside", "eth0")
        lab.add_address("inside", "eth0", "10.5.0.9/24")
        lab.add_address("outside", "eth0", "192.0.2.2/24")
        lab.ip("inside", "route", "add", "192.0.2.0/24", "dev", "eth0")
        lab.add_neighbour("inside", "eth0", "192.0.2.2", lab.mac("outside", "eth0"))
        lab.add_neighbour("outside", "eth0", "192.0.2.1", lab.mac("inside", "eth0"))
        with lab.inside("outside"):
            server = socket.create_server(("192.0.2.2", 8080))
        with (
            server,
            lab.inside("inside"),
            attach_tc(example.program("nat_out"), "eth0", "egress"),
            attach_tc(example.program("nat_in"), "eth0", "ingress"),
        ):
            client = socket.create_connection(("192.0.2.2", 8080), timeout=5)
            server.settimeout(5)
            peer, (seen_address, seen_port) = server.accept()
            with client, peer:
                assert seen_address == "192.0.2.1"
                assert seen_port >= 32768
                client.sendall(b"hello through the translator")
                assert peer.recv(100) == b"hello through the translator"
                peer.sendall(b"and back")
                client.settimeout(5)
                assert client.recv(100) == b"and back"


def test_rate_limit_passes_a_burst_and_then_drops() -> None:
    packet = packets.udp(b"x" * 958)  # 1000 bytes
    settings = {
        "bytes_per_second": struct.pack("=Q", 1000),
        "burst_bytes": struct.pack("=Q", 5000),
    }
    with load_example("tc_rate_limit", settings) as example:
        verdicts = [example.run("rate_limit", packet).retval for _ in range(8)]
        assert verdicts == [TC_ACT_OK] * 5 + [TC_ACT_SHOT] * 3
        other = packets.udp(source="10.0.0.77")
        assert example.run("rate_limit", other).retval == TC_ACT_OK
        bucket = example.map("buckets").lookup(address("10.0.0.1"))
        assert bucket is not None
        _, tokens, filled_at, dropped = struct.unpack("=QQQQ", bucket)
        assert tokens < 1000
        assert dropped == 3
        # Half an hour later the bucket is full, and no fuller than its depth.
        refilled = struct.pack("=QQQQ", 0, 0, 1, 0)
        example.map("buckets").update(address("10.0.0.1"), refilled)
        assert filled_at > 1
        verdicts = [example.run("rate_limit", packet).retval for _ in range(2)]
        assert verdicts == [TC_ACT_OK, TC_ACT_SHOT]


def test_rate_limit_stops_a_flood_on_the_wire() -> None:
    settings = {
        "bytes_per_second": struct.pack("=Q", 1),
        "burst_bytes": struct.pack("=Q", 300),
    }
    with Lab("a", "b") as lab, load_example("tc_rate_limit", settings) as example:
        lab.connect("a", "eth0", "b", "eth0")
        lab.add_address("a", "eth0", "10.6.0.1/24")
        lab.add_address("b", "eth0", "10.6.0.2/24")
        with lab.inside("b"), attach_tcx(example.program("rate_limit"), "eth0"), lab.inside("a"):
            # Each ping has 74 bytes: four fit into the bucket.
            assert ping("10.6.0.2", count=4) == 4
            assert ping("10.6.0.2", timeout_s=0.1) == 0


def test_percpu_stats_sorts_by_size() -> None:
    with load_example("percpu_stats") as example:
        sizes = [60, 64, 65, 200, 1000, 1400, 1500]
        for size in sizes:
            packet = packets.ethernet(packets.ipv4(b"", UDP).ljust(size - 14, b"\0"))
            assert example.run("count_traffic", packet).retval == TC_ACT_UNSPEC
        arp = packets.ethernet(b"\0" * 28, kind=packets.ETH_P_ARP)
        example.run("count_traffic", arp)
        by_class = []
        for key in range(6):
            values = example.map("by_size").lookup_per_cpu(u32(key))
            assert values is not None
            by_class.append(sum(struct.unpack("=QQ", value)[0] for value in values))
        assert sum(by_class) == 8
        assert by_class == [3, 1, 1, 0, 1, 2]
        assert example.variable("largest") == 1500
        assert example.variable("smallest") == 42
        assert example.variable("ip_packets") == 7
        assert example.variable("other_packets") == 1
        example.set_variable("paused", b"\1")
        example.run("count_traffic", arp)
        assert example.variable("other_packets") == 1


def test_percpu_stats_leaves_out_what_is_switched_off() -> None:
    with load_example("percpu_stats", {"watch_sizes": b"\0"}) as example:
        example.run("count_traffic", packets.udp())
        assert example.variable("largest") == 0
        assert example.variable("ip_packets") == 1


def test_protocol_counter_sees_what_arrives_at_a_socket() -> None:
    with Lab("a", "b") as lab, load_example("protocol_counter") as example:
        lab.connect("a", "eth0", "b", "eth0")
        with lab.inside("b"):
            listener = open_link_socket("eth0")
        with lab.inside("a"):
            sender = open_link_socket("eth0")
        with listener, sender, attach_socket(example.program("count_protocols"), listener):
            for packet in (packets.udp(), packets.udp(), packets.tcp(), packets.echo()):
                sender.send(packet)
            listener.settimeout(5)
            for _ in range(4):
                listener.recv(2048)
        counts = {
            protocol: int.from_bytes(value, sys.byteorder)
            for key, value in example.map("packets").items()
            if (protocol := key[0]) and any(value)
        }
        assert counts == {UDP: 2, TCP: 1, ICMP: 1}


def test_protocol_counter_keeps_what_it_does_not_know() -> None:
    with load_example("protocol_counter") as example:
        arp = packets.ethernet(b"\0" * 28, kind=packets.ETH_P_ARP)
        assert example.run("count_protocols", arp).retval == 0xFFFFFFFF
        assert example.run("count_protocols", packets.udp()).retval == 0xFFFFFFFF
        assert checksum(packets.udp()[14:34]) == 0
