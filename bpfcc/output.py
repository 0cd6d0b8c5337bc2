"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from itertools import count

from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_numbers = count()


def write_bytes(path: str, data: bytes) -> None:
    """Write `data` to `path`, or to standard output for "-".

    A file appears only when all of it is written, under a name of its own until then. Raises
    InputError where that fails; nothing is left behind then.
    """
    if path == "-":
        stream = sys.stdout
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(data.decode("utf-8", "replace"))
        else:
            stream.flush()
            buffer.write(data)
        stream.flush()
        return
    if os.path.exists(path) and not os.path.isfile(path):
        # A device or a pipe cannot be replaced, only written to.
        _write_to(path, path, data)
        return
    temporary = f"{path}.{os.getpid()}-{next(_numbers)}.tmp"
    with _undisturbed():
        try:
            _write_to(temporary, path, data)
            os.replace(temporary, path)
        except OSError as error:
            raise InputError(f"cannot write: {error.strerror or error}", where=path) from None
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would end the process wait until the block is left."""
    import signal

    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write_to(target: str, path: str, data: bytes) -> None:
    try:
        with open(target, "wb") as file:
            file.write(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"cannot write: {reason or error}", where=path) from None
