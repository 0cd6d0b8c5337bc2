"""The report that `bpfcc inspect` prints: everything about one object, as plain values."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from bpfcc.btf.cprint import CPrinter
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.types import Function as FunctionType
from bpfcc.btf.types import FunctionPrototype
from bpfcc.codegen.stackuse import measure_stack
from bpfcc.elf.maps import list_maps
from bpfcc.elf.programs import INSTRUCTION_BYTES, list_programs, read_license, read_version
from bpfcc.elf.read import read_object_file
from bpfcc.elf.variables import list_externs, list_globals
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from bpfcc.btf.ext import LineInfo
    from bpfcc.btf.types import Type
    from bpfcc.codegen.stackuse import StackSlot, StackUse
    from bpfcc.elf.maps import MapDefinition

Report = dict[str, Any]


def make_report(path: str) -> Report:
    """Everything that `inspect` says about the object at `path`; raises InputError."""
    try:
        return _Reporter(path).make()
    except InputError as error:
        raise InputError(error.message, where=error.where or path) from None


class _Reporter:
    """Describes the parts of one object."""

    def __init__(self, path: str) -> None:
        self.obj = read_object_file(path)
        self.btf = read_object_btf(self.obj, path)
        self.ext = None
        self.printer = None
        if self.btf is not None:
            self.ext = read_object_ext(self.obj, self.btf, path)
            self.printer = CPrinter(self.btf)

    def make(self) -> Report:
        obj, btf = self.obj, self.btf
        entries = {function.symbol for function in list_programs(obj)}
        stack = measure_stack(obj)
        return {
            "programs": [
                self._describe_program(use) for use in stack if use.function.symbol in entries
            ],
            "subprograms": [
                self._describe_subprogram(use)
                for use in stack
                if use.function.symbol not in entries
            ],
            "maps": [self._describe_map(definition) for definition in list_maps(obj, btf)],
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
            **self._describe_stack(use),
        }

    def _describe_subprogram(self, use: StackUse) -> Report:
        function = use.function
        return {
            "name": function.name,
            "section": function.section.name,
            "static": function.is_static,
            **self._describe_stack(use),
        }

    def _describe_stack(self, use: StackUse) -> Report:
        return {
            "instructions": use.function.instruction_count,
            "stack_bytes": use.frame_bytes,
            "stack_chain": use.chain,
            "stack_chain_bytes": use.chain_bytes,
            "stack_slots": [self._describe_slot(use, slot) for slot in use.slots],
        }

    def _describe_slot(self, use: StackUse, slot: StackSlot) -> Report:
        function = use.function
        offset = function.offset_bytes + slot.first_instruction * INSTRUCTION_BYTES
        line = self._find_line(function.section.name, offset)
        return {
            "offset": slot.offset_bytes,
            "size": slot.size_bytes,
            "accesses": slot.accesses,
            "instruction": slot.first_instruction,
            "line": line.line if line is not None else None,
            "source": line.text.strip() if line is not None else None,
        }

    def _find_line(self, section: str, offset: int) -> LineInfo | None:
        """The source line of an instruction; None where the object does not say."""
        lines = self.ext.lines.get(section, []) if self.ext is not None else []
        at = bisect_right(lines, offset, key=lambda line: line.offset_bytes)
        return lines[at - 1] if at else None

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
