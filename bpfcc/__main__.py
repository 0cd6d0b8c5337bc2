"""Entry points: ``bpfcc``, ``bpfcc-cc`` and ``python -m bpfcc``.

Nothing is imported here but what every start needs: compiling must begin without click.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """``bpfcc COMMAND …``."""
    words = sys.argv[1:]
    _open_streams()
    _keep_bytecode(words)
    if words[:1] == ["compile"]:
        _compile("bpfcc compile", words[1:])
    from bpfcc.cli.group import run_group

    _leave(run_group(words))


def main_cc() -> None:
    """``bpfcc-cc …``: stands where ``clang -target bpf`` stands."""
    _open_streams()
    _keep_bytecode(sys.argv[1:])
    _compile("bpfcc-cc", sys.argv[1:])


def _open_streams() -> None:
    """Put something where a standard stream is closed: the next file opened would become it.

    Standard output is then one that refuses what is written to it.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _keep_bytecode(words: list[str]) -> None:
    """Keep Python's bytecode in our cache folder where Python is told to write none beside it.

    With ``PYTHONDONTWRITEBYTECODE`` every start would translate all of our source again, which
    takes longer than most compilations. Where it was translated when we were installed there is
    nothing to do. ``--no-cache`` uses what is there, and adds nothing.
    """
    if not sys.dont_write_bytecode or sys.pycache_prefix is not None or _is_translated():
        return
    from bpfcc.cache import cache_folder, is_ours

    base = cache_folder()
    folder = os.path.join(base, "bytecode")
    read_only = "--no-cache" in words
    if is_ours(base) and (not read_only or os.path.isdir(folder)):
        sys.pycache_prefix = folder
        sys.dont_write_bytecode = read_only


def _is_translated() -> bool:
    """Whether this is an installed package with its bytecode, and no checkout that changes."""
    folder = os.path.dirname(os.path.abspath(__file__))
    if not os.path.isdir(os.path.join(folder, "include")):
        return False
    from importlib.util import cache_from_source

    return os.path.exists(cache_from_source(os.path.join(folder, "options.py")))


def _compile(program: str, words: list[str]) -> None:
    import gc

    # What a compilation makes lives to its end, and importing makes nothing but what stays.
    gc.disable()
    from bpfcc.cli.compile import run_compile

    _leave(run_compile(program, words))


def _leave(status: int) -> None:
    """End the process without taking the interpreter apart, which takes longer than it is worth."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        # The reader of a pipe may go when it has seen enough; anything else is a failure.
        if not isinstance(error, BrokenPipeError):
            os.write(2, f"bpfcc: error: cannot write: {error.strerror}\n".encode())
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    main()
