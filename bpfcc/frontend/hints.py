"""What to advise about a name that nothing declares. Imported when one turns up."""

from __future__ import annotations

import os
import re

from bpfcc.options import find_include_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.diagnostics import Diagnostic

# Names that only the kernel's own headers have.
_KERNEL_NAMES = frozenset(
    "u8 u16 u32 u64 s8 s16 s32 s64 pid_t gfp_t task_struct sock sk_buff file dentry inode path "
    "linux_binprm mm_struct vm_area_struct net_device cred socket nsproxy pt_regs request bio "
    "trace_event_raw_sys_enter trace_event_raw_sys_exit trace_event_raw_sched_switch".split()
)

# Where more than one header declares a name, or one that programs do not include themselves.
_HOMES = {
    "asm-generic/errno-base.h": "linux/errno.h",
    "asm-generic/errno.h": "linux/errno.h",
    "asm-generic/int-ll64.h": "linux/types.h",
    "bpf/bpf_helper_defs.h": "bpf/bpf_helpers.h",
}
_FOLDER_RANKS = {"": 0, "bpf": 1, "linux": 2}

_STRINGS = "BPF has no C library; for strings there are bpf_probe_read_kernel_str(), bpf_strncmp()"
_MACROS = frozenset(
    "SEC __uint __type __array __ulong __always_inline __noinline __weak __hidden __kconfig __ksym "
    "__arg_ctx __arg_nonnull bpf_printk BPF_PROG BPF_PROG2 BPF_KPROBE BPF_KRETPROBE BPF_KSYSCALL "
    "BPF_KPROBE_SYSCALL BPF_UPROBE BPF_URETPROBE PT_REGS_PARM1 PT_REGS_RC BPF_USDT "
    "BPF_CORE_READ".split()
)

_HEAP = "BPF has no heap: keep data in a map, or take it from bpf_ringbuf_reserve()"
_CLOCK = "the time is bpf_ktime_get_ns()"
_MAP = 'a map is a struct with __uint() and __type() in SEC(".maps")'
_BCC = f"this is BCC's; here {_MAP}"

# Functions that programs for the host call, by what a BPF program does instead.
_FUNCTIONS = {
    _HEAP: "malloc calloc realloc free kmalloc kzalloc kfree alloca",
    "BPF programs print with bpf_printk()": "printf fprintf puts putchar printk pr_info pr_err",
    "use bpf_snprintf() or BPF_SNPRINTF()": "sprintf snprintf vsnprintf",
    _STRINGS: "strlen strnlen strcmp strncmp strcpy strncpy strlcpy strscpy strcat strstr strchr",
    "a BPF program cannot wait": "sleep usleep nanosleep msleep udelay schedule",
    _CLOCK: "time gettimeofday clock_gettime ktime_get ktime_get_ns",
    "use bpf_get_prandom_u32()": "rand random srand arc4random get_random_u32 prandom_u32",
    "use bpf_get_current_pid_tgid() >> 32": "getpid",
    "use bpf_get_current_uid_gid()": "getuid geteuid getgid",
    "return from the program instead": "exit abort _exit",
    "use bpf_probe_read_user()": "copy_from_user get_user",
    "use bpf_probe_write_user()": "copy_to_user put_user",
    _BCC: "BPF_HASH BPF_ARRAY BPF_TABLE BPF_HISTOGRAM BPF_PERF_OUTPUT BPF_PERF_ARRAY "
    "BPF_PERCPU_HASH BPF_PERCPU_ARRAY BPF_LRU_HASH BPF_LPM_TRIE BPF_STACK_TRACE BPF_PROG_ARRAY "
    "BPF_RINGBUF_OUTPUT BPF_DEVMAP BPF_CPUMAP BPF_XSKMAP BPF_QUEUE BPF_STACK",
    'write TP_PROG() as SEC("tp/CATEGORY/NAME")': "TRACEPOINT_PROBE RAW_TRACEPOINT_PROBE",
    "write '_Static_assert'": "static_assert BUILD_BUG_ON",
}
_NETWORK_ORDER = frozenset({"htons", "htonl", "ntohs", "ntohl", "be64toh", "htobe64"})
_MEMORY = frozenset({"memcpy", "memset", "memmove", "memcmp"})

_FOREIGN = {
    "class": "this is C: write 'struct'",
    "new": _HEAP,
    "delete": _HEAP,
    "namespace": "this is C, which has no namespaces",
    "using": "this is C, which has no namespaces",
    "template": "this is C, which has no templates",
    "public": "this is C, which has no access specifiers",
    "private": "this is C, which has no access specifiers",
    "protected": "this is C, which has no access specifiers",
    "virtual": "this is C, which has no classes",
    "throw": "this is C, which has no exceptions",
    "try": "this is C, which has no exceptions",
    "catch": "this is C, which has no exceptions",
    "nullptr": "write 'NULL', or compile with -std=c23",
    "constexpr": "write 'const', or compile with -std=c23",
    "string": "write 'char' and an array",
    "byte": "write '__u8'",
    "let": "this is C: a declaration begins with its type",
    "var": "this is C: a declaration begins with its type",
    "fn": "this is C: a function begins with the type of its result",
    "func": "this is C: a function begins with the type of its result",
    "def": "this is C: a function begins with the type of its result",
    "elif": "write 'else if'",
    "elsif": "write 'else if'",
    "elseif": "write 'else if'",
    "then": "C has no 'then'",
    "and": "write '&&'",
    "or": "write '||'",
    "not": "write '!'",
}


