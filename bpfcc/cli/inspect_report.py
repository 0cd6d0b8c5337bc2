"""The report that `bpfcc inspect` prints: everything about one object, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpfcc.btf.cprint import CPrinter
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.types import Function as FunctionType
from bpfcc.btf.types import FunctionPrototype
from bpfcc.codegen.disassembler import FunctionListing, disassemble
from bpfcc.codegen.figures import Figures, add_up, measure_function
from bpfcc.codegen.frame_slots import find_slots
from bpfcc.codegen.stackuse import measure_stack
from bpfcc.elf.maps import list_maps
from bpfcc.elf.programs import INSTRUCTION_BYTES, list_programs, read_license, read_version
from bpfcc.elf.read import read_object_file
from bpfcc.elf.variables import list_externs, list_globals
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from bpfcc.btf.types import Type
    from bpfcc.codegen.frame_slots import StackSlot
    from bpfcc.codegen.stackuse import StackUse
    from bpfcc.elf.maps import MapDefinition
    from bpfcc.elf.model import Object, Section
    from bpfcc.elf.programs import Function

Report = dict[str, Any]


def make_report(path: str) -> Report:
    """Everything that `inspect` says about the object at `path`; raises InputError."""
    return report_object(read_object_file(path), path)


def report_object(obj: Object, name: str) -> Report:
    """The same of an object that errors call `name`."""
    try:
        return _Reporter(obj, name).make()
    except InputError as error:
        raise InputError(error.message, where=error.where or name) from None


class _Reporter:
    """Describes the parts of one object."""

    def __init__(self, obj: Object, name: str) -> None:
        self.obj = obj
        self.btf = read_object_btf(obj, name)
        self.ext = None
        self.printer = None
        if self.btf is not None:
            self.ext = read_object_ext(obj, self.btf, name)
            self.printer = CPrinter(self.btf)
        self.maps = list_maps(obj, self.btf)
        self.stack = measure_stack(obj)
        self.listings = self._find_listings(name)
        self.figures = self._measure_functions()

    def _find_listings(self, name: str) -> dict[Function, FunctionListing]:
        """The instructions of each function."""
        found = {
            (listing.section, listing.start * INSTRUCTION_BYTES): listing
            for listing in disassemble(self.obj, name=name).functions
        }
        return {use.function: self._choose_listing(use.function, found, name) for use in self.stack}

    @staticmethod
    def _choose_listing(
        function: Function, found: dict[tuple[Section, int], FunctionListing], name: str
    ) -> FunctionListing:
        listing = found.get((function.section, function.offset_bytes))
        if listing is not None:
            return listing
        if function.size_bytes:
            section = function.section.name
            message = f"function {function.name} starts within an instruction of section {section}"
            raise InputError(message, where=name)
        return FunctionListing(function.name, function.section, 0, 0)

    def _measure_functions(self) -> dict[Function, Figures]:
        maps = {definition.name for definition in self.maps}
        externs = {symbol.name for symbol in self.obj.symbols if symbol.section is None}
        return {
            function: measure_function(listing, maps, externs)
            for function, listing in self.listings.items()
        }

    def make(self) -> Report:
        obj, btf = self.obj, self.btf
        entries = {function.symbol for function in list_programs(obj)}
        return {
            "programs": [
                self._describe_program(use) for use in self.stack if use.function.symbol in entries
            ],
            "subprograms": [
                self._describe_subprogram(use)
                for use in self.stack
                if use.function.symbol not in entries
            ],
            "maps": [self._describe_map(definition) for definition in self.maps],
            "globals": [
                {
                    "name": item.name,
                    "section": item.section,
                    "offset": item.offset_bytes,
                    "size": item.size_bytes,
                    "declaration": self._spell(item.type, item.name),
                    "static": item.is_static,
                }
                for item in list_globals(obj, btf)
            ],
            "externs": [
                {
                    "name": item.name,
                    "kind": item.kind,
                    "declaration": self._spell(item.type, item.name),
                    "weak": item.is_weak,
                }
                for item in list_externs(obj, btf)
            ],
            "license": read_license(obj),
            "version": read_version(obj),
            "byte_order": "little" if obj.little_endian else "big",
            "btf": self._describe_btf(),
        }

    def _spell(self, type_: Type | None, name: str) -> str | None:
        """The C declaration of `name`; None without BTF."""
        if self.printer is None or type_ is None:
            return None
        if isinstance(type_, FunctionPrototype):
            return self.printer.declare_function(FunctionType(name, type_))
        return self.printer.declare(type_, name)

    def _describe_program(self, use: StackUse) -> Report:
        function = use.function
        match = function.match
        return {
            "name": function.name,
            "section": function.section.name,
            "type": function.type_name,
            "attach_type": function.attach_type,
            "attach_target": match.target if match is not None and match.target else None,
            "sleepable": match is not None and match.kind.is_sleepable,
            "autoload": match is None or match.autoload,
            **self._describe_code(use),
        }

    def _describe_subprogram(self, use: StackUse) -> Report:
        function = use.function
        return {
            "name": function.name,
            "section": function.section.name,
            "static": function.is_static,
            **self._describe_code(use),
        }

    def _describe_code(self, use: StackUse) -> Report:
        callees = {other.function: other.callees for other in self.stack}
        sizes = {row.name: (row.key_size_bytes, row.value_size_bytes) for row in self.maps}
        figures = add_up(use, callees, self.figures)
        return {
            "instructions": use.function.instruction_count,
            "stack_bytes": use.frame_bytes,
            "stack_chain": use.chain,
            "stack_chain_bytes": use.chain_bytes,
            "stack_slots": [
                _describe_slot(slot) for slot in find_slots(self.listings[use.function], sizes)
            ],
            "calls": [callee.name for callee in use.callees],
            "total": {
                "instructions": figures.instructions,
                "frames": figures.frames,
                "blocks": figures.blocks,
                "branches": figures.branches,
                "loops": figures.loops,
                "helpers": figures.helpers,
                "kfuncs": figures.kfuncs,
                "maps": figures.maps,
            },
        }

    def _describe_map(self, definition: MapDefinition) -> Report:
        row: Report = {
            "name": definition.name,
            "type": definition.type_name,
            "key_size": definition.key_size_bytes,
            "value_size": definition.value_size_bytes,
            "max_entries": definition.max_entries,
            "flags": definition.flags,
            "pinning": definition.pinning,
            "numa_node": definition.numa_node,
            "map_extra": definition.extra,
            "section": definition.section,
            "key": self._spell(definition.key, ""),
            "value": self._spell(definition.value, ""),
        }
        if definition.inner is not None:
            row["inner"] = self._describe_map(definition.inner)
        if definition.slots:
            slots = sorted(definition.slots.items())
            row["values"] = {str(index): name for index, name in slots}
        return row

    def _describe_btf(self) -> Report | None:
        if self.btf is None:
            return None
        ext = self.ext
        groups = (ext.functions, ext.lines, ext.relocations) if ext is not None else ({}, {}, {})
        functions, lines, relocations = (sum(map(len, group.values())) for group in groups)
        sizes = {
            section.name: len(section.data)
            for section in self.obj.sections
            if section.name in (".BTF", ".BTF.ext")
        }
        return {
            "types": len(self.btf),
            "bytes": sizes[".BTF"],
            "ext_bytes": sizes.get(".BTF.ext", 0),
            "functions": functions,
            "lines": lines,
            "core_relocations": relocations,
        }


def _describe_slot(slot: StackSlot) -> Report:
    return {
        "offset": slot.offset_bytes,
        "size": slot.size_bytes,
        "variable": ", ".join(slot.variables) or None,
        "accesses": slot.accesses,
        "instruction": slot.first_instruction,
        "line": slot.line.line if slot.line is not None else None,
        "source": slot.line.text.strip() if slot.line is not None else None,
    }
