"""What the command line says when a command fails, and with which status it ends.

0: done, 1: the input is wrong, 2: the command line is, 3: a fault of ours.
"""

from __future__ import annotations

import errno
import os
import sys

from bpfcc.errors import InputError, InternalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

INPUT_WRONG = 1
USAGE_WRONG = 2
OUR_FAULT = 3
INTERRUPTED = 130

# What writing to a stream ends with, where it is no fault of ours: files are written elsewhere.
_OUTPUT_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def call_guarded(work: Callable[[], int]) -> int:
    """``work``'s status, or the status of how it failed, with one message on stderr."""
    try:
        return work()
    except InputError as error:
        print_error(str(error))
        return INPUT_WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()  # whoever read it has enough
        return INPUT_WRONG
    except MemoryError:
        print_error("out of memory")
        return INPUT_WRONG
    except OSError as error:
        if error.filename is not None or error.errno not in _OUTPUT_FAULTS:
            return report_fault(error)
        print_error(f"cannot write: {error.strerror}")
        _discard_output()
        return INPUT_WRONG
    except Exception as error:
        return report_fault(error)


def _discard_output() -> None:
    """Let what is left of standard output go nowhere: it must not fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(message: str) -> None:
    """One error that has no place in a source file."""
    print(f"bpfcc: error: {printable(message)}", file=sys.stderr)


def report_fault(error: BaseException, where: str | None = None) -> int:
    """Own up to a fault of ours; ``where`` is the user's line that was being compiled.

    What we need to know of it is in a file that the message names; ``BPFCC_DEBUG=1`` shows the
    traceback.
    """
    import traceback

    if os.environ.get("BPFCC_DEBUG"):
        traceback.print_exception(error)
    what = str(error) if isinstance(error, InternalError) else f"{type(error).__name__}: {error}"
    place = f"{printable(where)}: " if where else ""
    report = _write_report("".join(traceback.format_exception(error)), where)
    advice = f"with the source and {printable(report)}" if report else "with the source"
    print(
        f"{place}bpfcc: internal error: {printable(what)}\n"
        f"bpfcc: this is a fault of bpfcc, not of your program; please report it {advice}"
        " (BPFCC_DEBUG=1 shows more)",
        file=sys.stderr,
    )
    return OUR_FAULT


def _write_report(trace: str, where: str | None) -> str | None:
    """Keep what explains a fault in a file of its own; its path, None where none can be made."""
    import platform
    import shlex
    import tempfile

    from bpfcc.cli.version import version_text

    try:
        text = (
            f"{version_text()}\n"
            f"Python {platform.python_version()}, {platform.platform()}\n"
            f"command: {shlex.join(sys.argv)}\n"
            f"folder: {os.getcwd()}\n"
            f"compiling: {where or 'nothing that is known'}\n\n{trace}"
        )
        descriptor, path = tempfile.mkstemp(prefix="bpfcc-fault-", suffix=".txt")
        with open(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
    except OSError:
        return None
    return path


def printable(text: str) -> str:
    """``text`` for a terminal: no control characters, no broken encodings."""
    cleaned = "".join(c if c.isprintable() or c in "\n\t" else _escape(c) for c in text)
    encoding = sys.stderr.encoding or "utf-8"
    return cleaned.encode(encoding, "backslashreplace").decode(encoding)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
