"""Results kept on disk between runs, found by a key made of what they depend on.

An entry is a file below ``$XDG_CACHE_HOME/bpfcc`` (or ``~/.cache/bpfcc``). It is written beside
its place and moved there, so that parallel runs never see half of one; a checksum tells a
damaged one, which is as good as none. Nothing here raises: a cache that cannot be used is empty.
A folder that belongs to another user is not used, since what is in it is believed.
"""

from __future__ import annotations

import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap

SIZE_LIMIT = 512 << 20
"""Bytes of entries of one kind beyond which the oldest go."""

_TRIMMING = "00"
"""How keys end whose storing makes room: one of 256, since it looks at every entry."""

_HEADER = 8  # a mark of four bytes, then the checksum
_MARK = b"bpfC"
_DIGEST_BYTES = 20
_LARGE_BYTES = 1 << 20
_PRIVATE = 0o700


def hash_bytes(data: bytes | mmap) -> bytes:
    """Stands for ``data``, the same in every process."""
    try:  # all of hashlib brings OpenSSL with it
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def hash_contents(data: bytes | mmap, status: os.stat_result) -> bytes:
    """The same as ``hash_bytes`` of what was read from a file of that ``status``.

    For a large file the answer is kept under a CRC of the data and what tells one state of a
    file from another: a CRC takes a fifth of the time.
    """
    if len(data) < _LARGE_BYTES:
        return hash_bytes(data)
    state = (status.st_dev, status.st_ino, status.st_mtime_ns, len(data), zlib.crc32(data))
    key = hash_bytes(repr(state).encode()).hex()
    cache = Cache("digests")
    digest = cache.load(key)
    if digest is None:
        digest = hash_bytes(data)
        cache.store(key, digest)
    return digest


def hash_boot_file(path: str, read: Callable[[], bytes | mmap]) -> bytes:
    """The same for a file that does not change while the kernel runs; ``read`` gives the data.

    It is called once a boot.
    """
    try:
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            boot = file.read()
        status = os.stat(path)
    except OSError:
        return hash_bytes(read())
    state = (boot, path, status.st_dev, status.st_ino, status.st_size)
    key = hash_bytes(repr(state).encode()).hex()
    cache = Cache("digests")
    digest = cache.load(key)
    if digest is None:
        digest = hash_bytes(read())
        cache.store(key, digest)
    return digest


def cache_folder() -> str:
    """Where entries are kept; the folder need not exist."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "bpfcc")


def is_ours(folder: str) -> bool:
    """Whether a folder is the user's own, or can be made as that."""
    if not os.path.isabs(folder):
        return False  # nobody knows where the user's home is
    try:
        return os.stat(folder).st_uid == os.geteuid()
    except FileNotFoundError:
        return True
    except OSError:
        return False


class Cache:
    """Entries of one kind, in a folder of their own."""

    __slots__ = ("folder", "is_usable")

    def __init__(self, kind: str) -> None:
        base = cache_folder()
        self.folder = os.path.join(base, kind)
        self.is_usable = is_ours(base)

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], key[2:])

    def load(self, key: str, *, touch: bool = False) -> bytes | None:
        """The entry of a key (hexadecimal digits), or None.

        ``touch`` makes it count as new when room has to be made.
        """
        if not self.is_usable:
            return None
        path = self._path(key)
        try:
            with open(path, "rb", buffering=0) as file:
                header = file.read(_HEADER)
                body = file.readall()
            if touch:
                os.utime(path)
        except OSError:
            return None
        if header != _MARK + zlib.crc32(body).to_bytes(4, "little"):
            return None
        return body

    def store(self, key: str, body: bytes) -> None:
        """Keep an entry, in place of an older one; now and then make room for it."""
        if not self.is_usable:
            return
        path = self._path(key)
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            _make_folder(os.path.dirname(path))
            with open(temporary, "wb") as file:
                file.write(_MARK + zlib.crc32(body).to_bytes(4, "little") + body)
            os.replace(temporary, path)
        except OSError:
            try:
                os.unlink(temporary)
            except OSError:
                pass
            return
        if key.endswith(_TRIMMING):
            trim_cache(self.folder)


def _make_folder(path: str) -> None:
    """Make a folder below the cache's, and what leads to it, for the user alone."""
    try:
        os.mkdir(path, _PRIVATE)
    except FileExistsError:
        pass
    except FileNotFoundError:
        _make_folder(os.path.dirname(path))
        _make_folder(path)


def _list_entries(folder: str) -> list[tuple[float, int, str]]:
    """(time of last change, size in bytes, path) of every file below a folder."""
    entries: list[tuple[float, int, str]] = []
    try:
        found = list(os.scandir(folder))
    except OSError:
        return entries
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            entries += _list_entries(entry.path)
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # another process was faster
        entries.append((status.st_mtime, status.st_size, entry.path))
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


def measure_cache() -> dict[str, tuple[int, int]]:
    """(number of entries, bytes) of every kind that is kept."""
    base = cache_folder()
    try:
        kinds = sorted(os.listdir(base))
    except OSError:
        return {}
    found = {}
    for kind in kinds:
        entries = _list_entries(os.path.join(base, kind))
        found[kind] = (len(entries), sum(size for _, size, _ in entries))
    return found


def clear_cache() -> tuple[int, int]:
    """Delete everything kept: how many entries and bytes that was."""
    count = total = 0
    base = cache_folder()
    for _, size, path in _list_entries(base):
        try:
            os.unlink(path)
        except OSError:
            continue
        count += 1
        total += size
    for parent, _, _ in os.walk(base, topdown=False):
        try:
            os.rmdir(parent)
        except OSError:
            continue
    return count, total
