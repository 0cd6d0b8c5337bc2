"""The shape of the shipped headers: guarded, self-contained, mirrored under uapi/."""

from __future__ import annotations

import re

from tests.diff.compilers import INCLUDE
from tests.unit.headers.shipped import list_files

_INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)


def test_every_included_header_is_shipped() -> None:
    missing = [
        f"{path.relative_to(INCLUDE)}: {angled or quoted}"
        for path in list_files()
        for angled, quoted in _INCLUDE.findall(path.read_text())
        if not (INCLUDE / angled if angled else path.parent / quoted).is_file()
    ]
    assert not missing


def test_headers_may_be_included_twice() -> None:
    """A guard, or (dispatchers, stddef.h and the like) nothing that could be said twice."""
    unguarded = {
        path.relative_to(INCLUDE).as_posix()
        for path in list_files()
        if not re.search(r"^#(?:ifndef|elif !defined\()", path.read_text(), re.MULTILINE)
    }
    dispatchers = {name for name in unguarded if name.startswith(("uapi/", "asm/"))}
    others = {"gnu/stubs.h", "sys/errno.h", "asm-generic/posix_types.h"}
    assert unguarded - dispatchers == others


def test_kernel_headers_have_their_uapi_name() -> None:
    """Programs of the kernel's own tree say uapi/linux/x.h."""
    shipped = {p.relative_to(INCLUDE).as_posix() for p in (INCLUDE / "linux").rglob("*.h")}
    internal = {"linux/byteorder/generic.h"}
    mirrors = {
        path.relative_to(INCLUDE / "uapi").as_posix()
        for path in (INCLUDE / "uapi" / "linux").rglob("*.h")
    }
    assert shipped - internal == mirrors
    for name in mirrors:
        assert (INCLUDE / "uapi" / name).read_text() == f"#include <{name}>\n"


def test_texts_carry_the_projects_license() -> None:
    own = [path for path in list_files() if path.relative_to(INCLUDE).parts[0] != "uapi"]
    first = {path: path.read_text().partition("\n")[0] for path in own}
    assert not [
        p for p, line in first.items() if line != "/* SPDX-License-Identifier: Apache-2.0 */"
    ]
