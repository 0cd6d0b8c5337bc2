"""What to advise about a name that the parser does not know. Imported when one turns up."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MACROS = {
    "<bpf/bpf_helpers.h>": "SEC __uint __type __array __ulong __always_inline __noinline __weak "
    "__hidden __kconfig __ksym __arg_ctx __arg_nonnull bpf_printk",
    "<bpf/bpf_tracing.h>": "BPF_PROG BPF_PROG2 BPF_KPROBE BPF_KRETPROBE BPF_KSYSCALL "
    "BPF_KPROBE_SYSCALL BPF_UPROBE BPF_URETPROBE PT_REGS_PARM1 PT_REGS_RC",
    "<bpf/usdt.bpf.h>": "BPF_USDT",
    "<bpf/bpf_core_read.h>": "BPF_CORE_READ",
}
_TYPES = {
    '<linux/types.h> or "vmlinux.h"': "__u8 __u16 __u32 __u64 __s8 __s16 __s32 __s64 __be16 "
    "__be32 __be64 __le16 __le32 __le64 __sum16 __wsum",
    '"vmlinux.h"': "u8 u16 u32 u64 s8 s16 s32 s64 pid_t gfp_t",
    "<stdint.h>": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t "
    "intptr_t intmax_t uintmax_t",
    "<stddef.h>": "size_t ptrdiff_t wchar_t",
    "<stdbool.h>": "bool",
    "<stdarg.h>": "va_list",
}


def find_macro_header(name: str) -> str | None:
    """The header that defines ``name``, a macro that programs commonly use."""
    return _find(_MACROS, name)


def find_type_header(name: str) -> str | None:
    """The header that is commonly included for the type ``name``."""
    return _find(_TYPES, name)


def _find(headers: dict[str, str], name: str) -> str | None:
    return next((header for header, names in headers.items() if name in names.split()), None)


def find_close_name(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``name`` is most likely a misspelling of."""
    if len(name) < 3:
        return None
    # There may be ten thousand candidates, and measuring a distance is slow.
    letters = set(name)
    near = [
        c
        for c in candidates
        if abs(len(c) - len(name)) <= 2 and len(letters.symmetric_difference(c)) <= 3 and c != name
    ]
    from difflib import get_close_matches

    close = get_close_matches(name, near, 1, 0.75)
    return close[0] if close else None
