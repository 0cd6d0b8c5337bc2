"""`bpfcc compile` and `bpfcc-cc`: sources to objects, with clang's flags.

A path that must start fast: click is not imported, the front end only when there is something
to compile, and LLVM's process is started before it.
"""

from __future__ import annotations

import os
import stat
import sys

from bpfcc.cli.arguments import Invocation, Source, UsageError, parse_arguments
from bpfcc.cli.faults import INPUT_WRONG, OUR_FAULT, USAGE_WRONG, call_guarded, print_error
from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.codegen.backend import Backend
    from bpfcc.driver import Compilation
    from bpfcc.options import Options

DEFAULT_SUFFIXES = {"obj": ".o", "asm": ".s", "bitcode": ".bc", "llvm-opt": ".ll", "llvm": ".ll"}
"""Suffix of the file that each kind of output goes to; the other kinds go to stdout."""

NEEDS_LLVM = frozenset(("obj", "asm", "bitcode", "llvm-opt"))


def run_compile(program: str, words: Sequence[str]) -> int:
    """Do what the command line says; returns the status to end with."""

    def work() -> int:
        try:
            invocation = parse_arguments(words)
        except UsageError as error:
            print_error(str(error))
            print(f"Try '{program} --help' for help.", file=sys.stderr)
            return USAGE_WRONG
        if invocation.question is not None:
            from bpfcc.cli.answers import answer_question

            answer_question(program, *invocation.question)
            return 0
        if invocation.only_show or invocation.verbose:
            from bpfcc.cli.answers import show_invocation

            show_invocation(program, invocation)
            if invocation.only_show:
                return 0
        if invocation.jobs > 1 and len(invocation.sources) > 1:
            from bpfcc.cli.parallel import compile_in_parallel

            return compile_in_parallel(invocation)
        return compile_each(invocation)

    return call_guarded(work)


class LazyBackend:
    """The LLVM process of a command, started when the first source turns out to need it."""

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation
        self._backend: Backend | None = None

    def __enter__(self) -> LazyBackend:
        return self

    def __exit__(self, *_: object) -> None:
        if self._backend is not None:
            self._backend.close()

    def get(self, source: Source) -> Backend:
        """The backend; if ``source`` needs LLVM, it is being loaded from now on."""
        if self._backend is None:
            from bpfcc.codegen.backend import Backend

            options = self.invocation.options
            self._backend = Backend(options.llvm_args)
            if options.emit in NEEDS_LLVM and source.find_language() != "assembler":
                self._backend.start()
        return self._backend


def compile_each(invocation: Invocation) -> int:
    """Compile the sources one after the other, with one LLVM process."""
    status = 0
    sources = invocation.sources
    reports = []
    with LazyBackend(invocation) as backend:
        for index, source in enumerate(sources):
            is_last = index + 1 == len(sources)
            outcome, report = compile_one(invocation, source, backend, is_last=is_last)
            status = max(status, outcome)
            reports.append(report)
            if invocation.diagnostics_format == "text":
                sys.stderr.write(report)
            if not is_last:
                sweep()
    print_reports(invocation.diagnostics_format, reports)
    return status


def sweep() -> None:
    """Between two sources: free what the first left, which is full of cycles."""
    import gc

    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()  # modules and the like stay: the next time there is less to look at


def compile_one(
    invocation: Invocation, source: Source, backend: LazyBackend, *, is_last: bool = False
) -> tuple[int, str]:
    """Compile one source and write what came out; returns the status and the diagnostics."""
    options = invocation.options.replace(language=source.find_language())
    check_outputs(invocation, options, source)
    path = "<stdin>" if source.path == "-" else source.path
    text = read_stream(source.path)
    entry = None
    if not invocation.timings:
        from bpfcc.compile_cache import Kept, find_entry

        entry = find_entry(path, options, text, name_form(invocation))
    if entry is not None:
        kept = entry.load()
        if kept is not None:
            write_outputs(invocation, options, source, kept.output, kept.dependencies)
            return 0, kept.report
    running = backend.get(source)
    from bpfcc.driver import compile_source

    result = compile_source(path, options, running, text=text, is_last=is_last)
    report = format_report(invocation, result)
    if invocation.timings:
        show_timings(path, result)
    if result.fault is not None:
        from bpfcc.cli.faults import report_fault

        report_fault(result.fault, result.fault_place or path)
        return OUR_FAULT, report
    if not result.ok:
        return INPUT_WRONG, report
    write_outputs(invocation, options, source, result.output, result.dependencies)
    if entry is not None:
        inputs = result.list_inputs()
        if inputs is not None:
            entry.store(Kept(result.output, report, result.dependencies), inputs)
    return 0, report


