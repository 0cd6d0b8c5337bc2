"""struct_ops maps: tables of programs that the kernel calls."""

from __future__ import annotations

import errno as errnos
from ctypes import POINTER, byref, c_size_t, c_void_p
from typing import TYPE_CHECKING, Generic, TypeVar

from bpfcc.skeleton.runtime.library import _SIGNATURES, BpfError, _ask, _call_for_pointer
from bpfcc.skeleton.runtime.links import Link
from bpfcc.skeleton.runtime.maps import Map
from bpfcc.skeleton.runtime.values import Struct

if TYPE_CHECKING:
    from bpfcc.skeleton.runtime.skeleton import Skeleton

_TABLE = TypeVar("_TABLE", bound=Struct)

_SIGNATURES.update(
    {
        "bpf_map__initial_value": (c_void_p, c_void_p, POINTER(c_size_t)),
        "bpf_map__attach_struct_ops": (c_void_p, c_void_p),
    }
)


class StructOpsMap(Map, Generic[_TABLE]):
    """A table that is registered with the kernel when it is attached."""

    def __init__(self, skeleton: Skeleton, name: str, type: type[_TABLE]) -> None:
        super().__init__(skeleton, name)
        self.link: Link | None = None
        self._type = type
        skeleton._attached_maps.append(self)

    @property
    def initial(self) -> _TABLE:
        """The table as it will be loaded, to be changed before; valid while the object is open.

        A function is the `handle` of a program. libbpf 1.5 or newer is needed.
        """
        size = c_size_t()
        address: int | None = _ask("bpf_map__initial_value", self.handle, byref(size))
        if not address:
            message = f"libbpf is too old to change table {self.name}: 1.5 can"
            raise BpfError(errnos.EOPNOTSUPP, message)
        return self._type.from_address(address)

    @property
    def is_attached(self) -> bool:
        """Whether the kernel has the table."""
        return self.link is not None and self.link.is_attached

    def attach(self) -> Link:
        """Register the table."""
        action = f"attach table {self.name}"
        handle = _call_for_pointer("bpf_map__attach_struct_ops", action, self.handle)
        self.link = Link._of_handle(handle)
        return self.link

    def detach(self) -> None:
        """Take the table back."""
        if self.link is not None:
            self.link.detach()
