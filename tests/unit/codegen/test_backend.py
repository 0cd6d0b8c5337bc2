"""LLVM in its process: what it makes, and that nothing it does ends or hangs the caller."""

from __future__ import annotations

import ctypes
import importlib
import io
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from bpfcc.codegen import backend as backend_module
from bpfcc.codegen import worker
from bpfcc.codegen.backend import Backend, Job, Limits, Outcome, join_llvm_args
from bpfcc.codegen.complaints import read_complaints, report_complaints
from bpfcc.codegen.llvm import _FUNCTIONS
from bpfcc.diagnostics import Sink
from bpfcc.ir.optimize import choose_pipeline
from bpfcc.options import Options
from bpfcc.source import SourceManager

HEAD = """\
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"
"""
ANSWER = "define i64 @f(i64 %a) { %r = add i64 %a, 42\n ret i64 %r }"
DIVISION = "define i64 @f(i64 %a, i64 %b) { %r = sdiv i64 %a, %b\n ret i64 %r }"
INLINE_ASM = 'define i64 @f() { %r = call i64 asm "$0 = 7", "=r"()\n ret i64 %r }'
BIG_FRAME = """
define void @f() { %p = alloca [4000 x i8]
 call void @g(ptr %p)
 ret void }
declare void @g(ptr)"""
O2 = choose_pipeline(Options())


def job(ir: str, wanted: tuple[str, ...] = ("obj",), *, has_inline_asm: bool = False) -> Job:
    return Job(HEAD + ir, O2, wanted, has_inline_asm=has_inline_asm)


def busy_module() -> str:
    """More work than any limit here allows for LLVM."""
    lines = "".join(f"%r{i} = mul i64 %r{i - 1}, {i + 3}\n" for i in range(1, 100))
    return "\n".join(f"define i64 @f{n}(i64 %r0) {{\n{lines} ret i64 %r99 }}" for n in range(6000))


@pytest.fixture(params=["forked", "spawned"])
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    """A backend whose workers come about in one of the two ways."""
    monkeypatch.setattr(backend_module, "_fork_is_safe", lambda: request.param == "forked")
    with Backend() as made:
        yield made


def test_each_kind_of_output_is_made(backend: Backend) -> None:
    assert backend.compile(job(ANSWER)).outputs["obj"].startswith(b"\x7fELF")
    made = backend.compile(job(ANSWER, ("asm", "llvm-opt", "bitcode"))).outputs
    assert b"r0 += 42" in made["asm"]
    assert b"add i64 %a, 42" in made["llvm-opt"]
    assert made["bitcode"].startswith(b"BC\xc0\xde")


def test_one_worker_serves_many_modules(backend: Backend) -> None:
    first = backend.compile(job(ANSWER)).outputs["obj"]
    pids = {worker.pid for worker in backend._idle}
    assert all(backend.compile(job(ANSWER)).outputs["obj"] == first for _ in range(5))
    assert {worker.pid for worker in backend._idle} == pids


def test_a_diagnostic_of_llvm_ends_only_its_worker(backend: Backend) -> None:
    outcome = backend.compile(job(DIVISION))
    assert outcome.ending == "exit 1"
    assert "unsupported signed division" in outcome.text
    assert not outcome.outputs
    assert backend.compile(job(ANSWER)).outputs


def test_an_abort_of_llvm_ends_only_its_worker(backend: Backend) -> None:
    outcome = backend.compile(job(INLINE_ASM))  # parsing it needs an assembler LLVM has not got
    assert outcome.ending == f"signal {signal.SIGABRT.value}"
    assert "LLVM ERROR" in outcome.text
    assert backend.compile(job(ANSWER)).outputs


def test_inline_assembly_is_printed_when_the_job_says_so(backend: Backend) -> None:
    text = backend.compile(job(INLINE_ASM, ("asm",), has_inline_asm=True)).outputs["asm"]
    assert b"#APP\n" in text
    assert b"r0 = 7\n" in text


