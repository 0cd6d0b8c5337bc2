"""One entrance to all skeletons: from an object file's bytes to source text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.errors import InputError
from bpfcc.skeleton.contents import read_contents
from bpfcc.skeleton.names import name_object

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("c", "python")


def generate_skeleton(
    data: bytes,
    where: str,
    language: str = "c",
    *,
    name: str | None = None,
    sub: bool = False,
    records: Sequence[str] = (),
) -> str:
    """The skeleton of the object file `data`: a C header or a Python module.

    `where` is the file that errors name; without `name` it names the skeleton too. `sub` makes a
    C subskeleton. `records` are the types of records in ring and perf buffers, `[MAP=]TYPE` each,
    for Python. Raises InputError.
    """
    if language not in LANGUAGES:
        raise InputError(f"a skeleton is in one of {', '.join(LANGUAGES)}, not in {language!r}")
    contents = read_contents(data, where, name or name_object(where))
    try:
        if language == "python":
            from bpfcc.skeleton.python import make_python_skeleton

            return make_python_skeleton(contents, name, records)
        if sub:
            from bpfcc.skeleton.csub import make_c_subskeleton

            return make_c_subskeleton(contents)
        from bpfcc.skeleton.c import make_c_skeleton

        return make_c_skeleton(contents)
    except InputError as error:
        if error.where is not None:
            raise
        raise InputError(error.message, where=where) from None
