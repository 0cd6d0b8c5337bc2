"""The ``__builtin_*``, ``__sync_*`` and ``__atomic_*`` functions, one row each.

``signature`` is a small C prototype, ``result(params)``, whose types are the words of
``TYPE_WORDS``; arguments are converted to the parameter types. A row with ``check`` is typed by
the method of that name in ``sema_builtin.BuiltinAnalyzer`` instead. Rows with ``library`` are
also recognised under that library name when a program declares it (``memcpy`` …).
"""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.ctype import CONST, VOLATILE, CType, qualify

TYPE_WORDS: dict[str, CType] = {
    "void": ctype.VOID,
    "bool": ctype.BOOL,
    "int": ctype.INT,
    "uint": ctype.UINT,
    "long": ctype.LONG,
    "ulong": ctype.ULONG,
    "llong": ctype.LLONG,
    "ullong": ctype.ULLONG,
    "u16": ctype.USHORT,
    "u32": ctype.UINT,
    "u64": ctype.ULONG,
    "size": ctype.SIZE_T,
    "ptr": ctype.VOID.pointer_to,
    "cptr": qualify(ctype.VOID, CONST).pointer_to,
    "cvptr": qualify(ctype.VOID, CONST | VOLATILE).pointer_to,
    "str": ctype.CHAR.pointer_to,
    "cstr": qualify(ctype.CHAR, CONST).pointer_to,
}


class BuiltinRow:
    """``params`` None: typed by ``check``. ``variadic``: more arguments of any type follow."""

    __slots__ = ("check", "library", "name", "params", "result", "variadic")

    def __init__(self, name: str, signature: str, check: str | None, library: str | None) -> None:
        self.name = name
        self.check = check
        self.library = library
        self.params: tuple[CType, ...] | None = None
        self.variadic = False
        self.result: CType = ctype.VOID
        if signature:
            result, _, rest = signature.partition("(")
            words = [w.strip() for w in rest.rstrip(")").split(",") if w.strip()]
            if words and words[-1] == "...":
                self.variadic = True
                words.pop()
            self.result = TYPE_WORDS[result]
            self.params = tuple(TYPE_WORDS[w] for w in words)


BUILTINS: dict[str, BuiltinRow] = {}
LIBRARY: dict[str, str] = {}


def _row(name: str, signature: str = "", check: str | None = None, library: str = "") -> None:
    assert name not in BUILTINS, name
    BUILTINS[name] = BuiltinRow(name, signature, check, library or None)
    if library:
        LIBRARY[library] = name


def _rows(names: str, signature: str = "", check: str | None = None) -> None:
    for name in names.split():
        _row(name, signature, check)


# -- values known to the compiler, hints
_row("__builtin_constant_p", check="constant_p")
_row("__builtin_expect", "long(long,long)")
_row("__builtin_expect_with_probability", check="expect_with_probability")
_row("__builtin_unpredictable", "long(long)")
_rows("__builtin_unreachable __builtin_trap __builtin_debugtrap", "void()")
_rows("__builtin_assume", "void(bool)")
_row("__builtin_assume_aligned", check="assume_aligned")
_row("__builtin_prefetch", "void(cptr,...)")
_rows("__builtin_object_size __builtin_dynamic_object_size", "size(cptr,int)")
_row("__builtin_choose_expr", check="choose_expr")
_row("__builtin_classify_type", check="classify_type")
_row("__builtin_addressof", check="addressof")
_row("__builtin_launder", check="launder")
_row("__builtin_alloca", "ptr(size)")
_row("__builtin_frame_address", "ptr(uint)")
_row("__builtin_return_address", "ptr(uint)")
_row("__builtin_extract_return_addr", "ptr(ptr)")
_row("__builtin_thread_pointer", "ptr()")
_rows("__builtin_FILE __builtin_FUNCTION __builtin_FILE_NAME", check="source_string")
_rows("__builtin_LINE __builtin_COLUMN", check="source_number")
_row("__builtin_is_aligned", check="is_aligned")
_rows("__builtin_align_up __builtin_align_down", check="align")
_row("__builtin_readcyclecounter", "ullong()")
_row("__builtin_abort", "void()", library="abort")
_row("__builtin_counted_by_ref", check="unsupported")

# -- bits
_row("__builtin_bswap16", "u16(u16)")
_row("__builtin_bswap32", "u32(u32)")
_row("__builtin_bswap64", "u64(u64)")
for _stem in ("clz", "ctz", "popcount", "parity"):
    _row(f"__builtin_{_stem}", "int(uint)")
    _row(f"__builtin_{_stem}l", "int(ulong)")
    _row(f"__builtin_{_stem}ll", "int(ullong)")
_rows("__builtin_clzs __builtin_ctzs", "int(u16)")
_rows("__builtin_clzg __builtin_ctzg __builtin_popcountg", check="generic_bits")
_row("__builtin_ffs", "int(int)", library="ffs")
_row("__builtin_ffsl", "int(long)", library="ffsl")
_row("__builtin_ffsll", "int(llong)", library="ffsll")
_row("__builtin_clrsb", "int(int)")
_row("__builtin_clrsbl", "int(long)")
_row("__builtin_clrsbll", "int(llong)")
_row("__builtin_abs", "int(int)", library="abs")
_row("__builtin_labs", "long(long)", library="labs")
_row("__builtin_llabs", "llong(llong)", library="llabs")
_rows("__builtin_bitreverse8 __builtin_bitreverse16 __builtin_bitreverse32 "
      "__builtin_bitreverse64 __builtin_rotateleft8 __builtin_rotateleft16 "
      "__builtin_rotateleft32 __builtin_rotateleft64 __builtin_rotateright8 "
      "__builtin_rotateright16 __builtin_rotateright32 __builtin_rotateright64",
      check="bit_width_function")  # fmt: skip

