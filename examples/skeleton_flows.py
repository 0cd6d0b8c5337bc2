"""A flow monitor, the half that runs as a process; skeleton_flows.c is the other half.

The module flows_skel is made from the object, and brings it along. All it needs is libbpf:

    bpfcc compile examples/skeleton_flows.c -o flows.o
    bpfcc skeleton flows.o --lang python -o examples/flows_skel.py
    sudo python3 examples/skeleton_flows.py eth0 --seconds 10 --protocol tcp
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import struct
import sys
import time

from flows_skel import BpfError, FlowKey, Flows

PROTOCOLS = {"any": 0, "icmp": 1, "tcp": 6, "udp": 17}
NAMES = {number: name for name, number in PROTOCOLS.items()}


def describe(key: FlowKey) -> str:
    """A flow as one writes it: `tcp 10.0.0.1:4000 -> 10.0.0.2:80`."""
    source, destination = (
        # Addresses are in network order, so they are packed as they lie in memory.
        socket.inet_ntoa(struct.pack("=I", address))
        for address in (key.source, key.destination)
    )
    name = NAMES.get(key.protocol, str(key.protocol))
    if not key.source_port and not key.destination_port:
        return f"{name} {source} -> {destination}"
    return f"{name} {source}:{key.source_port} -> {destination}:{key.destination_port}"


def watch(skel: Flows, seconds: float) -> None:
    """Print flows as they begin, until time is up or the user interrupts."""
    begin = time.monotonic()
    while (left := begin + seconds - time.monotonic()) > 0:
        for start in skel.maps.starts.read(timeout=min(left, 0.2)):
            print(f"{start.time_ns / 1e9:.3f} {describe(start.key)}", flush=True)
            if time.monotonic() > begin + seconds:
                break


def report(skel: Flows, count: int) -> None:
    """Print the flows with the most bytes."""
    totals = []
    for key, per_cpu in skel.maps.flows.items():
        packets = sum(flow.packets for flow in per_cpu)
        size = sum(flow.bytes for flow in per_cpu)
        totals.append((size, packets, describe(key)))
    print("     bytes  packets  flow")
    for size, packets, text in sorted(totals, reverse=True)[:count]:
        print(f"{size:10}  {packets:7}  {text}")
    print(f"{skel.bss.other_packets} other packets, {skel.bss.lost_starts} starts not told")


def main() -> None:
    """Set, load, attach, watch, report."""
    parser = argparse.ArgumentParser(
        description="Watch the IPv4 flows that arrive at an interface."
    )
    parser.add_argument("interface")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--protocol", choices=PROTOCOLS, default="any")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--top", type=int, default=10)
    options = parser.parse_args()
    try:
        with Flows() as skel:
            skel.rodata.only_protocol = PROTOCOLS[options.protocol]
            skel.rodata.only_port = options.port
            skel.load()
            skel.progs.watch_flows.attach_xdp(options.interface)
            print(f"watching {options.interface}", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                watch(skel, options.seconds)
            skel.bss.paused = True
            report(skel, options.top)
    except BpfError as error:
        sys.exit(f"skeleton_flows: {error.strerror}")


if __name__ == "__main__":
    main()
