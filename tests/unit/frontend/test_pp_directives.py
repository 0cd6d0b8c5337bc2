"""Directives but ``#define``'s right-hand side: C11 6.10.1, 6.10.2, 6.10.4 to 6.10.9."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.preprocessing import Preprocessed, complain, expand, spellings, write_files


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("1", True),
        ("0", False),
        ("-1 > 0u", True),
        ("-1 / 2 == 0 && -7 % 3 == -1 && 7 / -2 == -3", True),
        ("0xffffffffffffffff == -1", True),
        ("9223372036854775807 + 1 < 0", True),
        ("18446744073709551615u + 1 == 0", True),
        ("(1 ? -1 : 0u) > 0", True),
        ("2 + 3 * 4 == 14 && (2 + 3) * 4 == 20", True),
        ("1 << 4 >> 1 == 8", True),
        ("-8 >> 1 == -4", True),
        ("1 ? 2 ? 3 : 4 : 5", True),
        ("0 && 1 / 0", False),
        ("1 || 1 / 0", True),
        ("0 ? 1 / 0 : 1", True),
        ("'a' == 97 && '\\n' == 10 && '\\377' < 0 && '\\x41' == 65", True),
        ("'ab' == 24930", True),
        ("L'\\xff' == 255", True),
        ("~0 == -1 && !0 && !!5", True),
        ("unknown", False),
        ("defined X && defined(X) && !defined Y", True),
        ("HAS_X", True),
        ("0b101 == 5 && 010 == 8 && 1ull", True),
        ("X == 3", True),
        ("(2, 0)", False),
        ("__has_builtin(__builtin_memcpy) && !__has_builtin(__builtin_nonsense)", True),
        ("__has_attribute(packed) && __has_attribute(__packed__) && !__has_attribute(x)", True),
        ("__has_feature(c_static_assert) && __has_extension(gnu_asm)", True),
        ("__has_c_attribute(nodiscard) >= 202003 && __has_c_attribute(gnu::packed)", True),
        ("__is_identifier(foo) && !__is_identifier(int)", True),
        ("defined __has_include && defined __has_builtin", True),
        ("__is_target_arch(bpf)", True),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    text = f"#define X 3\n#define HAS_X defined(X)\n#if {condition}\nyes\n#else\nno\n#endif\n"
    assert expand(text) == ("yes" if holds else "no")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("", "expected value in expression"),
        ("1 +", "expected value in expression"),
        ("(1", "expected ')' in preprocessor expression"),
        ("1)", "missing '(' in preprocessor expression"),
        ("1 / 0", "division by zero in preprocessor expression"),
        ("1 % 0", "remainder by zero in preprocessor expression"),
        ("1.0", "floating point literal in preprocessor expression"),
        ('"a"', "invalid token at start of a preprocessor expression"),
        ("f(1)", "function-like macro 'f' is not defined"),
        ("1 2", "token is not a valid binary operator in a preprocessor subexpression"),
        ("x = 1", "token is not a valid binary operator in a preprocessor subexpression"),
        ("1 ? 2", "expected ':' in preprocessor conditional"),
        ("defined", "operand of 'defined' must be a macro name"),
        ("defined(", "missing ')' after 'defined'"),
        (
            "18446744073709551616",
            "integer literal is too large to be represented in any integer type",
        ),
        ("08", "invalid number '08' in preprocessor expression"),
        ("(" * 200 + "1" + ")" * 200, "expression nested more than 128 deep"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_one_error_and_false(condition: str, message: str) -> None:
    done = Preprocessed(f"#if {condition}\nyes\n#else\nno\n#endif\n")
    assert [line.split(": ", 1)[1] for line in done.messages()] == [message]
    assert done.text == "no"


def test_only_one_branch_of_a_group_is_read() -> None:
    text = "#define B\n#ifdef A\na\n#elif defined B\nb\n#elif 1 / 0\nc\n#else\nd\n#endif\n"
    assert expand(text) == "b"
    assert expand("#if 0\n#elifdef A\na\n#elifndef A\nb\n#endif\n") == "b"
    assert expand("#ifndef A\n#if 0\n'\n#else\nx\n#endif\n#else\ny\n#endif\n") == "x"


def test_a_skipped_group_may_say_anything() -> None:
    assert (
        expand("#if 0\n#error no\n#nonsense\n#if 1/0\n#endif\n'\"\n#include <none>\n#endif\nx\n")
        == "x"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#if 1\n", "1:1: unterminated conditional directive"),
        ("#endif\n", "1:1: #endif without #if"),
        ("#if 1\n#else\n#else\n#endif\n", "3:1: #else after #else"),
        ("#error some  text\n", "1:2: some  text"),
        ("#warning look out\n", "1:2: look out"),
        ("#foo\n", "1:2: invalid preprocessing directive"),
        ("#inclde <x>\n", "1:2: invalid preprocessing directive, did you mean '#include'?"),
        ("#ifdef\n#endif\n", "1:7: macro name missing"),
        ("#ifdef 3\n#endif\n", "1:8: macro name must be an identifier"),
        ("#ifdef A B\n#endif\n", "1:10: extra tokens at end of #ifdef directive"),
        ("#if 1\n#endif x\n", "2:8: extra tokens at end of #endif directive"),
        ("#undef A b\n", "1:10: extra tokens at end of #undef directive"),
        ("#define A 1\n#define A 2\n", "2:9: 'A' macro redefined"),
        ("#undef __FILE__\n", "1:8: undefining builtin macro"),
        ("#define __LINE__ 3\n", "1:9: redefining builtin macro"),
        ("#include\n", '1:2: expected "FILENAME" or <FILENAME>'),
        ('#include ""\n', "1:10: empty filename"),
        ("#line x\n", "1:7: #line directive requires a positive integer argument"),
        ("#line 3 x\n", "1:9: invalid filename for #line directive"),
        ("#line 99999999999\n", "1:6: #line directive line number is out of range"),
        ("#pragma GCC poison bad\nbad\n", "2:1: attempt to use a poisoned identifier 'bad'"),
        (
            "#pragma GCC poison bad\n#ifdef bad\n#endif\n",
            "2:8: attempt to use a poisoned identifier 'bad'",
        ),
        (
            '#pragma pop_macro("A")\n',
            "1:2: pragma pop_macro could not pop 'A', no matching push_macro",
        ),
        ('#pragma message("a" "b")\n', "1:2: ab"),
        ('#pragma GCC error "stop"\n', "1:2: stop"),
        (
            "__has_include(<a.h>)\n",
            "1:1: '__has_include' must be used within a preprocessing directive",
        ),
        ("_Pragma(x)\n", "1:1: _Pragma takes a parenthesized string literal"),
    ],
)  # fmt: skip
def test_a_wrong_directive_is_one_message(text: str, message: str) -> None:
    assert complain(text) == [message]


def test_the_same_definition_twice_is_allowed() -> None:
    assert expand("#define A(x) x + 1\n#define A(x)   x  +  1 /* c */\nA(2)\n") == "2 + 1"


def test_a_redefinition_points_at_the_first_definition() -> None:
    done = Preprocessed("#define A 1\n#define A 2\nA\n")
    (diagnostic,) = done.sink.diagnostics
    (note,) = diagnostic.notes
    assert (note.message, str(done.manager.place(note.loc))) == (
        "previous definition is here", "t.c:1:9",
    )  # fmt: skip
    assert done.text == "2"


def test_line_control() -> None:
    text = '#line 100 "other.c"\na __LINE__ __FILE__\n#define N 7\n#line N\n__LINE__ __FILE__\n'
    done = Preprocessed(text)
    assert done.text == 'a 100 "other.c" 7 "other.c"'
    assert str(done.manager.place(done.tokens[0].loc)) == "other.c:100:1"


def test_line_markers_of_preprocessed_text() -> None:
    done = Preprocessed('# 1 "a.c"\n# 1 "/usr/include/s.h" 1 3\nx\n# 2 "a.c" 2\ny\n')
    x, y = done.tokens
    assert (str(done.manager.place(x.loc)), done.manager.is_system(x.loc)) == (
        "/usr/include/s.h:1:1", True,
    )  # fmt: skip
    assert (str(done.manager.place(y.loc)), done.manager.is_system(y.loc)) == ("a.c:2:1", False)


def test_push_and_pop_of_macros() -> None:
    text = """#define A 1
