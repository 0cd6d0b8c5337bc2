"""The process in which LLVM runs: reads a request, answers with bytes, until its pipe closes.

LLVM ends or aborts its process on many inputs, so nobody else's process may hold it. What it
prints on the way (its diagnostics) goes to file descriptor 2, which the parent has put on a
file of its own. Requests and answers are ``marshal`` data behind an 8-byte length: both ends
are the same interpreter.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.llvm import Library

Request = tuple[
    bytes,  # LLVM IR text
    str,  # triple
    str,  # cpu
    str,  # features
    tuple[int, int, bool, bool, bool, bool],  # Pipeline.key()
    tuple[str, ...],  # what to emit: obj, asm, bitcode, llvm-opt
    bool,  # the module has inline assembly: print it, do not parse it
    bool,  # comments in the assembly text
    bool,  # no other request follows
    tuple[int, int],  # seconds of processor time, bytes of memory that may be used
]

Answer = tuple[str, dict[str, bytes], str, list[tuple[str, float]]]
"""("ok" or "refused", output by kind, LLVM's words when it refused, (stage, seconds))."""

_CHUNK_BYTES = 1 << 20


def read_exactly(fd: int, size: int) -> bytes:
    """``size`` bytes from a pipe; fewer only where the other end has closed it."""
    chunks = []
    while size:
        chunk = os.read(fd, min(size, _CHUNK_BYTES))
        if not chunk:
            break
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def write_all(fd: int, data: bytes) -> None:
    """Every byte of ``data`` into a pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def pack_message(message: object) -> bytes:
    """A message as it travels."""
    data = marshal.dumps(message)
    return len(data).to_bytes(8, "little") + data


def answer_request(library: Library, request: Request) -> Answer:
    """Parse, check, optimize and emit one module."""
    from bpfcc.codegen.llvm import LlvmError

    times: list[tuple[str, float]] = []
    try:
        outputs = _compile_module(library, request, times)
    except LlvmError as error:
        return "refused", {}, str(error), times
    return "ok", outputs, "", times


def _compile_module(
    library: Library, request: Request, times: list[tuple[str, float]]
) -> dict[str, bytes]:
    from bpfcc.codegen.llvm import Module, TargetMachine

    ir, triple, cpu, features, pipeline, wanted, inline_asm, verbose, *_ = request
    outputs: dict[str, bytes] = {}
    start = perf_counter()

    def lap(stage: str) -> None:
        nonlocal start
        now = perf_counter()
        times.append((stage, now - start))
        start = now

    # A machine of its own for each module: at -O0 a second use gives other code than the first.
    with (
        TargetMachine(library, triple, cpu, features, pipeline[1]) as machine,
        Module(library, ir) as module,
    ):
        machine.set_verbose(verbose)
        if inline_asm:
            machine.print_inline_asm_as_text()
        module.verify()
        lap("llvm parse")
        module.optimize(machine, pipeline)
        lap("llvm optimize")
        if "llvm-opt" in wanted:
            outputs["llvm-opt"] = module.print_text()
        if "bitcode" in wanted:
            outputs["bitcode"] = module.write_bitcode()
        for kind in ("obj", "asm"):
            if kind in wanted:
                outputs[kind] = module.emit(machine, as_object=kind == "obj")
        lap("llvm emit")
    return outputs


def limit_resources(seconds: int, memory_bytes: int) -> None:
    """From here on this process may use so much; beyond it the kernel stops it."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = used + seconds
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or memory_bytes < hard:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def settle(parent: int) -> None:
    """Be a quiet child: no interrupts from the terminal, never outlive the parent."""
    import ctypes
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # The kernel's out-of-memory choice should fall on us, not on our caller.
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("1000")
        except OSError:
            pass  # not permitted in some sandboxes, and only a preference
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)


def serve(requests: int, answers: int, parent: int, llvm_args: tuple[str, ...]) -> None:
    """The child's whole life: load LLVM, then answer until the parent closes the pipe."""
    gc.disable()
    settle(parent)
    from bpfcc.codegen.llvm import Library, find_library

    library = Library(find_library())
    for word in llvm_args:
        library.set_option(word)
    while True:
        header = read_exactly(requests, 8)
        if len(header) < 8:
            return
        request: Request = marshal.loads(read_exactly(requests, int.from_bytes(header, "little")))
        limit_resources(*request[-1])
        is_last = request[-2]
        if is_last or b"llvm.preserve." not in request[0]:
            write_all(answers, pack_message(answer_request(library, request)))
        else:
            answer_apart(answers, library, request)


def answer_apart(answers: int, library: Library, request: Request) -> None:
    """Answer from a process of its own, and end as it ends if it fails.

    LLVM's BPF pass that lowers CO-RE accesses remembers the globals it makes in a static map
    that outlives the module: a second such module in the same process would use freed memory.
    """
    pid = os.fork()
    if pid == 0:
        write_all(answers, pack_message(answer_request(library, request)))
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), os.WTERMSIG(status))
    elif status:
        os._exit(os.WEXITSTATUS(status))


def main() -> None:
    """Entry point of a worker that was spawned and not forked: descriptors 3 and 4 are ours."""
    serve(3, 4, int(sys.argv[1]), tuple(sys.argv[2:]))
