"""Global variables of a program by name: where they are, reading and writing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpfcc.elf.model import Section, SymbolKind
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from bpfcc.elf.model import Object
    from bpfcc.kernel.object import LoadedObject

_DATA_SECTIONS = (".data", ".rodata", ".bss")
_FIRST_KEY = bytes(4)


@dataclass(slots=True, frozen=True)
class Variable:
    """A global variable: ``size_bytes`` at ``offset_bytes`` of the data section ``section``."""

    name: str
    section: str
    offset_bytes: int
    size_bytes: int


def find_variables(obj: Object) -> dict[str, Variable]:
    """Every global variable of ``obj`` by name; static ones are there where they are unique."""
    found: dict[str, Variable] = {}
    for symbol in obj.symbols:
        section = symbol.section
        if symbol.kind is not SymbolKind.OBJECT or not isinstance(section, Section):
            continue
        stem = "." + section.name.split(".")[1] if section.name.startswith(".") else ""
        if stem in _DATA_SECTIONS:
            found[symbol.name] = Variable(
                symbol.name, section.name, symbol.value, symbol.size_bytes
            )
    return found


def set_before_load(loaded: LoadedObject, variable: Variable, value: bytes) -> None:
    """Give a variable its first value: the only way to change those in ``.rodata``."""
    _check_size(variable, value)
    loaded.write_initial(variable.section, variable.offset_bytes, value)


def read_variable(loaded: LoadedObject, variable: Variable) -> bytes:
    """The value of a variable of a loaded object."""
    whole = loaded.map(variable.section).lookup(_FIRST_KEY)
    assert whole is not None  # a data section is an array of one
    return whole[variable.offset_bytes :][: variable.size_bytes]


def write_variable(loaded: LoadedObject, variable: Variable, value: bytes) -> None:
    """Change a variable of ``.data`` or ``.bss`` while the object is loaded.

    The section is read, changed and written as one value: not for variables beside others that
    a running program writes.
    """
    _check_size(variable, value)
    section = loaded.map(variable.section)
    whole = section.lookup(_FIRST_KEY)
    assert whole is not None
    at = variable.offset_bytes
    section.update(_FIRST_KEY, whole[:at] + value + whole[at + len(value) :])


def _check_size(variable: Variable, value: bytes) -> None:
    if len(value) != variable.size_bytes:
        raise InputError(
            f"variable {variable.name} has {variable.size_bytes} bytes, not {len(value)}"
        )
