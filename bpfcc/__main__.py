"""Entry points: ``bpfcc``, ``bpfcc-cc`` and ``python -m bpfcc``.

Nothing is imported here but what every start needs: compiling must begin without click.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """``bpfcc COMMAND …``."""
    words = sys.argv[1:]
    _keep_bytecode(words)
    if words[:1] == ["compile"]:
        _compile("bpfcc compile", words[1:])
    from bpfcc.cli.group import run_group

    _leave(run_group(words))


def main_cc() -> None:
    """``bpfcc-cc …``: stands where ``clang -target bpf`` stands."""
    _keep_bytecode(sys.argv[1:])
    _compile("bpfcc-cc", sys.argv[1:])


def _keep_bytecode(words: list[str]) -> None:
    """Keep Python's bytecode in our cache folder where Python is told to write none beside it.

    With ``PYTHONDONTWRITEBYTECODE`` every start would translate all of our source again, which
    takes longer than most compilations.
    """
    if sys.dont_write_bytecode and sys.pycache_prefix is None and "--no-cache" not in words:
        from bpfcc.cache import cache_folder, is_ours

        folder = cache_folder()
        if is_ours(folder):
            sys.pycache_prefix = os.path.join(folder, "bytecode")
            sys.dont_write_bytecode = False


def _compile(program: str, words: list[str]) -> None:
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
