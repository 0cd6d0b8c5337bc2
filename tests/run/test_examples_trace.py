"""The tracing examples: attached to the running kernel while a process is started."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path

import pytest

from bpfcc.kernel.attach import attach_by_section, attach_raw_tracepoint
from bpfcc.kernel.buffers import PerfBuffer, RingBuffer
from tests.run.example import load_example
from tests.run.net import trace_filesystem

pytestmark = pytest.mark.kernel


def start_process() -> int:
    """Run ``/bin/true`` and tell its process number."""
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    return process.pid


def test_hello_prints_a_line_into_the_trace() -> None:
    with (
        trace_filesystem() as root,
        load_example("hello") as example,
        attach_by_section(example.program("hello")),
    ):
        pid = start_process()
        assert f"hello, true (process {pid})" in (root / "trace").read_text(errors="replace")


def test_hello_kprobe_is_taken_by_the_verifier_and_attaches() -> None:
    with trace_filesystem() as root, load_example("hello_kprobe") as example:
        if not Path("/sys/bus/event_source/devices/kprobe").exists():
            # A kernel built without kprobes still verifies the programs, which load_example did.
            assert example.program("hello_sleeper").fd >= 0
            return
        with (
            attach_by_section(example.program("hello_sleeper")),
            attach_by_section(example.program("hello_waker")),
        ):
            subprocess.run(["sleep", "0.01"], check=True)
            trace = (root / "trace").read_text(errors="replace")
        assert "goes to sleep" in trace
        assert "awake again" in trace


def test_execve_events_come_through_the_ring_buffer() -> None:
    with (
        trace_filesystem(),
        load_example("execve_ringbuf") as example,
        RingBuffer(example.map("events")) as ring,
        attach_by_section(example.program("trace_execve")),
    ):
        pid = start_process()
        events = [struct.unpack("=II16s128s", record) for record in ring.poll(1000)]
    mine = [event for event in events if event[0] == pid]
    assert mine
    assert mine[-1][1] == os.getuid()
    assert mine[-1][3].rstrip(b"\0") == b"/bin/true"
    assert example is not None


def test_exec_events_come_through_the_perf_buffer_with_their_parent() -> None:
    with (
        load_example("execve_perfbuf") as example,
        PerfBuffer(example.map("events")) as buffer,
        attach_raw_tracepoint(example.program("trace_exec"), "sched_process_exec"),
    ):
        pid = start_process()
        records = buffer.poll(1000)
        assert buffer.lost == 0
    # The kernel pads a record to eight bytes.
    events = [struct.unpack_from("=II16s64s", record) for _, record in records]
    mine = [event for event in events if event[0] == pid]
    assert len(mine) == 1
    _, parent, name, path = mine[0]
    assert parent == os.getpid()
    assert name.rstrip(b"\0") == b"true"
    assert path.rstrip(b"\0") == b"/bin/true"
