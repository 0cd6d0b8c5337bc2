"""Packets and map entries as the command line takes them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bpfcc.errors import InputError
from bpfcc.kernel.inputs import encode_value, parse_hex, parse_setting, read_packets

FRAME = bytes(range(60))


def pcap(
    packets: list[bytes], *, order: str = "<", magic: int = 0xA1B2C3D4, link: int = 1
) -> bytes:
    head = struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, 65535, link)
    rows = [struct.pack(order + "IIII", 1, 2, len(p), len(p)) + p for p in packets]
    return head + b"".join(rows)


def pcapng(packets: list[bytes], order: str = "<") -> bytes:
    def block(kind: int, body: bytes) -> bytes:
        body = body.ljust((len(body) + 3) & ~3, b"\0")
        size = len(body) + 12
        return struct.pack(order + "II", kind, size) + body + struct.pack(order + "I", size)

    blocks = [block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))]
    blocks.append(block(1, struct.pack(order + "HHI", 1, 0, 0)))
    for packet in packets:
        head = struct.pack(order + "IIIII", 0, 0, 0, len(packet), len(packet))
        blocks.append(block(6, head + packet))
    return b"".join(blocks)


@pytest.mark.parametrize("text", ["0a0b0c", "0x0a0b0c", "0a 0b 0c", "0A:0B:0C", "0a0b\n0c\n"])
def test_hexadecimal_text(text: str) -> None:
    assert parse_hex(text) == b"\x0a\x0b\x0c"


@pytest.mark.parametrize("text", ["0a0", "zz", "0x"[:1] + "x0g"])
def test_bad_hexadecimal_text(text: str) -> None:
    with pytest.raises(InputError):
        read_packets(text)


def test_files_of_bytes_and_of_digits(tmp_path: Path) -> None:
    raw, text = tmp_path / "raw.bin", tmp_path / "text.hex"
    raw.write_bytes(FRAME)
    text.write_text(FRAME.hex(" ") + "\n")
    assert read_packets(str(raw)) == [FRAME]
    assert read_packets(str(text)) == [FRAME]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D])
def test_pcap(tmp_path: Path, order: str, magic: int) -> None:
    path = tmp_path / "x.pcap"
    path.write_bytes(pcap([FRAME, FRAME[:20]], order=order, magic=magic))
    assert read_packets(str(path)) == [FRAME, FRAME[:20]]


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng(tmp_path: Path, order: str) -> None:
    path = tmp_path / "x.pcapng"
    path.write_bytes(pcapng([FRAME, FRAME[:21]], order))
    assert read_packets(str(path)) == [FRAME, FRAME[:21]]


@pytest.mark.parametrize("make", [pcap, pcapng])
def test_a_capture_cut_anywhere_is_one_clear_error(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = tmp_path / "x"
    whole = make([FRAME])
    for end in range(4, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(InputError):
            read_packets(str(path))


def test_a_capture_of_another_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pcap"
    path.write_bytes(pcap([FRAME], link=101))
    with pytest.raises(InputError, match="link type 101"):
        read_packets(str(path))


@pytest.mark.parametrize(
    ("text", "size", "data"),
    [
        ("5", 4, struct.pack("=I", 5)),
        ("0x10", 8, struct.pack("=Q", 16)),
        ("-1", 2, b"\xff\xff"),
        ("10.0.0.1", 4, b"\x0a\0\0\1"),
        ("u32/24,10.0.0.0", 8, struct.pack("=I", 24) + b"\x0a\0\0\0"),
        ("10.0.0.2,be16/80,u8/6", 8, b"\x0a\0\0\2\0\x50\6\0"),
        ("02-00-00-00-00-0a", 6, b"\2\0\0\0\0\x0a"),
        ("hex/0a0b", 4, b"\x0a\x0b\0\0"),
        ("be64/1", 8, b"\0" * 7 + b"\1"),
    ],
)
def test_values(text: str, size: int, data: bytes) -> None:
    assert encode_value(text, size, "x") == data


@pytest.mark.parametrize("text", ["300", "u8/1,u8/2", "", "1,2", "hex/0", "abc", "999.1.1.1"])
def test_values_that_do_not_fit(text: str) -> None:
    with pytest.raises(InputError):
        encode_value(text, 1, "x")


def test_settings() -> None:
    one = parse_setting("ports=u16/6,be16/80:1")
    assert (one.name, one.key, one.value) == ("ports", "u16/6,be16/80", "1")
    two = parse_setting("limit=5")
    assert (two.name, two.key, two.value) == ("limit", None, "5")
    for bad in ("limit", "=5", "ports=", "ports=:1", "ports=1:"):
        with pytest.raises(InputError):
            parse_setting(bad)
