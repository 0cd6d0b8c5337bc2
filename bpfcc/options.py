"""Every setting of one compilation, in one frozen value.

``Options`` must be cheap to import and to make: defaults live on the class, an instance holds
only what differs from them. ``key()`` gives the whole as a hashable value, for caches.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self, dataclass_transform
else:

    def dataclass_transform(**_: object) -> object:
        """Tell type checkers only; nothing happens when the program runs."""
        return lambda cls: cls


CPUS = ("generic", "v1", "v2", "v3", "v4", "probe")
OPT_LEVELS = ("0", "1", "2", "3", "s", "z")
STANDARDS = {
    "c89": (False, 0),
    "c99": (False, 199901),
    "c11": (False, 201112),
    "c17": (False, 201710),
    "c23": (False, 202311),
    "gnu89": (True, 0),
    "gnu99": (True, 199901),
    "gnu11": (True, 201112),
    "gnu17": (True, 201710),
    "gnu23": (True, 202311),
}
"""Name of a C standard → (GNU extensions on, value of ``__STDC_VERSION__``, 0 for none)."""

STANDARD_ALIASES = {
    "c90": "c89",
    "ansi": "c89",
    "iso9899:1990": "c89",
    "c9x": "c99",
    "iso9899:1999": "c99",
    "c1x": "c11",
    "iso9899:2011": "c11",
    "c18": "c17",
    "iso9899:2017": "c17",
    "iso9899:2018": "c17",
    "c2x": "c23",
    "iso9899:2024": "c23",
    "gnu90": "gnu89",
    "gnu9x": "gnu99",
    "gnu1x": "gnu11",
    "gnu18": "gnu17",
    "gnu2x": "gnu23",
}

SUFFIX_LANGUAGES = {
    ".c": "c",
    ".h": "c",
    ".i": "cpp-output",
    ".s": "assembler",
    ".S": "assembler-with-cpp",
}

Macro = tuple[str, str | None]
"""``-DNAME=text`` is ("NAME", "text") (also "NAME(a,b)"), ``-UNAME`` is ("NAME", None)."""

PrefixMap = tuple[tuple[str, str], ...]
"""(old prefix, new prefix) pairs; the last that matches wins, as in clang."""

Version = tuple[int, int]
"""A kernel's major and minor number."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Settings:
    """Keyword-only construction over class-level defaults; nothing changes afterwards."""

    if not TYPE_CHECKING:

        def __init__(self, **changes: object) -> None:
            unknown = changes.keys() - type(self).__annotations__.keys()
            if unknown:
                raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
            self.__dict__.update(changes)

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"settings are frozen: {name}")