def test_a_broken_module_is_refused_with_llvms_words(backend: Backend) -> None:
    outcome = backend.compile(job("define i64 @f() { ret i64 %nothing }"))
    assert outcome.ending == "refused"
    assert "use of undefined value '%nothing'" in outcome.text


def test_a_worker_that_dies_idle_is_replaced(backend: Backend) -> None:
    backend.compile(job(ANSWER))
    (worker,) = backend._idle
    os.kill(worker.pid, signal.SIGKILL)
    assert select.select([worker.answers], [], [], 10)[0], "its end of the pipe closes"
    assert not worker.is_alive()
    assert backend.compile(job(ANSWER)).outputs


def test_a_worker_outlives_the_thread_that_started_it() -> None:
    with Backend() as backend:
        thread = threading.Thread(target=lambda: backend.compile(job(ANSWER)))
        thread.start()
        thread.join()
        (worker,) = backend._idle
        assert backend.compile(job(ANSWER)).outputs
        assert backend._idle == [worker]


def test_work_without_end_is_stopped() -> None:
    module = busy_module()
    with Backend(limits=Limits(cpu_seconds=1)) as backend:
        assert backend.compile(job(module)).ending == "cpu time"
        assert backend.compile(job(ANSWER)).outputs
    with Backend(limits=Limits(wall_seconds=1)) as backend:
        assert backend.compile(job(module)).ending == "clock"


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    # A fork would start with what this process has freed and not given back.
    monkeypatch.setattr(backend_module, "_fork_is_safe", lambda: False)
    with Backend(limits=Limits(memory_bytes=150 << 20)) as backend:
        outcome = backend.compile(job(busy_module()))
        assert outcome.ending
        assert not outcome.outputs
        sink = Sink(SourceManager())
        assert report_complaints(outcome, sink, sink.manager, {}) is None
        assert [d.code for d in sink.diagnostics] == ["backend-memory"]


