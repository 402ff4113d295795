"""A graph for Graphviz: ``svclint targets --format dot . | dot -Tsvg``."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.safe import safe
from svclint.report.targets.arrows import Arrow, Node, arrows
from svclint.report.targets.graph import Entry

_SHAPES = {"caller": "ellipse", "service": "box3d", "port": "box", "end": "component"}
# What Graphviz reads in a text in quotes: its escapes, and entities as in HTML.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})
_RED = ' color="#b3261e" fontcolor="#b3261e" style=dashed'


def render(entries: Sequence[Entry]) -> str:
    """Write the graph; what leads nowhere is red and dashed, with the reason."""
    nodes, links = arrows(entries)
    lines = [
        "digraph svclint {",
        "  rankdir=LR",
        '  node [fontname="sans-serif" fontsize=11]',
        '  edge [fontname="sans-serif" fontsize=10]',
        *map(_node, nodes),
        *map(_arrow, links),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    look = f" shape={_SHAPES[node.role]}{_RED if node.is_broken else ''}"
    return f'  {node.id} [label="{_text(node.lines)}"{look}]'


def _arrow(arrow: Arrow) -> str:
    red = _RED if arrow.is_broken else ""
    return f'  {arrow.start} -> {arrow.end} [label="{_text(arrow.lines)}"{red}]'


def _text(lines: Sequence[str]) -> str:
    return "\\n".join(safe(line).translate(_ESCAPES) for line in lines)
