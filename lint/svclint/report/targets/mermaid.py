"""``--format mermaid``: a Mermaid flowchart, which GitHub and GitLab render in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.safe import safe
from svclint.report.targets.entries import Entry
from svclint.report.targets.node_graph import Arrow, Node, nodes_and_arrows

# Characters without a special meaning in quoted strings of Mermaid.
_LITERAL = frozenset(" ,.:/()=_-+→✗")
_SHAPES = {
    "caller": ('(["', '"])'),
    "service": ('["', '"]'),
    "port": ('("', '")'),
    "end": ('[["', '"]]'),
}


def render(entries: Sequence[Entry]) -> str:
    """Return the chart; broken links are red and dotted, with the reason."""
    nodes, links = nodes_and_arrows(entries)
    lines = ["flowchart LR", *map(_node, nodes), *map(_arrow, links)]
    broken = [node.id for node in nodes if node.is_broken]
    if broken:
        lines.append("  classDef broken stroke:#b3261e,color:#b3261e,stroke-dasharray:4")
        lines.append(f"  class {','.join(broken)} broken")
    red = [str(at) for at, arrow in enumerate(links) if arrow.is_broken]
    if red:
        lines.append(f"  linkStyle {','.join(red)} stroke:#b3261e,color:#b3261e")
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    start, end = _SHAPES[node.role]
    return f"  {node.id}{start}{_text(node.lines)}{end}"


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.is_broken else "-->"
    label = f'|"{_text(arrow.lines)}"|' if arrow.lines else ""
    return f"  {arrow.start} {line}{label} {arrow.end}"


def _text(lines: Sequence[str]) -> str:
    return "<br/>".join("".join(map(_escaped, safe(line))) for line in lines)


def _escaped(character: str) -> str:
    """Return a character as a code if Mermaid, Markdown or HTML might interpret it."""
    is_literal = character.isalnum() or character in _LITERAL
    return character if is_literal else f"#{ord(character)};"
