"""The attributes bpfcc knows, one row each.

A row says what an attribute may stand on and which action it has. Actions are methods of
``AttributeApplier`` in ``sema_attributes``, named after the row's ``action``; None marks an
attribute that is accepted and has no effect on BPF code.
"""

from __future__ import annotations


class AttributeRow:
    """``targets``: letters — f function, v variable, m member, t typedef, r record, e enum,
    s statement, T type, p parameter. ``action``: what to do; None: accepted, no effect.
    """

    __slots__ = ("action", "targets")

    def __init__(self, targets: str, action: str | None) -> None:
        self.targets = targets
        self.action = action


ATTRIBUTES: dict[str, AttributeRow] = {}


def _row(names: str, targets: str, action: str | None) -> None:
    for name in names.split():
        assert name not in ATTRIBUTES, name
        ATTRIBUTES[name] = AttributeRow(targets, action)


_row("section", "fv", "section")
_row("aligned", "fvmtrep", "aligned")
_row("packed", "mre", "packed")
_row("pragma_pack", "r", "pragma_pack")
_row("always_inline", "f", "always_inline")
_row("noinline", "f", "no_inline")
_row("weak", "fv", "weak")
_row("used retain", "fv", "used")
_row("visibility", "fv", "visibility")
_row("alias", "fv", "alias")
_row("cleanup", "v", "cleanup")
_row("naked", "f", "naked")
_row("noreturn", "f", "no_return")
_row("cold", "f", "cold")
_row("hot", "f", "hot")
_row("const", "f", "const")
_row("pure", "f", "pure")
_row("malloc", "f", "malloc")
_row("gnu_inline", "f", "gnu_inline")
_row("flatten", "f", "flatten")
_row("minsize", "f", "minsize")
_row("optnone", "f", "optnone")
_row("convergent", "f", "convergent")
_row("no_builtin", "f", "no_builtin")
_row("returns_nonnull", "f", "returns_nonnull")
_row("warn_unused_result nodiscard", "fvmtrepsT", "warn_unused_result")
_row("error", "f", "error")
_row("btf_decl_tag", "fvmtrep", "btf_decl_tag")
_row("unused maybe_unused", "fvmtrepsT", "unused")
_row("asm", "fv", "asm_label")
_row("transparent_union", "rt", "transparent_union")
_row("preserve_access_index", "r", "preserve_access_index")
_row("preserve_static_offset", "r", "preserve_static_offset")
_row("may_alias", "rtT", "may_alias")
_row("align_value", "vmtp", "align_value")
_row("mode", "vmtpeT", "mode")
# Types: see sema_types, which reads them where the type is built.
_row("btf_type_tag", "T", "type")
_row("address_space", "T", "type")
_row("vector_size ext_vector_type bpf_fastcall", "T", "type")
_row(
    "nonnull nothrow leaf deprecated format format_arg sentinel "
    "no_instrument_function no_sanitize no_sanitize_address "
    "no_sanitize_undefined no_sanitize_thread disable_sanitizer_instrumentation "
    "no_stack_protector stack_protect artificial noclone "
    "alloc_size alloc_align assume_aligned returns_twice warning unavailable externally_visible "
    "no_profile_instrument_function no_split_stack nonstring counted_by counted_by_or_null "
    "designated_init noderef diagnose_if enable_if overloadable availability "
    "visibility_default internal_linkage tls_model common nocommon no_icf "
    "no_reorder noipa no_caller_saved_registers interrupt fallthrough likely unlikely assume "
    "nomerge musttail flag_enum enum_extensibility randomize_layout no_randomize_layout "
    "acquire_capability guarded_by force cdecl regparm swiftcall ms_abi sysv_abi ms_struct "
    "gcc_struct scalar_storage_order uninitialized nocf_check optimize target access "
    "null_terminated_string_arg copy symver annotate suppress noescape "
    "strict_gs_check unroll loader_uninitialized lifetimebound capability scoped_lockable "
    "pt_guarded_by no_thread_safety_analysis address_unsafe patchable_function_entry "
    "no_address_safety_analysis speculative_load_hardening nouwtable zero_call_used_regs",
    "fvmtrepsT",
    None,
)

ATTRIBUTE_NAMES = frozenset(ATTRIBUTES) - {"asm", "pragma_pack", "noclone", "noipa", "optimize"}
"""What ``__has_attribute`` answers 1 for."""
