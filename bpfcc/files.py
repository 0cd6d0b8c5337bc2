"""Source files read: regular ones, of bearable size, without waiting for anybody."""

from __future__ import annotations

import errno
import os
import stat

SIZE_LIMIT = 256 << 20
"""Bytes that a source file may have."""

NO_SUCH_FILE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)
"""Error numbers that say that there is no file of that name to include."""

KERNEL_BTF_FOLDER = "/sys/kernel/btf/"
KERNEL_BTF = KERNEL_BTF_FOLDER + "vmlinux"
"""Where the running kernel keeps its BTF; beside it is that of modules, which continues it."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Inputs = tuple[list[tuple[str, bytes]], list[str]]
"""((path, digest of the contents) of each file read, paths at which there was none)."""


class ReadError(Exception):
    """A file that is there cannot be read; the message says why, without the path."""


def open_source(path: str) -> int:
    """A descriptor for reading; raises OSError, or ValueError for what is no file name."""
    # Without O_NONBLOCK a FIFO would wait for a writer.
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)


def read_source(descriptor: int, status: os.stat_result) -> bytes:
    """The contents of an open file but for a byte order mark; raises OSError or ReadError."""
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory")
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
    return b"".join(pieces).removeprefix(BYTE_ORDER_MARK)
