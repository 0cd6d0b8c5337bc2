"""The headers under include/: which there are, what they define, and clang 22 reading them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from tests.diff.compilers import INCLUDE, find_clang

STRICT = ("-Wall", "-Wextra", "-Wno-unused-parameter", "-Wsystem-headers", "-Werror", "-Wno-gnu")

ARCHITECTURES = (
    "x86", "arm64", "arm", "riscv", "s390", "powerpc", "mips", "sparc", "loongarch", "arc",
)  # fmt: skip

_PARTS = re.compile(r"asm/\w+-\w+\.h|linux/byteorder/\w+_endian\.h")
"""What only another header includes, choosing between several."""

_ALONE = re.compile(r"netinet/icmp6\.h|asm-generic/.*")
"""What cannot stand beside all others: the C library's names of what linux/icmpv6.h has, with
macros of the same names, and the common forms of what some architectures have otherwise."""

_NEEDS = {"bpf/usdt.bpf.h": ("linux/bpf.h", "linux/ptrace.h")}


@cache
def list_headers() -> list[str]:
    """The headers a program may include, without the mirrors under uapi/."""
    names = sorted(path.relative_to(INCLUDE).as_posix() for path in INCLUDE.rglob("*.h"))
    return [name for name in names if not name.startswith("uapi/") and not _PARTS.fullmatch(name)]


def list_files() -> list[Path]:
    """Every file under include/."""
    return sorted(INCLUDE.rglob("*.h"))


def include_one(header: str) -> str:
    """A source that includes ``header`` and, before it, what its users include first."""
    needs = _NEEDS.get(header, ("linux/bpf.h",) if header.startswith("bpf/") else ())
    return "".join(f"#include <{name}>\n" for name in (*needs, header))


def include_all(headers: Iterable[str] | None = None) -> str:
    """A source that includes all headers that can stand together."""
    chosen = list_headers() if headers is None else list(headers)
    first = ("linux/bpf.h", "linux/ptrace.h")
    rest = [name for name in chosen if name not in first and not _ALONE.fullmatch(name)]
    return "".join(f"#include <{name}>\n" for name in (*first, *rest))


def run_clang(
    source: str, flags: Sequence[str], folders: Sequence[str] = (), target: str = "bpf"
) -> subprocess.CompletedProcess[bytes]:
    """Clang 22 on ``source`` as its standard input, with the shipped headers or those in
    ``folders`` (flags), and no other.
    """
    search = folders or ["-isystem", str(INCLUDE)]
    command = [*find_clang(), "-target", target, "-nostdinc", "-std=gnu11", *search]
    command += [*flags, "-x", "c", "-"]
    return subprocess.run(command, input=source.encode(), capture_output=True, check=False)


def find_errors(source: str, flags: Sequence[str] = (), target: str = "bpf") -> str:
    """What clang 22 says against ``source``; "" when it takes it."""
    arch = () if any(flag.startswith("-D__TARGET_ARCH_") for flag in flags) else _X86
    done = run_clang(source, [*STRICT, *arch, *flags, "-fsyntax-only"], target=target)
    return done.stderr.decode() if done.returncode else ""


_X86 = ("-D__TARGET_ARCH_x86",)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_RECORD = re.compile(r"\b(struct|union)\s+(\w+)\s*\{")
_ENUM = re.compile(r"\benum\b[^;{}()]*\{([^}]*)\}")
_ENUMERATOR = re.compile(r"\b([A-Za-z_]\w*)\b\s*(?:=[^,]*)?(?:,|$)")


def read_text(header: str) -> str:
    """A header's text without comments and line splices."""
    text = (INCLUDE / header).read_text().replace("\\\n", " ")
    return _COMMENT.sub(" ", text)


def find_records(header: str) -> set[str]:
    """The structs and unions with a name that ``header`` defines, as `struct x`."""
    lines = [line for line in read_text(header).splitlines() if not line.startswith("#define")]
    return {f"{word} {name}" for word, name in _RECORD.findall("\n".join(lines))}


def find_enumerators(header: str) -> set[str]:
    """The enumeration constants that ``header`` defines."""
    text = "\n".join(
        line for line in read_text(header).splitlines() if not line.lstrip().startswith("#")
    )
    return {name for body in _ENUM.findall(text) for name in _ENUMERATOR.findall(body.strip())}


def read_macros(source: str, flags: Sequence[str] = ()) -> set[str]:
    """The names of the macros without parameters that ``source`` ends with."""
    done = run_clang(source, ["-dM", "-E", *flags])
    assert not done.returncode, done.stderr.decode()
    return set(re.findall(r"^#define (\w+) \S", done.stdout.decode(), re.MULTILINE))


def find_macros(header: str) -> set[str]:
    """The names of the macros without parameters that ``header`` itself defines."""
    return set(re.findall(r"^\s*#\s*define (\w+) \S", read_text(header), re.MULTILINE))
