"""Several sources at a time: ``-j N`` forks N processes that take sources from one queue.

The queue is a pipe with the sources' numbers in it, so that no process waits for another; what
each source gives to say comes back by a pipe and is printed in the order of the sources.
"""

from __future__ import annotations

import io
import marshal
import os
import select
import signal
import sys

from bpfcc.cli.arguments import Invocation
from bpfcc.cli.faults import OUR_FAULT, call_guarded

NUMBER_BYTES = 4
_PIPE_HOLDS = 16_000  # numbers that fit in a pipe's 64 KiB


def compile_in_parallel(invocation: Invocation) -> int:
    """Compile every source; returns the worst status. The outputs are as without -j."""
    from bpfcc.cli.compile import print_reports

    count = len(invocation.sources)
    queue_read, queue_write = os.pipe()
    if count > _PIPE_HOLDS:
        from bpfcc.errors import InputError

        raise InputError(f"{count} sources are too many for one command with -j")
    for number in range(count):
        os.write(queue_write, number.to_bytes(NUMBER_BYTES, "little"))
    os.close(queue_write)
    children: dict[int, int] = {}
    try:
        for _ in range(min(invocation.jobs, count)):
            pid, reader = _start_child(invocation, queue_read)
            children[reader] = pid
        os.close(queue_read)
        status, reports = _collect(children, count, invocation.diagnostics_format == "text")
        print_reports(invocation.diagnostics_format, reports)
        return status
    finally:
        for reader, pid in children.items():
            os.close(reader)
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def _start_child(invocation: Invocation, queue: int) -> tuple[int, int]:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    status = OUR_FAULT
    try:
        os.close(reader)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        status = call_guarded(lambda: _work(invocation, queue, writer))
    finally:
        os._exit(status)
    raise AssertionError("not reached")


def _work(invocation: Invocation, queue: int, writer: int) -> int:
    """Take sources from the queue until it is empty."""
    from bpfcc.cli.compile import LazyBackend, compile_one, sweep
    from bpfcc.codegen.worker import pack_message, write_all

    with LazyBackend(invocation) as backend:
        while True:
            raw = os.read(queue, NUMBER_BYTES)
            if not raw:
                return 0
            number = int.from_bytes(raw, "little")
            out, err = io.BytesIO(), io.StringIO()
            sys.stdout = io.TextIOWrapper(out, encoding="utf-8", errors="surrogateescape")
            sys.stderr = err

            report = ""

            def compile_it(number: int = number) -> int:
                nonlocal report
                status, report = compile_one(invocation, invocation.sources[number], backend)
                return status

            status = call_guarded(compile_it)
            sys.stdout.flush()
            message = (number, status, out.getvalue(), err.getvalue(), report)
            write_all(writer, pack_message(message))
            sweep()


def _collect(children: dict[int, int], count: int, as_text: bool) -> tuple[int, list[str]]:
    """Print what the children say, in the order of the sources.

    Returns the worst status, and the sources' diagnostics where they are not ``as_text``.
    """
    from bpfcc.codegen.worker import read_exactly

    worst = 0
    printed = 0
    waiting: dict[int, tuple[bytes, str, str]] = {}
    reports: list[str] = []
    poll = select.poll()
    for reader in children:
        poll.register(reader, select.POLLIN)
    while children:
        for reader, _ in poll.poll():
            header = read_exactly(reader, 8)
            if not header:
                poll.unregister(reader)
                os.close(reader)
                _, status = os.waitpid(children.pop(reader), 0)
                worst = max(worst, OUR_FAULT if status else 0)
                continue
            data = read_exactly(reader, int.from_bytes(header, "little"))
            number, status, *said = marshal.loads(data)
            worst = max(worst, status)
            waiting[number] = tuple(said)
        while printed in waiting:
            out, err, report = waiting.pop(printed)
            sys.stdout.flush()
            sys.stdout.buffer.write(out)
            sys.stdout.buffer.flush()
            sys.stderr.write(report + err if as_text else err)
            reports.append(report or "[]")
            printed += 1
    if printed < count and not worst:
        worst = OUR_FAULT
    return worst, reports
