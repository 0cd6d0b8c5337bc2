"""Which programs of an object belong together, and how to load one without the others.

A program array with static initialisers (``.values = { [0] = &next }``) names programs: libbpf
fills the array after loading and fails when one of them was not loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.elf.model import SymbolKind

if TYPE_CHECKING:
    from bpfcc.elf.model import Object


def find_tail_call_targets(obj: Object) -> set[str]:
    """Names of the programs that static initialisers of maps in ``obj`` point at."""
    maps = obj.find_section(".maps")
    if maps is None:
        return set()
    return {
        relocation.symbol.name
        for relocation in maps.relocations
        if relocation.symbol.kind is SymbolKind.FUNC
    }


def drop_tail_call_targets(obj: Object) -> bool:
    """Leave every program array of ``obj`` empty, so that each program loads alone.

    Answers whether there was anything to drop. The array's definition itself stays.
    """
    maps = obj.find_section(".maps")
    if maps is None:
        return False
    kept = [found for found in maps.relocations if found.symbol.kind is not SymbolKind.FUNC]
    dropped = len(kept) != len(maps.relocations)
    maps.relocations = kept
    return dropped
