"""Reaches several variables from one address.

LLVM loads the address of each variable, in two slots, each time anew:

    r1 = a ll                      r6 = a ll
    w2 = *(u32 *)(r1 + 0)          w2 = *(u32 *)(r6 + 0)
    r1 = b ll              ->      *(u32 *)(r6 + 8) = w2
    *(u32 *)(r1 + 0) = w2

What a loader makes of a section of variables is the value of one map, and a linker puts the
section of one object there as a whole, so the distance between two of its variables is fixed.
That holds for symbols that this object defines and no other may replace: not for weak ones.

A load is a site if all that is done with its register, until it is set again in the same block,
is to access memory through it, or to add to it and then access memory: then it does not matter by
how much the address differs if the offsets of the accesses make up for it. Sites of one section
are grouped, and a group gets a register `r` of its own. It is set before the first site if that
is on every way to the others, else at the end of the last block that is. Between there and the
last read in the group, on every way, `r` must hold nothing that is still wanted, and nothing may
set it: neither a call where it is one of r0 to r5. Then each access through `r`, with the
distance added to its offset, is one to the same address. The load goes; where its register is
added to, a move stays of it.

The verifier computes the same distance in the same map's value, in every version: the offset of
an instruction is added to that of the pointer before anything is compared.
"""

from __future__ import annotations

from functools import partial

from bpfcc.codegen.insn import CLASS_LDX, CLASS_STX, OP_LD_IMM64
from bpfcc.codegen.passes.code import ADD64_IMM, ADD64_REG, MOV64_REG, Op, find_live
from bpfcc.codegen.passes.field_offsets import drop_ops
from bpfcc.codegen.passes.ranges import Ranges, grow_group
from bpfcc.codegen.passes.values import is_variable, may_hoist
from bpfcc.elf.model import SHF_MERGE, Binding, Relocation, Section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body
    from bpfcc.codegen.passes.ranges import Place
    from bpfcc.elf.model import Symbol

_ATOMIC_LOAD_ACQUIRE = 0x100
_MEMORY_CLASSES = (1, 2, 3)
_MOST_MISSES, _MOST_BLOCKS, _MOST_ADDRESSES, _FEWEST_EXACT = 6, 30, 2, 2


class Site:
    """A load of the address of a variable, and what uses it.

    `accesses` go through the address or a sum of it; of those in `reads`, and of the additions
    and moves there, the register itself is read. `moves` says that its value changes: a move of
    the shared register has to take the place of the load. If `is_exact`, the address is used for
    something else, so it takes a move too, and the shared register has to be the same address.

    `lasts` are the indices of the last instructions that read the register, by block, and
    `carries` the blocks that hand it on to others.
    """

    __slots__ = (
        "accesses",
        "address",
        "block",
        "carries",
        "index",
        "is_exact",
        "lasts",
        "moves",
        "op",
        "reads",
    )

    def __init__(self, block: Block, index: int, op: Op, address: int) -> None:
        self.block = block
        self.index = index
        self.op = op
        self.address = address
        self.clear()

    def clear(self, *, is_exact: bool = False) -> None:
        """Forget what uses the address."""
        self.accesses: list[Op] = []
        self.reads: list[Op] = []
        self.moves = self.is_exact = is_exact
        self.lasts: dict[Block, int] = {self.block: self.index}
        self.carries: set[Block] = set()

    @property
    def gain(self) -> int:
        """Slots that go with the load."""
        return 1 if self.moves else 2


def share_bases(body: Body) -> int:
    """Do so in one function, whose live registers are known, and are afterwards; slots saved."""
    saved = 0
    done: set[Section] = set()
    ranges: Ranges | None = None
    while ranges is None or ranges.budget > 0:
        groups = _find_sites(body, done)
        if not groups:
            break
        ranges = Ranges(body, ranges)
        section, sites = groups[0]
        gained = _share(ranges, sites)
        saved += gained
        if gained:
            find_live(body)
        else:
            done.add(section)
    return saved


