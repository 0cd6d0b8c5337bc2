"""Packets, built field by field; checksums are right unless a test breaks them."""

from __future__ import annotations

import socket
import struct

MAC_A = bytes.fromhex("02000000000a")
MAC_B = bytes.fromhex("02000000000b")
BROADCAST = b"\xff" * 6
ETH_P_IP = 0x0800
ETH_P_ARP = 0x0806
ETH_P_IPV6 = 0x86DD
ICMP, IPIP, TCP, UDP = 1, 4, 6, 17
SYN, ACK = 0x02, 0x10


def address(text: str) -> bytes:
    """``10.0.0.1`` as four bytes."""
    return socket.inet_aton(text)


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071) of ``data``; 0 for data that carries a right one."""
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(
    payload: bytes, *, source: bytes = MAC_A, to: bytes = MAC_B, kind: int = ETH_P_IP
) -> bytes:
    """An Ethernet frame."""
    return to + source + struct.pack("!H", kind) + payload


def ipv4(
    payload: bytes,
    protocol: int,
    *,
    source: str = "10.0.0.1",
    to: str = "10.0.0.2",
    ttl: int = 64,
    options: bytes = b"",
    fragment: int = 0,
    tos: int = 0,
) -> bytes:
    """An IPv4 packet; ``fragment`` is the offset field with its flags."""
    words = 5 + len(options) // 4
    length = words * 4 + len(payload)
    head = struct.pack("!BBHHHBBH", 0x40 | words, tos, length, 0x1234, fragment, ttl, protocol, 0)
    head += address(source) + address(to) + options
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def ipv6(
    payload: bytes, protocol: int, *, source: str = "fd00::1", to: str = "fd00::2", hops: int = 64
) -> bytes:
    """An IPv6 packet."""
    ends = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, to)
    return struct.pack("!IHBB", 0x60000000, len(payload), protocol, hops) + ends + payload


def _pseudo(source: str, to: str, protocol: int, length: int) -> bytes:
    return address(source) + address(to) + struct.pack("!BBH", 0, protocol, length)


def udp_segment(
    payload: bytes = b"",
    *,
    sport: int = 4000,
    dport: int = 53,
    source: str = "10.0.0.1",
    to: str = "10.0.0.2",
) -> bytes:
    """A UDP datagram with its checksum over the addresses."""
    length = 8 + len(payload)
    head = struct.pack("!HHHH", sport, dport, length, 0)
    found = checksum(_pseudo(source, to, UDP, length) + head + payload) or 0xFFFF
    return head[:6] + struct.pack("!H", found) + payload


def tcp_segment(
    payload: bytes = b"",
    *,
    sport: int = 4000,
    dport: int = 80,
    flags: int = SYN,
    source: str = "10.0.0.1",
    to: str = "10.0.0.2",
) -> bytes:
    """A TCP segment with its checksum over the addresses."""
    head = struct.pack("!HHIIBBHHH", sport, dport, 1000, 0, 0x50, flags, 65535, 0, 0)
    length = len(head) + len(payload)
    found = checksum(_pseudo(source, to, TCP, length) + head + payload)
    return head[:16] + struct.pack("!H", found) + head[18:] + payload


def udp(
    payload: bytes = b"",
    *,
    sport: int = 4000,
    dport: int = 53,
    source: str = "10.0.0.1",
    to: str = "10.0.0.2",
) -> bytes:
    """UDP over IPv4 over Ethernet."""
    segment = udp_segment(payload, sport=sport, dport=dport, source=source, to=to)
    return ethernet(ipv4(segment, UDP, source=source, to=to))


def tcp(
    payload: bytes = b"",
    *,
    sport: int = 4000,
    dport: int = 80,
    flags: int = SYN,
    source: str = "10.0.0.1",
    to: str = "10.0.0.2",
) -> bytes:
    """TCP over IPv4 over Ethernet."""
    segment = tcp_segment(payload, sport=sport, dport=dport, flags=flags, source=source, to=to)
    return ethernet(ipv4(segment, TCP, source=source, to=to))


def echo(
    *, kind: int = 8, source: str = "10.0.0.1", to: str = "10.0.0.2", payload: bytes = b"ping" * 8
) -> bytes:
    """An ICMP echo request (or reply, ``kind`` 0) over IPv4 over Ethernet."""
    return ethernet(ipv4(icmp_message(kind, payload), ICMP, source=source, to=to))


def icmp_message(kind: int, payload: bytes, *, identifier: int = 7, sequence: int = 1) -> bytes:
    """An ICMP echo message with its checksum."""
    head = struct.pack("!BBHHH", kind, 0, 0, identifier, sequence)
    return head[:2] + struct.pack("!H", checksum(head + payload)) + head[4:] + payload


def dns_name(name: str) -> bytes:
    """A name as on the wire, each label behind its length."""
    labels = [label.encode() for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def dns_query(name: str, *, flags: int = 0x0100, questions: int = 1) -> bytes:
    """A DNS question for an address, as a UDP payload."""
    head = struct.pack("!HHHHHH", 0xBEEF, flags, questions, 0, 0, 0)
    return head + dns_name(name) + struct.pack("!HH", 1, 1)


def sample_packets() -> list[bytes]:
    """Packets of many kinds and sizes, well-formed and not: what every program must survive."""
    good = [
        udp(b"x" * 32),
        udp(b"", dport=4789),
        udp(dns_query("www.example.org")),
        udp(dns_query("WWW.Example.ORG", flags=0x8180)),
        tcp(),
        tcp(b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", flags=ACK),
        tcp(b"y" * 1400, dport=443),
        echo(),
        echo(kind=0),
        ethernet(ipv4(udp_segment(b"opt"), UDP, options=b"\x01" * 8)),
        ethernet(ipv4(b"z" * 24, UDP, fragment=0x2001)),
        ethernet(ipv4(udp_segment(b"ttl"), UDP, ttl=1)),
        ethernet(ipv6(udp_segment(b"six"), UDP), kind=ETH_P_IPV6),
        ethernet(b"\0" * 46, kind=ETH_P_ARP, to=BROADCAST),
        ethernet(ipv4(ipv4(udp_segment(b"in"), UDP), IPIP)),
        udp(b"s" * 8, source="192.168.7.9", to="10.0.0.2", sport=53, dport=65535),
    ]
    cut = [packet[:length] for packet in good[:9] for length in (14, 20, 33, 34, 38, 42, 53, 54)]
    broken = [
        ethernet(b""),
        ethernet(b"\x4f" + ipv4(udp_segment(), UDP)[1:]),
        ethernet(b"\x41" + ipv4(udp_segment(), UDP)[1:]),
        ethernet(ipv4(b"\xff" * 8, UDP)),
        ethernet(b"\xff" * 100),
        udp(dns_query("a" * 63 + "." + "b" * 63)),
        udp(dns_query("x.y")[:-6]),
        bytes(range(256)) * 4,
    ]
    seen: dict[bytes, None] = {}
    for packet in [*good, *cut, *broken]:
        if len(packet) >= 14:
            seen.setdefault(packet, None)
    return list(seen)