def read_stream(path: str) -> str | None:
    """The source in standard input ("-"), a pipe or a device; None for a file.

    Raises InputError for one that cannot be read or does not end.
    """
    if path != "-":
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError):
            return None  # whoever reads the file says what is wrong with it
        if not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
            return None
    from bpfcc.files import SIZE_LIMIT
    from bpfcc.frontend.includes import decode_source

    try:
        with open(sys.stdin.fileno() if path == "-" else path, "rb", closefd=path != "-") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", where=path) from None
    if len(data) > SIZE_LIMIT:
        raise InputError("the source is too large", where=path)
    return decode_source(data)


def name_form(invocation: Invocation) -> str:
    """Names the form of the diagnostics."""
    form = invocation.diagnostics_format
    return f"{form} in color" if form == "text" and wants_color(invocation) else form


def format_report(invocation: Invocation, result: Compilation) -> str:
    """The diagnostics in the form asked for; in text form "" where there are none."""
    sink = result.sink
    if invocation.diagnostics_format == "text":
        if not sink.diagnostics:
            return ""
        from bpfcc.render import render_text

        return render_text(sink, color=wants_color(invocation))
    from bpfcc.render_data import render_json, render_sarif

    found = [(diagnostic, sink.manager) for diagnostic in sink.diagnostics]
    if invocation.diagnostics_format == "json":
        return render_json(found)
    return render_sarif(found, ok=result.ok)


def print_reports(form: str, reports: Sequence[str]) -> None:
    """Print one JSON document for all the sources; text has been printed source by source."""
    if form == "json":
        from bpfcc.render_data import merge_json

        sys.stderr.write(merge_json(reports))
    elif form == "sarif":
        from bpfcc.render_data import merge_sarif

        sys.stderr.write(merge_sarif(reports))


def wants_color(invocation: Invocation) -> bool:
    """Whether diagnostics are coloured: as asked, else on a terminal that can."""
    if invocation.color != "auto":
        return invocation.color == "always"
    dull = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
    return sys.stderr.isatty() and not dull


def show_timings(path: str, result: Compilation) -> None:
    """``--timings``: milliseconds of each stage."""
    lines = [f"{path}:"]
    lines += [f"  {stage:<20} {seconds * 1000:9.1f} ms" for stage, seconds in result.times]
    print("\n".join(lines), file=sys.stderr)


# -------------------------------------------------------------------------------- outputs


def name_output(invocation: Invocation, options: Options, source: Source) -> str:
    """Where the output of a source goes: ``-o``, or beside the current folder, or stdout."""
    if invocation.output is not None:
        return invocation.output
    suffix = DEFAULT_SUFFIXES.get(options.emit)
    if suffix is None or (invocation.text_to_stdout and options.emit != "obj"):
        return "-"
    return os.path.splitext(os.path.basename(source.path))[0] + suffix


def check_outputs(invocation: Invocation, options: Options, source: Source) -> None:
    """Refuse to write over the source. Raises InputError."""
    for output in (name_output(invocation, options, source), options.dependency_file):
        if output is None or "-" in (output, source.path) or options.emit == "none":
            continue
        try:
            is_source = os.path.samefile(output, source.path)
        except (OSError, ValueError):
            continue  # one of them does not exist
        if is_source and os.path.isfile(output):
            raise InputError("the output would overwrite the source", where=output)


def write_outputs(
    invocation: Invocation,
    options: Options,
    source: Source,
    output: bytes | None,
    dependencies: Sequence[tuple[str, bool]],
) -> None:
    """Write the output and the dependency file, each whole or not at all."""
    from bpfcc.output import write_bytes

    path = name_output(invocation, options, source)
    if options.dependencies:
        from bpfcc.cli.dependencies import write_dependencies

        write_dependencies(options, source.path, path, dependencies)
        if options.emit == "dependencies":
            return
    if output is not None:
        write_bytes(path, output)
