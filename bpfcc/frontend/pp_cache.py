"""Scans of header files kept on disk: directives, declarations, names.

An entry is keyed by the file's contents, the C standard and this program's version, so it is
right wherever the file is included; what depends on the macros that happen to be defined is
found again each time, but for long regions which of their words are macros: that is kept under
a fingerprint of the macros' names.
"""

from __future__ import annotations

import marshal
import os
import sys
from array import array

from bpfcc import __version__
from bpfcc.cache import Cache, hash_bytes, hash_contents
from bpfcc.frontend.pp_region import Region
from bpfcc.frontend.pp_scan import FileScan
from bpfcc.name_table import NameTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from bpfcc.frontend.pp_region import Indices

FORMAT = 8
"""Changes when what is kept, or what is found in a text, changes."""

SMALLEST_FILE = 6_000
"""Characters below which a file is scanned faster than its entry is read."""

LONG_REGION = 50_000
"""Characters from which on a region's words are not kept, but only which of them are macros."""

_FINGERPRINTS_KEPT = 16


class ScanCache:
    """Loads and stores scans for one C standard."""

    def __init__(self, std: str) -> None:
        self._cache = Cache("scan")
        self._salt = f"{__version__} {FORMAT} {sys.version} {std}".encode()
        self._std = std
        self._used: list[FileScan] = []

    def scan(self, data: bytes, status: os.stat_result, raw: str, *, trigraphs: bool) -> FileScan:
        """The scan of a file: ``data`` are its bytes, ``raw`` is its text."""
        if len(raw) < SMALLEST_FILE:
            return FileScan(raw, trigraphs=trigraphs)
        digest = hash_contents(data, status)
        key = hash_bytes(self._salt + digest).hex()
        body = self._cache.load(key)
        scan = None
        if body is not None:
            try:
                scan = _unpack(marshal.loads(body), raw, self._std)
            except (ValueError, TypeError, EOFError, LookupError):
                scan = None
        if scan is None:
            scan = FileScan(raw, trigraphs=trigraphs)
            scan.is_changed = True
        scan.keep_under(key, digest)
        return scan

    def note(self, scan: FileScan) -> None:
        """A scan takes part in a compilation: what is found in it may be worth storing."""
        if scan.cache_key:
            self._used.append(scan)

    def save(self) -> None:
        """Store what has been found since the scans were loaded."""
        for scan in self._used:
            if scan.is_changed and not scan.has_trigraphs:
                scan.is_changed = False
                self._cache.store(scan.cache_key, marshal.dumps(_pack(scan, self._std)))
        self._used.clear()


def fingerprint(names: Collection[str]) -> bytes:
    """Stands for a set of names, the same in every process."""
    return hash_bytes("\n".join(sorted(names)).encode("utf-8", "replace"))


def macros_in_region(
    scan: FileScan, region: Region, text: str, macros: dict[str, Any]
) -> Collection[str]:
    """Which macros' names are words of a region."""
    if region.end - region.start < LONG_REGION:
        return region.collect_words(text) & macros.keys()
    mark = fingerprint(macros)
    known = region.macros_found.get(mark)
    if known is None:
        known = tuple(sorted(region.collect_words(text) & macros.keys()))
        if len(region.macros_found) >= _FINGERPRINTS_KEPT:
            region.macros_found.clear()
        region.macros_found[mark] = known
        scan.is_changed = True
    return known


# ------------------------------------------------------------------------------- packing


def _pack(scan: FileScan, std: str) -> tuple[Any, ...]:
    regions = [
        _pack_region(region)
        for (_, region_std), region in scan.regions.items()
        if region_std == std
    ]
    return (
        scan.items,
        scan.links,
        scan.structure_errors,
        scan.guard,
        scan.removals,
        regions,
    )


def _pack_region(region: Region) -> tuple[Any, ...]:
    is_long = region.end - region.start >= LONG_REGION
    return (
        region.start,
        region.end,
        region.starts.tobytes(),
        region.ends.tobytes(),
        _pack_tables(region),
        region.other_kinds,
        region.eager,
        region.functions,
        None if is_long else region.words,
        region.macros_found,
    )


def _pack_tables(region: Region) -> tuple[Any, bool]:
    """(names, typedefs and tags; whether they are packed as tables)."""
    tables = (region.names, region.typedefs, region.tags)
    if not region.is_large:
        return tables, False
    kept = region.kept or tuple(map(_make_table, tables))
    return tuple(table.packed for table in kept), True


def _make_table(table: dict[str, Indices]) -> NameTable:
    return NameTable.build(
        (name, index)
        for name, indices in table.items()
        for index in ((indices,) if isinstance(indices, int) else indices)
    )


def _unpack(packed: tuple[Any, ...], raw: str, std: str) -> FileScan:
    items, links, errors, guard, removals, regions = packed
    scan = FileScan.restore(raw, items, links, errors, guard, removals)
    for packed_region in regions:
        region = _unpack_region(packed_region)
        scan.regions[region.start, std] = region
    return scan


def _unpack_region(packed: tuple[Any, ...]) -> Region:
    region = Region(packed[0])
    region.end = packed[1]
    region.starts = array("I", packed[2])
    region.ends = array("I", packed[3])
    tables, is_large = packed[4]
    if is_large:
        names, typedefs, tags = map(NameTable, tables)
        region.kept = (names, typedefs, tags)
    else:
        region.names, region.typedefs, region.tags = tables
    (
        region.other_kinds,
        region.eager,
        region.functions,
        region.words,
        region.macros_found,
    ) = packed[5:]
    return region
