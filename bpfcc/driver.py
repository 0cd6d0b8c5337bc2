"""The pipeline: one translation unit from its source to what is wanted of it.

Each stage takes one value and returns one. Nothing here is global: the options, the sink and
the LLVM processes are handed on.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from time import perf_counter

from bpfcc.diagnostics import Diagnostic, FatalError, Sink
from bpfcc.errors import InputError, InternalError
from bpfcc.files import KERNEL_BTF
from bpfcc.options import language_of
from bpfcc.source import SourceManager
from bpfcc.warning_table import make_policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bpfcc.btf.ondemand import KernelTypes
    from bpfcc.codegen.assembler import AssemblyMessage, Places
    from bpfcc.codegen.backend import Backend, Job, Outcome
    from bpfcc.elf.model import Object
    from bpfcc.files import Inputs
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Unit
    from bpfcc.ir.lower import LoweredModule
    from bpfcc.options import Options

# Nested C makes nested calls: some twenty for each level of brackets, of which the parser
# allows 256, times what sema and lowering add for statements within statements.
RECURSION_LIMIT = 30_000

TEXT_KINDS = frozenset(
    ("asm", "llvm", "llvm-opt", "preprocessed", "macros", "dependencies", "tree")
)
"""What is text for a reader; the other kinds of output are bytes for a program."""


class Compilation:
    """What became of one source.

    ``output`` is None when nothing was made: there were errors, or nothing was wanted. ``fault``
    is a fault of ours that ended it, ``fault_place`` the user's line that was being compiled.
    ``dependencies`` are the files read, each with whether it is a system header;
    ``kernel_input`` is the BTF that stood for vmlinux.h, with its digest.
    """

    __slots__ = (
        "dependencies",
        "fault",
        "fault_place",
        "kernel_input",
        "list_header_inputs",
        "manager",
        "output",
        "sink",
        "times",
    )

    def __init__(self, options: Options) -> None:
        self.manager = SourceManager()
        self.sink = Sink(self.manager, make_policy(options), error_limit=options.error_limit)
        self.output: bytes | None = None
        self.dependencies: list[tuple[str, bool]] = []
        self.list_header_inputs: Callable[[], Inputs | None] = lambda: None
        self.kernel_input: tuple[str, bytes | None] | None = None
        self.times: list[tuple[str, float]] = []
        self.fault: InternalError | None = None
        self.fault_place: str | None = None

    @property
    def ok(self) -> bool:
        """Whether there was neither an error nor a fault."""
        return self.fault is None and self.sink.error_count == 0

    def list_inputs(self) -> Inputs | None:
        """What the output depends on besides the settings; None where that is not all."""
        inputs = self.list_header_inputs()
        if inputs is None:
            return None
        if self.kernel_input is None:
            return inputs
        path, digest = self.kernel_input
        return None if digest is None else ([*inputs[0], (path, digest)], inputs[1])

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes."""
        start = perf_counter()
        try:
            yield
        finally:
            self.times.append((stage, perf_counter() - start))


def compile_source(
    path: str,
    options: Options,
    backend: Backend,
    *,
    text: str | None = None,
    is_last: bool = False,
) -> Compilation:
    """Compile one source; what is wrong with it is in the result's sink.

    ``text`` stands for the contents of ``path``. ``is_last`` promises that ``backend`` gets
    nothing else to do.
    """
    result = Compilation(options)
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    gc.disable()  # a compilation makes trees that live to its end: there is nothing to collect
    try:
        result.output = _Pipeline(path, text, options, backend, result, is_last).run()
    except FatalError:
        pass
    except (KeyboardInterrupt, MemoryError):
        raise
    except InputError as error:
        _add_error(result.sink, "input", str(error))
    except RecursionError as error:
        _add_error(result.sink, "nesting", "this is nested too deeply", find_blame(error))
    except Exception as error:
        _own_up(result, error)
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()
    if result.sink.error_count:
        result.output = None
    result.sink.sort()
    return result


class _StageError(Exception):
    """A stage found errors: what follows would only repeat them."""


