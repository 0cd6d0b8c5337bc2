"""Text through the preprocessor for tests: tokens as a line of text, diagnostics as lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bpfcc.diagnostics import FatalError, Sink
from bpfcc.frontend.lexer import Lexer
from bpfcc.frontend.pp_output import print_preprocessed
from bpfcc.frontend.preprocessor import Preprocessor
from bpfcc.frontend.token import Token
from bpfcc.options import Options
from bpfcc.source import SourceManager

_MARKER = re.compile(r'# (\d+) "((?:[^"\\]|\\.)*)"')


class Preprocessed:
    """The tokens of a text, and what was said while they were made."""

    def __init__(self, text: str, path: str = "t.c", **settings: Any) -> None:
        settings.setdefault("cache", False)
        self.manager = SourceManager()
        self.sink = Sink(self.manager, error_limit=0)
        self.options = Options(**settings)
        self.preprocessor = Preprocessor(self.options, self.manager, self.sink)
        self.tokens: list[Token] = []
        try:
            self.tokens = self.preprocessor.run(path, text)
        except FatalError:
            self.is_fatal = True
        else:
            self.is_fatal = False

    @property
    def text(self) -> str:
        """The spellings of the tokens, a space between any two."""
        return " ".join(tok.value for tok in self.tokens)

    def messages(self) -> list[str]:
        """``line:column: message`` of each diagnostic, where the user would look."""
        found = []
        for diagnostic in self.sink.diagnostics:
            place = self.manager.place(self.manager.file_loc(diagnostic.loc))
            where = f"{place.line}:{place.column}" if place else "-"
            found.append(f"{where}: {diagnostic.message}")
        return found


def expand(text: str, **settings: Any) -> str:
    """The tokens of a text that must preprocess without a word."""
    done = Preprocessed(text, **settings)
    assert done.messages() == []
    return done.text


def complain(text: str, **settings: Any) -> list[str]:
    """What is said about a text."""
    return Preprocessed(text, **settings).messages()


def print_text(path: Path, **settings: Any) -> str | None:
    """The ``-E`` text of a file; None if it is wrong."""
    manager = SourceManager()
    sink = Sink(manager)
    try:
        text, _ = print_preprocessed(str(path), Options(cache=False, **settings), manager, sink)
    except FatalError:
        return None
    return None if sink.error_count else text


def read_tokens(text: str) -> list[tuple[str, str, int]]:
    """(spelling, file, line) of each token of a text printed by ``-E``."""
    lexer = Lexer("gnu17")
    found: list[tuple[str, str, int]] = []
    name, line = "", 0
    for row in text.split("\n"):
        marker = _MARKER.match(row)
        if marker:
            line, name = int(marker[1]) - 1, marker[2]
            continue
        line += 1
        found.extend((tok.value, name, line) for tok in lexer.lex(row, 0, len(row), 1))
    return found


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Create files, and the folders they are in."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def spellings(tokens: Iterable[Token]) -> str:
    """The spellings of tokens, a space between any two."""
    return " ".join(tok.value for tok in tokens)
