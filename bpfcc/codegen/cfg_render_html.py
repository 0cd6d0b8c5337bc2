"""Writes control-flow graphs as one HTML page: graph and source side by side, no network.

The graph of each function is drawn as SVG here; the script in the page only switches functions,
zooms, and ties source lines to the instructions that were made of them.
"""

from __future__ import annotations

from html import escape

from bpfcc.codegen.cfg import build_blocks
from bpfcc.codegen.cfg_render_layout import lay_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.codegen.cfg import Block
    from bpfcc.codegen.cfg_render_layout import Drawing, Route
    from bpfcc.codegen.disassembler import FunctionListing, Listing

_LETTER_WIDTH = 7.25
_LINE_HEIGHT = 16.0
_PADDING = 8.0
_MAX_LETTERS = 110

_STYLE = """
:root { color-scheme: light dark; --back: #fff; --ink: #1f2328; --dim: #6e7781; --edge: #d0d7de;
  --box: #f6f8fa; --hit: #fff3b0; --branch: #1a7f37; --fall: #b35900; --jump: #0550ae;
  --note: #116329; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --ink: #e6edf3; --dim: #8b949e;
  --edge: #30363d; --box: #161b22; --hit: #4d3f00; --branch: #3fb950; --fall: #db6d28;
  --jump: #58a6ff; --note: #7ee787; } }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--back);
  color: var(--ink); font: 13px system-ui, sans-serif; }
header { display: flex; gap: 1em; align-items: center; padding: .5em 1em; flex-wrap: wrap;
  border-bottom: 1px solid var(--edge); }
header h1 { font-size: 1.1em; margin: 0; }
header .facts { color: var(--dim); }
select, button { font: inherit; color: inherit; background: var(--box); padding: .2em .6em;
  border: 1px solid var(--edge); border-radius: 4px; max-width: 30em; }
main { flex: 1; min-height: 0; display: flex; }
section { flex: 1; min-width: 0; display: none; }
section.shown { display: flex; }
.source { width: 34%; overflow: auto; resize: horizontal; border-right: 1px solid var(--edge); }
.graph { flex: 1; overflow: auto; min-width: 0; }
.source h2 { font-size: 1em; margin: .6em .8em .3em; color: var(--dim); }
.source table { border-collapse: collapse; font: 12px ui-monospace, monospace; width: 100%; }
.source td { padding: 0 .5em; white-space: pre; vertical-align: top; cursor: pointer; }
.source td:first-child { color: var(--dim); text-align: right; user-select: none; }
.source p { margin: 1em; color: var(--dim); }
svg text { font: 12px ui-monospace, monospace; fill: var(--ink); white-space: pre; }
svg .slot, svg .note { fill: var(--dim); }
svg .label { font-weight: bold; }
svg .block { fill: var(--box); stroke: var(--edge); }
svg .dead .block { stroke-dasharray: 4 3; }
svg .row { fill: transparent; }
svg polyline { fill: none; stroke-width: 1.4; }
svg .branch { stroke: var(--branch); } svg .fall { stroke: var(--fall); }
svg .jump { stroke: var(--jump); } svg .back { stroke-dasharray: 5 3; }
svg polygon.branch { fill: var(--branch); stroke: none; }
svg polygon.fall { fill: var(--fall); stroke: none; }
svg polygon.jump { fill: var(--jump); stroke: none; }
tr.hit td { background: var(--hit); } svg .hit .row { fill: var(--hit); }
"""

_SCRIPT = """
const pick = document.getElementById('pick');
const parts = [...document.querySelectorAll('section')];
let zoom = 1;
function show(number) {
  parts.forEach((part, index) => part.classList.toggle('shown', index === number));
  pick.value = number;
  resize();
}
function resize() {
  document.querySelectorAll('section.shown svg').forEach(svg => {
    svg.setAttribute('width', svg.viewBox.baseVal.width * zoom);
    svg.setAttribute('height', svg.viewBox.baseVal.height * zoom);
  });
}
function mark(part, line, on) {
  part.querySelectorAll('[data-line="' + line + '"]').forEach(
    element => element.classList.toggle('hit', on));
}
parts.forEach(part => {
  for (const [kind, on] of [['mouseover', true], ['mouseout', false]])
    part.addEventListener(kind, event => {
      const element = event.target.closest('[data-line]');
      if (element) mark(part, element.dataset.line, on);
    });
  part.addEventListener('click', event => {
    const element = event.target.closest('[data-line]');
    if (!element) return;
    const other = element.closest('.source') ? '.graph' : '.source';
    const target = part.querySelector(other + ' [data-line="' + element.dataset.line + '"]');
    if (target) target.scrollIntoView({block: 'center', inline: 'center'});
  });
});
pick.addEventListener('change', () => { location.hash = pick.value; });
document.getElementById('out').onclick = () => { zoom /= 1.25; resize(); };
document.getElementById('in').onclick = () => { zoom *= 1.25; resize(); };
function follow() { show(Math.min(parts.length - 1, Number(location.hash.slice(1)) || 0)); }
window.addEventListener('hashchange', follow);
follow();
"""


