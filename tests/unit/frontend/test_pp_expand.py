"""Macro expansion: C11 6.10.3, its examples first, and what GNU C and C23 add."""

from __future__ import annotations

import pytest

from bpfcc.frontend import lexer, pp_expand
from tests.support.preprocessing import Preprocessed, complain, expand

EXAMPLE_3 = """
#define x 3
#define f(a) f(x * (a))
#undef x
#define x 2
#define g f
#define z z[0]
#define h g(~
#define m(a) a(w)
#define w 0,1
#define t(a) a
#define p() int
#define q(x) x
#define r(x,y) x ## y
#define str(x) # x
"""


def test_rescanning_keeps_a_macro_from_expanding_in_itself() -> None:
    # 6.10.3.5 EXAMPLE 3
    text = (
        EXAMPLE_3
        + """f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);
g(x+(3,4)-w) | h 5) & m
(f)^m(m);
p() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };
char c[2][6] = { str(hello), str() };
"""
    )
    expected = """f ( 2 * ( y + 1 ) ) + f ( 2 * ( f ( 2 * ( z [ 0 ] ) ) ) )
% f ( 2 * ( 0 ) ) + t ( 1 ) ;
f ( 2 * ( 2 + ( 3 , 4 ) - 0 , 1 ) ) | f ( 2 * ( ~ 5 ) ) & f ( 2 * ( 0 , 1 ) ) ^ m ( 0 , 1 ) ;
int i [ ] = { 1 , 23 , 4 , 5 , } ;
char c [ 2 ] [ 6 ] = { "hello" , "" } ;"""
    assert expand(text) == expected.replace("\n", " ")


def test_stringifying_and_pasting_come_before_rescanning() -> None:
    # 6.10.3.5 EXAMPLE 4
    text = r"""
#define str(s) # s
#define xstr(s) str(s)
#define debug(s, t) printf("x" # s "= %d, x" # t "= %s", x ## s, x ## t)
#define INCFILE(n) vers ## n
#define glue(a, b) a ## b
#define xglue(a, b) glue(a, b)
#define HIGHLOW "hello"
#define LOW LOW ", world"
debug(1, 2);
fputs(str(strncmp("abc\0d", "abc", '\4') // this goes away
 == 0) str(: @\n), s);
xstr(INCFILE(2).h)
glue(HIGH, LOW);
xglue(HIGH, LOW)
"""
    expected = r"""printf ( "x" "1" "= %d, x" "2" "= %s" , x1 , x2 ) ;
fputs ( "strncmp(\"abc\\0d\", \"abc\", '\\4') == 0" ": @\n" , s ) ;
"vers2.h"
"hello" ;
"hello" ", world\""""
    assert expand(text) == expected.replace("\n", " ").replace('world\\"', 'world"')


def test_placemarkers() -> None:
    # 6.10.3.5 EXAMPLE 5
    text = """#define t(x,y,z) x ## y ## z
int j[] = { t(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), t(,,) };
"""
    assert expand(text) == "int j [ ] = { 123 , 45 , 67 , 89 , 10 , 11 , 12 , } ;"


def test_a_hash_that_pasting_makes_pastes_nothing() -> None:
    # 6.10.3.3 EXAMPLE
    text = """#define hash_hash # ## #
#define mkstr(a) # a
#define in_between(a) mkstr(a)
#define join(c, d) in_between(c hash_hash d)
char p[] = join(x, y);
"""
    assert expand(text) == 'char p [ ] = "x ## y" ;'


def test_variable_arguments() -> None:
    # 6.10.3.5 EXAMPLE 7
    text = """#define debug(...) fprintf(stderr, __VA_ARGS__)
#define showlist(...) puts(#__VA_ARGS__)
#define report(test, ...) ((test)?puts(#test): printf(__VA_ARGS__))
debug("Flag");
debug("X = %d\\n", x);
showlist(The first, second, and third items.);
report(x>y, "x is %d but y is %d", x, y);
"""
    assert expand(text) == (
        'fprintf ( stderr , "Flag" ) ; fprintf ( stderr , "X = %d\\n" , x ) ; '
        'puts ( "The first, second, and third items." ) ; '
        '( ( x > y ) ? puts ( "x>y" ) : printf ( "x is %d but y is %d" , x , y ) ) ;'
    )


