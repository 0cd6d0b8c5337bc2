"""C and C++ programs that include the kit's skeletons, compiled and run in the kernel."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bpfcc.skeleton.c import make_c_skeleton
from bpfcc.skeleton.generate import generate_skeleton
from tests.conftest import require
from tests.unit.skeleton.build import (
    COMPILERS,
    HERE,
    build_program,
    find_c_obstacle,
    kit_object,
    read_kit,
    read_source,
    write_headers,
)


@pytest.fixture(params=COMPILERS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the headers of the kit as each compiler makes it."""
    require(find_c_obstacle())
    write_headers(tmp_path, read_kit(request.param))
    return tmp_path


def run(program: Path, *words: str) -> bytes:
    done = subprocess.run([program, *words], capture_output=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


@pytest.mark.kernel
def test_a_c_program_uses_all_of_a_skeleton(folder: Path) -> None:
    run(build_program(folder, HERE / "kit_user.c", ["-std=gnu11"]))


@pytest.mark.kernel
def test_a_library_reaches_its_part_through_a_subskeleton(folder: Path) -> None:
    run(build_program(folder, HERE / "kit_library.c"))


@pytest.mark.kernel
def test_a_cpp_program_uses_the_class(folder: Path) -> None:
    require(find_c_obstacle("g++"))
    run(build_program(folder, HERE / "kit_user.cpp", ["-std=c++11"]))


def test_the_embedded_bytes_are_the_object(tmp_path: Path) -> None:
    require(find_c_obstacle())
    write_headers(tmp_path, read_kit())
    assert run(build_program(tmp_path, HERE / "kit_user.c"), "elf") == kit_object()


def test_a_type_of_another_size_does_not_compile(tmp_path: Path) -> None:
    require(find_c_obstacle())
    write_headers(tmp_path, read_kit())
    source = tmp_path / "wrong.c"
    text = (HERE / "kit.h").read_text().replace("unsigned short port;", "unsigned long long port;")
    (tmp_path / "kit.h").write_text(text)
    source.write_text('#include "kit.h"\n#include "kit.skel.h"\nint main(void) { return 0; }\n')
    with pytest.raises(AssertionError, match="unexpected size of wanted"):
        build_program(tmp_path, source)


@pytest.mark.parametrize(
    "name",
    ["1st.o", "a b-c.o", "int.o", "linux.o", "errno.o", "für.o", 'x";*/ .o', "\udcff.o", ".o"],
)
def test_headers_of_hostile_file_names_compile(tmp_path: Path, name: str) -> None:
    require(find_c_obstacle("g++") or find_c_obstacle())
    header = generate_skeleton(kit_object(), f"folder/{name}")
    (tmp_path / "name.skel.h").write_text(header)
    includes = [f"#include {file}" for file in ("<stdbool.h>", '"kit.h"', '"name.skel.h"')]
    for suffix in ("c", "cpp"):
        source = tmp_path / f"name.{suffix}"
        source.write_text("\n".join([*includes, "int main(void) { return 0; }", ""]))
        run(build_program(tmp_path, source))


@pytest.mark.kernel
def test_struct_ops_maps_are_attached_and_detached(tmp_path: Path) -> None:
    require(find_c_obstacle())
    name = f"bpfccc{os.getpid()}"
    contents = read_source("congestion.bpf.c", f'-DNAME="{name}"')
    (tmp_path / "congestion.skel.h").write_text(make_c_skeleton(contents))
    run(build_program(tmp_path, HERE / "congestion_user.c"), name)
