"""Compilations kept on disk: what was compiled before, and has not changed, is not again.

Two steps lead to a kept result. What is known beforehand (the compiler, the settings, the
source's path, the current folder) is the key of a list of variants; each variant says which
files were read then, with digests of their contents, and where files were looked for in vain.
The first variant of which all is still so leads to the output, the warnings and the dependencies.
So a header that changes, goes, or appears earlier on the include path is noticed, whatever its
time stamp says.

This is on the path of the fastest start: nothing of the compiler is imported.
"""

from __future__ import annotations

import marshal
import os
import stat

from bpfcc import __version__
from bpfcc.cache import Cache, hash_boot_file, hash_bytes, hash_contents
from bpfcc.files import KERNEL_BTF, NO_SUCH_FILE, ReadError, open_source, read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.files import Inputs
    from bpfcc.options import Options

FORMAT = 1
"""Changes when what is kept does."""

KINDS = frozenset(("obj", "asm", "bitcode", "llvm-opt"))
"""Outputs worth keeping: those that LLVM makes."""

VARIANTS_KEPT = 8

Variant = tuple[str, list[tuple[str, bytes]], list[str]]
"""(key of the result, files read, paths looked at in vain)."""


class Kept:
    """What came of a compilation without errors.

    ``report`` is what it said, as text of the form that was asked for, and ``dependencies`` the
    files read, each with whether it is a system header.
    """

    __slots__ = ("dependencies", "output", "report")

    def __init__(
        self, output: bytes | None, report: str, dependencies: Sequence[tuple[str, bool]]
    ) -> None:
        self.output = output
        self.report = report
        self.dependencies = list(dependencies)


class Entry:
    """The place in the cache of one source compiled with certain settings."""

    __slots__ = ("_cache", "_key", "_variants")

    def __init__(self, cache: Cache, key: str) -> None:
        self._cache = cache
        self._key = key
        self._variants: list[Variant] = []

    def load(self) -> Kept | None:
        """The result of an earlier compilation that this one would only repeat."""
        body = self._cache.load(self._key, touch=True)
        if body is None:
            return None
        digests: dict[str, bytes | None] = {}
        try:
            self._variants = marshal.loads(body)
            for result_key, files, missed in self._variants:
                if _is_unchanged(files, missed, digests):
                    result = self._cache.load(result_key, touch=True)
                    return None if result is None else Kept(*marshal.loads(result))
        except (ValueError, TypeError, EOFError):
            self._variants = []
        return None

    def store(self, kept: Kept, inputs: Inputs) -> None:
        """Keep a result under what it was made from."""
        files, missed = inputs
        result_key = hash_bytes(marshal.dumps((self._key, files, missed))).hex()
        others = [variant for variant in self._variants if variant[0] != result_key]
        variants = [(result_key, files, missed), *others[: VARIANTS_KEPT - 1]]
        result = (kept.output, kept.report, kept.dependencies)
        self._cache.store(result_key, marshal.dumps(result))
        self._cache.store(self._key, marshal.dumps(variants))


def find_entry(path: str, options: Options, text: str | None, form: str) -> Entry | None:
    """The cache's place for a compilation; None for one that is not to be kept.

    ``text`` stands for the contents of ``path``; ``form`` says how warnings are written.
    """
    if not options.cache or options.emit not in KINDS or options.cpu == "probe":
        return None
    cache = Cache("objects")
    if not cache.is_usable:
        return None
    try:
        folder = os.getcwd()
        compiler = identify_compiler()
    except OSError:
        return None
    known = (FORMAT, compiler, path, options.key(), options.search_folders(), folder, text, form)
    return Entry(cache, hash_bytes(repr(known).encode("utf-8", "surrogateescape")).hex())


_compiler: list[tuple[object, ...]] = []


def identify_compiler() -> tuple[object, ...]:
    """What tells this compiler from another: its version, the state of its files, LLVM's library.

    Raises OSError where one of these cannot be found.
    """
    if not _compiler:
        from bpfcc.codegen.library import find_library

        package = os.path.dirname(os.path.abspath(__file__))
        library = os.stat(find_library())
        own = hash_bytes(repr(_list_sources(package)).encode("utf-8", "surrogateescape"))
        _compiler.append((__version__, own, library.st_size, library.st_mtime_ns))
    return _compiler[0]


def _list_sources(folder: str) -> list[tuple[str, int, int]]:
    """(path, bytes, time of last change) of every module below a folder."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                found.append((entry.path, status.st_size, status.st_mtime_ns))
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                found += _list_sources(entry.path)
    return sorted(found)


def _is_unchanged(
    files: list[tuple[str, bytes]], missed: list[str], digests: dict[str, bytes | None]
) -> bool:
    for path, digest in files:
        if path not in digests:
            digests[path] = hash_file(path)
        if digests[path] != digest:
            return False
    return all(map(_is_missing, missed))


def hash_file(path: str) -> bytes | None:
    """Stands for the contents of a source file, a byte order mark left out; None if unreadable."""
    if path == KERNEL_BTF:
        try:
            return hash_boot_file(path, lambda: _read_bytes(path))
        except OSError:
            return None
    try:
        descriptor = open_source(path)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        return hash_contents(read_source(descriptor, status), status)
    except (OSError, ReadError):
        return None
    finally:
        os.close(descriptor)


def _read_bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _is_missing(path: str) -> bool:
    """Whether there is still nothing at a path that could be read as a file."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError as error:
        return error.errno in NO_SUCH_FILE
