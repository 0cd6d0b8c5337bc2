"""From a typed unit to the text of an LLVM module."""

from __future__ import annotations

from bpfcc.frontend.tree import Function
from bpfcc.ir.debuginfo import DebugInfo
from bpfcc.ir.globals import Globals, declared_by_source, sort_by_source
from bpfcc.ir.module import Module
from bpfcc.ir.state import UnitContext
from bpfcc.ir.tbaa import TypeAliases
from bpfcc.ir.types import TypeTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.tree import Unit
    from bpfcc.options import Options
    from bpfcc.source import SourceManager

_LAYOUT = "m:e-p:64:64-i64:64-i128:128-n32:64-S128"


class LoweredModule:
    """``text``: the LLVM IR, before any optimization.

    ``has_inline_asm``: it contains assembly that is not empty, so LLVM (which has no BPF
    assembler here) can only give text for it.
    """

    __slots__ = ("has_inline_asm", "text")

    def __init__(self, text: str, has_inline_asm: bool) -> None:
        self.text = text
        self.has_inline_asm = has_inline_asm


def lower(
    unit: Unit,
    options: Options,
    manager: SourceManager,
    sink: Sink,
    *,
    library: Unit | None = None,
) -> LoweredModule:
    """Lower ``unit``; what cannot be lowered is said to ``sink``.

    With ``library``, say in simpler IR what LLVM's BPF back end refuses (``ir.expand``,
    ``ir.private``), or by calls of the functions in it. What the optimizer leaves of the rest is
    known only when it has run, so try without first: code that clang's way gives stays as it is.
    """
    layout = ("e-" if options.little_endian else "E-") + _LAYOUT
    module = Module(unit.main_file, options.triple, layout)
    types = TypeTable(module, is_big_endian=not options.little_endian)
    optimizing = options.opt_level != "0"
    tbaa = TypeAliases(module.metadata, types, enabled=optimizing and options.strict_aliasing)
    debug = DebugInfo(unit, options, manager, module) if options.debug else None
    context = UnitContext(unit, options, sink, module, types, tbaa, debug)
    context.globals = Globals(context)
    definitions = unit.definitions
    if library is not None:
        from bpfcc.ir.private import find_private_functions

        context.spells_out = True
        context.private_functions = find_private_functions(unit)
        context.library = {d.name: d for d in library.definitions if isinstance(d, Function)}
        definitions = [*definitions, *context.library.values()]
    _flag_module(module, context)
    context.globals.emit_unit(
        sort_by_source(definitions, manager), declared_by_source(unit, manager)
    )
    if debug is not None:
        debug.finish()
    return LoweredModule(module.render(), context.has_inline_asm)


def _flag_module(module: Module, context: UnitContext) -> None:
    node = module.metadata.node
    flags = [node('!{i32 1, !"wchar_size", i32 4}'), node('!{i32 7, !"frame-pointer", i32 2}')]
    for name, nodes in module.named_metadata:
        if name == "llvm.module.flags":
            nodes += flags
            break
    else:
        module.named_metadata.append(("llvm.module.flags", flags))
    module.named_metadata.append(("llvm.ident", [node('!{!"bpfcc"}')]))
    if context.tbaa.enabled:
        from bpfcc.frontend.ctype import INT

        tag = context.tbaa.type_node(INT)
        module.named_metadata.append(("llvm.errno.tbaa", [node(f"!{{{tag}, {tag}, i64 0}}")]))
