"""A process with LLVM loaded that emits a module while the one that forked it does something else.

It is forked while there is nothing to do, and serves once: a module that was emitted leaves
traces in LLVM's memory. What LLVM prints in it goes where its parent's does.
"""

from __future__ import annotations

import marshal
import os

from bpfcc.codegen.worker import (
    die_with_parent,
    limit_resources,
    make_machine,
    pack_message,
    read_exactly,
    write_all,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.llvm import Library
    from bpfcc.codegen.worker import Request


class Spare:
    """The parent's side; the child ends when this does, at the latest."""

    __slots__ = ("answers", "pid", "requests")

    def __init__(self, library: Library, not_its_own: tuple[int, ...] = ()) -> None:
        """``not_its_own``: descriptors that the child closes, so that it keeps no pipe open."""
        request_read, self.requests = os.pipe()
        self.answers, answer_write = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                for fd in (self.requests, self.answers, *not_its_own):
                    os.close(fd)
                die_with_parent(parent)
                serve_once(library, request_read, answer_write)
                status = 0
            finally:
                os._exit(status)
        os.close(request_read)
        os.close(answer_write)

    def start(self, request: Request, bitcode: bytes, kind: str) -> None:
        """Have ``bitcode`` emitted as ``kind`` (obj or asm) as ``request`` says otherwise."""
        mine: Request = (bitcode, *request[1:5], (kind,), *request[6:])
        try:
            write_all(self.requests, pack_message(mine))
        except BrokenPipeError:
            pass  # it has died, which ``finish`` notices

    def finish(self) -> bytes | None:
        """What was emitted; None if LLVM refused or ended the process, and has said why."""
        header = read_exactly(self.answers, 8)
        if len(header) < 8:
            return None
        size = int.from_bytes(header, "little")
        code = read_exactly(self.answers, size)
        return code if len(code) == size else None

    def close(self) -> None:
        """End it, whatever it is doing."""
        import signal

        os.close(self.requests)
        os.close(self.answers)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def serve_once(library: Library, requests: int, answers: int) -> None:
    from bpfcc.codegen.llvm import LlvmError, Module

    header = read_exactly(requests, 8)
    if len(header) < 8:
        return
    request: Request = marshal.loads(read_exactly(requests, int.from_bytes(header, "little")))
    limit_resources(*request[-1])
    try:
        with make_machine(library, request) as machine, Module(library, request[0]) as module:
            code = module.emit(machine, as_object=request[5] == ("obj",))
    except LlvmError:
        return  # the other variant is refused as well, and that is told
    write_all(answers, len(code).to_bytes(8, "little") + code)
