"""What a test run is given: packets from hexadecimal text, files and captures; map entries."""

from __future__ import annotations

import re
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from bpfcc.elf.read import read_bytes
from bpfcc.errors import InputError

_HEX = re.compile(r"(?:0[xX])?[0-9a-fA-F\s:]+")
_PCAP = {b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
_PCAP |= {magic[::-1]: "<" for magic in _PCAP}
_PCAPNG = b"\x0a\x0d\x0d\x0a"
_LINKTYPE_ETHERNET = 1
_ENHANCED_PACKET, _SIMPLE_PACKET, _INTERFACE, _SECTION = 6, 3, 1, 0x0A0D0D0A
_MAX_PACKET_BYTES = 1 << 18


def read_packets(given: str) -> list[bytes]:
    """The packets of ``HEX``, of a file of raw bytes or hexadecimal text, or of a capture.

    A file wins over text of the same spelling. Captures are pcap (both byte orders, micro- and
    nanoseconds) and pcapng, of Ethernet frames. InputError says what is wrong.
    """
    if not Path(given).exists():
        if not _HEX.fullmatch(given):
            raise InputError("neither a file nor hexadecimal digits", where=given)
        return [parse_hex(given)]
    data = read_bytes(given)
    if data[:4] in _PCAP:
        return _read_pcap(data, given)
    if data[:4] == _PCAPNG:
        return _read_pcapng(data, given)
    text = data.decode("ascii", "replace")
    if text.strip() and _HEX.fullmatch(text):
        return [parse_hex(text)]
    if not data:
        raise InputError("the packet is empty", where=given)
    return [data]


def parse_hex(text: str) -> bytes:
    """Bytes from hexadecimal digits; blanks and colons between them do not count."""
    digits = re.sub(r"[\s:]", "", text)
    if digits[:2] in ("0x", "0X"):
        digits = digits[2:]
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise InputError(f"not pairs of hexadecimal digits: {text.strip()[:40]!r}") from None


def _read_pcap(data: bytes, where: str) -> list[bytes]:
    order = _PCAP[data[:4]]
    if len(data) < 24:
        raise InputError("the capture is cut off in its header", where=where)
    link_type = struct.unpack_from(order + "I", data, 20)[0] & 0x0FFFFFFF
    _check_link_type(link_type, where)
    packets = []
    at = 24
    while at < len(data):
        if at + 16 > len(data):
            raise InputError("the capture is cut off in a packet's header", where=where)
        captured, length = struct.unpack_from(order + "II", data, at + 8)
        _check_packet(data, at + 16, captured, length, where)
        packets.append(data[at + 16 : at + 16 + captured])
        at += 16 + captured
    return _require_packets(packets, where)


def _read_pcapng(data: bytes, where: str) -> list[bytes]:
    packets = []
    order = "<"
    at = 0
    while at < len(data):
        if at + 12 > len(data):
            raise InputError("the capture is cut off in a block's header", where=where)
        if data[at : at + 4] == _PCAPNG:
            order = "<" if data[at + 8 : at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
        kind, size = struct.unpack_from(order + "II", data, at)
        if size < 12 or size % 4 or at + size > len(data):
            raise InputError("the capture is cut off, or a block's length is wrong", where=where)
        if kind == _INTERFACE and size >= 20:
            _check_link_type(struct.unpack_from(order + "H", data, at + 8)[0], where)
        elif kind == _ENHANCED_PACKET and size >= 32:
            captured, length = struct.unpack_from(order + "II", data, at + 20)
            _check_packet(data[: at + size - 4], at + 28, captured, length, where)
            packets.append(data[at + 28 : at + 28 + captured])
        elif kind == _SIMPLE_PACKET and size >= 16:
            length = struct.unpack_from(order + "I", data, at + 8)[0]
            _check_packet(data[: at + size - 4], at + 12, length, length, where)
            packets.append(data[at + 12 : at + 12 + length])
        at += size
    return _require_packets(packets, where)


def _check_link_type(link_type: int, where: str) -> None:
    if link_type != _LINKTYPE_ETHERNET:
        raise InputError(
            f"the capture has link type {link_type}, and only Ethernet (1) can be run", where=where
        )


def _check_packet(data: bytes, start: int, captured: int, length: int, where: str) -> None:
    if captured > _MAX_PACKET_BYTES or captured > max(length, captured):
        raise InputError(f"a packet of {captured} bytes is not believable", where=where)
    if start + captured > len(data):
        raise InputError("the capture is cut off in a packet", where=where)


def _require_packets(packets: list[bytes], where: str) -> list[bytes]:
    if not packets:
        raise InputError("the capture holds no packets", where=where)
    return packets


@dataclass(slots=True, frozen=True)
class Setting:
    """One ``--map NAME=KEY:VALUE`` (a map's entry) or ``NAME=VALUE`` (a global variable)."""

    name: str
    key: str | None
    value: str


def parse_setting(text: str) -> Setting:
    """Read ``NAME=[KEY:]VALUE``."""
    name, separator, rest = text.partition("=")
    if not separator or not name or not rest:
        raise InputError(f"--map takes NAME=KEY:VALUE or NAME=VALUE, not {text!r}")
    key, separator, value = rest.rpartition(":")
    if separator and (not key or not value):
        raise InputError(f"--map takes NAME=KEY:VALUE or NAME=VALUE, not {text!r}")
    return Setting(name.strip(), key or None, value)


_WORD = re.compile(r"(?:(?P<type>u8|u16|u32|u64|be16|be32|be64|hex)/)?(?P<value>\S+)")
_MAC = re.compile(r"[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5}")
_IPV4 = re.compile(r"\d+\.\d+\.\d+\.\d+")


def encode_value(text: str, size_bytes: int, what: str) -> bytes:
    """The bytes of a key or value: parts between commas, the rest zero.

    A part is ``[TYPE/]NUMBER`` with TYPE u8, u16, u32, u64 (host order), be16, be32, be64
    (network order), ``hex/0a0b``, an IPv4 address, or a MAC address with dashes. One number
    alone fills the whole size in host order.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and _is_number(parts[0]):
        return _encode_number(int(parts[0], 0), size_bytes, sys.byteorder == "little", what)
    data = b"".join(_encode_part(part, what) for part in parts)
    if len(data) > size_bytes:
        raise InputError(f"{what} has {size_bytes} bytes; {text!r} makes {len(data)}")
    return data.ljust(size_bytes, b"\0")


def _is_number(text: str) -> bool:
    try:
        int(text, 0)
    except ValueError:
        return False
    return True


def _encode_number(number: int, size_bytes: int, little: bool, what: str) -> bytes:
    try:
        order = "little" if little else "big"
        return number.to_bytes(size_bytes, order, signed=number < 0)  # type: ignore[arg-type]
    except OverflowError:
        raise InputError(f"{number} does not fit into the {size_bytes} bytes of {what}") from None


def _encode_part(part: str, what: str) -> bytes:
    match = _WORD.fullmatch(part)
    if match is None:
        raise InputError(f"an empty part in {what}")
    kind, value = match["type"], match["value"]
    if kind == "hex":
        return parse_hex(value)
    if _MAC.fullmatch(value):
        return bytes.fromhex(value.replace("-", ""))
    if _IPV4.fullmatch(value):
        try:
            return socket.inet_aton(value)
        except OSError:
            raise InputError(f"{value} is no IPv4 address") from None
    if not _is_number(value):
        raise InputError(f"{part!r} is neither a number nor an address")
    if kind is None:
        raise InputError(f"say how wide {value} is in {what}: u32/{value}, be16/{value}, …")
    little = kind[0] == "u" and sys.byteorder == "little"
    return _encode_number(int(value, 0), int(kind.lstrip("ube")) // 8, little, what)
