"""Which code a module gets: with unaligned accesses if the verifier allows all of them.

There are three variants of a module's code, best first: with unaligned accesses everywhere; with
them, but what LLVM does to variables on the stack written in aligned pieces; without any. The
optimizer runs once, before them. Which one it is shows in the instructions; where inline
assembly stands in the way, only our assembler knows those, so all variants are handed back.

A module that LLVM takes many seconds for gets the last variant at once.
"""

from __future__ import annotations

from bpfcc.codegen.misaligned import FEATURE, examine_object
from bpfcc.codegen.worker import is_crowded, make_machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.codegen.llvm import Library, Module
    from bpfcc.codegen.spare import Spare
    from bpfcc.codegen.worker import Request
    from bpfcc.elf.model import Object

EVERYWHERE, OFF_STACK, NOWHERE = 0, 1, 2
VARIANTS = (EVERYWHERE, OFF_STACK, NOWHERE)

_LARGE_BYTES = 2 << 20
"""Bitcode of some 90,000 instructions: each variant takes three seconds."""


def name_variant(kind: str, variant: int) -> str:
    """The key of a variant among the outputs of a module with inline assembly."""
    return kind if variant == NOWHERE else f"{kind}.{variant}"


def choose_variant(make: Callable[[int], Object]) -> int:
    """The best variant all of whose accesses the verifier allows; ``make`` gives its object."""
    everywhere = examine_object(make(EVERYWHERE))
    if everywhere.is_clean:
        return EVERYWHERE
    aligned = make(NOWHERE)
    if everywhere.instruction_count >= count_instructions(aligned):
        return NOWHERE
    strict = examine_object(aligned)
    if everywhere.accepts(strict):
        return EVERYWHERE
    off_stack = examine_object(make(OFF_STACK))
    if off_stack.instruction_count < strict.instruction_count and off_stack.accepts(strict):
        return OFF_STACK
    return NOWHERE


def count_instructions(obj: Object) -> int:
    """How many instructions an object's functions have, one of 16 bytes being two."""
    from bpfcc.elf.programs import list_functions

    return sum(function.instruction_count for function in list_functions(obj))


def emit_variants(
    library: Library, request: Request, module: Module, kind: str, spare: Spare | None
) -> dict[str, bytes]:
    """Code of an optimized module: obj or asm; with inline assembly, every variant there is.

    While the first variant is made here, ``spare`` makes the one that is most often asked for
    next, whether or not it will be.
    """
    from bpfcc.elf.read import read_object

    emitter = _Emitter(library, request, module)
    if len(emitter.bitcode) > _LARGE_BYTES:
        return {name_variant(kind, NOWHERE): emitter.emit(NOWHERE, kind)}
    if spare is not None and not is_crowded():
        emitter.begin(spare, "asm" if emitter.has_inline_asm else "obj")
    if emitter.has_inline_asm:
        return {name_variant(kind, v): emitter.emit(v, kind) for v in VARIANTS}
    variant = choose_variant(lambda variant: read_object(emitter.emit(variant, "obj"), "module"))
    return {kind: emitter.emit(variant, kind)}


class _Emitter:
    """Emits variants of one module, each once."""

    __slots__ = ("begun", "bitcode", "has_inline_asm", "library", "made", "module", "request")

    def __init__(self, library: Library, request: Request, module: Module) -> None:
        self.library = library
        self.request = request
        self.module = module
        self.has_inline_asm = request[6]
        self.bitcode = module.write_bitcode()
        self.made: dict[tuple[int, str], bytes] = {}
        # What the spare process is making, and it.
        self.begun: tuple[int, str, Spare] | None = None

    def begin(self, spare: Spare, kind: str) -> None:
        """Have the variant without unaligned accesses made by another process."""
        spare.start(self.request, self.bitcode, kind)
        self.begun = (NOWHERE, kind, spare)

    def emit(self, variant: int, kind: str) -> bytes:
        """The code of one variant: obj or asm."""
        code = self.made.get((variant, kind))
        if code is None and self.begun is not None and self.begun[:2] == (variant, kind):
            code = self.begun[2].finish()
        if code is None:
            code = self._emit(variant, as_object=kind == "obj")
        self.made[variant, kind] = code
        return code

    def _emit(self, variant: int, *, as_object: bool) -> bytes:
        from bpfcc.codegen.llvm import Module

        wanted = "obj" if as_object else "asm"
        feature = "" if variant == NOWHERE else FEATURE
        with make_machine(self.library, self.request, feature) as machine:
            if variant == EVERYWHERE and wanted in self.request[5]:
                # Emission uses a module up, so the others are copies; a copy may order code in
                # another way.
                return self.module.emit(machine, as_object=as_object)
            source = self.bitcode
            if variant == OFF_STACK:
                from bpfcc.codegen.frame_accesses import align_frame_accesses

                with Module(self.library, source) as copy:
                    source = align_frame_accesses(copy.print_text())
            with Module(self.library, source) as copy:
                return copy.emit(machine, as_object=as_object)
