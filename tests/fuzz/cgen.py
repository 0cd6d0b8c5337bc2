"""Writes C programs by chance: with no ``wildness`` nearly all of what they say is valid.

Every choice comes from one ``random.Random``, so that hypothesis can shrink what it finds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

INTS = """int|unsigned|long|unsigned long long|short|unsigned short|char|signed char|unsigned char
_Bool|__int128|unsigned __int128|u32|u64|enum e|size_t_|long long|volatile unsigned
""".replace("\n", "|").split("|")[:-1]
CONSTANTS = """0 1 2 -1 7 31 32 63 64 255 256 65535 0x7fffffff 0x80000000 4294967295u
0xffffffffffffffffull -9223372036854775807ll 'a' '\\377' 0b101 sizeof(int) A B (1<<5) 010
""".split()
BINARY = "+ - * / % << >> < > <= >= == != & ^ | && ||".split()
ASSIGNING = "= += -= *= /= %= <<= >>= &= ^= |=".split()
UNARY = ["-", "+", "~", "!", "++", "--", "*", "&", "(int)", "(u64)", "(void *)", "(_Bool)"]
POSTFIX = ["++", "--", "[0]", "[i0]", ".m0", "->m0", "->next", ".in.x", "->bits", "()", "(1)"]
SECTIONS = ["xdp", "tc", "socket", "kprobe/f", ".data.x", ".rodata", ".maps", "license", "tp/a/b"]
PLAIN_ATTRIBUTES = ["unused", "aligned(8)", "aligned(1)", "packed", "aligned"]
ATTRIBUTES = [
    *("always_inline", "noinline", "weak", "used", "const", "pure", "mode(DI)", "fallthrough"),
    *('visibility("hidden")', "preserve_access_index", "cleanup(f0)", "noreturn", "nosuch"),
    *('btf_decl_tag("t")', 'section("s")', 'alias("f0")', "deprecated", "vector_size(16)"),
    *("transparent_union", "aligned(3)", "aligned(i0)", "aligned(1 << 40)", "section(1)"),
]
# {i} is an integer, {p} a pointer to a struct, {l} a u64 variable, {m} a member, {c} a constant.
CALLS = """__builtin_memcpy({p}, {p}, sizeof(*{p}))|__builtin_memset({p}, 0, 8)
__builtin_memcmp({p}, {p}, 4)|__builtin_expect({i}, 0)|__builtin_bswap32({i})|__builtin_clz({i})
__builtin_constant_p({i})|__builtin_add_overflow({i}, {i}, &{l})|__builtin_offsetof(struct s0, {m})
__builtin_types_compatible_p(struct s0, int)|__builtin_choose_expr({c}, {i}, {i})
__builtin_preserve_access_index({p}->{m})|__builtin_preserve_field_info({p}->{m}, {c})
__builtin_preserve_type_info(*(struct s1 *)0, {c})|__builtin_btf_type_id(*(struct s0 *)0, 1)
__builtin_preserve_enum_value(*(enum e *)A, 0)|__sync_fetch_and_add(&{l}, {i})
__sync_val_compare_and_swap(&{l}, {i}, {i})|__atomic_load_n(&{l}, 2)|__sync_fetch_and_or(&{l}, 1)
__atomic_fetch_add(&{l}, {i}, 0)|__sync_lock_test_and_set(&{l}, 1)|__builtin_bswap64({i})
__builtin_object_size({p}, 0)|__builtin_popcountll({i})|__builtin_strlen("x")|__builtin_ffs({i})
_Generic({i}, int: 1, u64: {i}, default: 2)|_Alignof(struct s0)|sizeof({p})|sizeof {i}
__atomic_exchange_n(&{l}, {i}, 5)|__builtin_mul_overflow({i}, {i}, &{l})|f0({i})|f1({i}, {p})
((u64)h1({p}, {i}))|h2()|f0({i})|f1({i}, {p})
""".replace("\n", "|").split("|")[:-1]
WILD_CALLS = """f0({i}, {i})|nosuch({i})|__builtin_va_arg({p}, int)|__builtin_alloca({i})
__builtin_return_address(0)|__builtin_frame_address({c})|fp({i})|(*fp)({i})|__builtin_clz({p})
__builtin_unreachable()|__builtin_trap()|__builtin_prefetch({p})|__builtin_nosuch({i})
__atomic_load_n(&{l}, {c})|__builtin_preserve_field_info({i}, {c})|__builtin_memset({i}, {p}, {i})
__builtin_offsetof(struct s0, nosuch)|__builtin_preserve_enum_value({i}, {i})|i0({i})|{p}({i})
__atomic_fetch_add({p}, {i}, 0)|__builtin_memcpy({p}, {p}, {i})|__builtin_add_overflow({p}, 1, {i})
""".replace("\n", "|").split("|")[:-1]
START = """typedef unsigned u32; typedef unsigned long long u64; typedef unsigned long size_t_;
enum e { A, B = 5, C };
static void *(*const h1)(void *, u64) = (void *)1; static long (*const h2)(void) = (void *)5;
"""


class Writer:
    """Writes one program."""

    def __init__(self, choose: random.Random, wildness: float = 0.0) -> None:
        self.choose = choose
        self.wildness = wildness
        self.members: list[str] = []  # what behind a struct's name is an integer
        self.readable: list[str] = []  # expressions that are integers
        self.variables: list[str] = []  # those of them that can be assigned to
        self.labels = 0
        self.names = 0
        self.loops = 0
        self.switches = 0

    def one(self, *options: Callable[[], str]) -> str:
        """What one of the options writes."""
        return self.choose.choice(options)()

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.choose.random() < chance

    def is_wild(self) -> bool:
        """Whether to write something that is probably wrong."""
        return self.wildness > 0 and self.choose.random() < self.wildness

    def pick(self, words: Sequence[str]) -> str:
        """One of some words."""
        return self.choose.choice(words)

    # ------------------------------------------------------------------ programs

    def program(self) -> str:
        """A translation unit."""
        parts = [START, self.record(1), self.record(0), "static int (*fp)(int);", "static u64 g;"]
        parts += [self.variable(f"g{n}") for n in range(self.choose.randrange(4))]
        parts += [
            self.function("static int f0(int i0)", "struct s0 *p0 = (void *)&g;"),
            self.function("static __attribute__((noinline)) u64 f1(u64 i0, struct s0 *p0)", ""),
            self.function('__attribute__((section("xdp"))) int prog(struct s0 *p0)', "int i0 = 3;"),
        ]
        parts.append('char l[] __attribute__((section("license"))) = "GPL";\n')
        if self.is_wild():
            self.choose.shuffle(parts)
        return "\n".join(parts)

    def attribute(self) -> str:
        """Now and then an attribute."""
        if self.is_wild():
            return f" __attribute__(({self.pick(ATTRIBUTES)}))"
        if self.often(0.1):
            return f" __attribute__(({self.pick(PLAIN_ATTRIBUTES)}))"
        return ""

    def record(self, number: int) -> str:
        """A struct with members that expressions expect."""
        self.members = ["in.x", "next->in.x"]
        fields = []
        for n in range(3):
            size = self.dimension()
            fields.append(f"{self.pick(INTS)} m{n}{size};")
            self.members.append(f"m{n}" + ("[0]" if size else ""))
        fields += [f"struct s{number} *next;", "struct { int x; char y[3]; } in;"]
        if self.often(0.6):
            width = (
                self.choose.randrange(-1, 70) if self.is_wild() else self.choose.randrange(1, 33)
            )
            fields.append(f"unsigned bits : {width}; int : 0; u64 wide : 40;")
            self.members += ["bits", "wide"]
        if self.often(0.4):
            fields.append("union { int u0; long u1; char u2[8]; };")
            self.members += ["u0", "u1", "u2[1]"]
        if self.often(0.2):
            fields.append("int (*call)(int, void *);")
        if number == 0 or self.is_wild():
            fields.append("struct s1 inner;")
            self.members.append("inner.in.x")
        self.choose.shuffle(fields)
        if self.often(0.2):
            fields.insert(0 if self.is_wild() else len(fields), "char tail[];")
        word = "union" if self.is_wild() else "struct"
        return f"{word} s{number} {{ {' '.join(fields)} }}{self.attribute()};"

    def dimension(self) -> str:
        """Now and then an array."""
        if self.is_wild():
            sizes = ["0", "-1", "i0", "", "1 << 20", "0x7fffffffffff", "1.5", "(void *)3"]
            return f"[{self.pick(sizes)}]"
        return f"[{self.pick(['3', '8', '1', 'sizeof(int)', 'B'])}]" if self.often(0.25) else ""

    def variable(self, name: str) -> str:
        """A declaration, mostly with an initializer."""
        words = ["static ", "", "", "const ", "volatile "]
        storage = self.pick([*words, "extern ", "register "] if self.is_wild() else words)
        can_change = storage != "const "
        shape = self.choose.randrange(5)
        if shape == 0:
            self.know([f"{name}.{member}" for member in self.members if "->" not in member], False)
            return f"{storage}struct s0 {name} = {self.braces('s')};"
        if shape == 1:
            self.know([f"{name}[1]", f"{name}[0]"], can_change)
            return f"{storage}{self.pick(INTS)} {name}[4]{self.attribute()} = {self.braces('a')};"
        if shape == 2:
            self.know([f"{name}[2]"], can_change)
            return f'{storage}char {name}[] = "a\\0b" "c";'
        if shape == 3 and self.is_wild():
            return f'{storage}int {name} __attribute__((section("{self.pick(SECTIONS)}")));'
        self.know([name], can_change)
        return f"{storage}{self.pick(INTS)} {name} = {self.pick(CONSTANTS)};"

    def know(self, expressions: list[str], can_change: bool) -> None:
        """From here on these are integers, that one may assign to or not."""
        self.readable += expressions
        if can_change:
            self.variables += expressions

    def braces(self, kind: str) -> str:
        """An initializer list of a struct (``s``) or an array (``a``)."""
        labels = {
            "s": [".in.x = ", ".in = {", ".next = (void *)", ".in.y[1] = "],
            "a": ["", "[2] = ", "[1 ... 2] = ", "[3] = "],
        }[kind]
        items = []
        for _ in range(self.choose.randrange(4)):
            label = self.pick(labels)
            if self.is_wild():
                label = self.pick(
                    ["[9] = ", ".nosuch = ", "[i0] = ", "m0: ", "[3 ... 1] = ", "{{{"]
                )
            items.append(label + self.pick(CONSTANTS) + "}" * label.count("{"))
        return "{ " + ", ".join(items) + " }"

    # ---------------------------------------------------------------- statements

    def function(self, head: str, start: str) -> str:
        """A function's definition."""
        known = len(self.readable), len(self.variables)
        self.know(["i0", *(f"p0->{member}" for member in self.members)], True)
        self.labels = 0
        body = [start, *(self.statement(3) for _ in range(self.choose.randrange(1, 7)))]
        body += [f"label{n}: ;" for n in range(self.labels)]
        body.append(f"return {self.integer(2)};")
        self.forget(known)
        return head + "\n{\n" + "\n".join(body) + "\n}"

    def forget(self, known: tuple[int, int]) -> None:
        """What became known since then is out of scope."""
        del self.readable[known[0] :]
        del self.variables[known[1] :]

    def statement(self, depth: int) -> str:
        """Any statement."""
        if depth == 0:
            return f"{self.expression(2)};"
        return self.one(
            self.local,
            self.local,
            lambda: f"{self.assignable()} {self.pick(ASSIGNING)} {self.integer(2)};",
            lambda: f"{self.assignable()} {self.pick(ASSIGNING)} {self.integer(3)};",
            lambda: f"if ({self.integer(2)}) {self.block(depth - 1)}",
            lambda: f"if ({self.integer(2)}) {self.block(0)} else {self.block(depth - 1)}",
            lambda: self.loop(depth),
            lambda: self.switch(depth),
            lambda: self.block(depth - 1),
            lambda: f"{self.expression(3)};",
            self.jump,
            self.rare,
        )

    def block(self, depth: int) -> str:
        """A block of statements."""
        known = len(self.readable), len(self.variables)
        inner = " ".join(self.statement(depth) for _ in range(self.choose.randrange(4)))
        self.forget(known)
        return "{ " + inner + " }"

    def local(self) -> str:
        """A local variable, which what follows may use."""
        self.names += 1
        name = f"v{self.names}"
        if self.often(0.3):
            return self.variable(name)
        type = self.pick([*INTS, "__auto_type", "typeof(p0->m0)" if self.is_wild() else "int"])
        written = f"{type} {name}{self.attribute()} = {self.integer(2)};"
        self.know([name], True)
        return written

    def loop(self, depth: int) -> str:
        """A loop, nearly always one with an end."""
        end = self.choose.randrange(20)
        self.names += 1
        self.loops += 1
        index = f"k{self.names}"
        body = self.block(depth - 1)
        pragma = self.pick(["", "", "\n#pragma unroll\n", "\n#pragma clang loop unroll(full)\n"])
        written = self.one(
            lambda: f"{pragma}for (int {index} = 0; {index} < {end}; {index}++) {body}",
            lambda: f"{pragma}for (u32 {index} = {end}; {index}--;) {body}",
            lambda: f"while (i0-- > {end}) {body}",
            lambda: f"do {body} while ({self.integer(1)});",
            lambda: f"for (;;) {{ {body} break; }}",
        )
        self.loops -= 1
        return written

    def switch(self, depth: int) -> str:
        """A switch with some cases."""
        arms = []
        self.switches += 1
        for number in range(1, self.choose.randrange(1, 6)):
            case = f"case {number * 10 + 9}:"
            if self.often(0.2):
                case = f"case {number * 10} ... {number * 10 + self.choose.randrange(8)}:"
            if self.is_wild():
                case = self.pick(["case A:", "default:", "case 9 ... 1:", "case i0:", "case p0:"])
            end = self.pick(["break;", "", "return 1;"])
            arms.append(f"{case} {self.block(depth - 1)} {end}")
        if self.often(0.5):
            arms.insert(self.choose.randrange(len(arms) + 1), "default: ;")
        self.switches -= 1
        return f"switch ({self.integer(2)}) {{ {' '.join(arms)} }}"

    def jump(self) -> str:
        """A statement that leaves."""
        self.labels += 1
        choices = [f"if ({self.integer(1)}) goto label{self.labels - 1};", "if (i0) return 2;"]
        if self.loops or self.is_wild():
            choices += [f"if ({self.integer(1)}) continue;", f"if ({self.integer(1)}) break;"]
        return self.pick(choices)

    def rare(self) -> str:
        """What is seldom written."""
        if self.is_wild():
            return self.wild_statement()
        return self.one(
            lambda: f'asm volatile("%0 = %1" : "=r"({self.assignable()}) : "r"((u64)i0));',
            lambda: f'asm volatile("" : "+r"({self.assignable()}));',
            lambda: f"struct s0 copy = *p0; copy.in.x = {self.integer(1)}; *p0 = copy;",
            lambda: f"*p0 = (struct s0){self.braces('s')};",
            lambda: f"{{ typedef {self.pick(INTS)} t; t made = {self.integer(1)}; i0 += made; }}",
            lambda: "{ __label__ here; here: i0++; }",
            lambda: f"{{ static {self.pick(INTS)} kept = {self.pick(CONSTANTS)}; i0 += kept++; }}",
            lambda: f"{{ enum {{ X = {self.pick(CONSTANTS)} }}; i0 = X; }}",
        )

    def wild_statement(self) -> str:
        """What is nearly always wrong."""
        return self.one(
            lambda: f'asm volatile("{self.pick(["r0 = 1", "exit", "nosuch", "%9", "%"])}");',
            lambda: f'asm("" : "={self.pick(list("rmqwX"))}"(i0) : "i"({self.integer(1)}));',
            lambda: f'_Static_assert({self.integer(1)}, "no");',
            lambda: "void *at = &&label0; goto *at;",
            lambda: f"int vla[{self.integer(1)}];",
            lambda: f"float real = {self.integer(1)}; real += 1.5;",
            lambda: f"int (*pointer)(int) = f0; pointer({self.integer(1)});",
            lambda: self.pick(
                ["return;", "else ;", "case 3:", "}", "goto nosuch;", "int int;", "("]
            ),
        )

    # --------------------------------------------------------------- expressions

    def assignable(self) -> str:
        """Something on the left of an assignment."""
        return self.pick(["p0", "1", "nosuch"] if self.is_wild() else self.variables)

    def integer(self, depth: int) -> str:
        """An expression that is a number."""
        if self.is_wild():
            return self.pick(["nosuch", "int", "A", "prog", "p0->nosuch", "struct s0", "g9", "1.5"])
        if depth <= 0:
            return self.pick([self.pick(CONSTANTS), self.pick(self.readable)])
        return self.one(
            lambda: self.pick(CONSTANTS),
            lambda: self.pick(self.readable),
            lambda: self.pick(self.readable),
            lambda: f"({self.integer(depth - 1)} {self.pick(BINARY)} {self.integer(depth - 1)})",
            lambda: f"({self.integer(depth - 1)} {self.pick(BINARY)} {self.integer(depth - 1)})",
            lambda: f"({self.integer(depth - 1)} ? {self.integer(depth - 1)} : {self.integer(0)})",
            lambda: f"({self.pick(INTS)}){self.integer(depth - 1)}",
            lambda: f"{self.pick(UNARY[:4])} {self.integer(depth - 1)}",
            lambda: f"({self.assignable()}{self.pick(POSTFIX[:2])})",
            lambda: self.call(depth),
            lambda: self.statement_expression(depth),
        )

    def statement_expression(self, depth: int) -> str:
        """``({ …; value; })``."""
        known = len(self.readable), len(self.variables)
        written = f"({{ {self.statement(1)} {self.integer(depth - 1)}; }})"
        self.forget(known)
        return written

    def call(self, depth: int) -> str:
        """A call of a function or builtin."""
        pieces = self.pick(WILD_CALLS if self.is_wild() else CALLS).split("{")
        written = pieces[0]
        for piece in pieces[1:]:
            kind, rest = piece.split("}", 1)
            if kind == "i":
                written += self.integer(depth - 1)
            elif kind == "p":
                written += self.pick(["p0", "(&*p0)", "p0->next"])
            elif kind == "l":
                written += self.assignable() if self.is_wild() else "g"
            elif kind == "m":
                written += self.pick(self.members[2:])
            else:
                written += self.pick("0125")
            written += rest
        return written

    def expression(self, depth: int) -> str:
        """Any expression, of any type."""
        if not self.is_wild() or depth == 0:
            return self.integer(depth)
        return self.one(
            lambda: f"{self.pick(UNARY)}{self.expression(depth - 1)}",
            lambda: f"({self.expression(depth - 1)}){self.pick(POSTFIX)}",
            lambda: f"(struct s0){self.braces('s')}",
            lambda: f"(int[]){self.braces('a')}",
            lambda: f"({self.expression(depth - 1)}) ?: {self.expression(depth - 1)}",
            lambda: f"({self.expression(depth - 1)} {self.pick(BINARY)} p0)",
            lambda: f"({self.integer(1)} {self.pick(BINARY)} {self.expression(depth - 1)})",
            lambda: f"({self.expression(depth - 1)} {self.pick(ASSIGNING)} {self.integer(1)})",
        )
