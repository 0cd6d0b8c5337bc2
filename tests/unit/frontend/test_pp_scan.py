from __future__ import annotations

from bpfcc.frontend.pp_scan import TEXT, FileScan
from bpfcc.source import SourceManager


def directives(text: str, *, trigraphs: bool = False) -> list[str]:
    scan = FileScan(text, trigraphs=trigraphs)
    return [scan.text[start:end] for kind, start, end, _ in scan.items if kind != TEXT]


def test_directives_are_found_where_a_line_begins() -> None:
    assert directives("#a\n  #b\nx #c\n/* k */ #d\n/* m\n*/#e\n%:f\n") == [
        "#a", "#b", "#d", "#e", "%:f",
    ]  # fmt: skip


def test_comments_and_literals_hide_directives() -> None:
    assert directives("/*\n#a\n*/\n\"/*\"\n#b\n// \\\n#c\n'\"'\n#d\ndon't /*\n#e\n") == [
        "#b", "#d", "#e",
    ]  # fmt: skip


def test_a_directive_goes_on_over_splices_and_comments() -> None:
    assert directives("#define A \\\n b /* x\n y */ c\n#z") == [
        "#define A \\\n b /* x\n y */ c",
        "#z",
    ]


def test_the_quick_and_the_careful_search_agree() -> None:
    text = 'a */ #x\n"#"\n/**/ /* */ # y\n \\\n # z\n"s \\\n # no"\n#w\n'
    assert directives(text) == directives(text + "\n%:\n")[:-1] == ["# y", "# z", "#w"]


def test_groups_are_linked() -> None:
    scan = FileScan("#if a\n#if b\n#else\n#endif\n#elif c\n#else\n#endif\n")
    next_of = {item[1]: scan.items[link][1:3] for item, link in zip(
        scan.items, [*scan.links], strict=True) if link < len(scan.items)}  # fmt: skip
    text = scan.text
    assert {text[at:][:5]: text[slice(*where)] for at, where in next_of.items()} == {
        "#if a": "#elif c", "#if b": "#else", "#else": "#endif", "#elif": "#else",
    }  # fmt: skip


def test_broken_groups_are_told() -> None:
    scan = FileScan("#endif\n#else\n#if a\n#else\n#else\n#elif b\n")
    assert [message for _, _, message in scan.structure_errors] == [
        "#endif without #if",
        "#else without #if",
        "#else after #else",
        "#elif after #else",
        "unterminated conditional directive",
    ]


def test_an_include_guard_is_recognized() -> None:
    assert FileScan("/* c */\n#ifndef A_H\n#define A_H\nx\n#endif // A_H\n\n").guard == "A_H"
    assert FileScan("#if !defined(A_H)\nx\n#endif\n").guard == "A_H"
    assert FileScan("#if !defined A_H\nx\n#endif\n").guard == "A_H"
    assert FileScan("#ifndef A_H\n#endif\nint x;\n").guard is None
    assert FileScan("#ifndef A_H\n#else\n#endif\n").guard is None
    assert FileScan("#if !defined(A_H) || X\n#endif\n").guard is None
    assert FileScan("#ifdef A_H\n#endif\n").guard is None


def test_tokens_cut_by_splices_are_joined_and_stay_in_their_place() -> None:
    raw = "in\\\nt x;\n#def\\\nine A\n"
    scan = FileScan(raw)
    assert scan.text == "int x;\n#define A\n"
    manager = SourceManager()
    file = manager.add_file("a.c", scan.text)
    file.raw, file.removals = scan.raw, scan.removals
    place = manager.place(file.base + scan.text.index("x"))
    assert place is not None
    assert (place.line, place.column) == (2, 3)
    place = manager.place(file.base + scan.text.index("A"))
    assert place is not None
    assert (place.line, place.column) == (4, 5)
    assert file.line_text(2) == "t x;"


def test_trigraphs_are_replaced_only_where_they_are_on() -> None:
    text = "??=define A ??(??)\n"
    assert directives(text, trigraphs=True) == ["#define A []"]
    assert directives(text) == []


def test_a_scan_can_be_put_together_again() -> None:
    raw = "a\\\nb \\\n c\n#define X d\\\ne\n"
    scan = FileScan(raw)
    again = FileScan.restore(
        raw, scan.items, scan.links, scan.structure_errors, scan.guard, scan.removals
    )
    assert (again.text, again.items) == (scan.text, scan.items)


def test_an_unterminated_comment_in_a_directive_is_told() -> None:
    scan = FileScan("#define A /* b\nint x;\n")
    assert [message for _, _, message in scan.structure_errors] == ["unterminated /* comment"]
