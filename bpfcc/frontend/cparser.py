"""pycparser's parser and its nodes, without what they import and do not need.

Importing ``pycparser.c_parser`` the usual way takes 19 ms, as long as parsing a small program,
and most of that is not the parser: the package's own ``subprocess`` (to call a preprocessor),
the regular expressions of its lexer (our tokens come from our preprocessor), ``typing`` and
``dataclasses`` with ``inspect`` behind it (for annotations, and for one class of coordinates;
ours are numbers). So the two modules are loaded here as a private copy, under names of ours:
their import statements are answered by ``_import``, with stand-ins for these. Nothing of it is
seen elsewhere: whoever imports pycparser in the same process gets all of it, unchanged.

The rest of the front end takes ``c_ast`` from ``nodes``, as before.
"""

from __future__ import annotations

import builtins
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType, SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pycparser import c_ast as c_ast
    from pycparser import c_parser as c_parser


class _Form:
    """What stands in an annotation: it can be subscripted and be one of several types."""

    def __getitem__(self, _: object) -> _Form:
        return self

    __or__ = __ror__ = __getitem__


def _leave_as_it_is(**_: object) -> Callable[[type], type]:
    """Stand where ``dataclass(slots=True)`` does, over a class of which no instance is made."""
    return lambda cls: cls


def _cast(_: object, value: object) -> object:
    return value


_form = _Form()
_STAND_INS: dict[str, Any] = {
    "typing": SimpleNamespace(
        IO=_form,
        Any=_form,
        ClassVar=_form,
        Literal=_form,
        NoReturn=_form,
        NotRequired=_form,
        Optional=_form,
        TypedDict=dict,
        cast=_cast,
    ),
    "dataclasses": SimpleNamespace(dataclass=_leave_as_it_is),
}
_siblings: dict[str, Any] = {
    "c_lexer": SimpleNamespace(CLexer=object, Dialect=str, Token=object),
}


def _import(
    name: str,
    module_globals: dict[str, object] | None = None,
    module_locals: dict[str, object] | None = None,
    names: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    """Import on behalf of pycparser's modules, in place of ``builtins.__import__``."""
    if level:
        if name:
            return _load(name)
        return SimpleNamespace(**{sibling: _load(sibling) for sibling in names or ()})
    if name in _STAND_INS:
        return _STAND_INS[name]
    return builtins.__import__(name, module_globals, module_locals, names or (), level)


def _load(name: str) -> Any:
    """A module of pycparser, loaded once."""
    module = _siblings.get(name)
    if module is None:
        package = PathFinder.find_spec("pycparser")
        if package is None or not package.submodule_search_locations:
            raise ModuleNotFoundError("pycparser is not installed", name="pycparser")
        path = f"{package.submodule_search_locations[0]}/{name}.py"
        full_name = f"{__name__}.{name}"
        loader = SourceFileLoader(full_name, path)
        module = ModuleType(full_name)
        module.__file__ = path
        module.__spec__ = ModuleSpec(full_name, loader, origin=path)
        # The module's functions and import statements find their builtins here.
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": _import}
        loader.exec_module(module)
        _siblings[name] = module
    return module


if not TYPE_CHECKING:
    c_ast = _load("c_ast")
    c_parser = _load("c_parser")