def render_html(listing: Listing, title: str) -> str:
    """Return the page; every text of the object is escaped in it."""
    functions = [function for function in listing.functions if function.lines]
    out = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f'<header><h1>{_text(title)}</h1><select id="pick" aria-label="function">',
    ]
    for number, function in enumerate(functions):
        facts = f"{function.name} — {function.section.name}, {function.instruction_count}"
        out.append(f'<option value="{number}">{_text(facts)} instructions</option>')
    out.append(
        '</select><button id="out" aria-label="smaller">−</button>'
        '<button id="in" aria-label="larger">+</button>'
        '<span class="facts">point at a line to find its instructions</span></header><main>'
    )
    for function in functions:
        out += _render_function(function)
    if not functions:
        out.append("<p>No code.</p>")
    out.append(f"</main><script>{_SCRIPT if functions else ''}</script></body></html>")
    return "\n".join(out) + "\n"


def _render_function(function: FunctionListing) -> Iterator[str]:
    keys = _number_sources(function)
    yield f'<section aria-label="{_text(function.name)}"><div class="source">'
    yield from _render_source(keys)
    yield '</div><div class="graph">'
    yield from _render_graph(function, keys)
    yield "</div></section>"


def _number_sources(function: FunctionListing) -> dict[tuple[str, int], tuple[int, str]]:
    """Give each source line of a function a number; the text stands with it."""
    keys: dict[tuple[str, int], tuple[int, str]] = {}
    for line in function.lines:
        if line.source is not None:
            place = (line.source.file, line.source.line)
            keys.setdefault(place, (len(keys), line.source.text))
    return keys


def _render_source(keys: dict[tuple[str, int], tuple[int, str]]) -> Iterator[str]:
    if not keys:
        yield "<p>The object has no line information.</p>"
    files: dict[str, list[tuple[int, int, str]]] = {}
    for (file, line), (key, text) in keys.items():
        files.setdefault(file, []).append((line, key, text))
    for file, rows in files.items():
        yield f"<h2>{_text(file)}</h2><table>"
        for line, key, text in sorted(rows):
            yield f'<tr data-line="{key}"><td>{line}</td><td>{_text(text)}</td></tr>'
        yield "</table>"


def _render_graph(
    function: FunctionListing, keys: dict[tuple[str, int], tuple[int, str]]
) -> Iterator[str]:
    blocks = build_blocks(function)
    rows = [_block_rows(block) for block in blocks]
    sizes = [
        (
            max(len(row) for row in block_rows) * _LETTER_WIDTH + 2 * _PADDING,
            len(block_rows) * _LINE_HEIGHT + 2 * _PADDING,
        )
        for block_rows in rows
    ]
    drawing = lay_out(blocks, sizes)
    box = f"0 0 {drawing.width:.0f} {drawing.height:.0f}"
    yield f'<svg viewBox="{box}" width="{drawing.width:.0f}" height="{drawing.height:.0f}">'
    for route in drawing.routes:
        yield _render_route(route)
    current = -1
    for block, block_rows in zip(blocks, rows, strict=True):
        lines = [None] * (len(block_rows) - len(block.lines)) + list(block.lines)
        key_of_row = []
        for line in lines:
            if line is not None and line.source is not None:
                current = keys[line.source.file, line.source.line][0]
            key_of_row.append(current if line is not None else -1)
        yield from _render_block(block, block_rows, key_of_row, drawing)
    yield "</svg>"


def _block_rows(block: Block) -> list[str]:
    rows = [f"{label}:" for label in block.lines[0].labels]
    for line in block.lines:
        remarks = "   # " + "; ".join(line.remarks) if line.remarks else ""
        rows.append(f"{line.slot:5}: {line.text}{remarks}"[:_MAX_LETTERS])
    return rows


def _render_block(
    block: Block, rows: list[str], keys: list[int], drawing: Drawing
) -> Iterator[str]:
    box = drawing.boxes[block.number]
    yield f'<g class="{"live" if block.is_reachable else "dead"}" id="b{block.number}">'
    yield (
        f'<rect class="block" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="4"/>'
    )
    for index, (row, key) in enumerate(zip(rows, keys, strict=True)):
        top = box.y + _PADDING + index * _LINE_HEIGHT
        tie = f' data-line="{key}"' if key >= 0 else ""
        yield (
            f'<g{tie}><rect class="row" x="{box.x + 1:.1f}" y="{top:.1f}" '
            f'width="{box.width - 2:.1f}" height="{_LINE_HEIGHT}"/>'
            f'<text x="{box.x + _PADDING:.1f}" y="{top + 12:.1f}">{_row_text(row)}</text></g>'
        )
    yield "</g>"


def _row_text(row: str) -> str:
    slot, colon, rest = row.partition(": ")
    if not colon or not slot.strip().isdigit():
        return f'<tspan class="label">{_text(row)}</tspan>'
    code, mark, note = rest.partition("   # ")
    shown = f'<tspan class="slot">{_text(slot)}</tspan>  {_text(code)}'
    return f'{shown}<tspan class="note">   # {_text(note)}</tspan>' if mark else shown


def _render_route(route: Route) -> str:
    kind = route.edge.kind
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in route.points)
    back = " back" if route.edge.is_back else ""
    x, y = route.points[-1]
    head = f"{x:.1f},{y:.1f} {x - 4:.1f},{y - 7:.1f} {x + 4:.1f},{y - 7:.1f}"
    return (
        f'<polyline class="{kind}{back}" points="{points}"/>'
        f'<polygon class="{kind}" points="{head}"/>'
    )


def _text(text: str) -> str:
    return escape("".join(letter if letter >= " " or letter == "\t" else " " for letter in text))
