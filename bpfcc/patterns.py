"""Regular expressions whose compiled form is kept on disk.

Python compiles a regex anew in each process; the preprocessor's take some 20 ms, a fifth of a
small compilation. ``compile_pattern`` takes the compiled code of an earlier process instead,
through the C function that ``re`` itself hands it to (which checks it); where there is none, or
Python has changed, it is ``re.compile``. ``save_patterns`` keeps what had to be compiled.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Source → (flags, code as 32-bit words, groups, names by group, groups by name); None until read.
_kept: dict[str, tuple[Any, ...]] | None = None
_compiled: list[str] = []


def compile_pattern(source: str) -> re.Pattern[str]:
    """The same as ``re.compile(source)``."""
    kept = _kept if _kept is not None else _load()
    entry = kept.get(source)
    if entry is not None:
        pattern = _restore(source, entry)
        if pattern is not None:
            return pattern
    _compiled.append(source)
    return re.compile(source)


def _restore(source: str, entry: tuple[Any, ...]) -> re.Pattern[str] | None:
    from array import array

    try:
        import _sre  # type: ignore[import-not-found]

        flags, code, groups, names, numbers = entry
        restored: re.Pattern[str] = _sre.compile(
            source, flags, array("I", code).tolist(), groups, numbers, names
        )
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return restored


def _cache_key() -> str:
    """Names the file: what the code depends on."""
    import sys
    from zlib import crc32

    made_by = f"{sys.version} {sys.byteorder}".encode()
    return f"{crc32(made_by):08x}{crc32(made_by[::-1]):08x}"


def _load() -> dict[str, tuple[Any, ...]]:
    global _kept
    import marshal

    from bpfcc.cache import Cache

    _kept = {}
    body = Cache("patterns").load(_cache_key())
    if body is not None:
        try:
            loaded = marshal.loads(body)
            _kept = loaded if isinstance(loaded, dict) else {}
        except (ValueError, TypeError, EOFError):
            pass
    return _kept


def save_patterns() -> None:
    """Keep the code of every pattern that this process had to compile."""
    if not _compiled:
        return
    import marshal

    from bpfcc.cache import Cache

    found = dict(_kept or {})
    for source in _compiled:
        entry = _compile_code(source)
        if entry is not None:
            found[source] = entry
    _compiled.clear()
    Cache("patterns").store(_cache_key(), marshal.dumps(found))


def _compile_code(source: str) -> tuple[Any, ...] | None:
    from array import array

    try:
        compiler: Any = re._compiler  # type: ignore[attr-defined]
        parser: Any = re._parser  # type: ignore[attr-defined]
        parsed = parser.parse(source, 0)
        code = compiler._code(parsed, 0)
        state = parsed.state
        names: list[str | None] = [None] * state.groups
        for name, number in state.groupdict.items():
            names[number] = name
        entry = (
            state.flags,
            array("I", code).tobytes(),
            state.groups - 1,
            tuple(names),
            dict(state.groupdict),
        )
    except (AttributeError, TypeError, ValueError, OverflowError, re.error):
        return None
    # It must be what `re` makes of it.
    again = _restore(source, entry)
    return entry if again is not None and again == re.compile(source) else None
