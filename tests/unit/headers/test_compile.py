"""Clang 22 takes every shipped header without a warning, alone and together, and emits nothing."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from elftools.elf.elffile import ELFFile

from tests.unit.headers.shipped import (
    ARCHITECTURES,
    find_errors,
    include_all,
    include_one,
    list_headers,
    run_clang,
)

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

TARGETS = ("bpfel", "bpfeb")


@pytest.mark.parametrize("target", TARGETS)
def test_each_header_stands_alone(target: str) -> None:
    def check(header: str) -> str:
        return find_errors(include_one(header), target=target)

    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(list_headers(), pool.map(check, list_headers()), strict=True))
    assert not {header: text for header, text in said.items() if text}


@pytest.mark.parametrize("target", TARGETS)
def test_all_headers_stand_together(target: str) -> None:
    assert not find_errors(include_all(), target=target)


def test_order_does_not_matter() -> None:
    assert not find_errors(include_all(reversed(list_headers())))


@pytest.mark.parametrize("standard", ["gnu99", "gnu11", "gnu17", "gnu23", "c11"])
def test_every_c_standard_takes_them(standard: str) -> None:
    keywords = ["-Dtypeof=__typeof__", "-Dasm=__asm__"] if standard == "c11" else []
    quiet = ["-Wno-c11-extensions", "-Wno-typedef-redefinition", "-Wno-c99-designator"]
    flags = [f"-std={standard}", "-Wno-error", *quiet, *keywords]
    assert not find_errors(include_all(), flags)


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_every_architecture_has_its_headers(arch: str) -> None:
    assert not find_errors(include_all(), [f"-D__TARGET_ARCH_{arch}"])


@pytest.mark.parametrize("header", ["linux/types.h", "linux/if_ether.h", "linux/ip.h"])
def test_headers_serve_programs_built_as_kernel_code(header: str) -> None:
    includes = f"#include <linux/sched.h>\n#include <linux/in.h>\n#include <{header}>\n"
    uses = "u32 a = TASK_COMM_LEN; bool b; __be16 c = htons(1); int d = AF_INET6;"
    assert not find_errors(includes + uses, ["-D__KERNEL__"])


def test_unused_headers_emit_nothing() -> None:
    """Only usdt.bpf.h defines functions and maps, which libbpf's side of USDT looks for."""
    headers = [name for name in list_headers() if name != "bpf/usdt.bpf.h"]
    flags = ["-D__TARGET_ARCH_x86", "-O2", "-g", "-c", "-o", "-"]
    done = run_clang(include_all(headers), flags)
    assert not done.returncode, done.stderr.decode()
    elf = ELFFile(io.BytesIO(done.stdout))
    names = {section.name for section in elf.iter_sections() if section["sh_size"]}
    assert not {name for name in names if not name.startswith((".debug", ".rel.debug"))} - {
        ".strtab", ".symtab", ".llvm_addrsig", ".comment",
    }  # fmt: skip
