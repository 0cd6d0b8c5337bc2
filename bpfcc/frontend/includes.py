"""Where ``#include`` finds files, and files read and scanned once per process."""

from __future__ import annotations

import os
import stat

from bpfcc.frontend.pp_scan import FileScan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.pp_cache import ScanCache
    from bpfcc.options import Options

SIZE_LIMIT = 256 << 20
"""Bytes that a source file may have."""


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


class ReadError(Exception):
    """A file that is there cannot be read; the message says why, without the path."""


_scans: dict[tuple[str, bool], tuple[tuple[int, int, int, int], FileScan]] = {}
_SCANS_KEPT = 2000


def decode_source(data: bytes) -> str:
    """Bytes of a source file as text; bytes that are not UTF-8 survive as surrogates."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    return data.decode("utf-8", "surrogateescape")


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
    # Without O_NONBLOCK a FIFO would wait for a writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        stamp = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        known = _scans.get((path, trigraphs))
        if known is not None and known[0] == stamp:
            return stamp[:2], known[1]
        data = _read_regular(descriptor, status)
    finally:
        os.close(descriptor)
    text = decode_source(data)
    if cache is None:
        scan = FileScan(text, trigraphs=trigraphs)
    else:
        scan = cache.scan(data, text, trigraphs=trigraphs)
    if len(_scans) >= _SCANS_KEPT:
        _scans.clear()
    _scans[path, trigraphs] = (stamp, scan)
    return stamp[:2], scan


def read_bytes(path: str, offset: int, limit: int) -> bytes | None:
    """At most ``limit`` bytes of a file from ``offset`` on; None if there is no such file.

    Raises ReadError if it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
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


def _read_regular(descriptor: int, status: os.stat_result) -> bytes:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("is not a regular file")
    if status.st_size > SIZE_LIMIT:
        raise ReadError("is too large")
    pieces = []
    left = SIZE_LIMIT
    while left > 0:
        piece = os.read(descriptor, min(left, status.st_size + 1))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


class IncludeSearch:
    """The include path of one compilation."""

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
        self._found: dict[tuple[str, int], Header | None] = {}

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
            folder, is_system = self._all[index]
            found = self._open(f"{folder}/{name}", index, is_system)
            if found is not None:
                break
        self._found[key] = found
        return found

    def _open(self, path: str, folder: int, is_system: bool) -> Header | None:
        try:
            key, scan = read_scan(path, trigraphs=self.trigraphs, cache=self.cache)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except ValueError:  # a NUL in the name
            return None
        except OSError as error:
            if error.errno in _NO_SUCH_FILE:
                return None
            raise ReadError(error.strerror or "cannot be read") from error
        return Header(path, folder, is_system, key, scan)

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
                for close in get_close_matches(parent, _list_folders(folder), 1, 0.75):
                    candidates.update(_list_headers(folder, close))
        matches = get_close_matches(name, candidates, 1, 0.75)
        if not matches:
            same_base = sorted(c for c in candidates if os.path.basename(c) == base)
            matches = same_base[:1]
        return matches[0] if matches and matches[0] != name else None


_NO_SUCH_FILE = (2, 20, 36, 40)  # ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP
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
