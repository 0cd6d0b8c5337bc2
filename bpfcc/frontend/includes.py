"""Where ``#include`` finds files, and files read and scanned once per process."""

from __future__ import annotations

import os
import stat

from bpfcc.files import BYTE_ORDER_MARK, NO_SUCH_FILE, ReadError, open_source, read_source
from bpfcc.frontend.pp_scan import FileScan
from bpfcc.options import find_include_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.files import Inputs
    from bpfcc.frontend.pp_cache import ScanCache
    from bpfcc.options import Options


class Header:
    """A file that ``#include`` found.

    ``folder`` is the index of the search folder that had it (-1: the includer's own folder),
    from which ``#include_next`` goes on; ``key`` tells whether two paths are the same file.
    """

    __slots__ = ("folder", "is_system", "key", "path", "scan")

    def __init__(
        self, path: str, folder: int, is_system: bool, key: tuple[int, int], scan: FileScan
    ) -> None:
        self.path = path
        self.folder = folder
        self.is_system = is_system
        self.key = key
        self.scan = scan


_scans: dict[tuple[str, bool], tuple[tuple[int, int, int, int], FileScan]] = {}
_SCANS_KEPT = 2000


def decode_source(data: bytes) -> str:
    """Bytes of a source file as text; bytes that are not UTF-8 survive as surrogates."""
    return data.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "surrogateescape")


def read_scan(
    path: str, *, trigraphs: bool, cache: ScanCache | None = None
) -> tuple[tuple[int, int], FileScan]:
    """Read and scan a file, or take what an unchanged file gave before.

    Returns (device, inode) and the scan. Raises OSError or ReadError.
    """
    identity, scan = _read_scan(path, trigraphs, cache)
    if cache is not None:
        cache.note(scan)
    return identity, scan


def _read_scan(
    path: str, trigraphs: bool, cache: ScanCache | None
) -> tuple[tuple[int, int], FileScan]:
    descriptor = open_source(path)
    try:
        status = os.fstat(descriptor)
        stamp = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        known = _scans.get((path, trigraphs))
        if known is not None and known[0] == stamp:
            return stamp[:2], known[1]
        data = read_source(descriptor, status)
    finally:
        os.close(descriptor)
    text = decode_source(data)
    if cache is None:
        scan = FileScan(text, trigraphs=trigraphs)
    else:
        scan = cache.scan(data, status, text, trigraphs=trigraphs)
    if len(_scans) >= _SCANS_KEPT:
        _scans.clear()
    _scans[path, trigraphs] = (stamp, scan)
    return stamp[:2], scan