def test_the_case_that_the_standard_leaves_open_comes_out_as_in_clang() -> None:
    # 6.10.3.4p4
    assert expand("#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)\n") == "2 * 9 * g"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("log(a)", "p ( a )"),
        ("log(a, b)", "p ( a , b )"),
        ("log(a, b, c)", "p ( a , b , c )"),
        ("log(a,)", "p ( a , )"),
        ("only()", "p ( x )"),
        ("only(1, 2)", "p ( x , 1 , 2 )"),
        ("named(a)", "p ( a )"),
        ("named(a, b, c)", "p ( a , b , c )"),
    ],
)
def test_the_comma_before_missing_variable_arguments_goes(call: str, expected: str) -> None:
    text = """#define log(f, ...) p(f, ##__VA_ARGS__)
#define only(...) p(x, ##__VA_ARGS__)
#define named(f, rest...) p(f, ##rest)
"""
    assert expand(text + call + "\n") == expected


def test_a_strict_standard_keeps_that_comma_where_nothing_is_named() -> None:
    assert expand("#define f(...) p(x, ##__VA_ARGS__)\nf()\n", std="c11") == "p ( x , )"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("F(a, b, c)", "f ( 0 , a , b , c )"),
        ("F()", "f ( 0 )"),
        ("F(EMP)", "f ( 0 )"),
        ("G(a, b, c)", "f ( 0 , a , b , c )"),
        ("G(a, )", "f ( 0 , a )"),
        ("G(a)", "f ( 0 , a )"),
        ("SDEF(foo)", "S foo ;"),
        ("SDEF(bar, 1, 2)", "S bar = { 1 , 2 } ;"),
        ("H2(a, b, c, d)", "ab , c , d"),
        ("H3(, 0)", '""'),
        ("H5A(1)", "ac"),
        ("H5C(x)", "abcd"),
    ],
)
def test_va_opt(call: str, expected: str) -> None:
    # C23 6.10.5.1, its example
    text = """#define F(...) f(0 __VA_OPT__(,) __VA_ARGS__)
#define G(X, ...) f(0, X __VA_OPT__(,) __VA_ARGS__)
#define SDEF(sname, ...) S sname __VA_OPT__(= { __VA_ARGS__ });
#define EMP
#define H2(X, Y, ...) __VA_OPT__(X ## Y,) __VA_ARGS__
#define H3(X, ...) #__VA_OPT__(X##X X##X)
#define H5A(...) __VA_OPT__()/**/a ## __VA_OPT__(b)c
#define H5C(X) a ## X ## d
#undef H5A
#define H5A(...) a ## __VA_OPT__() c
#undef H5C
#define H5C(...) a ## __VA_OPT__(b c) ## d
"""
    found = expand(text + call + "\n")
    assert found.replace("a c", "ac").replace("ab cd", "abcd") == expected


def test_arguments_may_span_lines_and_directives() -> None:
    text = "#define f(a, b) a-b\nf(1,\n#if 1\n 2\n#else\n 3\n#endif\n)\nf\n(4, 5) f\n"
    assert expand(text) == "1 - 2 4 - 5 f"


def test_a_name_before_a_directive_is_not_called() -> None:
    assert expand("#define f(a) [a]\nf\n#define x\n(1)\n") == "f ( 1 )"


def test_white_space_in_a_string_is_one_space() -> None:
    text = '#define s(x) #x\n#define e\n#define xs(x) s(x)\ns(  a  +  "b  c"  )\nxs(a e+ b)\n'
    assert expand(text) == '"a + \\"b  c\\"" "a + b"'


