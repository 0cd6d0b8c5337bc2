"""LLVM as a service: modules go to a child process, bytes and messages come back.

The child is forked before the front end runs, so that it loads LLVM while the front end works.
Whatever happens in it, a call here returns or raises: a diagnostic of LLVM's back end (which
ends its process), a failed assertion, a signal, a loop without end, memory used up.

A ``Backend`` keeps idle workers and may be used from several threads: each call takes a worker
of its own.
"""

from __future__ import annotations

import marshal
import os
import select
import sys

from bpfcc.codegen.worker import pack_message, read_exactly, serve, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpfcc.codegen.worker import Answer, Request
    from bpfcc.ir.optimize import Pipeline

CPU_SECONDS = 120
WALL_SECONDS = 1200
MEMORY_BYTES = 6 << 30


class Limits:
    """What one module may cost: processor seconds, seconds by the clock, bytes of memory."""

    __slots__ = ("cpu_seconds", "memory_bytes", "wall_seconds")

    def __init__(
        self,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: int = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self.cpu_seconds = cpu_seconds
        self.wall_seconds = wall_seconds
        self.memory_bytes = memory_bytes


class Job:
    """One module to compile, and what is wanted of it: obj or asm, bitcode, llvm-opt.

    With ``unaligned_access`` the code has unaligned accesses where the verifier allows them;
    of a module with inline assembly there are variants then (``codegen.variants``). With ``passes``
    an object's code is made smaller (``codegen.passes``).
    """

    __slots__ = (
        "cpu",
        "features",
        "has_inline_asm",
        "ir",
        "passes",
        "pipeline",
        "triple",
        "unaligned_access",
        "verbose_asm",
        "wanted",
    )

    def __init__(
        self,
        ir: str,
        pipeline: Pipeline,
        wanted: Sequence[str] = ("obj",),
        *,
        triple: str = "bpfel",
        cpu: str = "v3",
        features: Sequence[str] = (),
        has_inline_asm: bool = False,
        verbose_asm: bool = False,
        unaligned_access: bool = False,
        passes: bool = False,
    ) -> None:
        self.ir = ir
        self.pipeline = pipeline
        self.wanted = tuple(wanted)
        self.triple = triple
        self.cpu = cpu
        self.features = tuple(features)
        self.has_inline_asm = has_inline_asm
        self.verbose_asm = verbose_asm
        self.unaligned_access = unaligned_access
        self.passes = passes


class Outcome:
    """What became of a job.

    ``outputs`` holds bytes by kind and is empty when LLVM gave up; ``text`` is what LLVM
    printed (diagnostics, one or more lines each); ``ending`` says how the worker ended when it
    did: "" (it lives), "exit 1", "signal 6", "cpu time", "clock", "refused".
    """

    __slots__ = ("ending", "outputs", "text", "times")

    def __init__(
        self,
        outputs: dict[str, bytes],
        text: str,
        ending: str = "",
        times: list[tuple[str, float]] | None = None,
    ) -> None:
        self.outputs = outputs
        self.text = text
        self.ending = ending
        self.times = times or []


def _open_log() -> int:
    """An anonymous file for what LLVM prints."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("bpfcc-llvm-messages")
    import tempfile

    fd, path = tempfile.mkstemp()
    os.unlink(path)
    return fd


def _fork_is_safe() -> bool:
    """Forking copies one thread: with others running, locks could be copied held."""
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


class Worker:
    """One child process with LLVM in it, and the three descriptors that lead to it."""

    __slots__ = ("answers", "log", "log_read_bytes", "owner", "pid", "requests")

    def __init__(self, llvm_args: tuple[str, ...] = ()) -> None:
        request_read, self.requests = os.pipe()
        self.answers, answer_write = os.pipe()
        self.log = _open_log()
        self.log_read_bytes = 0
        self.owner = os.getpid()
        start = self._fork if _fork_is_safe() else self._spawn
        try:
            self.pid = start(request_read, answer_write, llvm_args)
        finally:
            os.close(request_read)
            os.close(answer_write)

    def _fork(self, requests: int, answers: int, llvm_args: tuple[str, ...]) -> int:
        _import_common()
        pid = os.fork()
        if pid:
            return pid
        status = 70
        try:
            null = os.open(os.devnull, os.O_RDONLY)
            # Above the numbers that become 3 and 4: dup2 must not close one it still needs.
            kept = [os.dup(fd) for fd in (requests, answers, self.log, null)]
            high = [_move_high(fd) for fd in kept]
            for number, fd in (
                (0, high[3]),
                (1, high[2]),
                (2, high[2]),
                (3, high[0]),
                (4, high[1]),
            ):
                os.dup2(fd, number)
            os.closerange(5, os.sysconf("SC_OPEN_MAX"))
            serve(3, 4, self.owner, llvm_args, dies_with_parent=True)
            status = 0
        except BaseException as error:
            _print_fault(error)
        finally:
            os._exit(status)
        raise AssertionError("not reached")

    def _spawn(self, requests: int, answers: int, llvm_args: tuple[str, ...]) -> int:
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        program = (
            f"import sys; sys.path[:0] = {[root, *filter(None, sys.path)]!r}\n"
            "from bpfcc.codegen.worker import main\nmain()"
        )
        # Above the numbers that become 3 and 4: dup2 must not close one it still needs.
        high = [_move_high(os.dup(fd)) for fd in (requests, answers, self.log)]
        actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, high[2], 1),
            (os.POSIX_SPAWN_DUP2, high[2], 2),
            (os.POSIX_SPAWN_DUP2, high[0], 3),
            (os.POSIX_SPAWN_DUP2, high[1], 4),
        ]
        flags = ["-I", "-S"]
        if sys.dont_write_bytecode:
            flags.append("-B")
        if sys.pycache_prefix is not None:
            flags += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
        arguments = [sys.executable, *flags, "-c", program, str(self.owner), *llvm_args]
        try:
            return os.posix_spawn(sys.executable, arguments, os.environ, file_actions=actions)
        finally:
            for fd in high:
                os.close(fd)

    def send(self, request: Request) -> None:
        """Hand over a request; a worker that has died is noticed in ``receive``."""
        try:
            write_all(self.requests, pack_message(request))
        except BrokenPipeError:
            pass

    def receive(self, wall_seconds: int) -> Answer | str:
        """The answer, or how the worker ended instead."""
        poll = select.poll()
        poll.register(self.answers, select.POLLIN)
        if not poll.poll(wall_seconds * 1000):
            self.kill()
            return "clock"
        header = read_exactly(self.answers, 8)
        if len(header) == 8:
            size = int.from_bytes(header, "little")
            data = read_exactly(self.answers, size)
            if len(data) == size:
                answer: Answer = marshal.loads(data)
                return answer
        return self.wait()

    def is_alive(self) -> bool:
        """Whether an idle worker still holds its end of the pipe."""
        poll = select.poll()
        poll.register(self.answers, select.POLLIN)
        return not poll.poll(0)

    def wait(self) -> str:
        """How a worker that has closed its pipe ended, as ``Outcome.ending`` says it."""
        import signal

        try:
            _, status = os.waitpid(self.pid, 0)
        except ChildProcessError:
            return "exit unknown"  # the host program ignores SIGCHLD or reaped it
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            return "cpu time" if number == signal.SIGXCPU else f"signal {number}"
        return f"exit {os.WEXITSTATUS(status)}"

    def read_log(self) -> str:
        """What LLVM has printed since the last call."""
        size = os.fstat(self.log).st_size
        data = os.pread(self.log, size - self.log_read_bytes, self.log_read_bytes)
        self.log_read_bytes = size
        return data.decode("utf-8", "replace")

    def close(self) -> None:
        """Let the worker end: it does when its pipe closes. Another process's worker is left."""
        for fd in (self.requests, self.answers, self.log):
            os.close(fd)

    def kill(self) -> None:
        """End the worker now and take its status."""
        import signal

        if self.owner == os.getpid():
            os.kill(self.pid, signal.SIGKILL)
            self.wait()


def _import_common() -> None:
    """Import, before forking, what both processes come to need: then it is imported once."""
    import importlib

    for name in ("re", "signal", "struct", "bpfcc.codegen.misaligned", "bpfcc.elf.sections"):
        importlib.import_module(name)


def _move_high(fd: int) -> int:
    """The descriptor moved to a number of at least 16; the old number is closed."""
    import fcntl

    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 16)
    os.close(fd)
    return moved


