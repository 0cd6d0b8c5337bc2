"""Predefined macros and the answers of ``__has_feature`` and its kin: clang 22's for BPF.

The values are facts about clang's BPF target (``clang -target bpf -dM -E``); a test compares
all of them for every CPU, level, standard and byte order.
"""

from __future__ import annotations

from bpfcc.frontend.lexer import is_c23

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.options import Options

_FIXED = """
_LP64 1
__ATOMIC_ACQUIRE 2
__ATOMIC_ACQ_REL 4
__ATOMIC_CONSUME 1
__ATOMIC_RELAXED 0
__ATOMIC_RELEASE 3
__ATOMIC_SEQ_CST 5
__BIGGEST_ALIGNMENT__ 8
__BITINT_MAXWIDTH__ 128
__BOOL_WIDTH__ 1
__BPF__ 1
__BPFCC__ 1
__CHAR16_TYPE__ unsigned short
__CHAR32_TYPE__ unsigned int
__CHAR_BIT__ 8
__CONSTANT_CFSTRINGS__ 1
__DECIMAL_DIG__ __LDBL_DECIMAL_DIG__
__ELF__ 1
__FINITE_MATH_ONLY__ 0
__FLT_RADIX__ 2
__FPCLASS_NEGINF 0x0004
__FPCLASS_NEGNORMAL 0x0008
__FPCLASS_NEGSUBNORMAL 0x0010
__FPCLASS_NEGZERO 0x0020
__FPCLASS_POSINF 0x0200
__FPCLASS_POSNORMAL 0x0100
__FPCLASS_POSSUBNORMAL 0x0080
__FPCLASS_POSZERO 0x0040
__FPCLASS_QNAN 0x0002
__FPCLASS_SNAN 0x0001
__GCC_ATOMIC_TEST_AND_SET_TRUEVAL 1
__GCC_CONSTRUCTIVE_SIZE 32
__GCC_DESTRUCTIVE_SIZE 32
__GNUC_MINOR__ 2
__GNUC_PATCHLEVEL__ 1
__GNUC__ 4
__GXX_ABI_VERSION 1002
__INT_MAX__ 2147483647
__INT_WIDTH__ 32
__LLONG_WIDTH__ 64
__LONG_LONG_MAX__ 9223372036854775807LL
__LONG_MAX__ 9223372036854775807L
__LONG_WIDTH__ 64
__LP64__ 1
__MEMORY_SCOPE_CLUSTR 5
__MEMORY_SCOPE_DEVICE 1
__MEMORY_SCOPE_SINGLE 4
__MEMORY_SCOPE_SYSTEM 0
__MEMORY_SCOPE_WRKGRP 2
__MEMORY_SCOPE_WVFRNT 3
__OBJC_BOOL_IS_BOOL 0
__OPENCL_MEMORY_SCOPE_ALL_SVM_DEVICES 3
__OPENCL_MEMORY_SCOPE_DEVICE 2
__OPENCL_MEMORY_SCOPE_SUB_GROUP 4
__OPENCL_MEMORY_SCOPE_WORK_GROUP 1
__OPENCL_MEMORY_SCOPE_WORK_ITEM 0
__ORDER_BIG_ENDIAN__ 4321
__ORDER_LITTLE_ENDIAN__ 1234
__ORDER_PDP_ENDIAN__ 3412
__POINTER_WIDTH__ 64
__PRAGMA_REDEFINE_EXTNAME 1
__PTRDIFF_FMTd__ "ld"
__PTRDIFF_FMTi__ "li"
__PTRDIFF_MAX__ 9223372036854775807L
__PTRDIFF_TYPE__ long int
__PTRDIFF_WIDTH__ 64
__SCHAR_MAX__ 127
__SHRT_MAX__ 32767
__SHRT_WIDTH__ 16
__SIG_ATOMIC_MAX__ 2147483647
__SIG_ATOMIC_WIDTH__ 32
__SIZEOF_DOUBLE__ 8
__SIZEOF_FLOAT__ 4
__SIZEOF_INT128__ 16
__SIZEOF_INT__ 4
__SIZEOF_LONG_DOUBLE__ 8
__SIZEOF_LONG_LONG__ 8
__SIZEOF_LONG__ 8
__SIZEOF_POINTER__ 8
__SIZEOF_PTRDIFF_T__ 8
__SIZEOF_SHORT__ 2
__SIZEOF_SIZE_T__ 8
__SIZEOF_WCHAR_T__ 4
__SIZEOF_WINT_T__ 4
__SIZE_MAX__ 18446744073709551615UL
__SIZE_TYPE__ long unsigned int
__SIZE_WIDTH__ 64
__STDC_EMBED_EMPTY__ 2
__STDC_EMBED_FOUND__ 1
__STDC_EMBED_NOT_FOUND__ 0
__STDC_UTF_16__ 1
__STDC_UTF_32__ 1
__STDC__ 1
__USER_LABEL_PREFIX__
__VERSION__ "Clang 22.1.8"
__WCHAR_MAX__ 2147483647
__WCHAR_TYPE__ int
__WCHAR_WIDTH__ 32
__WINT_MAX__ 2147483647
__WINT_TYPE__ int
__WINT_WIDTH__ 32
__bpf__ 1
__clang__ 1
__clang_literal_encoding__ "UTF-8"
__clang_major__ 22
__clang_minor__ 1
__clang_patchlevel__ 8
__clang_version__ "22.1.8 "
__clang_wide_literal_encoding__ "UTF-32"
__llvm__ 1
"""

