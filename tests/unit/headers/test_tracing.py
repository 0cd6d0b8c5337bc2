"""PT_REGS_* find each machine's registers, and the typed program macros compile for all."""

from __future__ import annotations

import pytest

from tests.unit.headers.shipped import ARCHITECTURES, find_errors

pytest.importorskip("ziglang", reason="ziglang (clang 22) is not installed")

# Bytes into the register struct: first and last argument in a register, return value, stack
# pointer, instruction pointer; from each machine's calling convention and its asm/ptrace.h.
OFFSETS = {
    "x86": {"PARM1": 112, "PARM6": 64, "RC": 80, "SP": 152, "IP": 128, "FP": 32},
    "arm64": {"PARM1": 0, "PARM8": 56, "RC": 0, "SP": 248, "IP": 256, "FP": 232, "RET": 240},
    "arm": {"PARM1": 0, "PARM4": 24, "RC": 0, "SP": 104},
    "riscv": {"PARM1": 80, "PARM8": 136, "RC": 80, "SP": 16, "IP": 0, "FP": 64, "RET": 8},
    "s390": {"PARM1": 40, "PARM5": 72, "RC": 40, "SP": 144, "IP": 16, "RET": 136},
    "powerpc": {"PARM1": 24, "PARM8": 80, "RC": 24, "SP": 8, "IP": 256, "RET": 288},
    "mips": {"PARM1": 32, "PARM8": 88, "RC": 16, "SP": 232, "IP": 272, "RET": 248},
    "sparc": {"PARM1": 64, "PARM6": 104, "RC": 64, "SP": 112, "IP": 136, "RET": 120},
    "loongarch": {"PARM1": 32, "PARM8": 88, "RC": 32, "SP": 24, "IP": 264, "RET": 8},
    "arc": {"PARM1": 176, "PARM8": 120, "RC": 176, "SP": 184, "IP": 48, "RET": 56},
}

HEAD = """
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
"""

PROGRAMS = """
SEC("kprobe/f") int BPF_KPROBE(entry, int a, const char *b, long c, void *d)
{ return a + *b + c + !d + !ctx; }
SEC("kprobe/f") int BPF_KPROBE(bare) { return PT_REGS_IP(ctx); }
SEC("kretprobe/f") int BPF_KRETPROBE(back, int ret) { return ret; }
SEC("kretprobe/f") int BPF_KRETPROBE(back_bare) { return 0; }
SEC("uprobe") int BPF_UPROBE(user, long a) { return a; }
SEC("uretprobe") int BPF_URETPROBE(user_back, long ret) { return ret; }
SEC("ksyscall/openat") int BPF_KSYSCALL(call, int a, char *b, int c, int d, int e, int f)
{ return a + !b + c + d + e + f; }
SEC("kprobe/g") int BPF_KPROBE_SYSCALL(other, int a) { return a; }
SEC("fentry/f") int BPF_PROG(twelve, int a, char *b, int c, int d, int e, int f, int g, int h,
	int i, int j, int k, int l) { return a + !b + c + d + e + f + g + h + i + j + k + l; }
SEC("fentry/f") int BPF_PROG(none) { return !ctx; }
struct pair { long x, y; };
SEC("fentry/f") int BPF_PROG2(mixed, char, a, struct pair, b, short, c, struct pair *, d, int, e)
{ return a + b.x + b.y + c + !d + e; }
SEC("raw_tp") int core(struct pt_regs *ctx)
{ return PT_REGS_PARM1_CORE(ctx) + PT_REGS_RC_CORE(ctx) + PT_REGS_IP_CORE(ctx)
	+ PT_REGS_PARM1_CORE_SYSCALL(PT_REGS_SYSCALL_REGS(ctx)) + PT_REGS_PARM6_SYSCALL(ctx); }
SEC("kprobe") int caller(struct pt_regs *ctx)
{ unsigned long ip = 0; BPF_KPROBE_READ_RET_IP(ip, ctx); return ip; }
"""


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_registers_are_where_the_machine_has_them(arch: str) -> None:
    checks = "".join(
        f"_Static_assert(__builtin_offsetof(typeof(*__PT_REGS_CAST((struct pt_regs *)0)),"
        f' __PT_{name}_REG) == {offset}, "{name}");\n'
        for name, offset in OFFSETS[arch].items()
    )
    assert not find_errors(HEAD + checks, [f"-D__TARGET_ARCH_{arch}"])


