"""What ``make demo`` shows: every example compiled, one looked at, one run on packets.

Each command is printed before it runs, so that it can be typed again.
"""

from __future__ import annotations

import os
import platform
import shlex
import socket
import struct
import subprocess
import sys
from pathlib import Path

from bpfcc.kernel.access import find_obstacle

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "demo"
ARCHITECTURES = {"x86_64": "x86", "aarch64": "arm64", "riscv64": "riscv", "s390x": "s390"}


def run(*words: str) -> None:
    """Print and run a bpfcc command in the folder of the objects; end when it fails."""
    print(f"\n$ {shlex.join(['bpfcc', *words])}", flush=True)
    done = subprocess.run([sys.executable, "-m", "bpfcc", *words], cwd=OUT, check=False)
    if done.returncode:
        sys.exit(f"demo: the command ended with status {done.returncode}")


def make_packet(source: str, port: int) -> str:
    """A UDP packet from an address to a port, as hexadecimal digits."""
    payload = b"hello"
    udp = struct.pack("!HHHH", 40000, port, 8 + len(payload), 0) + payload
    addresses = socket.inet_aton(source) + socket.inet_aton("192.0.2.1")
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0) + addresses
    total = sum(struct.unpack("!10H", header))
    checksum = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    header = header[:10] + struct.pack("!H", checksum) + header[12:]
    ethernet = bytes.fromhex("02000000000b02000000000a0800")
    return (ethernet + header + udp).hex()


def main() -> None:
    """Compile, look, run."""
    OUT.mkdir(parents=True, exist_ok=True)
    sources = sorted((ROOT / "examples").glob("*.c"))
    define = f"-D__TARGET_ARCH_{ARCHITECTURES.get(platform.machine(), platform.machine())}"
    names = [os.path.relpath(source, OUT) for source in sources]
    run("compile", "-O2", "-g", f"-j{os.cpu_count() or 1}", define, *names)
    print(f"{len(sources)} objects are in {os.path.relpath(OUT)}/")
    run("inspect", "xdp_firewall.o")
    obstacle = find_obstacle()
    if obstacle is not None:
        print(f"\nThe firewall is not run on packets: {obstacle}")
        return
    run("verify", "xdp_firewall.o")
    rules = ["--map", "networks=u32/8,10.0.0.0:1", "--map", "blocked_services=u16/17,be16/53:1"]
    for source, port, what in (
        ("198.51.100.7", 80, "from an address and to a port that no rule names: XDP_PASS"),
        ("10.1.2.3", 80, "from a network that is blocked: XDP_DROP"),
        ("198.51.100.7", 53, "to a port that is blocked: XDP_DROP"),
    ):
        print(f"\n# a packet {what}")
        run("run", "xdp_firewall.o", "--packet", make_packet(source, port), *rules)


if __name__ == "__main__":
    main()