def _find_sites(body: Body, done: set[Section]) -> list[tuple[Section, list[Site]]]:
    """Sites by the section that they reach, where there are several, in order of the text."""
    found: dict[Section, list[Site]] = {}
    for block in body.blocks:
        for index, op in enumerate(block.ops):
            if op.opcode != OP_LD_IMM64 or op.reloc is None or op.is_fixed:
                continue
            symbol = op.reloc.symbol
            if symbol.section in done or not is_shareable(symbol):
                continue
            site = Site(block, index, op, symbol.value + op.imm)
            if not _follow_site(site):
                site.clear(is_exact=True)
            assert isinstance(symbol.section, Section)
            found.setdefault(symbol.section, []).append(site)
    return [(section, sites) for section, sites in found.items() if len(sites) > 1]


def is_shareable(symbol: Symbol) -> bool:
    """Whether the symbol's distance to others of its section is fixed."""
    section = symbol.section
    return (
        is_variable(symbol)
        and symbol.binding is not Binding.WEAK
        and isinstance(section, Section)
        and not section.flags & SHF_MERGE
    )


def _follow_site(site: Site) -> bool:
    """Find what uses the address and sums of it; whether that is only what may be.

    The address is followed into other blocks where no other value of the register gets.
    """
    own = 1 << site.op.dst
    ends = _follow_in_block(site, site.block, site.index + 1)
    if ends is None:
        return False
    if site.moves:
        site.lasts = {site.block: site.index}
        return not ends
    if not ends:
        return True
    site.carries.add(site.block)
    work = [site.block]
    entered: set[Block] = set()
    while work:
        for block in work.pop().following:
            if not block.live_in & own or block in entered:
                continue
            if block is site.block or len(entered) == _MOST_BLOCKS:
                return False
            entered.add(block)
            ends = _follow_in_block(site, block, 0)
            if ends is None or site.moves:
                return False
            if ends:
                site.carries.add(block)
                work.append(block)
    return all(other in site.carries for block in entered for other in block.leading)


def _follow_in_block(site: Site, block: Block, first: int) -> bool | None:
    """Note the uses in one block; whether it hands the address on, None if some use is odd."""
    own = 1 << site.op.dst
    sums = 0
    for index in range(first, len(block.ops)):
        op = block.ops[index]
        used = op.uses & (own | sums)
        made = 0
        if used:
            if op.is_fixed:
                return None
            made = _use_site(site, op, used, own, sums)
            if made < 0:
                return None
            if used & own:
                site.reads.append(op)
                if not site.moves:
                    site.lasts[block] = index
        own &= ~op.defs
        sums = sums & ~op.defs | made
        if not own | sums:
            return False
    if block.live_out & sums:
        return None
    return bool(block.live_out & own)


def _use_site(site: Site, op: Op, used: int, own: int, sums: int) -> int:
    """Note a use of the address or a sum; the register, as a bit, of a new sum; -1 if it is odd."""
    base = find_base(op)
    if base >= 0:
        if not used >> base & 1 or op.uses & ~(1 << base) & used:
            return -1
        if op.opcode & 7 == CLASS_STX and not _is_acquire(op) and op.src == base:
            return -1
        site.accesses.append(op)
        return 0
    made = 1 << op.dst
    if op.opcode == MOV64_REG and op.offset == 0:
        return made
    if op.opcode not in (ADD64_REG, ADD64_IMM):
        return -1
    if used & made:
        if op.opcode == ADD64_REG and used & 1 << op.src:
            return -1
        if own & made:
            site.moves = True
    return made


def find_base(op: Op) -> int:
    """The register that an instruction takes an address from; -1 if it accesses no memory."""
    kind = op.opcode & 7
    if kind not in _MEMORY_CLASSES:
        return -1
    return op.src if kind == CLASS_LDX or _is_acquire(op) else op.dst


def _is_acquire(op: Op) -> bool:
    return op.opcode & 0xE7 == 0xC3 and op.imm == _ATOMIC_LOAD_ACQUIRE