_ATOMIC_KINDS = ("BOOL", "CHAR16_T", "CHAR32_T", "CHAR", "INT", "LLONG", "LONG", "POINTER",
                 "SHORT", "WCHAR_T")  # fmt: skip

# Width in bits → (type's spelling, suffix of a signed constant, of an unsigned one, length
# modifier in a format, spelling of the type that takes part in `least` and `fast` names).
_INTEGERS = {
    8: ("signed char", "", "", "hh", "signed char", "unsigned char"),
    16: ("short", "", "", "h", "short", "unsigned short"),
    32: ("int", "", "U", "", "int", "unsigned int"),
    64: ("long int", "L", "UL", "l", "long int", "long unsigned int"),
}

# (name, largest value's exponent …): the macros of <float.h>, per type.
_FLOATS = {
    "FLT": ("F", {
        "DECIMAL_DIG": "9", "DENORM_MIN": "1.40129846e-45", "DIG": "6",
        "EPSILON": "1.19209290e-7", "MANT_DIG": "24", "MAX_10_EXP": "38", "MAX_EXP": "128",
        "MAX": "3.40282347e+38", "MIN_10_EXP": "(-37)", "MIN_EXP": "(-125)",
        "MIN": "1.17549435e-38", "NORM_MAX": "3.40282347e+38",
    }),
    "DBL": ("", {
        "DECIMAL_DIG": "17", "DENORM_MIN": "4.9406564584124654e-324", "DIG": "15",
        "EPSILON": "2.2204460492503131e-16", "MANT_DIG": "53", "MAX_10_EXP": "308",
        "MAX_EXP": "1024", "MAX": "1.7976931348623157e+308", "MIN_10_EXP": "(-307)",
        "MIN_EXP": "(-1021)", "MIN": "2.2250738585072014e-308",
        "NORM_MAX": "1.7976931348623157e+308",
    }),
}  # fmt: skip
_SUFFIXED = ("DENORM_MIN", "EPSILON", "MAX", "MIN", "NORM_MAX")

_CPU_FEATURES = {
    "v2": ("JMP_EXT",),
    "v3": ("ALU32", "JMP32"),
    "v4": ("BSWAP", "GOTOL", "GOTOX", "LDSX", "LOAD_ACQ_STORE_REL", "MOVSX", "SDIV_SMOD", "ST"),
}
_EVERY_CPU = ("ADDR_SPACE_CAST", "ATOMIC_MEM_ORDERING", "MAY_GOTO")


def predefined_macros(options: Options) -> list[tuple[str, str]]:
    """Name (with its parameters, if any) and body of every macro defined before a file begins."""
    macros: list[tuple[str, str]] = []
    for line in _FIXED.split("\n"):
        if line:
            name, _, body = line.partition(" ")
            macros.append((name, body))
    c23 = is_c23(options.std)
    _add_cpu(macros, options.cpu)
    _add_byte_order(macros, options.little_endian)
    _add_language(macros, options, c23)
    _add_optimization(macros, options)
    _add_atomics(macros, c23)
    _add_integers(macros, c23)
    _add_floats(macros)
    return macros


def _add_cpu(macros: list[tuple[str, str]], cpu: str) -> None:
    if cpu == "probe":
        macros.append(("__BPF_CPU_VERSION__", "0"))
        return
    version = 1 if cpu == "generic" else int(cpu[1:])
    macros.append(("__BPF_CPU_VERSION__", str(version)))
    features = list(_EVERY_CPU)
    for name, added in _CPU_FEATURES.items():
        if version >= int(name[1:]):
            features.extend(added)
    macros.extend((f"__BPF_FEATURE_{feature}", "1") for feature in features)