#pragma push_macro("A")
#undef A
#define A 2
A
_Pragma("pop_macro(\\"A\\")") A
"""
    assert expand(text) == "2 1"


def test_pragmas_for_the_parser_are_expanded() -> None:
    done = Preprocessed(
        "#define N 4\n#pragma unroll N\n#pragma once_more N\n#pragma pack(push, N)\n"
    )
    assert [tok.value for tok in done.tokens if tok.type == "PPPRAGMASTR"] == [
        "unroll 4",
        "pack(push, 4)",
    ]


def test_the_pragma_operator_works_from_a_macro() -> None:
    text = "#define DO(x) _Pragma(#x) go\nDO(clang loop unroll(disable))\n"
    assert expand(text) == "pragma clang loop unroll(disable) go"


def test_diagnostics_can_be_turned_off_for_some_lines() -> None:
    text = """#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmacro-redefined"
#define A 1
#define A 2
#pragma GCC diagnostic pop
#define A 3
"""
    assert complain(text) == ["6:9: 'A' macro redefined"]
    done = Preprocessed('#pragma GCC diagnostic error "-W#warnings"\n#warning x\n')
    assert [d.severity for d in done.sink.diagnostics] == ["error"]


def test_counting_macros() -> None:
    assert expand("__COUNTER__ __COUNTER__ __INCLUDE_LEVEL__\n") == "0 1 0"


def test_dates_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert expand("__DATE__ __TIME__ __TIMESTAMP__\n") == (
        '"Jan  1 1970" "00:00:00" "Thu Jan  1 00:00:00 1970"'
    )


def test_names_of_files(tmp_path: Path) -> None:
    write_files(tmp_path, {"in/a.h": "__FILE__ __FILE_NAME__ __BASE_FILE__ __INCLUDE_LEVEL__\n"})
    main = str(tmp_path / "m.c")
    done = Preprocessed('#include "in/a.h"\n', path=main)
    assert done.text == f'"{tmp_path}/in/a.h" "a.h" "{main}" 1'


def test_file_names_are_mapped() -> None:
    mapped = Preprocessed("__FILE__\n", path="/src/x/t.c", macro_prefix_map=(("/src/", "./"),))
    assert mapped.text == '"./x/t.c"'


def test_macros_of_the_command_line() -> None:
    settings = (("A", "1"), ("F(x)", "x+x"), ("B", "2"), ("B", None), ("__bpf__", None))
    assert expand("A F(2) B __bpf__\n", macros=settings) == "1 2 + 2 B __bpf__"


def test_embedded_files(tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(b"\x00\x7f\xff")
    (tmp_path / "e.bin").write_bytes(b"")
    text = """#embed "b.bin"
#embed "b.bin" limit(1 + 1) prefix(p,) suffix(,s)
#embed "e.bin" if_empty(none)
#if __has_embed("b.bin") == 1 && __has_embed("e.bin") == 2 && !__has_embed("no.bin")
ok
#endif
"""
    done = Preprocessed(text, path=str(tmp_path / "m.c"))
    assert done.messages() == []
    assert spellings(done.tokens) == "0 , 127 , 255 p , 0 , 127 , s none ok"
