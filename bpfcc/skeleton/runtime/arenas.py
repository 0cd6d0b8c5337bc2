"""Arenas: memory that programs and user space share."""

from __future__ import annotations

from ctypes import POINTER, byref, c_size_t, c_void_p
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.library import _SIGNATURES, _call_for_pointer
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.values import Struct

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_VARIABLES = TypeVar("_VARIABLES", bound=Struct)

_SIGNATURES["bpf_map__initial_value"] = (c_void_p, c_void_p, POINTER(c_size_t))


class ArenaMap(Map, Generic[_VARIABLES]):
    """An arena; `type` is the struct of the object's variables in it."""

    def __init__(self, skeleton: Skeleton, name: str, type: type[_VARIABLES]) -> None:
        super().__init__(skeleton, name)
        self._type = type

    @property
    def variables(self) -> _VARIABLES:
        """The variables in the arena; valid until the object is loaded, then until it is closed."""
        size = c_size_t()
        action = f"find the memory of arena {self.name}"
        address = _call_for_pointer("bpf_map__initial_value", action, self.handle, byref(size))
        return self._type.from_address(address)
