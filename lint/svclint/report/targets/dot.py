"""``--format dot``: a graph for Graphviz (``svclint targets --format dot . | dot -Tsvg``)."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.safe import safe
from svclint.report.targets.entries import Entry
from svclint.report.targets.node_graph import Arrow, Node, nodes_and_arrows

_SHAPES = {"caller": "ellipse", "service": "box3d", "port": "box", "end": "component"}
# In quoted strings, Graphviz interprets escapes, and entities as in HTML.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})
_RED = ' color="#b3261e" fontcolor="#b3261e" style=dashed'


def render(entries: Sequence[Entry]) -> str:
    """Return the graph; broken links are red and dashed, with the reason."""
    nodes, links = nodes_and_arrows(entries)
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
    style = f" shape={_SHAPES[node.role]}{_RED if node.is_broken else ''}"
    return f'  {node.id} [label="{_text(node.lines)}"{style}]'


def _arrow(arrow: Arrow) -> str:
    red = _RED if arrow.is_broken else ""
    return f'  {arrow.start} -> {arrow.end} [label="{_text(arrow.lines)}"{red}]'


def _text(lines: Sequence[str]) -> str:
    return "\\n".join(safe(line).translate(_ESCAPES) for line in lines)
