"""Compiling from Python: ``bpfcc.compile``."""

from __future__ import annotations

import os
from threading import Lock

from bpfcc.compile_cache import Kept, find_entry
from bpfcc.driver import compile_source
from bpfcc.errors import InputError
from bpfcc.options import CPUS, OPT_LEVELS, STANDARD_ALIASES, STANDARDS, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from bpfcc.codegen.backend import Backend
    from bpfcc.diagnostics import Diagnostic
    from bpfcc.driver import Compilation
    from bpfcc.elf.maps import MapDefinition
    from bpfcc.elf.model import Object
    from bpfcc.elf.programs import Function


class CompileError(InputError):
    """The source does not compile.

    ``diagnostics`` are all that was said, warnings too; the message is their text as the
    command line prints it.
    """

    def __init__(self, text: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(text)
        self.diagnostics = tuple(diagnostics)


class CompiledObject:
    """A loadable object in memory.

    ``bytes`` is the ELF file, ``warnings`` what the compiler said of the source. The rest is
    read from the object when it is first asked for.
    """

    def __init__(self, data: bytes, name: str, warnings: Sequence[Diagnostic]) -> None:
        self.bytes = data
        self.name = name
        self.warnings = tuple(warnings)
        self._object: Object | None = None

    @property
    def object(self) -> Object:
        """The object's sections, symbols and relocations."""
        if self._object is None:
            from bpfcc.elf.read import read_object

            self._object = read_object(self.bytes, self.name)
        return self._object

    @property
    def programs(self) -> list[Function]:
        """The programs: name, section, type, code."""
        from bpfcc.elf.programs import list_programs

        return list_programs(self.object)

    @property
    def maps(self) -> list[MapDefinition]:
        """The maps: name, type, sizes, number of entries."""
        from bpfcc.btf.load import read_object_btf
        from bpfcc.elf.maps import list_maps

        return list_maps(self.object, read_object_btf(self.object, self.name))

    def disassemble(self, *, program: str | None = None, source: bool = True) -> str:
        """The instructions as text, of one program or of all, with source lines between."""
        from bpfcc.codegen.disassembler import disassemble
        from bpfcc.codegen.disassembler_text import format_listing

        listing = disassemble(self.object, name=self.name, program=program)
        return format_listing(listing, show_source=source)

    def skeleton(
        self, lang: str = "c", *, name: str | None = None, records: Sequence[str] = ()
    ) -> str:
        """Code that opens, loads and attaches the object: a C header, or a Python module.

        Without ``name`` the source's file name is the skeleton's. ``records`` are the types of
        records in ring and perf buffers, ``[MAP=]TYPE`` each, for Python. Raises InputError.
        """
        from bpfcc.skeleton.generate import generate_skeleton

        return generate_skeleton(self.bytes, self.name, lang, name=name, records=records)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the object to a file, whole or not at all; raises InputError."""
        from bpfcc.output import write_bytes

        write_bytes(os.fspath(path), self.bytes)


# One set of LLVM processes for each set of -mllvm options: LLVM's options are for a process.
_backends: dict[tuple[str, ...], Backend] = {}
_lock = Lock()


def compile(
    source: str | PathLike[str],
    *,
    name: str | None = None,
    cpu: str | None = None,
    opt_level: str | int | None = None,
    debug: bool | None = None,
    little_endian: bool | None = None,
    defines: Mapping[str, str | None] | None = None,
    include_folders: Sequence[str | PathLike[str]] = (),
    std: str | None = None,
    warnings: Sequence[str] = (),
    options: Options | None = None,
) -> CompiledObject:
    """Compile restricted C to a loadable object.

    ``source`` is a path or C itself: what has a line break or a brace in it is C. ``name`` is
    what diagnostics call C that comes from no file. ``defines`` are macros (None undefines),
    ``warnings`` are words as they stand behind ``-W``. ``options`` holds every other setting;
    settings given by name here come before it, lists go on behind its own.

    Raises CompileError with all diagnostics when the source is wrong, InputError when a setting
    is, InternalError for a fault of ours. May be called from several threads.
    """
    base = options or Options()
    given = {
        "cpu": cpu,
        "opt_level": None if opt_level is None else str(opt_level),
        "debug": debug,
        "little_endian": little_endian,
        "std": None if std is None else STANDARD_ALIASES.get(std, std),
    }
    settings = base.replace(
        emit="obj",
        macros=(*base.macros, *(defines or {}).items()),
        user_folders=(*base.user_folders, *(os.fspath(folder) for folder in include_folders)),
        warnings=(*base.warnings, *warnings),
        **{name: value for name, value in given.items() if value is not None},
    )
    _check_settings(settings)
    path, text = _find_source(source, name)
    # Only compilations about which nothing was said are kept: diagnostics are more than text.
    entry = find_entry(path, settings, text, "none")
    kept = entry.load() if entry is not None else None
    if kept is not None and kept.output is not None:
        return CompiledObject(kept.output, path, ())
    result = compile_source(path, settings, _find_backend(settings), text=text)
    if result.fault is not None:
        raise result.fault
    if not result.ok or result.output is None:
        raise _make_error(result)
    if entry is not None and not result.sink.diagnostics:
        inputs = result.list_inputs()
        if inputs is not None:
            entry.store(Kept(result.output, "", result.dependencies), inputs)
    return CompiledObject(result.output, path, result.sink.diagnostics)


def _check_settings(options: Options) -> None:
    for name, allowed in (("cpu", CPUS), ("opt_level", OPT_LEVELS), ("std", STANDARDS)):
        value = getattr(options, name)
        if value not in allowed:
            raise InputError(f"{name} is {value!r}, but must be one of {', '.join(allowed)}")


def _find_source(source: str | PathLike[str], name: str | None) -> tuple[str, str | None]:
    """(what diagnostics call it, its text where it is in no file)."""
    if isinstance(source, str) and any(mark in source for mark in "\n{};"):
        return name or "<string>", source
    return os.fspath(source), None


def _find_backend(options: Options) -> Backend:
    from bpfcc.codegen.backend import Backend

    with _lock:
        backend = _backends.get(options.llvm_args)
        if backend is None:
            backend = _backends[options.llvm_args] = Backend(options.llvm_args)
        return backend


def _make_error(result: Compilation) -> CompileError:
    from bpfcc.render import render_text

    return CompileError(render_text(result.sink).rstrip("\n"), result.sink.diagnostics)