def advise(diagnostic: Diagnostic, name: str, loc: int, candidates: Iterable[str]) -> None:
    """Add to a complaint about an unknown name what is probably meant, or missing.

    ``candidates`` are the names that would have been right there.
    """
    known = [candidate for candidate in candidates if candidate != name]
    advice = find_advice(name)
    near = None if advice else find_close_name(name, known)
    if advice is not None:
        diagnostic.note(advice)
    elif near is not None:
        diagnostic.message += f"; did you mean '{near}'?"
        if loc > 0:
            diagnostic.fixit((loc, loc + len(name)), near)
    else:
        note_header(diagnostic, name)


def advise_tag(diagnostic: Diagnostic, tag: str, tags: Iterable[str]) -> None:
    """Add to a complaint about a tag without a definition what is probably meant, or missing."""
    advice = "" if tag != "bpf_map_def" else f"libbpf 1.0 has no 'struct bpf_map_def'; {_MAP}"
    near = None if advice else find_close_name(tag, (name for name in tags if name != tag))
    if advice:
        diagnostic.note(advice)
    elif near is not None:
        diagnostic.message += f"; did you mean '{near}'?"
    else:
        note_header(diagnostic, tag)


def note_header(diagnostic: Diagnostic, name: str) -> None:
    """Note which header declares a name, if one of ours or the kernel's does."""
    header = find_header(name)
    if header is not None:
        diagnostic.note(f"'{name}' is declared in {header}")


def is_macro_name(name: str) -> bool:
    """Whether programs know ``name`` as a macro of BPF's headers or of BCC."""
    return name in _MACROS or name in _FUNCTIONS[_BCC].split() or name == "static_assert"


def find_foreign_word(name: str) -> str | None:
    """What to write in C for a word of another language."""
    return _FOREIGN.get(name)


def find_advice(name: str) -> str | None:
    """What to write instead of a name that BPF programs, or C, do not have."""
    if name in _FOREIGN:
        return _FOREIGN[name]
    if name in _NETWORK_ORDER:
        twin = {"be64toh": "bpf_be64_to_cpu", "htobe64": "bpf_cpu_to_be64"}.get(name, f"bpf_{name}")
        return f"use {twin}() of <bpf/bpf_endian.h>"
    if name in _MEMORY:
        return f"use __builtin_{name}(), or include <string.h>"
    return next((what for what, names in _FUNCTIONS.items() if name in names.split()), None)


def find_header(name: str) -> str | None:
    """The header to include for a name, as it stands behind ``#include``."""
    word = re.escape(name)
    declares = re.compile(
        rf"^[ \t]*#[ \t]*define[ \t]+{word}\b"
        rf"|\b(?:struct|union|enum)\s+{word}\s*\{{"
        rf"|\btypedef\b[^;{{}}]*\b{word}\s*(?:\[[^]]*\])?;"
        rf"|\}}[^;{{}}]*\b{word};"
        rf"|\benum\b[^;{{}}]*\{{[^{{}}]*\b{word}\b"
        rf"|\(\s*\*\s*(?:const\s+)?{word}\)\s*\("
        rf"|^(?:static|extern)\b[^;{{}}()=]*\b{word}\s*\(",
        re.MULTILINE,
    )
    if name in _KERNEL_NAMES:
        return '"vmlinux.h"'
    found = [
        _HOMES.get(header, header)
        for header, text in _read_headers()
        if name in text and declares.search(text)
    ]
    return f"<{min(found, key=_rank)}>" if found else None


def _rank(header: str) -> tuple[bool, int, int, str]:
    folder = _FOLDER_RANKS.get(os.path.dirname(header), 9)
    return (header != "bpf/bpf_helpers.h", folder, len(header), header)


def _read_headers() -> Iterable[tuple[str, str]]:
    """The headers that ship, and their texts."""
    root = find_include_folder()
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                yield os.path.relpath(path, root), file.read()


def find_close_name(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``name`` is most likely a misspelling of."""
    if len(name) < 2:
        return None
    # There may be ten thousand candidates, and measuring a distance is slow.
    letters = set(name)
    near = []
    for candidate in candidates:
        if candidate in (f"__{name}", f"bpf_{name}"):
            return candidate
        distance = abs(len(candidate) - len(name))
        if distance <= 3 and len(letters.symmetric_difference(candidate)) <= 4:
            near.append(candidate)
    if len(name) < 3:
        return None
    from difflib import get_close_matches

    close = get_close_matches(name, near, 1, 0.75)
    return close[0] if close else None
