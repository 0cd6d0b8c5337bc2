from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.preprocessing import Preprocessed, write_files


def read(folder: Path, **settings: Any) -> Preprocessed:
    main = folder / "main.c"
    return Preprocessed(main.read_text(), path=str(main), nostdinc=True, **settings)


def test_quotes_look_beside_the_includer_first(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "main.c": '#include "d/a.h"\n#include <b.h>\n',
            "d/a.h": '#include "b.h"\n',
            "d/b.h": "beside\n",
            "i/b.h": "user\n",
            "q/b.h": "quote\n",
        },
    )
    settings = {"user_folders": (str(tmp_path / "i"),), "quote_folders": (str(tmp_path / "q"),)}
    assert read(tmp_path, **settings).text == "beside user"
    (tmp_path / "d/b.h").unlink()
    assert read(tmp_path, **settings).text == "quote user"


def test_folders_are_searched_in_clang_s_order(tmp_path: Path) -> None:
    write_files(tmp_path, {"main.c": "#include <x.h>\n"})
    settings = {}
    for option in ("after", "system", "user"):
        write_files(tmp_path, {f"{option}/x.h": f"{option}\n"})
        settings[f"{option}_folders"] = (str(tmp_path / option),)
        assert read(tmp_path, **settings).text == option


def test_include_next_goes_on_behind_its_own_folder(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "main.c": "#include <x.h>\n",
            "one/x.h": "#if __has_include_next(<x.h>)\none\n#include_next <x.h>\n#endif\n",
            "two/x.h": "#if __has_include_next(<x.h>)\n#error\n#endif\ntwo\n",
        },
    )
    folders = (str(tmp_path / "one"), str(tmp_path / "two"))
    assert read(tmp_path, user_folders=folders).text == "one two"


def test_a_header_is_read_once_if_it_says_so(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "main.c": '#include "p.h"\n#include "./p.h"\n#include "g.h"\n#include "g.h"\n'
            '#import "i.h"\n#include "i.h"\n#import "i.h"\n',
            "p.h": "#pragma once\np\n",
            "g.h": "#ifndef G\n#define G\ng\n#endif\n",
            "i.h": "i\n",
        },
    )
    assert read(tmp_path).text == "p g i"


def test_a_guarded_header_is_not_even_registered_twice(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"main.c": '#include "g.h"\n' * 3, "g.h": "#ifndef G\n#define G\ng\n#endif\n"},
    )
    done = read(tmp_path)
    assert [Path(file.name).name for file in done.manager.files] == ["main.c", "g.h"]


def test_names_may_come_from_macros(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "main.c": '#define Q "a.h"\n#define A <s/b.h>\n#define H(x) <x.h>\n'
            "#include Q\n#include A\n#include H(s/b)\n",
            "a.h": "a\n",
            "s/b.h": "b\n",
        },
    )
    assert read(tmp_path, user_folders=(str(tmp_path),)).text == "a b b"


def test_a_missing_header_is_one_fatal_error_with_advice(tmp_path: Path) -> None:
    write_files(tmp_path, {"main.c": "#include <bfp/helpers.h>\nint x\n", "i/bpf/helpers.h": ""})
    done = read(tmp_path, user_folders=(str(tmp_path / "i"),))
    assert done.is_fatal
    assert done.messages() == [
        "1:10: 'bfp/helpers.h' file not found, did you mean 'bpf/helpers.h'?"
    ]
    (fixit,) = done.sink.diagnostics[0].fixits
    assert fixit.text == "bpf/helpers.h"


def test_files_that_include_each_other_are_one_error(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"main.c": '#include "a.h"\n', "a.h": '#include "b.h"\n', "b.h": '#include "a.h"\n'},
    )
    done = read(tmp_path)
    (message,) = done.messages()
    a, b = f"'{tmp_path}/a.h'", f"'{tmp_path}/b.h'"
    assert "#include nested too deeply" in message
    assert (
        f"{b} includes {a} includes {b}" in message or f"{a} includes {b} includes {a}" in message
    )


@pytest.mark.parametrize("kind", ["fifo", "folder", "device"])
def test_what_is_no_file_is_not_read(tmp_path: Path, kind: str) -> None:
    name = "x.h"
    if kind == "fifo":
        os.mkfifo(tmp_path / name)
    elif kind == "folder":
        (tmp_path / name).mkdir()
    else:
        name = "/dev/zero"
    write_files(tmp_path, {"main.c": f'#include "{name}"\n'})
    done = read(tmp_path)
    assert done.is_fatal
    assert len(done.messages()) == 1


def test_system_headers_do_not_warn(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "main.c": "#include <s.h>\n#include <u.h>\n",
            "s/s.h": "#define A 1\n#define A 2\n",
            "u/u.h": "#define B 1\n#define B 2\n#pragma GCC system_header\n#define B 3\n",
        },
    )
    done = read(
        tmp_path, system_folders=(str(tmp_path / "s"),), user_folders=(str(tmp_path / "u"),)
    )
    assert done.messages() == ["2:9: 'B' macro redefined"]


def test_forced_includes_come_before_the_first_line(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"main.c": "main M\n", "f.h": "forced\n", "m.h": "dropped\n#define M 1\n"}
    )
    done = read(tmp_path, includes=(str(tmp_path / "f.h"),), imacros=(str(tmp_path / "m.h"),))
    assert done.text == "forced main 1"
    assert Preprocessed("x\n", includes=("no.h",)).messages() == ["1:10: 'no.h' file not found"]


def test_folders_to_look_in_last_still_come_before_our_c_library(tmp_path: Path) -> None:
    names = "stdlib.h", "sys/types.h", "stddef.h", "linux/bpf.h"
    write_files(tmp_path, {f"host/{name}": "theirs\n" for name in names})
    settings: dict[str, Any] = {"after_folders": (str(tmp_path / "host"),), "nostdlibinc": True}
    for name, is_theirs in zip(names, (True, True, False, False), strict=True):
        done = Preprocessed(f"#include <{name}>\n", **settings)
        assert (done.text == "theirs") == is_theirs, name
    # What is not there is ours.
    done = Preprocessed("#include <errno.h>\nEINVAL\n", **settings)
    assert done.text.endswith("22")


def test_every_file_read_is_a_dependency(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"main.c": '#include "a.h"\n#include <s.h>\n#include "a.h"\n', "a.h": "", "s/s.h": ""},
    )
    done = read(tmp_path, system_folders=(str(tmp_path / "s"),))
    assert done.preprocessor.dependencies == [
        (f"{tmp_path}/main.c", False), (f"{tmp_path}/a.h", False), (f"{tmp_path}/s/s.h", True),
    ]  # fmt: skip


def test_the_header_of_kernel_types_may_come_from_elsewhere() -> None:
    done = Preprocessed("")
    done.preprocessor.frames.clear()
    preprocessor = type(done.preprocessor)(
        done.options, done.manager, done.sink, btf_header=lambda: "typedef int kernel_type;\n"
    )
    tokens = preprocessor.run("t.c", '#include "vmlinux.h"\n#include <vmlinux.h>\nkernel_type x;\n')
    assert [tok.value for tok in tokens].count("typedef") == 1
