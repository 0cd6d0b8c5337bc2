"""Writes control-flow graphs in Graphviz's language, source lines among the instructions."""

from __future__ import annotations

from bpfcc.codegen.cfg import BRANCH, FALL_THROUGH, build_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.codegen.cfg import Block
    from bpfcc.codegen.disassembler import FunctionListing, Listing

_COLOURS = {BRANCH: "#1a7f37", FALL_THROUGH: "#b35900", "jump": "#0550ae"}


def render_dot(listing: Listing, *, show_source: bool = True) -> str:
    """Return one digraph with a cluster for each function of the listing."""
    out = [
        "digraph bpf {",
        '  graph [fontname="monospace"];',
        '  node [shape=box, fontname="monospace", fontsize=10, margin="0.1,0.05"];',
        '  edge [fontname="monospace", fontsize=9];',
    ]
    for number, function in enumerate(listing.functions):
        out += _render_function(number, function, show_source)
    out.append("}")
    return "\n".join(out) + "\n"


def _render_function(number: int, function: FunctionListing, show_source: bool) -> Iterator[str]:
    title = f"{function.name} ({function.section.name}), {function.instruction_count} instructions"
    yield f"  subgraph cluster_{number} {{"
    yield f'    label="{_escape(title)}";'
    blocks = build_blocks(function)
    for block in blocks:
        yield f'    f{number}b{block.number} [label="{_label(block, show_source)}"];'
    for block in blocks:
        for edge in block.edges:
            style = ", style=dashed, constraint=false" if edge.is_back else ""
            yield (
                f"    f{number}b{block.number} -> f{number}b{edge.target} "
                f'[color="{_COLOURS[edge.kind]}", tooltip="{edge.kind}"{style}];'
            )
        if block.leaves_unknown:
            yield f'    f{number}b{block.number}x [label="?", shape=plaintext];'
            yield f"    f{number}b{block.number} -> f{number}b{block.number}x;"
    yield "  }"


def _label(block: Block, show_source: bool) -> str:
    rows = [f"{label}:" for label in block.lines[0].labels]
    for line in block.lines:
        if show_source and line.source is not None and line.starts_line:
            rows.append(f"// {line.source.line}: {line.source.text.strip()}")
        remarks = "   # " + "; ".join(line.remarks) if line.remarks else ""
        rows.append(f"{line.slot:4}: {line.text}{remarks}")
    # \l ends a row and sets it to the left.
    return "".join(_escape(row) + r"\l" for row in rows)


def _escape(text: str) -> str:
    kept = "".join(letter if letter >= " " else " " for letter in text)
    return kept.replace("\\", "\\\\").replace('"', '\\"')
