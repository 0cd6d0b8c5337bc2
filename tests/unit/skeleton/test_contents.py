"""What is found in an object, in libbpf's order and layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.errors import InputError
from bpfcc.skeleton.contents import DataSection, read_contents
from tests.unit.skeleton.build import COMPILERS, compile_contents, kit_object, read_kit

HEAD = "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n"


def section(contents_name: str, found: list[DataSection]) -> DataSection:
    return next(each for each in found if each.name == contents_name)


@pytest.mark.parametrize("compiler", COMPILERS)
def test_maps_come_in_the_loaders_order(compiler: str) -> None:
    contents = read_kit(compiler)
    names = [entry.name for entry in contents.maps]
    assert names[:3] == ["flows", "totals", "events"]
    assert names[-1] == ".kconfig"
    assert sorted(names[3:-1]) == [".bss", ".data", ".data.first", ".rodata", ".rodata.scale-by"]
    assert [program.name for program in contents.programs] == ["count", "watch", "spare"]


@pytest.mark.parametrize("compiler", COMPILERS)
def test_static_and_hidden_variables_are_not_shown(compiler: str) -> None:
    found = [data for _, data in read_kit(compiler).memory]
    assert [v.name for v in section(".rodata", found).variables] == ["limit", "label", "wanted"]
    names = {variable.name for variable in section(".bss", found).variables}
    assert {"calls", "private_state"}.isdisjoint(names)
    assert {"packets", "bytes", "event_type"} <= names


def test_kernel_configuration_is_laid_out_as_the_loader_does(tmp_path: Path) -> None:
    contents = compile_contents(
        tmp_path,
        HEAD
        + """
        extern _Bool CONFIG_B __kconfig __attribute__((weak));
        extern unsigned int LINUX_KERNEL_VERSION __kconfig;
        extern char CONFIG_TEXT[5] __kconfig __attribute__((weak));
        extern unsigned long long CONFIG_WIDE __kconfig __attribute__((weak));
        extern int CONFIG_A __kconfig __attribute__((weak));
        SEC("xdp") int p(void *ctx)
        {
                return CONFIG_B + LINUX_KERNEL_VERSION + CONFIG_TEXT[0] + CONFIG_WIDE + CONFIG_A;
        }
        """,
    )
    found = section(".kconfig", [data for _, data in contents.memory])
    assert [(v.name, v.offset_bytes) for v in found.variables] == [
        ("CONFIG_WIDE", 0),
        ("CONFIG_A", 8),
        ("LINUX_KERNEL_VERSION", 12),
        ("CONFIG_B", 16),
        ("CONFIG_TEXT", 17),
    ]
    assert found.size_bytes == 22


def test_constants_are_told_from_what_can_be_written() -> None:
    constant = {data.name: data.is_constant for _, data in read_kit().memory}
    assert constant == {
        ".rodata": True,
        ".rodata.scale-by": True,
        ".data": False,
        ".data.first": False,
        ".bss": False,
        ".kconfig": True,
    }


def test_a_function_alone_in_text_is_no_program(tmp_path: Path) -> None:
    assert compile_contents(tmp_path, "int f(void *ctx) { return 0; }").programs == []


def test_a_broken_object_is_an_error_with_its_place() -> None:
    with pytest.raises(InputError, match=r"^kit\.o: "):
        read_contents(kit_object()[:700], "kit.o", "kit")


def test_variables_in_the_same_bytes_are_refused(tmp_path: Path) -> None:
    contents = compile_contents(
        tmp_path, HEAD + 'int a = 1, b = 2; SEC("xdp") int p(void *c) { return a + b; }'
    )
    obj = contents.object
    for symbol in obj.symbols:
        if symbol.name == "b":
            symbol.value = 2
    from bpfcc.elf.write import write_object

    with pytest.raises(
        InputError, match=r"^x\.o: section \.data: variable b lies in the same bytes as a$"
    ):
        read_contents(write_object(obj), "x.o", "x")