# -- checked arithmetic
_rows("__builtin_add_overflow __builtin_sub_overflow __builtin_mul_overflow", check="overflow")
for _op in ("add", "sub", "mul"):
    for _prefix in "su":
        for _suffix in ("", "l", "ll"):
            _row(f"__builtin_{_prefix}{_op}{_suffix}_overflow", check="fixed_overflow")

# -- memory and strings
_row("__builtin_memcpy", "ptr(ptr,cptr,size)", library="memcpy")
_row("__builtin_memcpy_inline", "void(ptr,cptr,size)")
_row("__builtin_memmove", "ptr(ptr,cptr,size)", library="memmove")
_row("__builtin_memset", "ptr(ptr,int,size)", library="memset")
_row("__builtin_memset_inline", "void(ptr,int,size)")
_row("__builtin_memcmp", "int(cptr,cptr,size)", library="memcmp")
_row("__builtin_bcmp", "int(cptr,cptr,size)", library="bcmp")
_row("__builtin_bzero", "void(ptr,size)", library="bzero")
_row("__builtin_mempcpy", "ptr(ptr,cptr,size)", library="mempcpy")
_row("__builtin_memchr", "ptr(cptr,int,size)", library="memchr")
_row("__builtin_strlen", "size(cstr)", library="strlen")
_row("__builtin_strcmp", "int(cstr,cstr)", library="strcmp")
_row("__builtin_strncmp", "int(cstr,cstr,size)", library="strncmp")
_row("__builtin_strcpy", "str(str,cstr)", library="strcpy")
_row("__builtin_strncpy", "str(str,cstr,size)", library="strncpy")
_row("__builtin_strchr", "str(cstr,int)", library="strchr")
_row("__builtin_strrchr", "str(cstr,int)", library="strrchr")
_row("__builtin_strstr", "str(cstr,cstr)", library="strstr")
_row("__builtin_strcat", "str(str,cstr)", library="strcat")
_row("__builtin___memcpy_chk", "ptr(ptr,cptr,size,size)")
_row("__builtin___memset_chk", "ptr(ptr,int,size,size)")
_row("__builtin___memmove_chk", "ptr(ptr,cptr,size,size)")

# -- CO-RE and BTF
_row("__builtin_preserve_access_index", check="preserve_access_index")
_row("__builtin_preserve_field_info", check="preserve_field_info")
_row("__builtin_preserve_type_info", check="preserve_type_info")
_row("__builtin_preserve_enum_value", check="preserve_enum_value")
_row("__builtin_btf_type_id", check="btf_type_id")

# -- varargs: BPF has none; named here so that they get their own error
_rows("__builtin_va_start __builtin_va_end __builtin_va_copy __builtin_va_arg",
      check="varargs")  # fmt: skip

# -- atomics
SYNC_OPERATIONS = ("add", "sub", "or", "and", "xor", "nand")
for _op in SYNC_OPERATIONS:
    for _form in (f"__sync_fetch_and_{_op}", f"__sync_{_op}_and_fetch"):
        _rows(" ".join(_form + s for s in ("", "_1", "_2", "_4", "_8")), check="sync_rmw")
    _rows(f"__atomic_fetch_{_op} __atomic_{_op}_fetch", check="atomic_rmw")
_rows("__atomic_fetch_min __atomic_fetch_max __atomic_min_fetch __atomic_max_fetch",
      check="atomic_rmw")  # fmt: skip
for _suffix in ("", "_1", "_2", "_4", "_8"):
    _row(f"__sync_val_compare_and_swap{_suffix}", check="sync_cas")
    _row(f"__sync_bool_compare_and_swap{_suffix}", check="sync_cas")
    _row(f"__sync_lock_test_and_set{_suffix}", check="sync_rmw")
    _row(f"__sync_lock_release{_suffix}", check="sync_release")
    _row(f"__sync_swap{_suffix}", check="sync_rmw")
_row("__sync_synchronize", "void()")
_rows("__atomic_load_n", check="atomic_load_n")
_rows("__atomic_store_n", check="atomic_store_n")
_rows("__atomic_exchange_n", check="atomic_exchange_n")
_rows("__atomic_compare_exchange_n", check="atomic_cas_n")
_rows("__atomic_load __atomic_store __atomic_exchange __atomic_compare_exchange",
      check="atomic_pointer")  # fmt: skip
_row("__atomic_thread_fence", "void(int)")
_row("__atomic_signal_fence", "void(int)")
_row("__atomic_test_and_set", check="atomic_flag")
_row("__atomic_clear", check="atomic_flag")
_rows("__atomic_always_lock_free __atomic_is_lock_free", check="lock_free")

PARSED_FORMS = (
    "__builtin_offsetof",
    "__builtin_types_compatible_p",
    "__builtin_choose_expr",
    "__builtin_va_arg",
)
"""Builtins that take types and are therefore syntax, not calls."""

BUILTIN_NAMES = frozenset(BUILTINS) | frozenset(PARSED_FORMS)
"""What ``__has_builtin`` answers 1 for."""
