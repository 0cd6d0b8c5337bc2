"""The XDP examples on packets: by test run, and on veth pairs with someone at the other end."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

import pytest

from bpfcc.kernel.attach import attach_xdp
from bpfcc.kernel.testrun import TestRun, run_program
from bpfcc.kernel.verdicts import name_verdict
from tests.run import packets
from tests.run.example import Example, load_example, u32
from tests.run.maglev import build_table
from tests.run.net import Lab, open_link_socket, ping, receive_frame
from tests.run.packets import MAC_A, MAC_B, TCP, UDP, address, checksum

pytestmark = pytest.mark.kernel

XDP_DROP, XDP_PASS, XDP_TX, XDP_REDIRECT = 1, 2, 3, 4


def service(protocol: int, port: int) -> bytes:
    return struct.pack("=H", protocol) + struct.pack("!H", port)


def network(prefix: str) -> bytes:
    base, bits = prefix.split("/")
    return u32(int(bits)) + address(base)


def test_firewall_drops_blocked_networks_and_services() -> None:
    with load_example("xdp_firewall") as example:
        example.map("networks").update(network("10.0.0.0/8"), u32(XDP_DROP))
        example.map("networks").update(network("10.1.0.0/16"), u32(XDP_PASS))
        example.map("blocked_services").update(service(TCP, 23), b"\1")
        verdicts = {
            "blocked network": packets.udp(source="10.9.9.9"),
            "longer prefix": packets.udp(source="10.1.2.3"),
            "blocked port": packets.tcp(source="10.1.2.3", dport=23),
            "same port of UDP": packets.udp(source="10.1.2.3", dport=23),
            "elsewhere": packets.tcp(source="192.168.0.1", dport=80),
            "not IP": packets.ethernet(b"\0" * 46, kind=packets.ETH_P_ARP),
        }
        got = {what: example.run("firewall", packet).retval for what, packet in verdicts.items()}
        assert got == {
            "blocked network": XDP_DROP,
            "longer prefix": XDP_PASS,
            "blocked port": XDP_DROP,
            "same port of UDP": XDP_PASS,
            "elsewhere": XDP_PASS,
            "not IP": XDP_PASS,
        }
        assert example.map("verdicts").sum_per_cpu(u32(XDP_DROP)) == 2
        assert example.map("verdicts").sum_per_cpu(u32(XDP_PASS)) == 4


def test_firewall_stops_a_real_ping() -> None:
    with Lab("a", "b") as lab, load_example("xdp_firewall") as example:
        lab.connect("a", "eth0", "b", "eth0")
        lab.add_address("a", "eth0", "10.7.0.1/24")
        lab.add_address("b", "eth0", "10.7.0.2/24")
        with lab.inside("b"), attach_xdp(example.program("firewall"), "eth0"):
            with lab.inside("a"):
                assert ping("10.7.0.2") == 1
            example.map("networks").update(network("10.7.0.1/32"), u32(XDP_DROP))
            with lab.inside("a"):
                assert ping("10.7.0.2", timeout_s=0.2) == 0
            example.map("networks").delete(network("10.7.0.1/32"))
            with lab.inside("a"):
                assert ping("10.7.0.2") == 1


SLOTS = 1021
SERVERS = ["192.168.1.10", "192.168.1.11", "192.168.1.12"]


def fill_balancer(example: Example, servers: list[str], *, row: int = 2) -> None:
    key = address("10.0.0.2") + struct.pack("!HBB", 80, TCP, 0)
    example.map("services").update(key, u32(row))
    for index, server in enumerate(servers):
        mac = bytes([2, 0, 0, 0, 1, index])
        example.map("servers").update(u32(index), address(server) + mac + b"\0\0")
    for slot, server_index in enumerate(build_table(servers, SLOTS)):
        example.map("slots").update(u32(row * SLOTS + slot), u32(server_index))


def test_load_balancer_wraps_packets_for_a_server() -> None:
    settings = {"balancer_address": address("10.0.0.254")}
    with load_example("xdp_load_balancer", settings) as example:
        fill_balancer(example, SERVERS)
        packet = packets.tcp(b"payload", source="172.16.0.9", to="10.0.0.2", dport=80)
        ran = example.run("balance", packet)
        assert ran.retval == XDP_TX
        assert ran.packet is not None
        outer, inner = ran.packet[14:34], ran.packet[34:]
        assert inner == packet[14:]
        assert checksum(outer) == 0
        assert outer[9] == packets.IPIP
        assert outer[12:16] == address("10.0.0.254")
        server = SERVERS.index(".".join(map(str, outer[16:20])))
        assert ran.packet[:6] == bytes([2, 0, 0, 0, 1, server])
        assert ran.packet[6:12] == MAC_B
        assert struct.unpack("!H", outer[2:4])[0] == len(ran.packet) - 14
        # Anything else goes its way.
        for other in (packets.tcp(dport=81), packets.udp(dport=80), packets.echo()):
            assert example.run("balance", other).retval == XDP_PASS


def test_load_balancer_spreads_flows_and_keeps_them() -> None:
    with load_example("xdp_load_balancer") as example:

        def assign(servers: list[str]) -> list[str]:
            fill_balancer(example, servers)
            chosen = []
            for port in range(2000, 2300):
                packet = packets.tcp(source="172.16.0.9", to="10.0.0.2", sport=port)
                out = example.run("balance", packet).packet
                assert out is not None
                chosen.append(".".join(map(str, out[30:34])))
            return chosen

        three = assign(SERVERS)
        assert three == assign(SERVERS)
        for server in SERVERS:
            assert 60 <= three.count(server) <= 140
        two = assign(SERVERS[:2])
        moved = sum(a != b for a, b in zip(three, two, strict=True) if a != SERVERS[2])
        assert moved < 40


def test_router_forwards_between_networks() -> None:
    with Lab("client", "router", "server") as lab, load_example("xdp_router") as example:
        lab.connect("client", "eth0", "router", "left")
        lab.connect("server", "eth0", "router", "right")
        for host, link, mine, gateway in (
            ("client", "left", "10.1.0.2/24", "10.1.0.1"),
            ("server", "right", "10.2.0.2/24", "10.2.0.1"),
        ):
            lab.add_address(host, "eth0", mine)
            lab.add_address("router", link, gateway + "/24")
            lab.ip(host, "route", "add", "default", "via", gateway)
        with lab.inside("router"):
            with open("/proc/sys/net/ipv4/ip_forward", "w") as switch:
                switch.write("1")
            program = example.program("router")
            with (
                attach_xdp(program, "left", generic=True),
                attach_xdp(program, "right", generic=True),
            ):
                with lab.inside("client"):
                    # The first packets teach the neighbours; the fast path takes the rest.
                    assert ping("10.2.0.2", count=4) == 4
                assert example.map("lookup_results").sum_per_cpu(u32(0)) >= 4


def test_router_decreases_the_ttl_and_keeps_the_checksum() -> None:
    with (
        Lab("router", "far") as lab,
        load_example("xdp_router") as example,
        lab.inside("router"),
    ):
        lab.connect("router", "out", "far", "eth0")
        lab.add_address("router", "out", "10.2.0.1/24")
        lab.add_neighbour("router", "out", "10.2.0.2", MAC_A)
        for where in ("ipv4/ip_forward", "ipv4/conf/lo/forwarding"):
            with open(f"/proc/sys/net/{where}", "w") as switch:
                switch.write("1")
        for tos in (0, 4, 0xB8):
            datagram = packets.ipv4(
                packets.udp_segment(b"hi"), UDP, source="10.1.0.9", to="10.2.0.2", tos=tos
            )
            ran = example.run("router", packets.ethernet(datagram))
            assert ran.retval == XDP_REDIRECT
            assert ran.packet is not None
            assert ran.packet[22] == 63
            assert checksum(ran.packet[14:34]) == 0
            assert ran.packet[:6] == MAC_A
        last = packets.ipv4(packets.udp_segment(), UDP, to="10.2.0.2", ttl=1)
        assert example.run("router", packets.ethernet(last)).retval == XDP_PASS


def test_router_takes_ipv6_too() -> None:
    with (
        Lab("router", "far") as lab,
        load_example("xdp_router") as example,
        lab.inside("router"),
    ):
        lab.connect("router", "out", "far", "eth0", ipv6=True)
        lab.ip("router", "addr", "add", "fd02::1/64", "dev", "out", "nodad")
        lab.add_neighbour("router", "out", "fd02::2", MAC_A)
        for where in ("all", "lo"):
            Path(f"/proc/sys/net/ipv6/conf/{where}/forwarding").write_text("1")

        def route(hops: int = 64) -> TestRun:
            datagram = packets.ipv6(packets.udp_segment(b"hi"), UDP, to="fd02::2", hops=hops)
            return example.run("router", packets.ethernet(datagram, kind=packets.ETH_P_IPV6))

        ran = route()
        assert ran.retval == XDP_REDIRECT
        assert ran.packet is not None
        assert ran.packet[:6] == MAC_A
        assert ran.packet[21] == 63
        assert route(hops=1).retval == XDP_PASS


def test_vxlan_encapsulates_what_the_kernel_unpacks() -> None:
    mark = b"through the tunnel"
    inner = packets.udp(mark)
    with Lab("a", "b") as lab:
        lab.connect("a", "eth0", "b", "eth0")
        lab.add_address("b", "eth0", "192.168.9.2/24")
        tunnel = "type vxlan id 7 dstport 4789 local 192.168.9.2 dev eth0"
        lab.ip("b", "link", "add", "vx0", *tunnel.split())
        lab.ip("b", "link", "set", "vx0", "up")
        settings = {
            "local_address": address("192.168.9.1"),
            "remote_address": address("192.168.9.2"),
            "local_mac": lab.mac("a", "eth0"),
            "remote_mac": lab.mac("b", "eth0"),
            "vni": u32(7),
        }
        with load_example("xdp_vxlan", settings) as example:
            ran = example.run("vxlan_encap", inner)
            assert ran.retval == XDP_TX
            assert ran.packet is not None
            assert checksum(ran.packet[14:34]) == 0
            with lab.inside("b"):
                at_tunnel = open_link_socket("vx0")
            with lab.inside("a"):
                at_link = open_link_socket("eth0")
            with at_tunnel, at_link:
                at_link.send(ran.packet)
                assert receive_frame(at_tunnel, mark) == inner
            back = example.run("vxlan_decap", ran.packet)
            assert (back.retval, back.packet) == (XDP_PASS, inner)
            other_vni = ran.packet[:46] + bytes.fromhex("00000800") + ran.packet[50:]
            assert example.run("vxlan_decap", other_vni).retval == XDP_DROP
            assert example.run("vxlan_decap", inner).packet == inner


def test_switch_floods_learns_and_forwards() -> None:
    hosts = ("a", "b", "c")
    with Lab("switch", *hosts) as lab, load_example("xdp_switch") as example:
        for number, host in enumerate(hosts, 1):
            lab.connect(host, "eth0", "switch", f"port-{host}")
            lab.add_address(host, "eth0", f"10.3.0.{number}/24")
        with lab.inside("switch"):
            attached = []
            for host in hosts:
                index = socket.if_nametoindex(f"port-{host}")
                example.map("ports").update(u32(index), u32(index))
                program = example.program("l2_switch")
                attached.append(attach_xdp(program, f"port-{host}", generic=True))
            with lab.inside("c"):
                bystander = open_link_socket("eth0")
            with lab.inside("a"):
                assert ping("10.3.0.2", count=3) == 3
            macs = {lab.mac(host, "eth0") for host in ("a", "b")}
            assert macs <= set(example.map("addresses").keys())
            # The flooded ARP request reached the third host, the pings did not.
            assert receive_frame(bystander, b"ping" * 8, timeout_s=0.2) is None
            bystander.close()
            for attachment in attached:
                attachment.detach()


def test_dns_classifier_counts_names_and_blocks_them() -> None:
    with load_example("xdp_dns_classifier") as example:

        def ask(name: str, **more: int) -> int:
            query = packets.udp(packets.dns_query(name, **more))
            return example.run("classify_dns", query).retval

        assert [ask("www.example.org") for _ in range(3)] == [XDP_PASS] * 3
        assert ask("WWW.Example.ORG") == XDP_PASS
        assert ask("www.example.org", flags=0x8180) == XDP_PASS
        key = packets.dns_name("www.example.org").ljust(64, b"\0")
        record = example.map("names").lookup(key)
        assert record is not None
        assert struct.unpack("=QII", record) == (4, 0, 0)
        example.map("names").update(key, struct.pack("=QII", 4, 1, 0))
        assert ask("www.example.org") == XDP_DROP
        assert ask("other.example.org") == XDP_PASS
        assert ask("a" * 63 + ".too.long") == XDP_PASS
        assert len(list(example.map("names").keys())) == 2


def test_tail_calls_hand_a_packet_from_stage_to_stage() -> None:
    with load_example("tail_calls") as example:

        def stages(packet: bytes) -> int:
            assert name_verdict("xdp", example.run("parse_ethernet", packet).retval) == "XDP_PASS"
            values = example.map("state").lookup_per_cpu(u32(0))
            assert values is not None
            return max(int(struct.unpack("=II", value)[1]) for value in values)

        assert stages(packets.tcp()) == 3
        assert stages(packets.udp(b"12345")) == 3
        assert stages(packets.echo()) >= 2
        assert example.variable("tcp_syns") == 1
        assert example.variable("udp_bytes") == 13
        assert example.variable("ended_early") == 1
        assert run_program(example.program("parse_tcp"), packets.tcp()).retval == XDP_PASS