@pytest.mark.parametrize("arch", [name for name in ARCHITECTURES if name != "arm"])
def test_typed_programs_compile(arch: str) -> None:
    programs = PROGRAMS
    if arch == "powerpc":
        programs = programs.replace("BPF_KPROBE_READ_RET_IP(ip, ctx)", "ip = PT_REGS_RET(ctx)")
    if arch == "sparc":
        programs = programs.replace("PT_REGS_IP(ctx)", "PT_REGS_SP(ctx)")
    assert not find_errors(HEAD + programs, [f"-D__TARGET_ARCH_{arch}", "-O2"])


def test_the_kernels_own_register_names_are_known() -> None:
    """With vmlinux.h the struct has the short names."""
    vmlinux = """
    #include <linux/types.h>
    #define __VMLINUX_H__
    struct pt_regs { unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di,
        orig_ax, ip, cs, flags, sp, ss; };
    """
    tracing = "".join(f"{line}\n" for line in HEAD.splitlines() if "<bpf/" in line)
    uses = "long f(struct pt_regs *r) { return PT_REGS_PARM1(r) + PT_REGS_PARM4_SYSCALL(r); }"
    assert not find_errors(vmlinux + tracing + uses, ["-D__TARGET_ARCH_x86"])


def test_an_unknown_machine_is_an_error_only_where_it_matters() -> None:
    flags = ["-D__TARGET_ARCH_none"]
    assert not find_errors(HEAD, flags)
    said = find_errors(HEAD + "long f(struct pt_regs *r) { return PT_REGS_PARM1(r); }", flags)
    assert "Must specify a BPF target arch via __TARGET_ARCH_xxx" in said


def test_a_register_that_does_not_exist_is_an_error() -> None:
    source = HEAD + "long f(struct pt_regs *r) { return PT_REGS_PARM7(r); }"
    assert "__unsupported__" in find_errors(source, ["-D__TARGET_ARCH_x86"])


def test_an_argument_of_an_odd_size_is_an_error() -> None:
    source = "struct odd { char x[3]; };\nint BPF_PROG2(f, struct odd, o) { return o.x[0]; }"
    assert "error" in find_errors(HEAD + source, ["-D__TARGET_ARCH_x86"])


@pytest.mark.parametrize(
    ("flag", "size", "offsets"),
    [
        ("-UBPF_USDT_LIBBPF_1_6", 24, {"reg_off": 14, "arg_signed": 16, "arg_bitshift": 17}),
        ("-DBPF_USDT_LIBBPF_1_6", 16, {"reg_off": 12, "arg_signed": 14, "arg_bitshift": 15}),
    ],
)
def test_usdt_specs_have_the_layout_that_libbpf_fills(
    flag: str, size: int, offsets: dict[str, int]
) -> None:
    source = f"""
    #include <bpf/usdt.bpf.h>
    #define AT(type, member, at) \\
        _Static_assert(__builtin_offsetof(struct type, member) == at, #member)
    _Static_assert(sizeof(struct __bpf_usdt_arg_spec) == {size}, "");
    _Static_assert(sizeof(struct __bpf_usdt_spec) == 12 * {size} + 16, "");
    AT(__bpf_usdt_arg_spec, val_off, 0); AT(__bpf_usdt_spec, usdt_cookie, 12 * {size});
    AT(__bpf_usdt_spec, arg_cnt, 12 * {size} + 8);
    """
    source += "".join(f"AT(__bpf_usdt_arg_spec, {name}, {at});\n" for name, at in offsets.items())
    source += """
    SEC("usdt//bin/true:a:b") int BPF_USDT(probe, int x, char *y, long z) { return x + !y + z; }
    SEC("usdt") int BPF_USDT(bare) { return bpf_usdt_arg_size(ctx, 1) + bpf_usdt_cookie(ctx); }
    """
    assert not find_errors(HEAD + source, ["-D__TARGET_ARCH_x86", "-O2", "-g", flag])
