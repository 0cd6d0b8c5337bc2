"""Results kept on disk between runs, found by a key made of what they depend on.

An entry is a file below ``$XDG_CACHE_HOME/bpfcc`` (or ``~/.cache/bpfcc``). It is written beside
its place and moved there, so that parallel runs never see half of one; a checksum tells a
damaged one, which is as good as none. Nothing here raises: a cache that cannot be used is empty.
"""

from __future__ import annotations

import os
import zlib

SIZE_LIMIT = 512 << 20
"""Bytes of entries beyond which the oldest go."""

_HEADER = 8  # a mark of four bytes, then the checksum
_MARK = b"bpfC"


def cache_folder() -> str:
    """Where entries are kept; the folder need not exist."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "bpfcc")


class Cache:
    """Entries of one kind, in a folder of their own."""

    __slots__ = ("folder",)

    def __init__(self, kind: str) -> None:
        self.folder = os.path.join(cache_folder(), kind)

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], key[2:])

    def load(self, key: str) -> bytes | None:
        """The entry of a key (hexadecimal digits), or None."""
        try:
            with open(self._path(key), "rb", buffering=0) as file:
                data = file.readall()
        except OSError:
            return None
        body = data[_HEADER:]
        if data[:4] != _MARK or data[4:_HEADER] != zlib.crc32(body).to_bytes(4, "little"):
            return None
        return body

    def store(self, key: str, body: bytes) -> None:
        """Keep an entry, in place of an older one; now and then make room for it."""
        path = self._path(key)
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(_MARK + zlib.crc32(body).to_bytes(4, "little") + body)
            os.replace(temporary, path)
        except OSError:
            try:
                os.unlink(temporary)
            except OSError:
                pass
            return
        if key.endswith("0"):
            trim_cache(self.folder)


def _list_entries(folder: str) -> list[tuple[float, int, str]]:
    """(time of last change, size in bytes, path) of every file below a folder."""
    entries = []
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            try:
                status = os.stat(path)
            except OSError:
                continue
            entries.append((status.st_mtime, status.st_size, path))
    return entries


def trim_cache(folder: str, limit_bytes: int = SIZE_LIMIT) -> None:
    """Delete the oldest entries until three quarters of the limit are left, if it is passed."""
    entries = _list_entries(folder)
    total = sum(size for _, size, _ in entries)
    if total <= limit_bytes:
        return
    for _, size, path in sorted(entries):
        try:
            os.unlink(path)
        except OSError:
            continue
        total -= size
        if total <= limit_bytes * 3 // 4:
            break


def measure_cache() -> tuple[int, int]:
    """(number of entries, bytes) of everything kept."""
    entries = _list_entries(cache_folder())
    return len(entries), sum(size for _, size, _ in entries)


def clear_cache() -> int:
    """Delete everything kept; the number of entries that went."""
    count = 0
    for _, _, path in _list_entries(cache_folder()):
        try:
            os.unlink(path)
            count += 1
        except OSError:
            continue
    return count