def _share(ranges: Ranges, sites: list[Site]) -> int:
    """Give as many sites of one section as will do a register; slots saved."""
    rank = ranges.rank
    sites = [site for site in sites if site.block in rank]
    sites.sort(key=lambda site: (rank[site.block], site.index))
    exact = [site for site in sites if site.is_exact]
    near = [site for site in sites if not site.is_exact]
    for model in _choose_models(near, exact):
        address = model.address
        also = [site for site in exact if site.address == address]
        rest = sorted([*near, *also], key=lambda site: (rank[site.block], site.index))
        find = partial(_find_register, ranges, address)
        while len(rest) > 1 and ranges.budget > 0:
            group, register = rest, find(rest)
            if register < 0:
                group, register = grow_group(rest, find, _MOST_MISSES)
            gain = sum(site.gain for site in group) - 2
            if register >= 0 and gain > 0:
                _apply(ranges, group, register, model)
                return gain
            rest = rest[1:]
    return 0


def _choose_models(near: list[Site], exact: list[Site]) -> list[Site]:
    """Loads that a register may hold the address of, best first: one needed as it is, or any."""
    counts: dict[int, list[Site]] = {}
    for site in exact:
        counts.setdefault(site.address, []).append(site)
    best = sorted(counts.values(), key=len, reverse=True)[:_MOST_ADDRESSES]
    if not near:
        return [sites[0] for sites in best if len(sites) > _FEWEST_EXACT]
    return [sites[0] for sites in best] or near[:1]


def _find_register(ranges: Ranges, address: int, group: list[Site]) -> int:
    """A register that is free from the start of a group to its last read, or -1."""
    if not _is_near(group, address):
        return -1
    lasts: dict[Block, int] = {}
    leaving: dict[Place, int] = {}
    for site in group:
        for block, last in site.lasts.items():
            lasts[block] = max(lasts.get(block, 0), last)
            if not site.moves:
                _leave(site, block, last, leaving)
        for block in site.carries - site.lasts.keys():
            _leave(site, block, 0, leaving)
    start = ranges.find_start([(site.block, site.index) for site in group])
    reloc = group[0].op.reloc
    assert reloc is not None
    if start[0] is not group[0].block and not may_hoist(reloc.symbol):
        return -1
    return ranges.find_register(start, lasts, leaving)


def _leave(site: Site, block: Block, last: int, leaving: dict[Place, int]) -> None:
    """Note where in a block the register of a load will not be wanted any more."""
    bit = 1 << site.op.dst
    first = site.index if block is site.block else 0
    for index in range(first, len(block.ops) + 1 if block in site.carries else last):
        place = (block, index)
        leaving[place] = leaving.get(place, 0) | bit


def _is_near(group: list[Site], address: int) -> bool:
    """Whether every access of a group is within an instruction's reach of an address."""
    return all(
        -0x8000 <= op.offset + site.address - address < 0x8000
        for site in group
        for op in site.accesses
    )


def _apply(ranges: Ranges, group: list[Site], register: int, model: Site) -> None:
    """Have the accesses of a group go through its register, which gets the model's address."""
    block, first = ranges.find_start([(site.block, site.index) for site in group])
    assert model.op.reloc is not None
    load = Op(OP_LD_IMM64, register, model.op.src, 0, model.op.imm)
    load.reloc = Relocation(0, model.op.reloc.symbol, model.op.reloc.type)
    load.twin = model.op.twin
    if block is group[0].block:
        load.line, group[0].op.line = group[0].op.line, None
    gone: dict[Block, set[int]] = {}
    for site in group:
        distance = site.address - model.address
        for op in site.accesses:
            op.become(op.opcode, op.dst, op.src, op.offset + distance, op.imm)
        if site.moves:
            site.op.reloc = None
            site.op.become(MOV64_REG, site.op.dst, register, 0, 0)
            continue
        gone.setdefault(site.block, set()).add(site.index)
        for op in site.reads:
            if op.opcode & 7 in (CLASS_LDX, 7) or _is_acquire(op):
                op.become(op.opcode, op.dst, register, op.offset, op.imm)
            else:
                op.become(op.opcode, register, op.src, op.offset, op.imm)
    before = sum(index < first for index in gone.get(block, ()))
    for other, indices in gone.items():
        drop_ops(other, indices)
    block.ops.insert(first - before, load)
