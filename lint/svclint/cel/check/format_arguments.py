"""Check the arguments of a constant format string: ``'%d'.format([x])``.

Source: ext/formatting.go of cel-go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..parse.syntax_tree import ListLiteral, MapLiteral, Node
from ..text.format_strings import ACCEPTED, FormatError, fill, unsuited
from ..types import Type


def check_format(text: str, nodes: Sequence[Node], typed: Callable[[Node], Type]) -> None:
    """Check the types of the arguments of a constant format string. Raises ``FormatError``."""
    seen = 0

    def check(clause: str, precision: int, node: Any) -> str:
        nonlocal seen
        seen += 1
        _check(clause.lower(), node, typed)
        return ""

    fill(text, nodes, check, is_check=True)
    if len(nodes) > seen:
        raise FormatError(
            f"too many arguments supplied to string.format (expected {seen}, got {len(nodes)})"
        )


def _check(clause: str, node: Node, typed: Callable[[Node], Type]) -> None:
    found = typed(node)
    if found.kind != "dyn" and found.name not in ACCEPTED[clause].split():
        raise unsuited(clause, found.name, node.at)
    if clause == "s":
        inner: list[Node] = []
        if isinstance(node, ListLiteral):
            inner = node.elements
        elif isinstance(node, MapLiteral):
            inner = [each for entry in node.entries for each in entry[:2]]
        for each in inner:
            _check(clause, each, typed)
