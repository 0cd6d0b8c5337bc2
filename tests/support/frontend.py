"""A source text through the front end, without the kernel, LLVM or the header index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpfcc.diagnostics import FatalError, Sink
from bpfcc.frontend.parser import parse
from bpfcc.frontend.preprocessor import preprocess
from bpfcc.frontend.sema import analyze
from bpfcc.options import Options
from bpfcc.source import SourceManager

if TYPE_CHECKING:
    from bpfcc.diagnostics import WarningPolicy
    from bpfcc.frontend.tree import Unit


class _Declaration:
    """One external declaration, as the index of declarations hands them out."""

    is_eager = True

    def __init__(self, node: object, order: int) -> None:
        self.node = node
        self.order = order
        self.loc = getattr(node, "coord", 0)

    def parse(self) -> list[object]:
        return [self.node]


class WholeFile:
    """A translation unit all of whose declarations are read in order."""

    def __init__(self, nodes: list[object]) -> None:
        self.roots = [_Declaration(node, i) for i, node in enumerate(nodes)]

    def find(self, name: str) -> list[object]:
        return []

    def find_tag(self, tag: str) -> list[object]:
        return []

    def visible_names(self) -> list[str]:
        return []

    def typedef_names(self) -> list[str]:
        return []

    def tag_names(self) -> list[str]:
        return []

    def list_functions(self) -> list[object]:
        return []

    def macro_names(self) -> list[str]:
        return []

    def is_typedef(self, name: str) -> bool:
        return False


def analyze_text(
    text: str, policy: WarningPolicy | None = None, **settings: Any
) -> tuple[Unit | None, Sink]:
    """The typed tree of ``text`` and what was said; None where reading had to stop."""
    manager = SourceManager()
    options = Options(**settings)
    sink = Sink(manager, policy, error_limit=0)
    try:
        tokens = preprocess("test.c", options, manager, sink, text=text)
        tree = parse(tokens, sink)
        return analyze(WholeFile(tree.ext), options, sink, manager), sink  # type: ignore[arg-type]
    except FatalError:
        return None, sink
