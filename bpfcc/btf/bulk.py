"""Working on many types at once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def pause_collector() -> Iterator[None]:
    """Keep Python's cycle collector out while many objects are made that all stay.

    A kernel's types are hundreds of thousands of objects. Without this the collector would walk
    all of them again and again and find nothing, which takes longer than making them.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