class _Pipeline:
    """The stages for one source."""

    def __init__(
        self,
        path: str,
        text: str | None,
        options: Options,
        backend: Backend,
        result: Compilation,
        is_last: bool,
    ) -> None:
        self.path = path
        self.text = text
        self.options = options
        self.backend = backend
        self.result = result
        self.sink = result.sink
        self.manager = result.manager
        self.is_last = is_last
        self.facts: UnitFacts | None = None
        self.kernel: KernelTypes | None = None

    def run(self) -> bytes | None:
        """What is wanted, or None when errors stopped it."""
        language = self.options.language or language_of(self.path)
        try:
            if language == "assembler":
                return self.assemble(self.text if self.text is not None else read_text(self.path))
            if language == "assembler-with-cpp":
                self.options = self.options.replace(line_markers=False)
                return self.assemble(self.preprocess())
            if self.options.emit in ("preprocessed", "macros", "dependencies"):
                return _encode(self.preprocess())
            if language == "cpp-output":
                # It has been preprocessed: what the command line defines is in it already.
                self.options = self.options.replace(macros=(), includes=(), imacros=())
            return self.compile()
        except _StageError:
            return None

    def compile(self) -> bytes | None:
        """From C to what is wanted."""
        emit = self.options.emit
        # C text to a typed tree
        unit = self.analyze()
        if emit == "tree":
            self.check(unit)
            return _encode(self.dump(unit))
        # a typed tree to LLVM IR
        module = self.lower(unit)
        if emit in ("llvm", "none"):
            self.check(unit)
            self.stop_on_errors()
            return _encode(module.text) if emit == "llvm" else None
        # LLVM IR to code, in a process of its own
        kind = "asm" if emit == "obj" and module.has_inline_asm else emit
        output = self.generate(module, unit, kind)
        if emit == "asm":
            return self.shrink_text(output)
        if emit != "obj":
            return output
        # code to a loadable object that is the same on every run
        if kind == "asm":
            output = self.assemble(output.decode(), is_generated=True)
        output = self.settle(output)
        self.check_code(output, unit)
        return output

    def preprocess(self) -> str:
        """The text of ``-E``, or of ``-dM``; the dependencies are noted."""
        from bpfcc.frontend.pp_output import print_macros, print_preprocessed

        with self.result.timed("preprocess"):
            text, preprocessor = print_preprocessed(
                self.path,
                self.options,
                self.manager,
                self.sink,
                text=self.text,
                btf_header=self.make_kernel_header,
            )
            self.result.dependencies = preprocessor.dependencies
            if self.options.emit == "macros":
                text = print_macros(preprocessor)
        self.stop_on_errors()
        return "" if self.options.emit == "dependencies" else text

    def analyze(self) -> Unit:
        """The typed tree of the source, in which nothing is left that BPF cannot do."""
        timed = self.result.timed
        with timed("import front end"):
            from bpfcc.frontend.lazy import read_unit
            from bpfcc.frontend.restrict import restrict
            from bpfcc.frontend.sema import analyze

        # text to an index of declarations
        with timed("preprocess"):
            declarations = read_unit(
                self.path,
                self.options,
                self.manager,
                self.sink,
                text=self.text,
                btf_header=self.make_kernel_header,
            )
            self.result.dependencies = declarations.dependencies
            self.result.list_header_inputs = declarations.list_inputs
        # declarations, as they are needed, to typed trees
        with timed("analyze"):
            unit = analyze(declarations, self.options, self.sink, self.manager)
        self.stop_on_errors()
        # what C allows and BPF cannot do
        with timed("restrict"):
            restrict(unit, self.options, self.sink)
        if self.sink.error_count:
            self.check(unit)
        self.stop_on_errors()
        return unit

    def check(self, unit: Unit) -> UnitFacts:
        """Tell, once, what looks wrong, and what the kernel and its loaders will refuse."""
        if self.facts is not None:
            return self.facts
        with self.result.timed("warn"):
            from bpfcc.frontend.warn import check_unit

            check_unit(unit, self.sink, self.manager)
        with self.result.timed("check"):
            from bpfcc.frontend.bpf_rules import check_rules
            from bpfcc.frontend.bpf_unit import UnitFacts
            from bpfcc.verifier.check import check_flow

            # what is against BPF's own rules
            self.facts = UnitFacts(unit)
            check_rules(self.facts, self.options, self.sink)
            # what the verifier will refuse on some path
            check_flow(self.facts, self.options, self.sink)
        return self.facts

    def make_kernel_header(self) -> KernelTypes | None:
        """The kernel's types, from its BTF, in place of vmlinux.h; None where there is none."""
        from bpfcc.btf.ondemand import KernelBtf, KernelTypes

        path = self.options.btf_file or KERNEL_BTF
        if self.options.btf_file is None and not os.path.exists(path):
            return None
        with self.result.timed("vmlinux.h from BTF"):
            btf = KernelBtf(path, keep=self.options.cache)
            self.result.kernel_input = (path, btf.digest)
            self.kernel = KernelTypes(btf)
            return self.kernel

    def dump(self, unit: Unit) -> str:
        """The typed tree as text."""
        from bpfcc.frontend.dump import dump_unit

        return dump_unit(unit)

    def lower(self, unit: Unit, library: Unit | None = None) -> LoweredModule:
        """The unit as LLVM IR; with ``library``, as such that LLVM's BPF back end takes it."""
        with self.result.timed("import lowering"):
            from bpfcc.ir.lower import lower

        with self.result.timed("lower"):
            module = lower(unit, self.options, self.manager, self.sink, library=library)
        self.stop_on_errors()
        return module

    def read_library(self) -> Unit:
        """The functions that stand for what BPF has no instructions for."""
        from bpfcc.frontend.lazy import read_unit
        from bpfcc.frontend.sema import analyze
        from bpfcc.ir.expand_wide import LIBRARY_PATH

        # Nothing of the command line's may change what it means.
        options = self.options.replace(macros=(), includes=(), imacros=(), std="gnu17")
        name = f"<bpfcc>/{os.path.basename(LIBRARY_PATH)}"
        text = read_text(LIBRARY_PATH)
        declarations = read_unit(name, options, self.manager, self.sink, text=text)
        return analyze(declarations, options, self.sink, self.manager)

    def generate(self, module: LoweredModule, unit: Unit, kind: str) -> bytes:
        """Have LLVM make one kind of output of the module; its messages become ours."""
        from bpfcc.codegen.backend import Job
        from bpfcc.ir.optimize import choose_pipeline

        options = self.options
        job = Job(
            module.text,
            choose_pipeline(options),
            (kind,),
            triple=options.triple,
            cpu=options.cpu,
            features=options.features,
            has_inline_asm=module.has_inline_asm,
            verbose_asm=kind == "asm" and options.emit == "asm",
            unaligned_access=wants_unaligned_access(options),
            passes=wants_passes(options),
        )
        outcome = self.run_backend(job, unit)
        if outcome.text:
            from bpfcc.codegen.complaints import can_be_spelled_out

            if can_be_spelled_out(outcome.text):
                module = self.lower(unit, self.read_library())
                job.pipeline = choose_pipeline(options, with_library=True)
                job.ir, job.has_inline_asm = module.text, module.has_inline_asm
                outcome = self.run_backend(job, unit)
        if outcome.text or outcome.ending:
            self.report(outcome, unit)
        if job.unaligned_access and job.has_inline_asm and kind == "asm":
            return self.choose_assembly(outcome.outputs)
        return outcome.outputs[kind]

    def run_backend(self, job: Job, unit: Unit) -> Outcome:
        """What LLVM makes of a module, or says of it."""
        with self.result.timed("wait for LLVM"):
            # LLVM is another process: this one has time for its own checks.
            outcome = self.backend.compile(
                job, is_last=self.is_last, meanwhile=lambda: self.use_time(unit)
            )
            if job.unaligned_access and (outcome.text or outcome.ending):
                # Of one module's variants each may have been complained of: say it once.
                job.unaligned_access = False
                outcome = self.backend.compile(job, is_last=self.is_last)
        self.result.times += outcome.times
        return outcome

    def use_time(self, unit: Unit) -> None:
        """What is done while LLVM works."""
        self.check(unit)
        if self.kernel is not None:
            self.kernel.keep_texts()

    def choose_assembly(self, outputs: dict[str, bytes]) -> bytes:
        """Of the variants of a module with inline assembly the one to keep."""
        from bpfcc.codegen.assembler import AssemblyError, assemble
        from bpfcc.codegen.variants import EVERYWHERE, NOWHERE, choose_variant, name_variant

        if name_variant("asm", EVERYWHERE) not in outputs:
            return outputs[name_variant("asm", NOWHERE)]

        def make(variant: int) -> Object:
            return assemble(
                outputs[name_variant("asm", variant)].decode(),
                filename=self.path,
                little_endian=self.options.little_endian,
                cpu=self.options.cpu,
            )

        with self.result.timed("choose code"):
            try:
                variant = choose_variant(make)
            except AssemblyError:  # which is told when the chosen one is assembled
                variant = NOWHERE
        return outputs[name_variant("asm", variant)]

    def report(self, outcome: Outcome, unit: Unit) -> None:
        """Pass on what LLVM said; end here if it made nothing."""
        from bpfcc.codegen.complaints import report_complaints
        from bpfcc.codegen.stack_check import note_variables
        from bpfcc.frontend.tree import Function

        functions = {d.name: d for d in unit.definitions if isinstance(d, Function)}

        def name_variables(diagnostic: Diagnostic, name: str) -> int:
            return note_variables(diagnostic, [functions[name]]) if name in functions else 0

        def find(message: str) -> int:
            from bpfcc.codegen.culprits import find_culprit

            return find_culprit(unit, message)

        locs = {name: function.loc for name, function in functions.items()}
        fault = report_complaints(outcome, self.sink, self.manager, locs, name_variables, find)
        if fault is not None:
            raise fault
        self.stop_on_errors()

    def assemble(self, text: str, *, is_generated: bool = False) -> bytes:
        """Assembly text to an object's bytes."""
        from bpfcc.codegen.assembler import AssemblyError, assemble
        from bpfcc.elf.write import write_object

        if self.options.emit == "asm":
            return _encode(text)
        warnings: list[AssemblyMessage] = []
        shrinks = is_generated and wants_passes(self.options)
        places: Places | None = {} if shrinks else None
        with self.result.timed("assemble"):
            try:
                obj = assemble(
                    text,
                    filename=self.path,
                    little_endian=self.options.little_endian,
                    cpu=self.options.cpu,
                    warnings=warnings,
                    places=places,
                )
            except AssemblyError as error:
                self.report_assembly(text, error.messages, "error", is_generated=is_generated)
                raise _StageError from None
            finally:
                self.report_assembly(text, warnings, "warning", is_generated=is_generated)
            if places is not None:
                from bpfcc.codegen.passes.listing import find_compiled
                from bpfcc.codegen.passes.run import shrink_object

                shrink_object(obj, find_compiled(text, places))
            return write_object(obj)

    def shrink_text(self, data: bytes) -> bytes:
        """The compiler's assembly text with fewer instructions."""
        if not wants_passes(self.options):
            return data
        from bpfcc.codegen.assembler import AssemblyError
        from bpfcc.codegen.passes.run import shrink_text

        little = self.options.little_endian
        with self.result.timed("passes"):
            try:
                text = shrink_text(data.decode(), filename=self.path, little_endian=little)
            except AssemblyError:  # in inline assembly; it is told when the text is assembled
                return data
        return _encode(text)

    def report_assembly(
        self, text: str, messages: Sequence[AssemblyMessage], severity: str, *, is_generated: bool
    ) -> None:
        """Pass on what the assembler said of a source, or of inline assembly in C."""
        if not messages:
            return
        from bpfcc.codegen.complaints import report_inline_assembly, report_source_assembly

        if is_generated:
            report_inline_assembly(text, messages, severity, self.sink, self.manager)
        else:
            file = self.manager.add_file(self.path, text)
            report_source_assembly(file, messages, severity, self.sink)

    def settle(self, data: bytes) -> bytes:
        """The same bytes on every run, wherever LLVM's memory happened to lie."""
        from bpfcc.codegen.settle import settle_object

        with self.result.timed("settle"):
            return settle_object(data, little=self.options.little_endian)

    def check_code(self, data: bytes, unit: Unit) -> None:
        """Tell what only the emitted code shows: stack along calls, recursion."""
        from bpfcc.codegen.stack_check import check_code

        facts = self.check(unit)
        with self.result.timed("check code"):
            check_code(data, facts, self.options, self.sink)
        self.stop_on_errors()

    def stop_on_errors(self) -> None:
        """End here if there were errors so far."""
        if self.sink.error_count:
            raise _StageError


