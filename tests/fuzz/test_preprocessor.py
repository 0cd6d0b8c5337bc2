"""The preprocessor against token soup, damaged headers and macro programs.

Whatever it is given, it ends with tokens or with errors that have a place, never with an
exception. Quick ways must give what the plain ones give: the search for directives, declarations
found in text, text printed and read again.
"""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bpfcc.diagnostics import FatalError, Sink
from bpfcc.frontend.lazy import TranslationUnit
from bpfcc.frontend.pp_output import print_preprocessed
from bpfcc.frontend.pp_scan import TEXT, FileScan, _read_directive, _walk_to_directive
from bpfcc.frontend.pp_unit import UnitBuilder
from bpfcc.options import Options
from bpfcc.render import render_text
from bpfcc.source import SourceManager
from tests.fuzz.effort import effort
from tests.support.preprocessing import Preprocessed, read_tokens, spellings

_WORDS = """#define #undef #if #ifdef #ifndef #elif #else #endif #include #line #pragma #error
defined A B C F( G( ( ) , # ## __VA_ARGS__ __VA_OPT__( ... 0 1 2u 0x1f .5e+ 'a' "s" L"w" + - * / %
<< && || ! ~ ? : = == { } ; . -> [ ] /* */ // \\ @ $ é int struct enum typedef static inline
__attribute__((unused)) __COUNTER__ __LINE__ __FILE__ _Pragma( "once" pack(push,1) "x.h" <y.h> <:
%: ??= ' \"""".split()
_SEPARATORS = [" ", "\n", "", "\t", "\\\n", "\n\n", "\r\n", "\0"]

_pieces = st.tuples(st.sampled_from(_WORDS), st.sampled_from(_SEPARATORS))
soup = st.lists(_pieces, max_size=80).map(lambda found: "".join(a + b for a, b in found))


@given(st.one_of(soup, st.text(max_size=200)), st.sampled_from(["gnu17", "c11", "gnu23"]))
@effort(150)
def test_any_text_ends_in_tokens_or_errors(text: str, std: str) -> None:
    done = Preprocessed(text, std=std)
    assert done.is_fatal or done.tokens is not None
    render_text(done.sink)
    for diagnostic in done.sink.diagnostics:
        assert done.manager.place(done.manager.file_loc(diagnostic.loc)) is not None


@given(st.binary(max_size=300))
@effort(50)
def test_any_bytes_end_in_tokens_or_errors(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    done = Preprocessed(text)
    rendered = render_text(done.sink)
    assert all(ch.isprintable() or ch in "\n\t" for ch in rendered)


@given(soup)
@effort(150)
def test_directives_are_found_the_quick_way_as_the_careful_one(text: str) -> None:
    scan = FileScan(text)
    careful = []
    at = 0
    while True:
        after_hash = _walk_to_directive(scan.text, at)
        if after_hash < 0:
            break
        item = _read_directive(scan.text, after_hash, [])
        careful.append(item)
        at = item[2]
    assert [item for item in scan.items if item[0] != TEXT] == careful


@given(soup)
@effort(80)
def test_printed_text_reads_as_the_same_tokens(text: str) -> None:
    manager = SourceManager()
    sink = Sink(manager)
    try:
        printed, _ = print_preprocessed("t.c", Options(cache=False), manager, sink, text=text)
    except FatalError:
        return
    if sink.error_count or "\0" in printed:
        return
    flat = Preprocessed(text)
    if flat.is_fatal or any(tok.type in ("UNKNOWN", "PPPRAGMA") for tok in flat.tokens):
        return
    lines = [line for line in printed.split("\n") if not line.startswith("#pragma")]
    assert [value for value, _, _ in read_tokens("\n".join(lines))] == [
        tok.value for tok in flat.tokens
    ]


# ------------------------------------------------------------------------ declarations

_DECLARATIONS = """typedef unsigned int u32;
typedef int (*fn)(u32 a);
struct s { int a; struct t *p; };
struct s2 { struct in { int b; } c; union { int d; }; } ;
enum e { E1, E2 = 3, E3 };
enum { F1 };
extern int x;
extern int f(int a, int b);
static inline int g(int a) { if (a) { return 1; } return 2; }
int defined_here = 3;
int h(void) { return 0; }
struct forward;
typedef struct { int q; } anon;
static void *(*const helper)(void *p) = (void *) 7;
/* c ; } */
// d {
;
int k(a, b) int a; int b; { return a; }
_Static_assert(1, "{");
MAKE(made)
LIST(z)
ATTR int attributed(void);
struct p { char c[N]; } ATTR;
OPEN int o; };
}
int v[] = { 1, { 2 } };
typedef u32 vec[N];
u32 *ptr, **pp;
char *str = "};";
asm("nop");
static int u ATTR;
typedef enum tagged { T1 = N, } tagged_t, *tagged_p;
int (*table[3])(void);""".split("\n")
_DIRECTIVES = """#define N 4
#undef N
#define ATTR __attribute__((unused))
#define MAKE(x) struct x { int x##_m; };
#define LIST(x) enum { x##1, x##2 };
#define OPEN struct opened {
#pragma pack(1)
#if 1
#endif
#if 0""".split("\n")


class _TokensOnly(UnitBuilder):
    def emit_text(self, frame, start, end):  # type: ignore[no-untyped-def]
        self._emit_tokens(frame, start, end)


def _read(builder: type[UnitBuilder], folder: Path) -> TranslationUnit | None:
    manager = SourceManager()
    made = builder(Options(nostdinc=True, cache=False), manager, Sink(manager, error_limit=0))
    try:
        return made.build(str(folder / "m.c"))
    except FatalError:
        return None


def _answers(unit: TranslationUnit) -> dict[str, list[str]]:
    words = {word for line in _DECLARATIONS for word in line.replace("(", " ").split()}
    words |= {"u32", "fn", "a", "E1", "E2", "E3", "F1", "x", "f", "g", "h", "z1", "z2", "T1"}
    found = {"": [spellings(top.tokens()) for top in unit.roots]}
    for word in sorted(words):
        if word.isidentifier():
            found[word] = [spellings(top.tokens()) for top in unit.find(word)]
            found["tag " + word] = [spellings(top.tokens()) for top in unit.find_tag(word)]
            found["type " + word] = [str(unit.is_typedef(word)), str(unit.tag_kind(word))]
    return found


@given(st.integers())
@effort(60)
def test_declarations_are_found_in_text_as_in_tokens(seed: int) -> None:
    import tempfile

    choose = random.Random(seed)
    lines = [line for line in _DIRECTIVES if line.startswith("#define")]
    for _ in range(choose.randrange(25)):
        if choose.random() < 0.25:
            lines.append(choose.choice(_DIRECTIVES))
        else:
            lines.append(choose.choice(["", " ", "\n"]) + choose.choice(_DECLARATIONS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "h.h").write_text("\n".join(lines) + "\n")
        (folder / "m.c").write_text('#include "h.h"\nint end;\n')
        quick, plain = _read(UnitBuilder, folder), _read(_TokensOnly, folder)
    if quick is None or plain is None:
        assert quick is plain
        return
    assert _answers(quick) == _answers(plain), "\n".join(lines)
