"""C from BTF: what C cannot say is said another way, and only what is asked for is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpfcc.btf.cdump import dump_c, dump_header, dump_named, dump_types
from bpfcc.btf.clayout import Layout, pad_gap, place_bitfield
from bpfcc.btf.cnames import NameSpace, make_identifier, quote
from bpfcc.btf.container import Btf
from bpfcc.btf.cprint import CPrinter
from bpfcc.btf.read import index_btf
from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    DeclTag,
    Enum,
    Enum64,
    Enumerator,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Member,
    Parameter,
    Pointer,
    Restrict,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Union,
    Variable,
    Volatile,
)
from bpfcc.btf.write import write_btf
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.btf.build import CHAR, INT, LONG, U32, U64

KERNEL_BTF = Path("/sys/kernel/btf/vmlinux")


def dump(*types: Type) -> str:
    return dump_c(Btf(types)).strip()


def declare(type_: Type, name: str = "x") -> str:
    return CPrinter(Btf()).declare(type_, name)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (INT, "int x"),
        (Pointer(INT), "int *x"),
        (Pointer(Pointer(VOID)), "void **x"),
        (Const(Pointer(INT)), "int * const x"),
        (Pointer(Const(Volatile(INT))), "const volatile int *x"),
        (Const(Volatile(Pointer(INT))), "int * volatile const x"),
        (Restrict(Pointer(CHAR)), "char * restrict x"),
        (Array(INT, 3, INT), "int x[3]"),
        (Array(Array(INT, 4, INT), 3, INT), "int x[3][4]"),
        (Pointer(Array(INT, 3, INT)), "int (*x)[3]"),
        (Array(Pointer(INT), 3, INT), "int *x[3]"),
        (Const(Array(INT, 3, INT)), "const int x[3]"),
        (Const(Array(Const(INT), 3, INT)), "const int x[3]"),
        (Pointer(FunctionPrototype(INT)), "int (*x)(void)"),
        (Pointer(FunctionPrototype(VOID, [Parameter("n", INT)])), "void (*x)(int n)"),
        (
            Pointer(FunctionPrototype(Pointer(INT), [Parameter("", INT), Parameter("", VOID)])),
            "int *(*x)(int, ...)",
        ),
        (
            Array(Pointer(FunctionPrototype(Pointer(FunctionPrototype(INT)))), 2, INT),
            "int (*(*x[2])(void))(void)",
        ),
        (Pointer(Const(FunctionPrototype(INT))), "int (*x)(void)"),
        (Pointer(TypeTag("user", INT)), 'int __attribute__((btf_type_tag("user"))) *x'),
        (
            Pointer(TypeTag("rcu", Pointer(TypeTag("user", INT)))),
            'int __attribute__((btf_type_tag("user"))) *__attribute__((btf_type_tag("rcu"))) *x',
        ),
        (Pointer(TypeTag("noderef", INT, True)), "int __attribute__((noderef)) *x"),
        (
            Pointer(TypeTag("a)) x; int y", INT, True)),
            'int __attribute__((btf_type_tag("a)) x; int y"))) *x',
        ),
        (Int("u32", 4), "unsigned int x"),
        (Int("i64", 8, 1), "long long x"),
        (Int("bool", 1, 4), "_Bool x"),
        (Int("char", 4), "unsigned int x"),
        (Int("long int", 4, 1), "int x"),
        (Int("u24", 3), "struct { unsigned char bytes[3]; } x"),
        (Int("i8", 1, 1), "signed char x"),
        (Float("f64", 8), "double x"),
        (
            Float("long double", 16),
            "struct { unsigned char bytes[16]; } __attribute__((aligned(16))) x",
        ),
        (Struct("", 0), "struct {} x"),
    ],
)
def test_declarations(type_: Type, text: str) -> None:
    assert declare(type_) == text


def test_declarations_without_a_name() -> None:
    assert declare(Pointer(INT), "") == "int *"
    assert declare(INT, "") == "int"
    assert declare(Array(INT, 2, INT), "") == "int[2]"


@pytest.mark.parametrize(
    "type_",
    [
        Function("f", FunctionPrototype(INT)),
        Variable("v", INT),
        Struct("s", 4, [Member("f", VOID, 0)]),
    ],
)
def test_what_is_no_type_is_refused(type_: Type) -> None:
    with pytest.raises(InputError):
        declare(Pointer(type_) if not isinstance(type_, Struct) else type_)


def test_an_unchecked_cycle_ends() -> None:
    loop = Pointer(INT)
    loop.target = loop
    alias = Typedef("t", INT)
    alias.target = alias
    inner = Struct("", 8)
    inner.members = [Member("p", Pointer(inner), 0)]
    own = Struct("own", 8)
    own.members = [Member("o", own, 0)]
    for type_ in (loop, alias, inner, own):
        with pytest.raises(InputError):
            declare(type_)


def test_types_that_double_at_each_level_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpfcc.btf.cprint._LINES_AT_LEAST", 5000)
    inner: Type = INT
    size = 4
    for _ in range(20):
        inner = Struct("", size * 2, [Member("a", inner, 0), Member("b", inner, size * 8)])
        size *= 2
    with pytest.raises(InputError, match="anonymous types use each other so often"):
        declare(inner)
    function: Type = INT
    for _ in range(40):
        parameters = [Parameter("", function), Parameter("", function)]
        function = Pointer(FunctionPrototype(VOID, parameters))
    with pytest.raises(InputError, match="function types use each other so often"):
        declare(function)


def test_types_of_one_name_are_numbered() -> None:
    first, second = Struct("s", 4, [Member("a", INT, 0)]), Struct("s", 8, [Member("b", LONG, 0)])
    text = dump(first, second, Typedef("s", first), Typedef("s", second), Struct("s___2", 0))
    assert re.findall(r"struct (s\S*) \{", text) == ["s", "s___2", "s___2___2"]
    assert "typedef struct s s;" in text
    assert "typedef struct s___2 s___2;" in text


def test_constants_of_one_name_are_numbered() -> None:
    text = dump(Enum("a", 4, [Enumerator("X", 0)]), Enum("b", 4, [Enumerator("X", 1)]))
    assert "X = 0" in text
    assert "X___2 = 1" in text


def test_a_forward_declaration_names_the_struct_of_that_name() -> None:
    text = dump(Struct("p", 8, [Member("q", Pointer(Forward("s")), 0)]), Struct("s", 0))
    assert "struct s *q;" in text
    assert "struct s {};" in text
    assert "___2" not in text


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("plain_1", "plain_1"),
        ("Option<u32>", "Option_u32_"),
        ("8bit", "_8bit"),
        ("int", "int_"),
        ("typeof", "typeof_"),
        ("é", "_"),
        ("", "_"),
        ("a; evil()", "a_evil_"),
        ("new\nline", "new_line"),
    ],
)
def test_names_become_identifiers(name: str, identifier: str) -> None:
    assert make_identifier(name) == identifier
    assert NameSpace().claim(name) == identifier


def test_foreign_names_are_made_safe_everywhere() -> None:
    bad = "x; } int y"
    struct = Struct(
        bad, 8, [Member(bad, Pointer(FunctionPrototype(INT, [Parameter(bad, INT)])), 0)]
    )
    text = dump(struct, Typedef(bad, struct), Enum(bad, 4, [Enumerator(bad, 1)]))
    assert "; }" not in text.replace("};", "")
    assert text.count("x_int_y") >= 5


def test_string_literals_are_escaped() -> None:
    assert quote('a"b\\c\n') == '"a\\"b\\\\c\\012"'
    assert quote("é") == '"\\303\\251"'


def test_types_of_the_compiler_are_renamed() -> None:
    text = dump(Typedef("__builtin_va_list", Array(Struct("__va_list_tag", 0), 1, INT)))
    assert "typedef struct __va_list_tag __builtin_va_list___btf[1];" in text


def test_names_that_later_standards_took_are_guarded() -> None:
    text = dump(
        Typedef("bool", Int("_Bool", 1, 4)),
        Enum("", 4, [Enumerator("false", 0), Enumerator("true", 1)]),
    )
    guard = "#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 202311L\n"
    assert text.count(guard) == 2
    assert text.count("#endif") == 2


@pytest.mark.parametrize(
    ("enum", "text"),
    [
        (Enum("e", 4, [Enumerator("A", 1)]), "}"),
        (Enum("e", 1, [Enumerator("A", 255)]), "} __attribute__((packed))"),
        (Enum("e", 2, [Enumerator("A", 1)]), "} __attribute__((mode(HI)))"),
        (Enum("e", 1, [Enumerator("A", -128)], True), "} __attribute__((packed))"),
        (Enum("e", 2, [Enumerator("A", -129)], True), "} __attribute__((packed))"),
        (Enum64("e", 8, [Enumerator("A", 1)]), "} __attribute__((mode(DI)))"),
        (Enum64("e", 8, [Enumerator("A", 1 << 63)]), "}"),
    ],
)
def test_enumerations_get_their_size(enum: Enum, text: str, clang22: Clang, tmp_path: Path) -> None:
    printed = dump(enum)
    assert printed.split("\n")[-1] == f"{text};"
    check = f'{printed}\n_Static_assert(sizeof(enum e) == {enum.size_bytes}, "size");\n'
    path = tmp_path / "t.c"
    path.write_text(check)
    done = clang22(["-fsyntax-only", path])
    assert done.returncode == 0, done.stderr


def test_wide_constants_are_spelled_in_full() -> None:
    text = dump(
        Enum64("s", 8, [Enumerator("A", -(1 << 63)), Enumerator("B", 5)], True),
        Enum64("u", 8, [Enumerator("C", (1 << 64) - 1)]),
    )
    assert "A = (-9223372036854775807LL - 1)," in text
    assert "B = 5LL," in text
    assert "C = 18446744073709551615ULL," in text


def test_declared_enumerations() -> None:
    assert dump(Enum("e", 0)) == "enum e;"


def test_anonymous_enumerations_come_out_once() -> None:
    used = Enum("", 4, [Enumerator("USED", 1)])
    text = dump(used, Enum("", 4, [Enumerator("LONE", 2)]), Struct("s", 4, [Member("e", used, 0)]))
    assert text.count("USED") == 1
    assert text.endswith("enum {\n\tLONE = 2,\n};")


def test_a_member_without_a_name_is_spelled_out() -> None:
    """C has anonymous members only of types without a tag."""
    tagged = Struct("inner", 4, [Member("deep", INT, 0)])
    outer = Struct("outer", 4, [Member("", tagged, 0)])
    assert "struct outer {\n\tstruct {\n\t\tint deep;\n\t};\n};" in dump(tagged, outer)


def test_overlapping_members_become_a_union(clang22: Clang, tmp_path: Path) -> None:
    variant = Struct(
        "variant", 16, [Member("tag", U32, 0), Member("a", U64, 64), Member("b", U32, 80)]
    )
    path = tmp_path / "t.c"
    checks = "".join(
        f'_Static_assert(__builtin_offsetof(struct variant, {name}) == {offset}, "{name}");\n'
        for name, offset in (("tag", 0), ("a", 8), ("b", 10))
    )
    checks += '_Static_assert(sizeof(struct variant) == 16, "size");\n'
    path.write_text(dump(variant) + "\n" + checks)
    done = clang22(["-fsyntax-only", path])
    assert done.returncode == 0, done.stderr


def test_old_bitfields_lie_in_their_integer_type() -> None:
    narrow = Int("unsigned int", 4, 0, bits=5, offset_bits=3)
    struct = Struct(
        "s", 4, [Member("a", Int("unsigned int", 4, 0, bits=3), 0), Member("b", narrow, 0)]
    )
    text = dump(struct)
    assert "unsigned int a: 3;" in text
    assert "unsigned int b: 5;" in text


def test_declaration_tags() -> None:
    struct = Struct("s", 8, [Member("a", INT, 0), Member("b", INT, 32)])
    alias = Typedef("t", struct)
    text = dump(
        struct,
        alias,
        DeclTag("one", struct),
        DeclTag("two", struct),
        DeclTag("here", struct, 1),
        DeclTag("alias", alias),
        DeclTag("unused", struct, 0, True),
    )
    assert '} __attribute__((btf_decl_tag("one"))) __attribute__((btf_decl_tag("two")));' in text
    assert 'int b __attribute__((btf_decl_tag("here")));' in text
    assert "int a __attribute__((unused));" in text
    assert 'typedef struct s t __attribute__((btf_decl_tag("alias")));' in text


@pytest.mark.parametrize(
    ("start", "end", "packed", "pads"),
    [
        (32, 128, False, ["long: 32", "long: 64"]),
        (8, 64, False, ["long: 56"]),
        (8, 16, False, ["short: 8"]),
        (3, 10, False, ["char: 5", "char: 2"]),
        (8, 72, True, ["long: 64"]),
        (16, 40, True, ["short: 16", "char: 8"]),
        (64, 64, False, []),
        (0, 8192, False, ["char __pad_0[1024]"]),
        (4, 8192 + 3, True, ["char: 4", "char __pad_1[1023]", "char: 3"]),
    ],
)
def test_gaps_are_filled_exactly(start: int, end: int, packed: bool, pads: list[str]) -> None:
    assert list(pad_gap(start, end, packed)) == pads


@pytest.mark.parametrize(
    ("at", "width", "packed", "place"),
    [
        (0, 3, False, 0),
        (30, 3, False, 32),
        (30, 2, False, 30),
        (30, 3, True, 30),
        (37, 8, False, 37),
    ],
)
def test_bitfields_do_not_cross_their_unit(at: int, width: int, packed: bool, place: int) -> None:
    assert place_bitfield(at, Layout(32, 32), width, packed) == place


def small_kernel() -> Btf:
    """A little of a kernel: `task` reaches `memory` and `file`, and a kfunc takes one."""
    memory = Struct("memory", 8)
    page = Struct("page", 4, [Member("flags", INT, 0)])
    memory.members = [Member("first", Pointer(page), 0)]
    file_ = Struct("file", 8, [Member("position", LONG, 0)])
    files = Struct("", 8, [Member("open_file", Pointer(file_), 0)])
    task = Struct(
        "task",
        24,
        [Member("mm", Pointer(memory), 0), Member("", files, 64), Member("state", U32, 128)],
    )
    unrelated = Struct("unrelated", 4, [Member("x", INT, 0)])
    states = Enum("", 4, [Enumerator("RUNNING", 0), Enumerator("ZOMBIE", 4)])
    prototype = FunctionPrototype(Pointer(file_), [Parameter("t", Pointer(task))])
    kfunc = Function("bpf_task_file", prototype)
    plain = Function("other_function", prototype)
    types = [
        *(INT, LONG, U32, page, memory, file_, files, task, unrelated, states, prototype, kfunc),
        *(plain, DeclTag("bpf_kfunc", kfunc)),
    ]
    for struct in (memory, files, task):
        types += [member.type for member in struct.members if isinstance(member.type, Pointer)]
    types += [prototype.result, prototype.parameters[0].type]
    return index_btf(write_btf(Btf(types)), "kernel")


def defined(text: str) -> set[str]:
    return set(re.findall(r"^(?:struct|union|enum) (\w+) \{", text, re.MULTILINE))


def test_named_types_bring_what_they_need_by_value() -> None:
    text = dump_named(small_kernel(), ["struct task"])
    assert defined(text) == {"task"}
    assert "struct memory;\n" in text
    assert text.startswith("#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n")
    assert "#pragma clang attribute push (__attribute__((preserve_access_index))" in text
    with pytest.raises(InputError, match="no type is called 'struct nothing'"):
        dump_named(small_kernel(), ["struct nothing"])
    with pytest.raises(InputError, match="no type is called 'union task'"):
        dump_named(small_kernel(), ["union task"])
    with pytest.raises(InputError, match="no type is called ''"):
        dump_named(small_kernel(), [""])


@pytest.mark.parametrize(
    ("names", "structs"),
    [
        ({"task"}, {"task"}),
        ({"task", "mm"}, {"task", "memory"}),
        ({"task", "mm", "first"}, {"task", "memory", "page"}),
        ({"task", "open_file"}, {"task", "file"}),
        ({"task", "first"}, {"task"}),
        ({"nothing", "x"}, set()),
    ],
)
def test_a_programs_names_bring_what_their_members_point_at(
    names: set[str], structs: set[str]
) -> None:
    assert defined(dump_types(small_kernel(), names)) == structs


def test_a_programs_constants_bring_their_enumeration() -> None:
    text = dump_types(small_kernel(), {"ZOMBIE"})
    assert "enum {\n\tRUNNING = 0,\n\tZOMBIE = 4,\n};" in text


def test_kfuncs_are_declared_where_asked_for() -> None:
    names = {"bpf_task_file", "other_function"}
    line = "extern struct file *bpf_task_file(struct task *t) __weak __ksym;"
    text = dump_types(small_kernel(), names, functions=True)
    assert line in text
    assert defined(text) == {"file"}
    assert "other_function" not in text
    assert "bpf_task_file" not in dump_types(small_kernel(), names)
    header = dump_header(small_kernel())
    assert "bpf_task_file" not in header
    assert line in dump_header(small_kernel(), functions=True)
    assert defined(header) == {"task", "memory", "page", "file", "unrelated"}


def test_of_several_types_of_one_name_the_first_keeps_it() -> None:
    first, second = Struct("s", 4, [Member("a", INT, 0)]), Struct("s", 4, [Member("b", INT, 0)])
    user = Struct("user", 4, [Member("s", second, 0)])
    btf = index_btf(write_btf(Btf([INT, user, first, second])), "f")
    text = dump_types(btf, {"s", "user"})
    assert "struct s {\n\tint a;\n};" in text
    assert "struct s___2 s;" in text


def test_members_can_be_reached_through_everything() -> None:
    inner = Struct("inner", 4, [Member("v", INT, 0)])
    alias = Typedef("inner_t", Const(inner))
    holder = Struct("holder", 16, [Member("list", Array(Pointer(alias), 2, INT), 0)])
    text = dump_types(Btf([INT, inner, alias, holder]), {"holder", "list"})
    assert defined(text) == {"holder", "inner"}


def test_unions_wider_than_their_members_are_filled() -> None:
    text = dump(Union("u", 16, [Member("a", INT, 0)]))
    assert "struct { long: 64; long: 64; } __attribute__((packed));" in text


@pytest.mark.skipif(not KERNEL_BTF.exists(), reason="the running kernel has no BTF")
class TestRunningKernel:
    """The whole of the running kernel's types."""

    def test_the_header_compiles_with_the_kernels_layouts(
        self, clang22: Clang, tmp_path: Path
    ) -> None:
        btf = Btf.open(KERNEL_BTF)
        printer = CPrinter(btf)
        printer.print_all()
        checks = []
        for struct, name in printer.tags.by_type.items():
            if not isinstance(struct, Struct | Union):
                continue
            spelled = f"{struct.keyword} {name}"
            checks.append(f'_Static_assert(sizeof({spelled}) == {struct.size_bytes}, "{name}");')
            checks += [
                f"_Static_assert(__builtin_offsetof({spelled}, {member.name}) == "
                f'{member.offset_bits // 8}, "{name}.{member.name}");'
                for member in struct.members
                if member.name and not member.bitfield_bits
            ]
        assert len(checks) > 10_000
        path = tmp_path / "vmlinux.c"
        path.write_text(dump_header(btf, functions=True) + "\n".join(checks))
        done = clang22(["-Wall", "-Werror", "-fsyntax-only", path])
        assert done.returncode == 0, done.stderr.decode()[:2000]

    def test_the_header_is_the_same_every_time(self) -> None:
        assert dump_header(Btf.open(KERNEL_BTF)) == dump_header(Btf.open(KERNEL_BTF))

    def test_named_types_compile(self, clang22: Clang, tmp_path: Path) -> None:
        whole = dump_header(Btf.open(KERNEL_BTF))
        text = dump_named(Btf.open(KERNEL_BTF), ["task_struct", "struct sk_buff", "u32"])
        assert len(text) * 10 < len(whole)
        path = tmp_path / "t.c"
        path.write_text(text + "int f(struct task_struct *t, u32 n) { return t->pid + n; }\n")
        done = clang22(["-Wall", "-Werror", "-fsyntax-only", path])
        assert done.returncode == 0, done.stderr

    def test_a_programs_names_are_enough(self, clang22: Clang, tmp_path: Path) -> None:
        program = """
        int f(struct task_struct *task, struct sk_buff *skb, enum bpf_prog_type type) {
          if (type == BPF_PROG_TYPE_XDP) return IPPROTO_TCP;
          return task->mm->pgd->pgd + skb->dev->ifindex + task->real_parent->tgid;
        }
        """
        names = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", program))
        path = tmp_path / "t.c"
        path.write_text(dump_types(Btf.open(KERNEL_BTF), names) + program)
        done = clang22(["-Wall", "-Werror", "-fsyntax-only", path])
        assert done.returncode == 0, done.stderr