def test_workers_end_with_the_backend(backend: Backend) -> None:
    backend.compile(job(ANSWER))
    pid = backend._idle[0].pid
    backend.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_threads_get_workers_of_their_own() -> None:
    outcomes: list[Outcome] = []

    def work(backend: Backend) -> None:
        for _ in range(3):
            outcomes.append(backend.compile(job(ANSWER)))

    with Backend() as backend:
        threads = [threading.Thread(target=work, args=(backend,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(outcomes) == 12
    assert len({outcome.outputs["obj"] for outcome in outcomes}) == 1


def test_a_forked_process_does_not_use_its_parents_workers() -> None:
    with Backend() as backend:
        backend.compile(job(ANSWER))
        pid = os.fork()
        if pid == 0:
            made = backend.compile(job(ANSWER)).outputs
            os._exit(0 if made else 1)
        assert os.waitpid(pid, 0)[1] == 0
        assert backend.compile(job(ANSWER)).outputs


CORE_MODULE = """
%s = type { i32, i32 }
define i32 @f(ptr %p) !dbg !10 {
  %q = call ptr @llvm.preserve.struct.access.index.p0.p0(ptr elementtype(%s) %p, i32 1, i32 1),
    !dbg !13, !llvm.preserve.access.index !9
  %v = load i32, ptr %q, !dbg !13
  ret i32 %v, !dbg !13
}
declare ptr @llvm.preserve.struct.access.index.p0.p0(ptr, i32, i32)
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "w.c", directory: "/")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !{i32 2, !"CodeView", i32 1}
!5 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!6 = !DISubroutineType(types: !7)
!7 = !{!5, !8}
!8 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !9, size: 64)
!9 = !DICompositeType(tag: DW_TAG_structure_type, name: "s", size: 64, elements: !11, file: !1)
!10 = distinct !DISubprogram(name: "f", file: !1, type: !6, unit: !0,
  spFlags: DISPFlagDefinition)
!11 = !{!12, !14}
!12 = !DIDerivedType(tag: DW_TAG_member, name: "a", baseType: !5, size: 32, scope: !9)
!14 = !DIDerivedType(tag: DW_TAG_member, name: "b", baseType: !5, size: 32, offset: 32,
  scope: !9)
!13 = !DILocation(line: 2, column: 3, scope: !10)
"""


def test_modules_with_relocations_do_not_disturb_each_other(backend: Backend) -> None:
    """LLVM's pass keeps a static map of them: each must see it empty."""
    made = [backend.compile(job(CORE_MODULE)) for _ in range(4)]
    assert [outcome.ending for outcome in made] == [""] * 4
    assert len({outcome.outputs["obj"] for outcome in made}) == 1


# ------------------------------------------------------------------------- LLVM's options


def test_options_reach_llvm() -> None:
    with Backend() as backend:
        assert "stack limit" in backend.compile(job(BIG_FRAME)).text
    with Backend(["-bpf-stack-size=8192"]) as backend:
        assert backend.compile(job(BIG_FRAME)).outputs


@pytest.mark.parametrize("option", ["-no-such-option", "-bpf-stack-size=much", "-help", "-version"])
def test_a_wrong_option_is_an_error_that_names_it(option: str) -> None:
    with Backend([option]) as backend:
        outcome = backend.compile(job(ANSWER))
    sink = Sink(SourceManager())
    assert report_complaints(outcome, sink, sink.manager, {}) is None
    (diagnostic,) = sink.diagnostics
    assert diagnostic.code == "llvm-option"
    assert option.split("=")[0] in diagnostic.message


def test_an_options_value_may_be_a_word_of_its_own() -> None:
    assert join_llvm_args(["-a", "1", "-b=2", "-c"]) == ("-a=1", "-b=2", "-c")


# ------------------------------------------------------------------------- LLVM's messages


def test_a_message_gets_the_c_location_and_advice() -> None:
    manager = SourceManager()
    sink = Sink(manager)
    file = manager.add_file("src/prog.c", "int f(int a, int b)\n{\n    return a / b;\n}\n")
    text = (
        "error: prog.c:3:14: in function f i32 (i32, i32): "
        "unsupported signed division, please convert to unsigned div/mod.\n"
    )
    assert report_complaints(Outcome({}, text, "exit 1"), sink, manager, {}) is None
    (diagnostic,) = sink.diagnostics
    assert diagnostic.code == "signed-division"
    assert diagnostic.loc - file.base == file.text.index("/")
    assert "-mcpu=v4" in diagnostic.notes[0].message


def test_a_message_without_a_place_points_at_the_function() -> None:
    manager = SourceManager()
    sink = Sink(manager)
    file = manager.add_file("prog.c", "void f(void) { char b[4000]; g(b); }\n")
    text = (
        "error: <unknown>:0:0: in function f void (): Looks like the BPF stack limit is exceeded."
    )
    report_complaints(Outcome({}, text, "exit 1"), sink, manager, {"f": file.base + 5})
    assert sink.diagnostics[0].loc == file.base + 5
    assert "'f'" in sink.diagnostics[0].message


def test_what_nobody_knows_is_said_as_it_is() -> None:
    (complaint,) = read_complaints("error: a.c:1:2: in function f void (): something new: x\n")
    assert (complaint.code, complaint.message) == ("backend", "something new: x")


def test_a_crash_is_our_fault_and_tells_llvms_words() -> None:
    sink = Sink(SourceManager())
    outcome = Outcome({}, "LLVM ERROR: Cannot select: t5: i64 = foo", "signal 6")
    fault = report_complaints(outcome, sink, sink.manager, {})
    assert fault is not None
    assert "Cannot select" in str(fault)
    assert not sink.diagnostics


def test_a_crash_names_the_line_of_the_node_it_is_about() -> None:
    manager = SourceManager()
    sink = Sink(manager)
    file = manager.add_file("a.c", "long x;\nlong f(void) { return g(); }\n")
    text = (
        "LLVM ERROR: Cannot select: t2: i64,ch = Strange t0, t7, a.c:2:23\n"
        "  t7: i64 = LDIMM64 TargetGlobalAddress:i64<ptr @x> 0, a.c:2:9\nIn function: f\n"
    )
    fault = report_complaints(Outcome({}, text, "signal 6"), sink, manager, {})
    assert fault is not None
    assert fault.loc == file.base + file.text.index("g()")


def test_a_crash_that_is_the_programs_fault_is_an_error() -> None:
    manager = SourceManager()
    sink = Sink(manager)
    file = manager.add_file("a.c", "long x;\nlong f(void) { return load(&x); }\n")
    text = (
        "LLVM ERROR: Cannot select: t2: i64,ch = AtomicLoad<(load monotonic (s64) from @x)> t0,"
        " t7, a.c:2:23\nIn function: f\n"
    )
    assert report_complaints(Outcome({}, text, "signal 6"), sink, manager, {}) is None
    (diagnostic,) = sink.diagnostics
    assert diagnostic.code == "atomic-access"
    assert diagnostic.message == "this atomic load needs -mcpu=v4"
    assert diagnostic.loc == file.base + file.text.index("load")


def test_what_llvm_says_beside_its_output_is_not_lost() -> None:
    sink = Sink(SourceManager())
    outcome = Outcome({"obj": b""}, "something odd\nsomething odd\n")
    assert report_complaints(outcome, sink, sink.manager, {}) is None
    assert [(d.severity, d.message) for d in sink.diagnostics] == [
        ("warning", "LLVM says: something odd")
    ]


def test_refused_debug_information_is_our_fault(backend: Backend) -> None:
    broken = CORE_MODULE.replace("!11 = !{!12, !14}", "!11 = !{!5, !13}")
    outcome = backend.compile(job(broken.replace("type: !6", "type: !5")))
    sink = Sink(SourceManager())
    assert report_complaints(outcome, sink, sink.manager, {}) is not None


# ------------------------------------------------------------------ the library's interface


def test_declarations_are_llvmlites() -> None:
    """Arguments have the sizes that llvmlite declares, and pointers come back as pointers."""
    binding = importlib.import_module("llvmlite.binding")

    for name, (result, arguments) in _FUNCTIONS.items():
        theirs = getattr(binding.ffi.lib, f"LLVMPY_{name}")._cfn
        if theirs.argtypes is not None:
            sizes = [ctypes.sizeof(kind) for kind in theirs.argtypes]
            assert [ctypes.sizeof(kind) for kind in arguments] == sizes, name
        is_pointer = theirs.restype is ctypes.c_void_p or hasattr(theirs.restype, "contents")
        assert is_pointer == (result is ctypes.c_void_p) or theirs.restype is ctypes.c_int, name


def test_the_caller_never_loads_llvm() -> None:
    program = (
        "import sys\n"
        "from bpfcc.codegen.backend import Backend, Job\n"
        "from bpfcc.ir.optimize import Pipeline\n"
        f"job = Job({HEAD + ANSWER!r}, Pipeline(2, unroll=True, vectorize=True))\n"
        "with Backend() as backend:\n"
        "    assert backend.compile(job).outputs\n"
        "assert 'ctypes' not in sys.modules, 'LLVM is called from here'\n"
        "assert not [name for name in sys.modules if name.startswith('llvmlite')]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_crowded_machine_is_told_by_what_wants_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for running, crowded in ((2, False), (3, True)):
        content = f"0.50 0.40 0.30 {running}/400 12345\n".encode()
        with monkeypatch.context() as patch:
            patch.setattr("builtins.open", lambda *_, content=content: io.BytesIO(content))
            patch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
            assert worker.is_crowded() is crowded
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", lambda *_: io.BytesIO(b"nothing"))
        assert worker.is_crowded() is False