def _add_byte_order(macros: list[tuple[str, str]], little_endian: bool) -> None:
    order = "LITTLE" if little_endian else "BIG"
    macros.append(("__BYTE_ORDER__", f"__ORDER_{order}_ENDIAN__"))
    macros.append((f"__{order}_ENDIAN__", "1"))


def _add_language(macros: list[tuple[str, str]], options: Options, c23: bool) -> None:
    if options.stdc_version:
        macros.append(("__STDC_VERSION__", f"{options.stdc_version}L"))
    if not options.gnu:
        macros.append(("__STRICT_ANSI__", "1"))
    c89 = options.std in ("c89", "gnu89")
    macros.append(("__GNUC_GNU_INLINE__" if c89 else "__GNUC_STDC_INLINE__", "1"))
    macros.append(("__STDC_HOSTED__", "0" if getattr(options, "freestanding", False) else "1"))
    if not options.signed_char:
        macros.append(("__CHAR_UNSIGNED__", "1"))
    if c23:
        macros.append(("__CHAR8_TYPE__", "unsigned char"))


def _add_optimization(macros: list[tuple[str, str]], options: Options) -> None:
    if options.opt_level != "0":
        macros.append(("__OPTIMIZE__", "1"))
        if options.opt_level in ("s", "z"):
            macros.append(("__OPTIMIZE_SIZE__", "1"))
    if options.opt_level == "0" or options.no_inline:
        macros.append(("__NO_INLINE__", "1"))
    if options.debug:
        macros.append(("__GCC_HAVE_DWARF2_CFI_ASM", "1"))


def _add_atomics(macros: list[tuple[str, str]], c23: bool) -> None:
    for kind in (*_ATOMIC_KINDS, *(("CHAR8_T",) if c23 else ())):
        macros.append((f"__CLANG_ATOMIC_{kind}_LOCK_FREE", "2"))
        macros.append((f"__GCC_ATOMIC_{kind}_LOCK_FREE", "2"))


def _add_integers(macros: list[tuple[str, str]], c23: bool) -> None:
    conversions = "XoxuBb" if c23 else "Xoxu"
    add = macros.append
    for bits, (exact, suffix, u_suffix, length, signed, unsigned) in _INTEGERS.items():
        largest = f"{(1 << (bits - 1)) - 1}{suffix}"
        u_largest = f"{(1 << bits) - 1}{u_suffix}"
        add((f"__INT{bits}_TYPE__", exact))
        add((f"__UINT{bits}_TYPE__", unsigned))
        for prefix, mark in ((f"INT{bits}", suffix), (f"UINT{bits}", u_suffix)):
            add((f"__{prefix}_C_SUFFIX__", mark))
            add((f"__{prefix}_C(c)", f"c##{mark}" if mark else "c"))
        for name in (f"INT{bits}", f"INT_LEAST{bits}", f"INT_FAST{bits}"):
            add((f"__{name}_MAX__", largest))
            add((f"__U{name}_MAX__", u_largest))
            if name[3] == "_":
                add((f"__{name}_TYPE__", signed))
                add((f"__U{name}_TYPE__", unsigned))
                add((f"__{name}_WIDTH__", str(bits)))
            _add_formats(macros, name, length, "di")
            _add_formats(macros, "U" + name, length, conversions)
    for name in ("INTMAX", "INTPTR"):
        add((f"__{name}_MAX__", "9223372036854775807L"))
        add((f"__U{name}_MAX__", "18446744073709551615UL"))
        add((f"__{name}_TYPE__", "long int"))
        add((f"__U{name}_TYPE__", "long unsigned int"))
        add((f"__{name}_WIDTH__", "64"))
        add((f"__U{name}_WIDTH__", "64"))
        _add_formats(macros, name, "l", "di")
        _add_formats(macros, "U" + name, "l", conversions)
    for prefix, mark in (("INTMAX", "L"), ("UINTMAX", "UL")):
        add((f"__{prefix}_C_SUFFIX__", mark))
        add((f"__{prefix}_C(c)", f"c##{mark}"))
    _add_formats(macros, "SIZE", "l", conversions)


def _add_formats(macros: list[tuple[str, str]], name: str, length: str, letters: str) -> None:
    for letter in letters:
        macros.append((f"__{name}_FMT{letter}__", f'"{length}{letter}"'))


