"""Predefined macros and built-in answers against clang 22's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.pp_output import print_macros
from bpfcc.frontend.preprocessor import Preprocessor
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.preprocessing import expand

Clang = Callable[[Sequence[str | Path]], CompletedProcess[bytes]]


def list_macros(**settings: Any) -> list[str]:
    manager = SourceManager()
    preprocessor = Preprocessor(Options(cache=False, **settings), manager, Sink(manager))
    preprocessor.run("t.c", "")
    lines = print_macros(preprocessor).splitlines()
    assert "#define __BPFCC__ 1" in lines
    return [line for line in lines if "__BPFCC__" not in line]


@pytest.mark.parametrize(
    ("flags", "settings"),
    [
        (["-mcpu=v1"], {"cpu": "v1"}),
        (["-mcpu=v2"], {"cpu": "v2"}),
        (["-mcpu=v3"], {"cpu": "v3"}),
        (["-mcpu=v4"], {"cpu": "v4"}),
        (["-mcpu=generic"], {"cpu": "generic"}),
        (["-mcpu=probe"], {"cpu": "probe"}),
        (["-target", "bpfeb"], {"little_endian": False}),
        (["-target", "bpfel"], {"little_endian": True}),
        (["-O0"], {"opt_level": "0"}),
        (["-O1"], {"opt_level": "1"}),
        (["-O3"], {"opt_level": "3"}),
        (["-Os"], {"opt_level": "s"}),
        (["-Oz"], {"opt_level": "z"}),
        (["-g0"], {"debug": False}),
        (["-fno-inline"], {"no_inline": True}),
        (["-funsigned-char"], {"signed_char": False}),
        *((["-std=" + std], {"std": std}) for std in (
            "c89", "c99", "c11", "c17", "c23", "gnu89", "gnu99", "gnu11", "gnu17", "gnu23")),
    ],
    ids=lambda value: "".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_every_macro_is_clang_s(
    clang22: Clang, tmp_path: Path, flags: list[str], settings: dict[str, Any]
) -> None:
    source = tmp_path / "e.c"
    source.write_text("")
    result = clang22(["-mcpu=v3", "-O2", "-g", *flags, "-dM", "-E", source])
    assert result.returncode == 0, result.stderr.decode()
    expected = result.stdout.decode().splitlines()
    assert list_macros(**{"cpu": "v3", "little_endian": True, **settings}) == expected


FEATURES = """
assume_nonnull attribute_availability attribute_overloadable blocks c_alignas c_alignof c_atomic
c_fixed_enum c_generic_selections c_static_assert c_thread_local cxx_exceptions gnu_asm modules
enumerator_attributes nullability objc_arc overloadable_unmarked statement_expressions tls
pragma_clang_attribute_namespaces gnu_asm_goto_with_outputs address_sanitizer c_countof
""".split()


@pytest.mark.parametrize("std", ["gnu89", "gnu17", "gnu23"])
def test_features_and_extensions_are_clang_s(clang22: Clang, tmp_path: Path, std: str) -> None:
    text = "".join(f"{n} __has_feature({n}) __has_extension({n})\n" for n in FEATURES)
    source = tmp_path / "f.c"
    source.write_text(text)
    result = clang22([f"-std={std}", "-E", "-P", source])
    assert expand(text, std=std).split() == result.stdout.decode().split()
