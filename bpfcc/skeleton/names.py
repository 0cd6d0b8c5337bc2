"""Names in generated code: valid in the language, and no two in one place the same.

Where an object's own name is valid it is kept: programs that include the code say it. What else
there is may come from any file name and any ELF file, so no character of it is trusted.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_FOREIGN = re.compile(rb"[^A-Za-z0-9_]")
_NAME_BYTES = 63
"""How much of a file's name counts, as in bpftool."""


def name_object(path: str) -> str:
    """The name that the file at `path` gives its skeleton: `a/kit.bpf.o` is `kit_bpf`.

    The C source of an object gives the same name.
    """
    base = os.path.basename(path.rstrip("/"))
    stem = base[:-2] if base.endswith((".o", ".c")) else base
    return make_word(stem.encode("utf-8", "surrogateescape")[:_NAME_BYTES])


def make_word(name: str | bytes) -> str:
    """`name` with each byte replaced by `_` that is no letter, digit or underscore of ASCII."""
    if isinstance(name, str):
        name = name.encode("utf-8", "surrogatepass")
    return _FOREIGN.sub(b"_", name).decode("ascii")


class Scope:
    """Gives out identifiers of one name space: what has a name already comes first.

    `keywords` are words of the language, `taken` names that the generated code uses itself.
    """

    __slots__ = ("_keywords", "_taken")

    def __init__(self, keywords: Collection[str], taken: Collection[str] = ()) -> None:
        self._keywords = keywords
        self._taken = set(taken)

    def claim(self, wanted: str) -> str:
        """An identifier like `wanted` that nothing else has."""
        word = make_identifier(wanted, self._keywords)
        name, count = word, 1
        while name in self._taken:
            count += 1
            name = f"{word}_{count}"
        self._taken.add(name)
        return name


def make_identifier(wanted: str, keywords: Collection[str]) -> str:
    """The identifier nearest to `wanted`."""
    word = make_word(wanted) or "_"
    if word[0].isdigit():
        word = "_" + word
    return word + "_" if word in keywords else word
