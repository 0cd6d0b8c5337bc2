"""Finds BTF in files and objects, and opens it."""

from __future__ import annotations

import mmap
import os
from typing import TYPE_CHECKING

from bpfcc.btf.read import index_btf, read_btf
from bpfcc.errors import InputError
from bpfcc.files import KERNEL_BTF, KERNEL_BTF_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from bpfcc.btf.container import Btf
    from bpfcc.btf.ext import Ext
    from bpfcc.elf.model import Object


def open_btf(path: str | Path, base: Btf | None = None) -> Btf:
    """Open raw BTF, or the .BTF section of an ELF file of any machine, without decoding types.

    Without `base`, that of a kernel module is found: its own .BTF.base section, or the running
    kernel's BTF for files in /sys/kernel/btf. Raises InputError.
    """
    data, where, found_base = read_raw(path, find_base=base is None)
    return index_btf(data, where, base or found_base)


def read_raw(
    path: str | Path, *, find_base: bool = True
) -> tuple[bytes | mmap.mmap, str, Btf | None]:
    """(BTF as it is in a file, how errors call the place, its base where it has one).

    Only the kernel's own, which does not change, is left where it is mapped.
    """
    name = os.fspath(path)
    data = map_file(name)
    base = None
    if data[:4] != b"\x7fELF":
        if find_base and name.startswith(KERNEL_BTF_FOLDER) and name != KERNEL_BTF:
            base = open_btf(KERNEL_BTF)
        return data if name == KERNEL_BTF else bytes(data), name, base
    found = _find_sections(data, name)
    if ".BTF" not in found:
        raise InputError("no .BTF section", where=name)
    if find_base and ".BTF.base" in found:
        base = index_btf(found[".BTF.base"], f"{name}: section .BTF.base")
    return found[".BTF"], f"{name}: section .BTF", base


def map_file(name: str) -> bytes | mmap.mmap:
    """Contents of a file, mapped where the file can be mapped."""
    try:
        with open(name, "rb") as file:
            try:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except (OSError, ValueError):
                # Pipes, empty files, and the BTF of kernels before 6.16 cannot be mapped.
                return file.read()
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror or error}", where=name) from None
    except ValueError as error:
        raise InputError(f"cannot read: {error}", where=repr(name)) from None


def _find_sections(data: bytes | mmap.mmap, name: str) -> dict[str, bytes]:
    # Raw BTF, the usual case, is opened without what reads ELF files.
    from bpfcc.elf.model import SHT_NOBITS
    from bpfcc.elf.read import read_container

    container = read_container(data, name)
    found: dict[str, bytes] = {}
    for section in container.sections:
        if section.name in (".BTF", ".BTF.base") and section.kind != SHT_NOBITS:
            if section.name in found:
                container.fail("a second section of that name", section)
            found[section.name] = container.contents(section)
    return found


def read_object_btf(obj: Object, name: str) -> Btf | None:
    """Decode and check an object's BTF; None where it has none. `name` is the file's."""
    section = obj.find_section(".BTF")
    if section is None:
        return None
    return read_btf(bytes(section.data), f"{name}: section .BTF")


def read_object_ext(obj: Object, btf: Btf, name: str) -> Ext | None:
    """Decode an object's .BTF.ext, whose BTF is `btf`; None where it has none."""
    from bpfcc.btf.ext import read_ext

    section = obj.find_section(".BTF.ext")
    if section is None:
        return None
    return read_ext(bytes(section.data), f"{name}: section .BTF.ext", btf)
