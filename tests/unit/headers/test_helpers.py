"""What the macros of bpf_helpers.h, bpf_endian.h, bpf_core_read.h and the C headers come to."""

from __future__ import annotations

import re

import pytest

from tests.unit.headers.shipped import find_errors, run_clang

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

HEAD = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_core_read.h>
"""


def read_ir(source: str, target: str = "bpf") -> str:
    """LLVM IR before optimization."""
    flags = ["-O1", "-g", "-S", "-emit-llvm", "-Xclang", "-disable-llvm-passes", "-o", "-"]
    done = run_clang(source, ["-D__TARGET_ARCH_x86", *flags], target=target)
    assert not done.returncode, done.stderr.decode()
    return done.stdout.decode()


def read_assembly(source: str) -> str:
    done = run_clang(source, ["-D__TARGET_ARCH_x86", "-O2", "-mcpu=v3", "-S", "-o", "-"])
    assert not done.returncode, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("count", range(13))
def test_printk_takes_up_to_twelve_arguments(count: int) -> None:
    """Three go to the old helper one by one, more to the new one as an array."""
    args = "".join(f", {n}" for n in range(count))
    ir = read_ir(f'{HEAD}int f(void) {{ return bpf_printk("{"%d " * count}"{args}); }}')
    assert ("inttoptr (i64 6 to ptr)" in ir) == (count <= 3)
    assert ("inttoptr (i64 177 to ptr)" in ir) == (count > 3)
    if count > 3:
        assert f"[{count} x i64]" in ir


def test_printk_without_global_data_keeps_the_format_on_the_stack() -> None:
    source = f'#define BPF_NO_GLOBAL_DATA\n{HEAD}int f(void) {{ return bpf_printk("x"); }}'
    assert "alloca [2 x i8]" in read_ir(source)


@pytest.mark.parametrize(
    ("call", "helper"),
    [
        ('BPF_SEQ_PRINTF((struct seq_file *)0, "%d %s", 1, "s")', 126),
        ('BPF_SNPRINTF(out, sizeof(out), "%d %p", 1, out)', 165),
    ],
)
def test_formats_pass_their_arguments_as_an_array(call: str, helper: int) -> None:
    ir = read_ir(f"{HEAD}int f(void) {{ char out[8] = {{0}}; return {call} + out[0]; }}")
    assert f"inttoptr (i64 {helper} to ptr)" in ir
    assert "[2 x i64]" in ir


def test_iterators_are_destroyed_on_every_way_out() -> None:
    source = """
    int f(void) { int i, sum = 0;
        bpf_for(i, 2, 9) { if (i == 5) break; if (i == 6) return 3; sum += i; }
        bpf_repeat(4) { sum++; }
        int *p; bpf_for_each(num, p, 0, 3) { sum += *p; }
        return sum; }
    """
    asm = read_assembly(HEAD + source)
    assert asm.count("call bpf_iter_num_new") == 3
    assert asm.count("call bpf_iter_num_destroy") >= 3


def test_a_static_tail_call_sets_its_registers_at_the_call() -> None:
    source = """
    struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 2); __type(key, __u32);
        __type(value, __u32); } jumps SEC(".maps");
    int f(void *ctx) { bpf_tail_call_static(ctx, &jumps, 1); return 0; }
    """
    asm = read_assembly(HEAD + source)
    assert re.search(r"r1 = r\d\s+r2 = r\d\s+r3 = 1\s+call 12", asm)


def test_ksyms_have_to_be_weak() -> None:
    weak = "extern int k(void) __ksym __weak; int f(void) { return bpf_ksym_exists(k); }"
    assert not find_errors(HEAD + weak)
    strong = weak.replace(" __weak", "")
    assert "should be marked as __weak" in find_errors(HEAD + strong)


@pytest.mark.parametrize("target", ["bpfel", "bpfeb"])
def test_byte_order_macros_are_constants_of_constants(target: str) -> None:
    little = target == "bpfel"
    pairs = [
        ("16", "0x1234", "0x3412" if little else "0x1234"),
        ("32", "0x12345678", "0x78563412" if little else "0x12345678"),
        ("64", "0x123456789abcdef0", "0xf0debc9a78563412" if little else "0x123456789abcdef0"),
    ]
    forms = {
        "16": ("bpf_htons", "bpf_ntohs", "__bpf_htons", "__bpf_constant_ntohs", "__cpu_to_be16"),
        "32": ("bpf_htonl", "bpf_ntohl", "__bpf_constant_htonl", "__be32_to_cpu", "htobe32"),
        "64": ("bpf_cpu_to_be64", "bpf_be64_to_cpu", "__cpu_to_be64", "be64toh"),
    }
    checks = "".join(
        f'_Static_assert({form}({value}) == {swapped}, "{form}");\n'
        for bits, value, swapped in pairs
        for form in forms[bits]
    )
    other = "le" if little else "be"
    checks += f'_Static_assert(__cpu_to_{other}32(0x12345678) == 0x12345678, "");\n'
    checks += "__be16 mask = bpf_htons(0x0FFFFFFF);\n"
    checks += "int f(int x) { switch (x) { case bpf_htons(5): return 1; case __constant_htons(6):"
    checks += " return 2; } return 0; }\nstatic const __be16 port = bpf_htons(53);"
    checks += " __be16 g(void) { return port; }"
    includes = f"{HEAD}#include <asm/byteorder.h>\n#include <endian.h>\n"
    assert not find_errors(includes + checks, target=target)


@pytest.mark.parametrize("hops", range(1, 10))
def test_core_read_follows_every_pointer_once(hops: int) -> None:
    """One read a pointer; the last one gives the value and the type."""
    source = "struct n { struct n *next; const long value; } "
    source += "__attribute__((preserve_access_index));\n"
    path = ", ".join(["next"] * (hops - 1) + ["value"])
    ir = read_ir(f"{HEAD}{source}long f(struct n *s) {{ return BPF_CORE_READ(s, {path}); }}")
    assert len(re.findall(r"call i64 inttoptr \(i64 113 to ptr\)", ir)) == hops


@pytest.mark.parametrize(
    ("macro", "inner", "last"),
    [
        ("BPF_CORE_READ_INTO", 113, 113),
        ("BPF_CORE_READ_USER_INTO", 112, 112),
        ("BPF_CORE_READ_STR_INTO", 113, 115),
        ("BPF_CORE_READ_USER_STR_INTO", 112, 114),
        ("BPF_PROBE_READ_INTO", 113, 113),
        ("BPF_PROBE_READ_USER_INTO", 112, 112),
        ("BPF_PROBE_READ_STR_INTO", 113, 115),
        ("BPF_PROBE_READ_USER_STR_INTO", 112, 114),
    ],
)
def test_read_variants_use_their_helper(macro: str, inner: int, last: int) -> None:
    source = "struct s { char text[16]; }; struct t { struct s *s; };\n"
    source += f"int f(struct t *t, char (*out)[16]) {{ return {macro}(out, t, s, text); }}"
    called = re.findall(r"inttoptr \(i64 (\d+) to ptr\)", read_ir(HEAD + source))
    assert list(map(int, called)) == [inner, last]


def test_core_queries_take_both_forms_of_a_field() -> None:
    source = """
    struct t { int a:3; long b; } __attribute__((preserve_access_index));
    enum e { ONE = 1 };
    int f(struct t *t) { return bpf_core_field_exists(t->b) + bpf_core_field_exists(struct t, b)
        + bpf_core_field_size(struct t, b) + bpf_core_field_offset(t->b)
        + bpf_core_type_exists(struct t) + bpf_core_type_size(struct t)
        + bpf_core_type_matches(struct t) + bpf_core_type_id_local(struct t)
        + bpf_core_type_id_kernel(struct t) + bpf_core_enum_value_exists(enum e, ONE)
        + bpf_core_enum_value(enum e, ONE) + BPF_CORE_READ_BITFIELD(t, a)
        + BPF_CORE_READ_BITFIELD_PROBED(t, a) + bpf_core_cast(t, struct t)->b; }
    void g(struct t *t) { BPF_CORE_WRITE_BITFIELD(t, a, 3); }
    """
    assert not find_errors(HEAD + source, ["-O2", "-g"])


def test_map_definitions_carry_numbers_and_types() -> None:
    source = """
    int callee(void *ctx) { return 0; }
    struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 2); __type(key, __u32);
        __ulong(map_extra, 1ull << 44); __array(values, int (void *)); } progs SEC(".maps") = {
        .values = { [1] = (void *)&callee } };
    extern struct { __uint(type, BPF_MAP_TYPE_ARRAY); } other SEC(".maps");
    extern int CONFIG_HZ __kconfig; extern enum libbpf_tristate CONFIG_BPF __kconfig __weak;
    struct node { struct node __kptr *a; struct node __kptr_untrusted *b; struct node __uptr *c;
        struct node __percpu_kptr *d; };
    __hidden int h(struct node *n __arg_nonnull, void *c __arg_ctx, struct node *t __arg_trusted,
        void *u __arg_untrusted, void *x __arg_arena) { return CONFIG_HZ + CONFIG_BPF + !n->a; }
    _Static_assert(sizeof(*progs.max_entries) == 2 * sizeof(int), "");
    int use(void) { return !&other; }
    """
    assert not find_errors(HEAD + source, ["-Wno-pointer-bool-conversion"])


def test_c_headers_agree_with_the_compiler() -> None:
    source = """
    #include <stdint.h>
    #include <stddef.h>
    #include <limits.h>
    #include <inttypes.h>
    #define SAME(type, builtin) _Static_assert(sizeof(type) == sizeof(builtin), #type)
    SAME(size_t, __SIZE_TYPE__); SAME(ptrdiff_t, __PTRDIFF_TYPE__); SAME(intptr_t, void *);
    SAME(uintptr_t, void *); SAME(wchar_t, L'x'); SAME(intmax_t, __INTMAX_TYPE__);
    _Static_assert(_Generic((uint64_t)0, unsigned long long: 1), "as __u64");
    _Static_assert(INT64_MIN == -0x7fffffffffffffff - 1 && UINT64_MAX == ~0ULL, "");
    _Static_assert(INT_MAX == 0x7fffffff && LONG_MAX == INT64_MAX && CHAR_BIT == 8, "");
    _Static_assert(UINT8_C(255) == UINT8_MAX && UINT64_C(1) << 63 > 1, "");
    _Static_assert(offsetof(struct { int a; long b; }, b) == 8, "");
    const char *format = "%" PRIu64 " %" PRIxPTR;
    """
    assert not find_errors(source)


def test_one_name_of_stddef_can_be_had_alone() -> None:
    only = "#define __need_size_t\n#include <stddef.h>\nsize_t a;\n"
    assert not find_errors(only)
    assert "ptrdiff_t" in find_errors(f"{only}ptrdiff_t b;")
    assert not find_errors(f"{only}#include <stddef.h>\nptrdiff_t b; wchar_t c; max_align_t d;")


def test_memory_builtins_become_instructions() -> None:
    source = "#include <string.h>\nstruct s { long a[3]; };\n"
    source += (
        "void f(struct s *a, struct s *b) { memcpy(a, b, sizeof *a); memset(b, 0, sizeof *b); }"
    )
    assert "call" not in read_assembly(source)


@pytest.mark.parametrize("first", ["vmlinux.h", "linux/types.h"])
def test_types_stand_beside_vmlinux(first: str) -> None:
    """vmlinux.h declares every type; what has no tag could not be declared a second time."""
    vmlinux = """
    typedef unsigned char __u8; typedef unsigned int __u32; typedef unsigned long long __u64;
    typedef struct { unsigned long fds_bits[16]; } __kernel_fd_set;
    typedef struct { int val[2]; } __kernel_fsid_t;
    """
    parts = [vmlinux, "#include <linux/types.h>\n#include <stdint.h>\n#include <linux/errno.h>\n"]
    if first == "linux/types.h":
        parts.reverse()
    assert not find_errors("".join(parts) + "__be32 x; __kernel_fd_set y;")