def read_bytes(path: str, offset: int, limit: int) -> bytes | None:
    """At most ``limit`` bytes of a file from ``offset`` on; None if there is no such file.

    Raises ReadError if it cannot be read.
    """
    try:
        descriptor = open_source(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise ReadError(error.strerror or "cannot be read") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            return None
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("is not a regular file")
        file.seek(offset)
        return file.read(limit)


class IncludeSearch:
    """The include path of one compilation, and what was found on it.

    ``read`` leads from the path of every file read to its scan, ``missed`` are the paths where
    one was looked for in vain. ``is_repeatable`` becomes false when the result depends on more
    than these.
    """

    def __init__(
        self, options: Options, *, trigraphs: bool, cache: ScanCache | None = None
    ) -> None:
        self.quote_folders = [folder.rstrip("/") or "/" for folder in options.quote_folders]
        self.folders = [
            (folder.rstrip("/") or "/", is_system) for folder, is_system in options.search_folders()
        ]
        self.trigraphs = trigraphs
        self.cache = cache
        # Folders are numbered through: quote folders first.
        self._all = [*((folder, False) for folder in self.quote_folders), *self.folders]
        # Who names folders by -idirafter wants the C library there rather than ours, as clang
        # brings none: ours fills the gaps, from the end of the path.
        self._early = self._late = -1
        own = (find_include_folder(), True)
        if options.after_folders and own in self._all:
            self._early, self._late = self._all.index(own), len(self._all)
            self._all.append(own)
        self._found: dict[tuple[str, int], Header | None] = {}
        self.read: dict[str, FileScan] = {}
        self.missed: set[str] = set()
        self.is_repeatable = True

    def find(
        self, name: str, *, quoted: bool, includer: str, includer_system: bool
    ) -> Header | None:
        """The file that ``#include`` names; raises OSError or ReadError if it is unreadable.

        ``includer`` is the path of the including file.
        """
        if os.path.isabs(name):
            return self._open(name, -1, False)
        if quoted:
            folder = os.path.dirname(includer) or "."
            header = self._open(f"{folder}/{name}", -1, includer_system)
            if header is not None:
                return header
        return self.find_from(name, 0 if quoted else len(self.quote_folders))

    def find_from(self, name: str, first: int) -> Header | None:
        """Look in the search folders from number ``first`` on, as ``#include_next`` does."""
        if os.path.isabs(name):
            return self._open(name, -1, False)
        key = (name, first)
        if key in self._found:
            return self._found[key]
        found = None
        for index in range(first, len(self._all)):
            if index in (self._early, self._late) and _is_c_library(name) != (index == self._late):
                continue
            folder, is_system = self._all[index]
            found = self._open(f"{folder}/{name}", index, is_system)
            if found is not None:
                break
        self._found[key] = found
        return found

    def _open(self, path: str, folder: int, is_system: bool) -> Header | None:
        try:
            key, scan = read_scan(path, trigraphs=self.trigraphs, cache=self.cache)
        except ValueError:  # a NUL in the name
            return None
        except OSError as error:
            if error.errno in NO_SUCH_FILE:
                self.missed.add(path)
                return None
            raise ReadError(error.strerror or "cannot be read") from error
        self.read[path] = scan
        return Header(path, folder, is_system, key, scan)

    def list_inputs(self) -> Inputs | None:
        """What the compilation depends on besides its settings; None if that is not all."""
        if not self.is_repeatable:
            return None
        return [(path, scan.digest()) for path, scan in self.read.items()], sorted(self.missed)

    def suggest(self, name: str, includer: str) -> str | None:
        """A header that exists and is spelled almost like ``name``."""
        from difflib import get_close_matches

        parent, base = os.path.split(name)
        folders = [os.path.dirname(includer) or ".", *(folder for folder, _ in self._all)]
        candidates: set[str] = set()
        for folder in folders:
            candidates.update(_list_headers(folder, parent))
            if parent:
                # The folder itself may be misspelled.
                for close in get_close_matches(parent, _list_folders(folder), 1, 0.6):
                    candidates.update(_list_headers(folder, close))
        matches = get_close_matches(name, candidates, 1, 0.75)
        if not matches:
            same_base = sorted(c for c in candidates if os.path.basename(c) == base)
            matches = same_base[:1] or self._find_deeper(folders, base)
        if not matches and not parent:
            matches = get_close_matches(name, ["vmlinux.h"], 1, 0.75)
        return matches[0] if matches and matches[0] != name else None

    def _find_deeper(self, folders: list[str], base: str) -> list[str]:
        """A header of this name in one of the folders' own folders."""
        for folder in folders:
            for inner in sorted(_list_folders(folder)):
                if os.path.isfile(os.path.join(folder, inner, base)):
                    return [os.path.join(inner, base)]
        return []


# Of the headers that ship: those that every compiler brings, and the folders of the C library's.
_COMPILER_HEADERS = frozenset(
    (
        "float.h", "iso646.h", "limits.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h",
        "stddef.h", "stdnoreturn.h",
    )
)  # fmt: skip
_C_LIBRARY_FOLDERS = frozenset(("arpa", "bits", "gnu", "net", "netinet", "sys"))


def _is_c_library(name: str) -> bool:
    folder, slash, _ = name.partition("/")
    return folder in _C_LIBRARY_FOLDERS if slash else name not in _COMPILER_HEADERS


_ENTRIES_LOOKED_AT = 5000


def _list_headers(folder: str, parent: str) -> list[str]:
    try:
        with os.scandir(os.path.join(folder, parent)) as entries:
            return [
                os.path.join(parent, entry.name)
                for entry, _ in zip(entries, range(_ENTRIES_LOOKED_AT), strict=False)
                if entry.name.endswith((".h", ".inc")) and entry.is_file()
            ]
    except (OSError, ValueError):
        return []


def _list_folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [
                entry.name
                for entry, _ in zip(entries, range(_ENTRIES_LOOKED_AT), strict=False)
                if entry.is_dir()
            ]
    except (OSError, ValueError):
        return []
