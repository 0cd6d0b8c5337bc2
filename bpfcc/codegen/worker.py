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
import select
import sys
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.llvm import Library, TargetMachine
    from bpfcc.codegen.spare import Spare

Request = tuple[
    bytes,  # LLVM IR text
    str,  # triple
    str,  # cpu
    str,  # features
    tuple[int, int, bool, bool, bool, bool],  # Pipeline.key()
    tuple[str, ...],  # what to emit: obj, asm, bitcode, llvm-opt
    bool,  # the module has inline assembly: print it, do not parse it
    bool,  # comments in the assembly text
    bool,  # unaligned accesses where the verifier allows them
    bool,  # make the code of an object smaller
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


def pack_message(message: Request | Answer | tuple[int | str | bytes, ...]) -> bytes:
    """A message as it travels."""
    data = marshal.dumps(message)
    return len(data).to_bytes(8, "little") + data


def answer_request(library: Library, request: Request, spare: Spare | None = None) -> Answer:
    """Parse, check, optimize and emit one module; ``spare`` may help with its variants."""
    from bpfcc.codegen.llvm import LlvmError

    times: list[tuple[str, float]] = []
    try:
        outputs = _compile_module(library, request, times, spare)
    except LlvmError as error:
        return "refused", {}, str(error), times
    return "ok", outputs, "", times


def _compile_module(
    library: Library, request: Request, times: list[tuple[str, float]], spare: Spare | None
) -> dict[str, bytes]:
    from bpfcc.codegen.llvm import Module

    ir, pipeline, wanted, unaligned = request[0], request[4], request[5], request[8]
    outputs: dict[str, bytes] = {}
    start = perf_counter()

    def lap(stage: str) -> None:
        nonlocal start
        now = perf_counter()
        times.append((stage, now - start))
        start = now

    # A machine of its own for each module: at -O0 a second use gives other code than the first.
    with make_machine(library, request) as machine, Module(library, ir) as module:
        module.verify()
        lap("llvm parse")
        module.optimize(machine, pipeline)
        lap("llvm optimize")
        if "llvm-opt" in wanted:
            outputs["llvm-opt"] = module.print_text()
        if "bitcode" in wanted:
            outputs["bitcode"] = module.write_bitcode()
        code = [kind for kind in ("obj", "asm") if kind in wanted]
        if unaligned and code:
            from bpfcc.codegen.variants import emit_variants

            outputs |= emit_variants(library, request, module, code[0], spare)
        else:
            for kind in code:
                outputs[kind] = module.emit(machine, as_object=kind == "obj")
        lap("llvm emit")
        if request[9] and "obj" in outputs:
            from bpfcc.codegen.passes.run import shrink_bytes

            outputs["obj"] = shrink_bytes(outputs["obj"])
            lap("passes")
    return outputs


def make_machine(library: Library, request: Request, further: str = "") -> TargetMachine:
    """The code generator that a request asks for, with a ``further`` feature."""
    from bpfcc.codegen.llvm import TargetMachine

    _, triple, cpu, features, pipeline, _, inline_asm, verbose, *_ = request
    features = ",".join(filter(None, (features, further)))
    machine = TargetMachine(library, triple, cpu, features, pipeline[1])
    machine.set_verbose(verbose)
    if inline_asm:
        machine.print_inline_asm_as_text()
    return machine


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


def settle(parent: int, *, dies_with_parent: bool) -> None:
    """Be a quiet child: no interrupts from the terminal, no core files, small loss when killed.

    ``dies_with_parent`` has the kernel end us with the thread that started us, so it is for a
    process with a single thread only. In any case a closed pipe ends us between two modules.
    """
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # The kernel's out-of-memory choice should fall on us, not on our caller.
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("1000")
        except OSError:
            pass  # not permitted in some sandboxes, and only a preference
        if dies_with_parent:
            die_with_parent(parent)


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process with the thread that started it."""
    import ctypes
    import signal

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def serve(
    requests: int,
    answers: int,
    parent: int,
    llvm_args: tuple[str, ...],
    *,
    dies_with_parent: bool,
) -> None:
    """The child's whole life: load LLVM, then answer until the parent closes the pipe."""
    gc.disable()
    settle(parent, dies_with_parent=dies_with_parent)
    from bpfcc.codegen.library import find_library
    from bpfcc.codegen.llvm import Library

    library = Library(find_library())
    if llvm_args:
        set_llvm_options(library, llvm_args)
    is_first = True
    while True:
        spare = None
        if not select.select([requests], [], [], 0)[0] and not is_crowded():
            if is_first:
                warm_up(library)
            spare = make_spare(library, requests, answers)
        is_first = False
        header = read_exactly(requests, 8)
        if len(header) < 8:
            return
        request: Request = marshal.loads(read_exactly(requests, int.from_bytes(header, "little")))
        limit_resources(*request[-1])
        is_last = request[-2]
        if is_last or b"llvm.preserve." not in request[0]:
            write_all(answers, pack_message(answer_request(library, request, spare)))
        else:
            answer_apart(answers, library, request, spare)
        if spare is not None:
            spare.close()


def make_spare(library: Library, *pipes: int) -> Spare | None:
    """A process that will emit one variant of the next module; None where there can be none."""
    if sys.platform != "linux":
        return None
    from bpfcc.codegen.spare import Spare

    return Spare(library, pipes)


def set_llvm_options(library: Library, words: tuple[str, ...]) -> None:
    """Set ``-mllvm`` options; one that LLVM does not know or take ends the process.

    LLVM's C interface ignores unknown options in silence, so they are looked up in its help
    first, and what it prints about values is taken for the failure that it is.
    """
    known = list_llvm_options(library)
    log = 2
    for word in words:
        if word.split("=")[0].lstrip("-") not in known:
            text = f"bpfcc (LLVM option parsing): Unknown command line argument '{word}'\n"
            os.write(log, text.encode())
            os._exit(1)
        before = os.fstat(log).st_size
        library.set_option(word)
        if os.fstat(log).st_size > before:
            os._exit(1)


def list_llvm_options(library: Library) -> set[str]:
    """The names of LLVM's options: its help, printed by a process that ends with it.

    Left out are those that make LLVM print something and end.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 1)
        library.set_option("--help-hidden")
        os._exit(1)
    os.close(writer)
    with open(reader, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    os.waitpid(pid, 0)
    names = set()
    for line in text.splitlines():
        word = line.strip().split(" ", 1)[0]
        if word.startswith("-"):
            names.add(word.split("=")[0].lstrip("-"))
    return {name for name in names if not name.startswith(("help", "version"))}


# A little of what every program has: memory, a loop, a branch, a call, debug information.
_WARM_UP_IR = b"""
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"
%pair = type { i32, i64 }
@counter = global i64 0, section ".bss", !dbg !20
define internal i32 @twice(i32 %x) noinline nounwind !dbg !30 {
  %slot = alloca i32
  store i32 %x, ptr %slot, !dbg !31
  %v = load i32, ptr %slot, !dbg !31
  %d = mul nsw i32 %v, 2, !dbg !31
  ret i32 %d, !dbg !31
}
define i32 @program(ptr %ctx) nounwind section "xdp" !dbg !10 {
entry:
  %pair = alloca %pair
  %i = alloca i32
  call void @llvm.lifetime.start.p0(ptr %pair)
  call void @llvm.memset.p0.i64(ptr %pair, i8 0, i64 16, i1 false), !dbg !13
  store i32 0, ptr %i, !dbg !13
  br label %head, !dbg !13
head:
  %n = load i32, ptr %i, !dbg !13
  %more = icmp slt i32 %n, 8, !dbg !13
  br i1 %more, label %body, label %done, !dbg !13
body:
  %c = load i32, ptr %ctx, !dbg !13
  %t = call i32 @twice(i32 %c), !dbg !13
  switch i32 %t, label %next [ i32 1, label %one
                               i32 2, label %two ], !dbg !13
one:
  %a = atomicrmw add ptr @counter, i64 1 seq_cst, !dbg !13
  br label %next, !dbg !13
two:
  %f = getelementptr inbounds %pair, ptr %pair, i32 0, i32 1, !dbg !13
  %h = call i64 inttoptr (i64 14 to ptr)(ptr %f), !dbg !13
  store i64 %h, ptr %f, !dbg !13
  br label %next, !dbg !13
next:
  %m = add nsw i32 %n, 1, !dbg !13
  store i32 %m, ptr %i, !dbg !13
  br label %head, !dbg !13
done:
  %e = getelementptr inbounds %pair, ptr %pair, i32 0, i32 1, !dbg !13
  %l = load i64, ptr %e, !dbg !13
  %r = trunc i64 %l to i32, !dbg !13
  ret i32 %r, !dbg !13
}
declare void @llvm.lifetime.start.p0(ptr)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug,
  globals: !4)
