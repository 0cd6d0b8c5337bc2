"""Words of the command line, read as clang reads them."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from bpfcc.cli.arguments import Invocation, UsageError, parse_arguments
from bpfcc.cli.flags import ACTIONS, JOINED, LISTS, SWITCHES, VALUES
from bpfcc.options import Options


def parse(line: str) -> Invocation:
    return parse_arguments(shlex.split(line))


def options(line: str) -> Options:
    return parse(f"{line} x.c").options


@pytest.fixture(autouse=True)
def _no_paths_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CPATH", raising=False)
    monkeypatch.delenv("C_INCLUDE_PATH", raising=False)


def test_verbose_without_a_source_asks_who_we_are() -> None:
    assert parse("-v").question == ("version-log", "")
    assert parse("-v x.c").question is None


def test_defaults_are_o2_g_v3() -> None:
    made = options("")
    assert (made.opt_level, made.debug, made.cpu, made.emit) == ("2", True, "v3", "obj")


@pytest.mark.parametrize(
    ("line", "setting", "value"),
    [
        ("-O0 -O3", "opt_level", "3"),
        ("-O3 -Os", "opt_level", "s"),
        ("-O", "opt_level", "1"),
        ("-O2 -O9", "opt_level", "3"),
        ("-g -g0", "debug", False),
        ("-g0 -ggdb3", "debug", True),
        ("-Xpreprocessor -DA=2", "macros", (("A", "2"),)),
        ("-Rpass=inline -B/usr/bin -F. -r -fno-builtin-memcpy -O1", "opt_level", "1"),
        ("-g0 -g", "debug", True),
        ("-gdwarf-4", "debug", True),
        ("-mcpu=v4 -mcpu=v1", "cpu", "v1"),
        ("-target bpfeb", "little_endian", False),
        ("--target=bpfel-unknown-none", "little_endian", True),
        ("-target bpfeb -mlittle-endian", "little_endian", True),
        ("-std=gnu11", "std", "gnu11"),
        ("-std=c2x", "std", "c23"),
        ("-std=iso9899:1999", "std", "c99"),
        ("-ansi", "std", "c89"),
        ("-Ia -I b", "user_folders", ("a", "b")),
        ("--include-directory=a", "user_folders", ("a",)),
        ("-isystem a -isystemb", "system_folders", ("a", "b")),
        ("-iquote a -iquoteb", "quote_folders", ("a", "b")),
        ("-idirafter a -idirafterb", "after_folders", ("a", "b")),
        ("-include a.h", "includes", ("a.h",)),
        ("-imacros a.h", "imacros", ("a.h",)),
        (
            "-DA -D B=2 -DC= -UD -U E",
            "macros",
            (("A", "1"), ("B", "2"), ("C", ""), ("D", None), ("E", None)),
        ),
        ("'-DF(x)=x+1'", "macros", (("F(x)", "x+1"),)),
        ("-Wall -Wno-unused -Werror=shadow", "warnings", ("all", "no-unused", "error=shadow")),
        ("-W", "warnings", ("all",)),
        ("-w", "no_warnings", True),
        ("-pedantic", "pedantic", True),
        ("-mllvm -bpf-stack-size=64 -mllvm -x", "llvm_args", ("-bpf-stack-size=64", "-x")),
        ("-Xclang -target-feature -Xclang +alu32", "features", ("+alu32",)),
        ("-fdebug-prefix-map=/a=b=/c", "debug_prefix_map", (("/a=b", "/c"),)),
        ("-ffile-prefix-map=/a=/b", "macro_prefix_map", (("/a", "/b"),)),
        ("-fdebug-compilation-dir /x", "compilation_dir", "/x"),
        ("-fdebug-compilation-dir=/x", "compilation_dir", "/x"),
        ("-ferror-limit=0", "error_limit", 0),
        ("-fno-strict-aliasing", "strict_aliasing", False),
        ("-fno-inline", "no_inline", True),
        ("-ffreestanding", "no_builtin", True),
        ("-fno-unroll-loops", "unroll_loops", False),
        ("-nostdinc", "nostdinc", True),
        ("-fms-extensions", "ms_extensions", True),
        ("--sysroot=/x/", "sysroot", "/x"),
        ("--btf /x", "btf_file", "/x"),
        ("--no-cache", "cache", False),
        ("-MD", "dependencies", "MD"),
        ("-MMD -MF d -MTa -MQ b", "dependency_targets", (("a", False), ("b", True))),
        ("-MFd -MD", "dependency_file", "d"),
        ("-Wp,-MD,x.d", "dependency_file", "x.d"),
        ("-Wp,-DA=1,-DB", "macros", (("A", "1"), ("B", "1"))),
    ],
)
def test_a_flag_sets_what_clangs_flag_sets(line: str, setting: str, value: object) -> None:
    assert getattr(options(line), setting) == value


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("-c", "obj"),
        ("-S", "asm"),
        ("-c -S", "asm"),
        ("-S -c", "asm"),
        ("-fsyntax-only -S -c", "none"),
        ("-E -fsyntax-only -c", "preprocessed"),
        ("-E", "preprocessed"),
        ("-E -dM", "macros"),
        ("-dM -E", "macros"),
        ("-M", "dependencies"),
        ("-MM", "dependencies"),
        ("-fsyntax-only", "none"),
        ("-emit-llvm -c", "bitcode"),
        ("-emit-llvm -S", "llvm-opt"),
        ("-S -emit-llvm -Xclang -disable-llvm-passes", "llvm"),
        ("--emit asm", "asm"),
        ("--emit=llvm", "llvm"),
        ("--emit tree", "tree"),
        ("--emit llvm-opt", "llvm-opt"),
        ("--emit asm -c", "obj"),
    ],
)
def test_the_kind_of_output_is_chosen_as_clang_chooses_it(line: str, kind: str) -> None:
    assert options(line).emit == kind


@pytest.mark.parametrize(
    "flag",
    [
        "-fno-stack-protector",
        "-fPIC",
        "-fno-ident",
        "-Wno-unknown-warning-option",
        "-fno-asynchronous-unwind-tables",
        "-fno-common",
        "-pipe",
        "-fcf-protection=none",
        "-Wl,--as-needed",
        "-L/lib",
        "-L /lib",
        "-lbpf",
        "-resource-dir=/x",
        "-fvisibility=default",
        "-Qunused-arguments",
    ],
)
def test_a_flag_without_meaning_here_is_accepted(flag: str) -> None:
    assert parse(f"{flag} x.c").sources[0].path == "x.c"


def test_sources_and_flags_mix() -> None:
    made = parse("a.c -O1 b.i -x assembler c -x none d.s -- -e.c")
    found = [(source.path, source.find_language()) for source in made.sources]
    assert found == [
        ("a.c", "c"),
        ("b.i", "cpp-output"),
        ("c", "assembler"),
        ("d.s", "assembler"),
        ("-e.c", "c"),
    ]


def test_words_come_from_a_file(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.write_text("-DIN='a b'\n")
    outer = tmp_path / "outer"
    outer.write_text(f'-O1 "@{inner}" x.c')
    made = parse(f"@{outer}")
    assert made.options.macros == (("IN", "a b"),)
    assert made.options.opt_level == "1"
    assert made.sources[0].path == "x.c"


def test_environment_folders_stand_behind_those_of_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CPATH", "/one::/two")
    monkeypatch.setenv("C_INCLUDE_PATH", "/three")
    made = options("-I a -isystem b")
    assert made.user_folders == ("a", "/one", ".", "/two")
    assert made.system_folders == ("b", "/three")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "no input files"),
        ("-o x.o", "no input files"),
        ("--frobnicate x.c", "unknown argument: '--frobnicate'"),
        ("-fsyntax-onyl x.c", "did you mean '-fsyntax-only'?"),
        ("-fdiagnostics-fromat=json x.c", "did you mean '-fdiagnostics-format=json'?"),
        ("-mcpu=v9 x.c", "unknown target CPU 'v9'"),
        ("-target x86_64 x.c", "unknown target 'x86_64'"),
        ("-std=c42 x.c", "invalid value 'c42'"),
        ("--emit exe x.c", "'exe' is not one of"),
        ("-x fortran x.c", "language not recognized: 'fortran'"),
        ("x.c -o", "argument to '-o' is missing"),
        ("-I", "argument to '-I' is missing"),
        ("a.c b.c -o x.o", "cannot specify -o when generating multiple output files"),
        ("a.c b.c -MD -MF x", "cannot specify -MF for several sources"),
        ("x.cc", "'x.cc': not a .c, .i or .s file"),
        ("-j0 x.c", "'0' is not a number of processes"),
        ("-D x.c -D", "argument to '-D' is missing"),
        ("-D=1 x.c", "the macro's name is missing"),
        ("-ferror-limit=x x.c", "a number is expected"),
        ("-fdebug-prefix-map=x x.c", "it is OLD=NEW"),
        ("@/no/such/file", "cannot read response file '/no/such/file'"),
        ("-Xclang -foo x.c", "unknown argument: '-Xclang -foo'"),
        ("- -", "standard input can be compiled only once"),
    ],
)
def test_what_is_wrong_is_named(line: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(line)
    assert words in str(caught.value)


def test_a_response_file_that_includes_itself_is_an_error(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.write_text(f"@{loop}")
    with pytest.raises(UsageError, match="without end"):
        parse(f"@{loop}")


def test_questions_need_no_source() -> None:
    assert parse("--version").question == ("version", "")
    assert parse("-print-prog-name=ld").question == ("program", "ld")
    assert parse("-mcpu=help").question == ("cpus", "")


def test_tables_name_settings_and_methods_that_exist() -> None:
    from bpfcc.cli.arguments import Arguments

    settings = set(Options.__annotations__)
    assert {name for name, _ in SWITCHES.values()} <= settings
    assert set(LISTS.values()) <= settings
    methods = {*VALUES.values(), *JOINED.values(), *ACTIONS.values()}
    assert all(callable(getattr(Arguments, method)) for method in methods)
    names = [*SWITCHES, *LISTS, *VALUES, *JOINED, *ACTIONS]
    assert len(names) == len(set(names)), "a flag is in two tables"
