"""BTF as C source: everything, or what given names need.

`vmlinux.h` in the form that eBPF programs include is `dump_header`; the compiler answers an
`#include "vmlinux.h"` without a file by `dump_types`, which prints only what the program names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.bulk import pause_collector
from bpfcc.btf.cprint import DUMPED, CPrinter
from bpfcc.btf.types import (
    Array,
    Composite,
    DeclTag,
    Function,
    FunctionPrototype,
    Kind,
    Pointer,
    Type,
)
from bpfcc.btf.walk import MAX_NESTING, resolve
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bpfcc.btf.container import Btf

_HEAD = """\
#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

"""
_TAIL = """\
#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
"""
_FUNCTIONS_HEAD = """\
#ifndef BPF_NO_KFUNC_PROTOTYPES
#ifndef __ksym
#define __ksym __attribute__((section(".ksyms")))
#endif

#ifndef __weak
#define __weak __attribute__((weak))
#endif

"""
_FUNCTIONS_TAIL = "#endif\n\n"
_KFUNC_TAG = "bpf_kfunc"
_TAG_KEYWORDS = {
    "struct": (Kind.STRUCT, Kind.FWD),
    "union": (Kind.UNION, Kind.FWD),
    "enum": (Kind.ENUM, Kind.ENUM64),
}


def dump_c(btf: Btf) -> str:
    """Every type of `btf` as C, in an order that compiles; base types come out where needed."""
    printer = CPrinter(btf)
    with pause_collector():
        printer.print_all()
    return "".join(printer.text)


def dump_header(btf: Btf, functions: bool = False) -> str:
    """The whole of `btf` as a header for eBPF programs.

    With `functions` it declares the kernel's kfuncs too, as recent bpftools do; programs that
    declare them in another way have to define BPF_NO_KFUNC_PROTOTYPES before including it.
    """
    printer = CPrinter(btf)
    with pause_collector():
        printer.print_all()
        kfuncs = _find_kfuncs(btf, None) if functions else []
        text = _print_functions(printer, kfuncs)
    return "".join((_HEAD, *printer.text, text, _TAIL))


def dump_named(btf: Btf, names: Iterable[str]) -> str:
    """A header with the named types and what they need to compile.

    A name may say which kind is meant, as in "struct sock". Types behind pointers are only
    declared. Raises InputError for a name that no type has.
    """
    printer = CPrinter(btf)
    with pause_collector():
        wanted = [type_ for name in names for type_ in _find_spelled(btf, name)]
        print_in_order(printer, wanted)
    return "".join((_HEAD, *printer.text, _TAIL))


def dump_types(btf: Btf, names: Collection[str], functions: bool = False) -> str:
    """A header with what a program needs that uses the identifiers `names`.

    That is: the types with those names, the enumerations of those constants, where `functions`
    is true the prototypes of those kfuncs, and, so that `task->mm->pgd` works although only
    `task_struct` is named, the structs that members of those names point at. Identifiers
    that mean nothing in `btf` are passed over. Only what is printed is decoded.
    """
    printer = CPrinter(btf)
    with pause_collector():
        text = _print_program_types(printer, names, functions)
    return "".join((_HEAD, *printer.text, text, _TAIL))


def _print_program_types(printer: CPrinter, names: Collection[str], functions: bool) -> str:
    """Print what `names` need; returns the declarations of functions, which come behind."""
    btf = printer.btf
    found = btf.find_many(names)
    wanted = [
        type_
        for name in sorted(found)
        for type_ in found[name]
        if type_.kind in DUMPED or type_.kind is Kind.FWD
    ]
    wanted += btf.find_enumerators(names)
    print_in_order(printer, wanted)
    kfuncs = _find_kfuncs(btf, names) if functions else []
    for function in kfuncs:
        if isinstance(function.prototype, FunctionPrototype):
            _complete_pointee(printer, function.prototype.result)
    _follow_members(printer, frozenset(names))
    return _print_functions(printer, kfuncs)


def print_in_order(printer: CPrinter, types: Iterable[Type]) -> None:
    """Print types in BTF's order, whatever order they were asked for in.

    Names are given out first, so that of several types of one name the same one keeps it as in
    a dump of everything.
    """
    ordered = sorted(set(types), key=lambda type_: type_.origin_id)
    for type_ in ordered:
        printer.reserve_names(type_)
    for type_ in ordered:
        if type_.name or type_.kind not in (Kind.ENUM, Kind.ENUM64):
            printer.print_type(type_)
    for type_ in ordered:
        printer.print_leftover_enum(type_)


def _find_spelled(btf: Btf, spelling: str) -> list[Type]:
    words = spelling.split()
    kinds: Collection[Kind] = (*DUMPED, Kind.FWD)
    if len(words) == 2 and words[0] in _TAG_KEYWORDS:
        kinds = _TAG_KEYWORDS[words[0]]
    name = words[-1] if words else ""
    found = [type_ for type_ in btf.find_all(name) if type_.kind in kinds] if name else []
    if not found:
        raise InputError(f"no type is called {spelling!r}")
    return found


def _follow_members(printer: CPrinter, names: frozenset[str]) -> None:
    """Complete what members called `names` point at, in everything printed, and so on."""
    at = 0
    while at < len(printer.printed):
        for name, type_ in _named_members(printer.printed[at]):
            if name in names:
                _complete_pointee(printer, type_)
        at += 1


def _named_members(composite: Composite) -> Iterator[tuple[str, Type]]:
    """Members with their types, those of anonymous structs inside too."""
    seen: set[Type] = {composite}
    stack = [composite]
    while stack:
        for name, type_, _, _ in stack.pop().members:
            if name:
                yield name, type_
            inner = resolve(type_)
            if isinstance(inner, Array):
                inner = resolve(inner.element)
            if isinstance(inner, Composite) and not inner.name and inner not in seen:
                seen.add(inner)
                stack.append(inner)


def _complete_pointee(printer: CPrinter, type_: Type) -> None:
    for _ in range(MAX_NESTING):
        type_ = resolve(type_)
        if isinstance(type_, Pointer):
            type_ = type_.target
        elif isinstance(type_, Array):
            type_ = type_.element
        else:
            break
    if isinstance(type_, Composite):
        printer.print_type(type_)


def _find_kfuncs(btf: Btf, names: Collection[str] | None) -> list[Function]:
    """Functions of the kernel that programs may call, in order; None for all of them."""
    return [
        tag.target
        for tag in btf.of_kinds(Kind.DECL_TAG)
        if isinstance(tag, DeclTag)
        and tag.name == _KFUNC_TAG
        and isinstance(tag.target, Function)
        and (names is None or tag.target.name in names)
    ]


def _print_functions(printer: CPrinter, functions: list[Function]) -> str:
    if not functions:
        return ""
    lines = [f"extern {printer.declare_function(f)} __weak __ksym;\n" for f in functions]
    return "".join((_FUNCTIONS_HEAD, *lines, _FUNCTIONS_TAIL))