!1 = !DIFile(filename: "w.c", directory: "/")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !{i32 2, !"CodeView", i32 1}
!4 = !{!20}
!5 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!6 = !DISubroutineType(types: !7)
!7 = !{!5, !8}
!8 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !9, size: 64)
!9 = !DICompositeType(tag: DW_TAG_structure_type, name: "s", size: 32, elements: !11,
  file: !1, line: 1)
!10 = distinct !DISubprogram(name: "program", file: !1, line: 1, type: !6, unit: !0,
  spFlags: DISPFlagDefinition)
!11 = !{!12}
!12 = !DIDerivedType(tag: DW_TAG_member, name: "m", baseType: !5, size: 32, file: !1,
  scope: !9, line: 1)
!13 = !DILocation(line: 2, column: 3, scope: !10)
!20 = !DIGlobalVariableExpression(var: !21, expr: !DIExpression())
!21 = distinct !DIGlobalVariable(name: "counter", file: !1, line: 1, type: !5,
  isLocal: false, isDefinition: true)
!30 = distinct !DISubprogram(name: "twice", file: !1, line: 4, type: !6, unit: !0,
  spFlags: DISPFlagDefinition)
!31 = !DILocation(line: 5, column: 3, scope: !30)
"""


def warm_up(library: Library) -> None:
    """Compile something small while there is nothing else to do.

    The first module in a process costs twice what the second does: LLVM's code has to come in
    from the page cache and its tables are made on first use. Done now, that takes 15 ms from
    the way of the first real module, and 7 ms of processor time more.
    """
    o2 = (2, 2, True, True, True, True)
    request: Request = (
        _WARM_UP_IR, "bpfel", "v3", "", o2, ("obj",), False, False, True, True, False, (0, 0)
    )  # fmt: skip
    status, _, words, _ = answer_request(library, request)
    assert status == "ok", words


def is_crowded() -> bool:
    """Whether more processes want to run than there are processors: then nothing is for free."""
    try:
        with open("/proc/loadavg", "rb") as file:
            running = int(file.read().split()[3].partition(b"/")[0])
        return running > len(os.sched_getaffinity(0))
    except (OSError, ValueError, IndexError, AttributeError):
        return False  # another system, or a sandbox that hides it


def answer_apart(answers: int, library: Library, request: Request, spare: Spare | None) -> None:
    """Answer from a process of its own, and end as it ends if it fails.

    LLVM's BPF pass that lowers CO-RE accesses remembers the globals it makes in a static map
    that outlives the module: a second such module in the same process would use freed memory.
    """
    if request[9]:
        import bpfcc.codegen.passes.run  # noqa: F401 - once, and not in each process
    pid = os.fork()
    if pid == 0:
        write_all(answers, pack_message(answer_request(library, request, spare)))
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), os.WTERMSIG(status))
    elif status:
        os._exit(os.WEXITSTATUS(status))


def main() -> None:
    """Entry point of a worker that was spawned and not forked: descriptors 3 and 4 are ours."""
    serve(3, 4, int(sys.argv[1]), tuple(sys.argv[2:]), dies_with_parent=False)