class Options(_Settings):
    """What ``bpfcc compile`` and ``bpfcc.compile`` can be told about one translation unit."""

    # What comes out: obj, asm, bitcode, llvm (before optimization), llvm-opt, preprocessed,
    # macros (-dM), dependencies (-M, -MM), tree (the typed tree), or nothing (-fsyntax-only).
    emit: str = "obj"

    # What goes in: "c", "cpp-output" (.i), "assembler" (.s) or "assembler-with-cpp" (.S); None
    # goes by the file's suffix.
    language: str | None = None
    std: str = "gnu17"
    ms_extensions: bool = False
    pedantic: bool = False
    signed_char: bool = True
    strict_aliasing: bool = True
    wrapv: bool = False

    # The preprocessor.
    macros: tuple[Macro, ...] = ()
    includes: tuple[str, ...] = ()  # -include, in order
    imacros: tuple[str, ...] = ()
    quote_folders: tuple[str, ...] = ()  # -iquote
    user_folders: tuple[str, ...] = ()  # -I
    system_folders: tuple[str, ...] = ()  # -isystem
    after_folders: tuple[str, ...] = ()  # -idirafter
    nostdinc: bool = False  # no system folder at all
    nostdlibinc: bool = False  # of the system folders only ours
    sysroot: str = ""  # stands before /usr/include and /usr/local/include
    btf_file: str | None = None  # answers `#include "vmlinux.h"`; None: the running kernel's
    keep_comments: bool = False  # -C
    line_markers: bool = True  # off: -P

    # Dependency output.
    dependencies: str = ""  # "", "M", "MM", "MD" or "MMD"
    dependency_file: str | None = None  # -MF
    dependency_targets: tuple[tuple[str, bool], ...] = ()  # (text, quote for make): -MT, -MQ
    phony_targets: bool = False  # -MP
    missing_headers_ok: bool = False  # -MG

    # Code.
    cpu: str = "v3"
    features: tuple[str, ...] = ()  # "+alu32", "-dwarfris"
    little_endian: bool = sys.byteorder == "little"
    opt_level: str = "2"
    debug: bool = True  # -g; off, there is no BTF
    visibility: str = "default"  # of what has no visibility attribute
    no_inline: bool = False  # -fno-inline
    no_builtin: bool = False  # -fno-builtin, -ffreestanding
    jump_tables: bool = True
    unroll_loops: bool | None = None  # -f[no-]unroll-loops; None: by the level
    unaligned_access: bool = True  # -m[no-]strict-align: where the verifier allows it
    bpf_passes: bool = True  # -f[no-]bpf-passes: make LLVM's code smaller
    llvm_args: tuple[str, ...] = ()  # each -mllvm word, with its dashes

    # Names in the output.
    debug_prefix_map: PrefixMap = ()
    macro_prefix_map: PrefixMap = ()
    compilation_dir: str | None = None  # None: the current folder

    # Diagnostics.
    warnings: tuple[str, ...] = ()  # in order: "all", "no-unused", "error", "error=x", "no-error=x"
    no_warnings: bool = False  # -w
    error_limit: int = 20  # 0: none
    kernel: Version | None = None  # --kernel: warn of what is newer than this one

    cache: bool = True

    def replace(self, **changes: object) -> Self:
        """The same settings but for ``changes``."""
        return type(self)(**{**self.__dict__, **changes})

    def key(self) -> tuple[tuple[str, object], ...]:
        """Every setting with its value, in a fixed order, hashable."""
        return tuple((name, getattr(self, name)) for name in type(self).__annotations__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Options) and self.key() == other.key()

    def __hash__(self) -> int:
        return hash(self.key())

    @property
    def gnu(self) -> bool:
        """Whether the chosen standard has the GNU extensions on."""
        return STANDARDS[self.std][0]

    @property
    def stdc_version(self) -> int:
        """The value of ``__STDC_VERSION__``; 0 where it is not defined (C89)."""
        return STANDARDS[self.std][1]

    @property
    def is_c23(self) -> bool:
        """Whether C23's keywords and meanings are on."""
        return self.stdc_version >= 202311

    @property
    def triple(self) -> str:
        """LLVM's target triple."""
        return "bpfel" if self.little_endian else "bpfeb"

    def search_folders(self) -> list[tuple[str, bool]]:
        """Where ``#include <x>`` looks: (folder, is a system folder), in order.

        As in clang: folders that do not exist are left out, a folder named twice counts once,
        and a ``-I`` folder that is also a system folder counts as the system folder.
        """
        system = [*self.system_folders]
        if not self.nostdinc:
            system += self.standard_folders()
        system += self.after_folders
        seen: set[tuple[int, int]] = set()
        system_found = _existing(system, seen)
        return [
            *((folder, False) for folder in _existing(self.user_folders, seen)),
            *((folder, True) for folder in system_found),
        ]

    def standard_folders(self) -> list[str]:
        """The system folders in their order: ours, then those where a C compiler looks."""
        folders = [find_include_folder()]
        if not self.nostdlibinc:
            triple = f"{os.uname().machine}-linux-gnu"
            for folder in ("/usr/local/include", f"/usr/include/{triple}", "/usr/include"):
                folders.append(self.sysroot + folder)
        return folders


def parse_version(text: str) -> Version:
    """``5.10`` or ``5.10.3`` as numbers; raises ValueError for anything else."""
    words = text.removeprefix("v").split(".")
    if len(words) not in (2, 3) or not all(word.isdecimal() for word in words):
        raise ValueError(f"'{text}' is no kernel version such as 5.10")
    return int(words[0]), int(words[1])


def _existing(folders: tuple[str, ...] | list[str], seen: set[tuple[int, int]]) -> list[str]:
    """The folders that exist and are not in ``seen`` (device, inode) yet; adds them there."""
    found = []
    for folder in folders:
        try:
            status = os.stat(folder)
        except OSError:
            continue
        identity = (status.st_dev, status.st_ino)
        if identity not in seen and os.path.isdir(folder):
            seen.add(identity)
            found.append(folder)
    return found


def language_of(path: str) -> str:
    """What a source is by its suffix; C where the suffix does not say."""
    return SUFFIX_LANGUAGES.get(os.path.splitext(path)[1], "c")


def find_include_folder() -> str:
    """The folder of the headers that ship: in the wheel, or beside the package in a checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, "include")
    return (
        installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "include")
    )