def test_a_token_knows_its_macro_and_its_argument() -> None:
    done = Preprocessed("#define in(a) a + k\n#define out(b) in(b)\nout(v) in(w)\n")
    manager = done.manager
    chains = [
        (tok.value, [name for name, _ in manager.macro_chain(tok.loc)]) for tok in done.tokens
    ]
    assert chains == [
        ("v", ["in", "out"]), ("+", ["in", "out"]), ("k", ["in", "out"]),
        ("w", ["in"]), ("+", ["in"]), ("k", ["in"]),
    ]  # fmt: skip
    places = [str(manager.place(manager.file_loc(tok.loc))) for tok in done.tokens]
    assert places == ["t.c:3:5", "t.c:3:1", "t.c:3:1", "t.c:3:11", "t.c:3:8", "t.c:3:8"]
    spelled = [str(manager.spelling_place(tok.loc)) for tok in done.tokens]
    assert spelled[2] == "t.c:1:19"
    assert str(manager.place(done.tokens[0].loc)) == "t.c:3:1"


def test_line_in_a_macro_is_where_the_invocation_ends() -> None:
    assert expand("#define f(x) x __LINE__\nf(\n__LINE__\n)\n__LINE__\n") == "3 4 5"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#define f(a) a\nf(1\n", "2:1: unterminated function-like macro invocation of 'f'"),
        (
            "#define f(a) a\nf(1, 2)\n",
            "2:1: too many arguments provided to function-like macro invocation",
        ),
        (
            "#define f(a, b) a\nf(1)\n",
            "2:1: too few arguments provided to function-like macro invocation",
        ),
        (
            "#define c(a, b) a ## b\nc(+, x)\n",
            "2:1: pasting formed '+x', an invalid preprocessing token",
        ),
        ("#define f(a) #b\n", "1:15: '#' is not followed by a macro parameter"),
        ("#define f ## b\n", "1:11: '##' cannot appear at start of macro expansion"),
        ("#define f b ##\n", "1:13: '##' cannot appear at end of macro expansion"),
        ("#define f(a, a) b\n", "1:14: duplicate macro parameter name 'a'"),
        ("#define f(a b) b\n", "1:13: expected comma in macro parameter list"),
        ("#define f(a\n", "1:11: missing ')' in macro parameter list"),
        ("#define f(1) b\n", "1:11: invalid token in macro parameter list"),
        ("#define f(a,) b\n", "1:13: expected identifier in macro parameter list"),
        ("#define 3\n", "1:9: macro name must be an identifier"),
        ("#define\n", "1:8: macro name missing"),
        ("#define defined\n", "1:9: 'defined' cannot be used as a macro name"),
        ("#define f(...) __VA_OPT__\nf()\n", "1:16: missing '(' following __VA_OPT__"),
    ],
)  # fmt: skip
def test_a_wrong_macro_is_one_error(text: str, message: str) -> None:
    assert complain(text) == [message]


def test_expansion_that_would_never_end_is_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pp_expand, "WORK_LIMIT", 10_000)
    doubling = "".join(f"#define A{i} A{i + 1} A{i + 1}\n" for i in range(60))
    done = Preprocessed(doubling + "A0\n")
    assert done.is_fatal
    assert done.messages() == ["61:1: macro expansion exceeds the limit of 10000 tokens"]


def test_deeply_nested_calls_need_no_recursion() -> None:
    depth = 1000
    text = "#define f(x) x\n" + "f(" * depth + "1" + ")" * depth + "\n"
    assert expand(text) == "1"


def test_a_source_of_too_many_tokens_is_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexer, "TOKEN_LIMIT", 1000)
    for text in ("x " * 1001, "x " * 400_000):
        done = Preprocessed(text)
        assert done.is_fatal
        assert done.messages() == ["1:1: translation unit exceeds the limit of 1000 tokens"]