def _print_fault(error: BaseException) -> None:
    import traceback

    traceback.print_exception(error, file=sys.__stderr__)
    if sys.__stderr__ is not None:
        sys.__stderr__.flush()


class Backend:
    """Workers that are ready or busy; made once, used for many modules, then closed."""

    def __init__(self, llvm_args: Sequence[str] = (), limits: Limits | None = None) -> None:
        self.llvm_args = join_llvm_args(llvm_args)
        self.limits = limits or Limits()
        self._idle: list[Worker] = []

    def __enter__(self) -> Backend:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Have a worker loading LLVM from now on; worth calling before the front end runs."""
        self._idle.append(self._take())

    def close(self) -> None:
        """End every idle worker."""
        while self._idle:
            worker = self._idle.pop()
            worker.close()
            if worker.owner == os.getpid():
                worker.wait()

    def compile(
        self, job: Job, *, is_last: bool = False, meanwhile: Callable[[], object] | None = None
    ) -> Outcome:
        """Optimize and emit one module. Never raises for what LLVM does with it.

        ``is_last`` promises that this worker gets no other job, which saves it some care.
        ``meanwhile`` is called while LLVM works; if it raises, LLVM is stopped.
        """
        limits = self.limits
        request: Request = (
            job.ir.encode(),
            job.triple,
            job.cpu,
            ",".join(job.features),
            job.pipeline.key(),
            job.wanted,
            job.has_inline_asm,
            job.verbose_asm,
            job.unaligned_access,
            job.passes,
            is_last,
            (limits.cpu_seconds, limits.memory_bytes),
        )
        worker = self._take()
        done = False
        try:
            worker.send(request)
            if meanwhile is not None:
                meanwhile()
            answer = worker.receive(limits.wall_seconds)
            text = worker.read_log()
            done = True
        finally:
            if not done:  # interrupted: what it is doing is of no use any more
                worker.kill()
                worker.close()
        if isinstance(answer, str):
            worker.close()
            return Outcome({}, text, answer)
        if is_last:
            worker.close()
        else:
            self._idle.append(worker)
        status, outputs, words, times = answer
        if status == "refused":
            return Outcome({}, text + words, "refused", times)
        return Outcome(outputs, text, "", times)

    def _take(self) -> Worker:
        """An idle worker of this process, or a new one."""
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:
                return Worker(self.llvm_args)
            if worker.owner == os.getpid():
                if worker.is_alive():
                    return worker
                worker.wait()
            # It has died while idle, or belongs to the process that this one is a fork of.
            worker.close()


def join_llvm_args(words: Sequence[str]) -> tuple[str, ...]:
    """``-mllvm`` words as single options: a value given as a word of its own is joined by =."""
    joined: list[str] = []
    for word in words:
        if joined and not word.startswith("-") and "=" not in joined[-1]:
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return tuple(joined)
