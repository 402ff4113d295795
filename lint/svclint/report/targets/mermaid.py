"""A flowchart for Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.report.safe import safe
from svclint.report.targets.arrows import Arrow, Node, arrows
from svclint.report.targets.graph import Entry

# Characters that mean nothing to Mermaid in a text in quotes, wherever they stand.
_PLAIN = frozenset(" ,.:/()=_-+→✗")
_SHAPES = {
    "caller": ('(["', '"])'),
    "service": ('["', '"]'),
    "port": ('("', '")'),
    "end": ('[["', '"]]'),
}


def render(entries: Sequence[Entry]) -> str:
    """Write the chart; what leads nowhere is red and dotted, with the reason."""
    nodes, links = arrows(entries)
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
    return "<br/>".join("".join(map(_spelt, safe(line))) for line in lines)


def _spelt(character: str) -> str:
    """Spell what could mean something to Mermaid, Markdown or HTML as a code."""
    is_plain = character.isalnum() or character in _PLAIN
    return character if is_plain else f"#{ord(character)};"
