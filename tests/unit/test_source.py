from __future__ import annotations

from bpfcc.source import SourceManager


def test_places_count_lines_and_bytes() -> None:
    manager = SourceManager()
    first = manager.add_file("a.c", "one\ntwö x\n")
    second = manager.add_file("b.h", "y\n", included_at=first.base + 4)
    assert str(manager.place(first.base + 8)) == "a.c:2:6"
    assert str(manager.place(second.base)) == "b.h:1:1"
    assert manager.place(0) is None
    assert first.line_text(2) == "twö x"
    assert [str(place) for place in manager.include_chain(second.base)] == ["a.c:2:1"]


def test_line_marks_hold_from_their_place_on() -> None:
    manager = SourceManager()
    file = manager.add_file("a.c", "1\n2\n3\n4\n")
    file.line_marks.append((2, 98, "x.h", True))
    file.line_marks.append((6, 0, "", False))
    places = [str(manager.place(file.base + offset)) for offset in (0, 2, 4, 6)]
    assert places == ["a.c:1:1", "x.h:100:1", "x.h:101:1", "a.c:4:1"]
    assert [manager.is_system(file.base + offset) for offset in (0, 2, 6)] == [False, True, False]


def test_expansions_lead_to_what_was_written() -> None:
    manager = SourceManager()
    file = manager.add_file("a.c", "#define OUT(b) IN(b)\n#define IN(a) a + k\nOUT(v)\n")
    call, argument = file.base + 41, file.base + 45
    inner_name = manager.add_expansion(file.base + 15, call, "OUT")
    outer_argument = manager.add_expansion(argument, call, "OUT", file.base + 18)
    value = manager.add_expansion(outer_argument, inner_name, "IN", file.base + 35)
    constant = manager.add_expansion(file.base + 39, inner_name, "IN")
    assert manager.spelling(value) == manager.file_loc(value) == argument
    assert manager.expansion(value) == manager.expansion(constant) == call
    assert manager.file_loc(constant) == call
    assert [name for name, _ in manager.macro_chain(constant)] == ["IN", "OUT"]
    assert str(manager.spelling_place(constant)) == "a.c:2:19"
