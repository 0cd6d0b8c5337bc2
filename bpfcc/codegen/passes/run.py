"""The passes, in their order."""

from __future__ import annotations

from bpfcc.codegen.insn import CALL_HELPER, OP_CALL
from bpfcc.codegen.passes.bits import Bits
from bpfcc.codegen.passes.bound_tests import compare_bounds, narrow_masks, tests_bits
from bpfcc.codegen.passes.branches import simplify_branches
from bpfcc.codegen.passes.code import find_live
from bpfcc.codegen.passes.dead_traps import drop_dead_traps
from bpfcc.codegen.passes.field_offsets import fold_field_offsets
from bpfcc.codegen.passes.frame_sums import add_in_frame, joins_in_frame
from bpfcc.codegen.passes.layout import read_code
from bpfcc.codegen.passes.repeated_values import share_repeated_values
from bpfcc.codegen.passes.shared_bases import share_bases
from bpfcc.codegen.passes.short_constants import shorten_constants
from bpfcc.codegen.passes.store_constants import store_constants
from bpfcc.codegen.passes.values import Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpfcc.codegen.assembler import Places
    from bpfcc.codegen.passes.code import Body, SectionCode
    from bpfcc.codegen.passes.layout import ObjectCode
    from bpfcc.elf.model import Object

_SK_RELEASE = 86


def shrink_object(obj: Object, compiled: Mapping[str, set[int]] | None = None) -> int:
    """Make the code of an object smaller and loadable; how many instructions went.

    `compiled` are the places, by section, of the instructions that a compiler made, where there
    are others. An object whose code is not as compilers write it stays whole.
    """
    code = read_code(obj, compiled)
    if code is None:
        return 0
    is_changed, saved = shrink_code(code)
    return saved if is_changed and code.write() else 0


def shrink_bytes(data: bytes) -> bytes:
    """`shrink_object` for a compiler's object in a file's bytes."""
    from bpfcc.elf.read import read_object
    from bpfcc.elf.write import write_object

    obj = read_object(data, "module")
    code = read_code(obj)
    if code is None or not shrink_code(code)[0] or not code.write():
        return data
    return write_object(obj)


def shrink_text(text: str, *, filename: str, little_endian: bool) -> str:
    """Make the code in a compiler's assembly text smaller; InputError where it does not assemble.

    The object that the result assembles to has the code that `shrink_object` makes.
    """
    from bpfcc.codegen.assembler import assemble
    from bpfcc.codegen.passes.listing import find_compiled, rewrite_text

    places: Places = {}
    obj = assemble(text, filename=filename, little_endian=little_endian, places=places)
    code = read_code(obj, find_compiled(text, places))
    if code is None or not shrink_code(code)[0]:
        return text
    changed = rewrite_text(text, places, code)
    return changed if code.write() else text


def shrink_code(code: ObjectCode) -> tuple[bool, int]:
    """Run every pass over every function: whether there is a change, how many instructions went."""
    lookup_is_plain = not _releases_sockets(code.codes)
    little_endian = code.obj.little_endian
    changed = saved = 0
    for section in code.codes:
        for body in section.bodies:
            find_live(body)
            saved += drop_dead_traps(body)
            masks, tests = _follow_bits(body)
            changed += masks
            saved += tests
            saved += shorten_constants(body)
            saved += fold_field_offsets(body)
            values = Values(body, lookup_is_plain=lookup_is_plain)
            saved += store_constants(body, values, little_endian=little_endian)
            saved += share_bases(body)
            saved += share_repeated_values(body)
            ended, tests = simplify_branches(body)
            changed += ended
            saved += tests
    return changed + saved > 0, saved


def _follow_bits(body: Body) -> tuple[int, int]:
    """The passes that ask which bits can be set: how many instructions changed, and went."""
    joins, tests = joins_in_frame(body), tests_bits(body)
    changed = saved = 0
    if joins or tests:
        bits = Bits(body)
        if joins:
            changed += add_in_frame(bits)
        if tests:
            changed += narrow_masks(bits)
            saved += compare_bounds(bits)
    return changed, saved


def _releases_sockets(codes: list[SectionCode]) -> bool:
    """Whether lookups in maps may give sockets: then something has to release them."""
    return any(
        op.opcode == OP_CALL and op.src == CALL_HELPER and op.imm == _SK_RELEASE
        for code in codes
        for block in code.blocks
        for op in block.ops
    )
