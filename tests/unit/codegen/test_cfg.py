"""Control-flow graphs: blocks, edges, loops, and the two drawings of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.cfg import Block, build_blocks, rank_blocks
from bpfcc.codegen.cfg_render_dot import render_dot
from bpfcc.codegen.cfg_render_html import render_html
from bpfcc.codegen.cfg_render_layout import lay_out
from bpfcc.codegen.disassembler import Listing, disassemble
from tests.unit.codegen.test_disassembler import compile_golden

LOOP = """
f:	r0 = 0
1:	if r1 == 0 goto 2f
	r0 += r1
	r1 -= 1
	goto 1b
2:	exit
	r0 = 9
	exit
"""


def list_code(text: str) -> Listing:
    return disassemble(assemble(text, filename="t.s"))


def blocks_of(text: str) -> list[Block]:
    (function,) = list_code(text).functions
    return build_blocks(function)


def edges_of(blocks: list[Block]) -> set[tuple[int, int, str, bool]]:
    return {(b.number, e.target, e.kind, e.is_back) for b in blocks for e in b.edges}


def test_blocks_end_at_jumps_and_start_at_targets() -> None:
    blocks = blocks_of(LOOP)
    assert [[line.slot for line in block.lines] for block in blocks] == [
        [0], [1], [2, 3, 4], [5], [6, 7],
    ]  # fmt: skip
    assert edges_of(blocks) == {
        (0, 1, "fall", False),
        (1, 2, "fall", False),
        (1, 3, "branch", False),
        (2, 1, "jump", True),
    }
    assert [len(block.predecessors) for block in blocks] == [0, 2, 1, 1, 0]


def test_ranks_are_longest_paths_without_loops() -> None:
    assert rank_blocks(blocks_of(LOOP)) == [0, 1, 2, 2, 0]


def test_calls_and_may_goto_do_what_they_do() -> None:
    blocks = blocks_of("f: call 1\nmay_goto 1f\nr1 = 1\n1: exit")
    assert edges_of(blocks) == {
        (0, 1, "fall", False),
        (0, 2, "branch", False),
        (1, 2, "fall", False),
    }


def test_jump_by_register_leaves_for_the_unknown() -> None:
    first, _second = blocks_of("f: gotox r1\nexit")
    assert first.leaves_unknown
    assert not first.edges


def test_jump_through_a_table_goes_to_every_entry() -> None:
    (function,) = disassemble(compile_golden("jumps", "v4")).functions
    blocks = build_blocks(function)
    (switch,) = [block for block in blocks if len(block.edges) > 2]
    assert len(switch.edges) == 20
    assert not switch.leaves_unknown
    assert all(block.predecessors for block in blocks[1:])


def test_deep_code_is_no_deep_recursion() -> None:
    text = "f:\n" + "if r1 == 0 goto +0\n" * 5000 + "exit"
    blocks = blocks_of(text)
    assert len(blocks) == 5001
    assert rank_blocks(blocks)[-1] == 5000


def test_boxes_do_not_overlap_and_edges_end_at_their_blocks() -> None:
    for function in disassemble(compile_golden("calls")).functions:
        blocks = build_blocks(function)
        drawing = lay_out(blocks, [(100.0 + 9 * b.number, 20.0 * len(b.lines)) for b in blocks])
        boxes = drawing.boxes
        for index, box in enumerate(boxes):
            assert 0 <= box.x <= box.x + box.width <= drawing.width
            assert 0 <= box.y <= box.y + box.height <= drawing.height
            for other in boxes[index + 1 :]:
                apart_x = box.x + box.width <= other.x or other.x + other.width <= box.x
                apart_y = box.y + box.height <= other.y or other.y + other.height <= box.y
                assert apart_x or apart_y
        for route in drawing.routes:
            source, target = boxes[route.source], boxes[route.edge.target]
            assert route.points[0][1] == source.y + source.height
            assert route.points[-1][1] == target.y
            assert target.x <= route.points[-1][0] <= target.x + target.width
            for (x1, y1), (x2, y2) in zip(route.points, route.points[1:], strict=False):
                assert x1 == x2 or y1 == y2


def test_dot_has_a_node_for_each_block_and_an_edge_for_each_edge() -> None:
    listing = list_code(LOOP)
    text = render_dot(listing)
    assert text.count("label=") == 6
    assert len(re.findall(r"f0b\d -> f0b\d", text)) == 4
    assert "style=dashed" in text
    assert text.count("{") == text.count("}")


def test_dot_escapes_what_the_object_says() -> None:
    text = render_dot(list_code('"a\\"}\\n": exit'))
    assert r"\"}" in text
    assert len(re.findall(r'(?<!\\)"', text)) % 2 == 0


class PageCheck(HTMLParser):
    """Counts elements and checks that they nest and that nothing comes from outside."""

    VOID = frozenset(("meta", "link", "img", "br"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.counts: dict[str, int] = {}
        self.ties: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        assert not {"src", "href", "onload"} & {name for name, _value in attrs}
        self.ties.update(value or "" for name, value in attrs if name == "data-line")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("module", ["calls", "core", "data"])
def test_page_is_whole_and_self_contained(module: str) -> None:
    listing = disassemble(compile_golden(module))
    page = render_html(listing, f"{module}.o")
    check = PageCheck()
    check.feed(page)
    assert check.open == []
    assert check.counts["svg"] == check.counts["option"] == len(listing.functions)
    places = {
        (function.name, line.source.file, line.source.line)
        for function in listing.functions
        for line in function.lines
        if line.source is not None
    }
    assert check.counts["tr"] == len(places)
    assert "://" not in page


def test_page_escapes_what_the_object_says() -> None:
    page = render_html(list_code('"<script>alert(1)</script>": exit'), "<b>")
    assert page.count("<script>") == 1
    assert "<b>" not in page


def test_page_without_code_says_so() -> None:
    assert "No code." in render_html(list_code(".data\n.long 1"), "t.o")


PROBE = """
<script>
const part = parts[4];
const row = part.querySelector('.source tr:nth-child(2)');
row.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
const shown = parts.filter(each => getComputedStyle(each).display !== 'none');
const wide = part.querySelector('svg').getBoundingClientRect().width;
document.getElementById('in').click();
const wider = part.querySelector('svg').getBoundingClientRect().width;
document.title = [shown.length, shown[0] === part, part.querySelectorAll('svg .hit').length > 0,
  row.classList.contains('hit'), wider > wide].join(' ');
</script></body>
"""


def test_page_works_in_a_browser(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium to open the page in")
    page = render_html(disassemble(compile_golden("calls")), "calls.o")
    target = tmp_path / "page.html"
    target.write_text(page.replace("</body>", PROBE))
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    result = subprocess.run(
        [*command, profile, f"{target.as_uri()}#4"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "<title>1 true true true true</title>" in result.stdout