def wants_unaligned_access(options: Options) -> bool:
    """Whether to have unaligned accesses where they are allowed: not at -O0, nor if told not to.

    Nor where LLVM's feature for them is set by name: then it is as that says.
    """
    from bpfcc.codegen.misaligned import FEATURE

    named = any(feature[1:] == FEATURE[1:] for feature in options.features)
    return options.unaligned_access and options.opt_level != "0" and not named


def wants_passes(options: Options) -> bool:
    """Whether to make LLVM's code smaller: not at -O0, nor if told not to."""
    return options.bpf_passes and options.opt_level != "0"


def read_text(path: str) -> str:
    """The text of a source file; raises InputError."""
    from bpfcc.frontend.includes import decode_source

    try:
        with open(path, "rb") as file:
            return decode_source(file.read())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(reason or "not a file name", where=path) from None


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


# ---------------------------------------------------------------------------------- faults


def find_blame(error: BaseException) -> int:
    """The loc of what was being compiled when ``error`` was raised: 0 when nobody knows.

    The innermost call that was working on a syntax or tree node tells.
    """
    blamed = 0
    trace = error.__traceback__
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            for name in ("loc", "coord", "current_loc"):
                loc = getattr(value, name, 0)
                if isinstance(loc, int) and not isinstance(loc, bool) and loc:
                    blamed = loc
        trace = trace.tb_next
    return blamed


def _own_up(result: Compilation, error: Exception) -> None:
    """Keep a fault of ours with the user's line that it happened on."""
    if isinstance(error, InternalError):
        fault = error
        loc = error.loc or find_blame(error)
    else:
        loc = find_blame(error)
        fault = InternalError(f"{type(error).__name__}: {error}", loc=loc)
        fault.__cause__ = error
    result.fault = fault
    place = result.manager.place(loc) if loc else None
    result.fault_place = str(place) if place is not None else None


def _add_error(sink: Sink, code: str, message: str, loc: int = 0) -> None:
    """An error after which there is nothing to go on with, whatever the error limit."""
    sink.diagnostics.append(Diagnostic("error", code, message, loc))
    sink.error_count += 1
