"""A small laboratory: network namespaces, joined by veth pairs, that vanish afterwards."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.run import packets

_CLONE_NEWNET = 0x40000000


def _set_namespace(fd: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(fd, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def run_ip(*words: str, netns: str | None = None) -> None:
    """``ip [-n NETNS] …``; what it says on failure is the error."""
    prefix = ["ip", "-n", netns] if netns else ["ip"]
    done = subprocess.run([*prefix, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr.strip()}"


class Lab:
    """Namespaces by short name (``a``, ``b``, …), deleted with their links after the block."""

    def __init__(self, *names: str) -> None:
        self._prefix = f"bpfcc-{os.getpid()}-"
        self.names = names

    def __enter__(self) -> Lab:
        for name in self.names:
            run_ip("netns", "add", self._prefix + name)
            run_ip("link", "set", "lo", "up", netns=self._prefix + name)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in self.names:
            run_ip("netns", "del", self._prefix + name)

    def ip(self, name: str, *words: str) -> None:
        """Run ``ip`` inside a namespace."""
        run_ip(*words, netns=self._prefix + name)

    def connect(self, a: str, a_link: str, b: str, b_link: str, *, ipv6: bool = False) -> None:
        """A veth pair: ``a_link`` in namespace ``a``, ``b_link`` in ``b``, both up."""
        run_ip(
            *("link", "add", a_link, "netns", self._prefix + a, "type", "veth"),
            *("peer", "name", b_link, "netns", self._prefix + b),
        )
        for name, link in ((a, a_link), (b, b_link)):
            with self.inside(name):
                # No address is wanted that nobody asked for, and no packet of its discovery.
                Path(f"/proc/sys/net/ipv6/conf/{link}/disable_ipv6").write_text(str(int(not ipv6)))
            self.ip(name, "link", "set", link, "up")

    def add_address(self, name: str, link: str, prefix: str) -> None:
        """``ip addr add``."""
        self.ip(name, "addr", "add", prefix, "dev", link)

    def mac(self, name: str, link: str) -> bytes:
        """Hardware address of a link."""
        with self.inside(name):
            return read_mac(link)

    def add_neighbour(self, name: str, link: str, ip_address: str, mac: bytes) -> None:
        """A fixed neighbour, so that no ARP is needed."""
        self.ip(name, "neigh", "replace", ip_address, "lladdr", mac.hex(":"), "dev", link)

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Run the block's thread in a namespace; sockets made there stay there."""
        here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self._prefix}{name}", os.O_RDONLY)
        try:
            _set_namespace(there)
            try:
                yield
            finally:
                _set_namespace(here)
        finally:
            os.close(here)
            os.close(there)


def read_mac(link: str) -> bytes:
    """Hardware address of a link in this thread's namespace (sysfs may show another's)."""
    get_hardware_address = 0x8927
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        reply = fcntl.ioctl(sock, get_hardware_address, struct.pack("256s", link.encode()))
    return reply[18:24]


def ping(target: str, *, count: int = 1, timeout_s: float = 2.0) -> int:
    """Send echo requests from this thread's namespace; how many were answered."""
    answered = 0
    identifier = os.getpid() & 0xFFFF
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as sock:
        for sequence in range(1, count + 1):
            message = packets.icmp_message(8, b"ping" * 8, identifier=identifier, sequence=sequence)
            sock.sendto(message, (target, 0))
            answered += _await_reply(sock, target, identifier, sequence, timeout_s)
    return answered


def _await_reply(
    sock: socket.socket, target: str, identifier: int, sequence: int, timeout_s: float
) -> int:
    deadline = time.monotonic() + timeout_s
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([sock], [], [], left)[0]:
            break
        data, (sender, _) = sock.recvfrom(2048)
        body = data[(data[0] & 15) * 4 :]
        if sender != target or body[0] != 0 or packets.checksum(body) != 0:
            continue
        if struct.unpack("!HH", body[4:8]) == (identifier, sequence):
            return 1
    return 0


def open_link_socket(link: str) -> socket.socket:
    """A packet socket on one link: sends and receives whole frames."""
    every_protocol = 3
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(every_protocol))
    sock.bind((link, every_protocol))
    return sock


def receive_frame(sock: socket.socket, wanted: bytes, *, timeout_s: float = 2.0) -> bytes | None:
    """The next frame that contains ``wanted``; None when none came in time."""
    deadline = time.monotonic() + timeout_s
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([sock], [], [], left)[0]:
            return None
        frame = sock.recv(65536)
        if wanted in frame:
            return frame
    return None


@contextmanager
def trace_filesystem() -> Iterator[Path]:
    """The kernel's tracefs, mounted for the block if it was not."""
    root = Path("/sys/kernel/tracing")
    mounted = (root / "events").is_dir()
    if not mounted:
        subprocess.run(["mount", "-t", "tracefs", "tracefs", str(root)], check=True)
    try:
        yield root
    finally:
        if not mounted:
            subprocess.run(["umount", "-l", str(root)], check=True)