def _add_floats(macros: list[tuple[str, str]]) -> None:
    for name, source in (("FLT", "FLT"), ("DBL", "DBL"), ("LDBL", "DBL")):
        suffix, values = _FLOATS[source]
        if name == "LDBL":
            suffix = "L"
        for key, value in values.items():
            mark = suffix if key in _SUFFIXED else ""
            macros.append((f"__{name}_{key}__", value + mark))
        for has in ("DENORM", "INFINITY", "QUIET_NAN"):
            macros.append((f"__{name}_HAS_{has}__", "1"))


# ------------------------------------------------------------------ __has_feature and the like

_FEATURES = frozenset(
    {
        "assume_nonnull",
        "attribute_analyzer_noreturn",
        "attribute_availability",
        "attribute_deprecated_with_message",
        "attribute_deprecated_with_replacement",
        "attribute_diagnose_if_objc",
        "attribute_ext_vector_type",
        "attribute_ns_returns_retained",
        "attribute_overloadable",
        "attribute_unavailable_with_message",
        "attribute_unused_on_fields",
        "clang_atomic_attributes",
        "enumerator_attributes",
        "nullability",
        "nullability_nullable_result",
        "nullability_on_arrays",
        "nullability_on_classes",
        "pragma_stdc_cx_limited_range",
    }
)
_C11_FEATURES = frozenset(
    {"c_alignas", "c_alignof", "c_atomic", "c_generic_selections", "c_static_assert"}
)
_C23_FEATURES = frozenset({"c_fixed_enum"})
_EXTENSIONS = frozenset(
    {
        "c_attributes",
        "c_countof",
        "c_generic_selection_with_controlling_type",
        "cxx_binary_literals",
        "gnu_asm",
        "gnu_asm_goto_with_outputs",
        "gnu_asm_goto_with_outputs_full",
        "matrix_types_scalar_division",
        "overloadable_unmarked",
        "pragma_clang_attribute_external_declaration",
        "pragma_clang_attribute_namespaces",
        "statement_attributes_with_gnu_syntax",
    }
)

_C23_ATTRIBUTES = {
    "nodiscard": 202003,
    "maybe_unused": 202106,
    "deprecated": 201904,
    "fallthrough": 201910,
    "noreturn": 202202,
    "_Noreturn": 202202,
}
_TARGETS = {
    "__is_target_arch": ("bpf", "bpfel", "bpfeb"),
    "__is_target_vendor": ("unknown",),
    "__is_target_os": ("unknown", "none"),
    "__is_target_environment": ("unknown",),
}


def has_feature(name: str, options: Options) -> bool:
    """``__has_feature``: features that the language standard in force has."""
    name = _strip(name)
    return (
        name in _FEATURES
        or (name in _C11_FEATURES and options.stdc_version >= 201112)
        or (name in _C23_FEATURES and is_c23(options.std))
    )


def has_extension(name: str, options: Options) -> bool:
    """``__has_extension``: features, and those that are there as extensions."""
    name = _strip(name)
    return has_feature(name, options) or name in _EXTENSIONS | _C11_FEATURES | _C23_FEATURES


def has_attribute(name: str) -> bool:
    """``__has_attribute``: whether ``__attribute__((name))`` is known."""
    from bpfcc.frontend.attributes import ATTRIBUTE_NAMES

    return _strip(name) in ATTRIBUTE_NAMES


def has_builtin(name: str) -> bool:
    """``__has_builtin``: whether the compiler knows a built-in function or form."""
    from bpfcc.frontend.builtins import BUILTIN_NAMES

    return name in BUILTIN_NAMES


def c_attribute_version(name: str) -> int:
    """``__has_c_attribute``: the version of ``[[name]]``, 1 for a vendor's, 0 if unknown."""
    scope, _, rest = name.rpartition("::")
    if not scope:
        return _C23_ATTRIBUTES.get(_strip(rest) if rest != "_Noreturn" else rest, 0)
    return int(_strip(scope) in ("gnu", "clang", "_Clang") and has_attribute(rest))


def is_target(macro: str, name: str, *, little_endian: bool) -> bool:
    """``__is_target_arch`` and its kin."""
    if macro == "__is_target_arch" and name == ("bpfeb" if little_endian else "bpfel"):
        return False
    return name in _TARGETS.get(macro, ())


def _strip(name: str) -> str:
    if name.startswith("__") and name.endswith("__") and len(name) > 4:
        return name[2:-2]
    return name
