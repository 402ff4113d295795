"""Positions, built only for a document that has a finding."""

from __future__ import annotations

from svclint.source.node import Node, find
from svclint.source.plain_marks import plain_tree

__all__ = ["Node", "find", "tree"]
_JSON_ESCAPE = r"\\(?:u[0-9a-fA-F]{4}|/)"


def tree(text: str) -> Node:
    """Mark every node of a text's first document; as much of it as can be parsed."""
    return plain_tree(text) or tree_of_any(text)


def tree_of_any(text: str) -> Node:
    """Do the same with libyaml, which reads all of YAML."""
    # Most texts are plain; those need not wait until libyaml is loaded.
    from svclint.source.marking import parsed  # noqa: PLC0415

    root = parsed(text)
    if root is None and text.lstrip().startswith("{"):
        root = parsed(without_json_escapes(text))
    return root or Node((0, 0))


def without_json_escapes(text: str) -> str:
    """Put letters in the place of what YAML lacks: surrogate pairs and ``\\/``."""
    import re  # noqa: PLC0415 - only where it is needed

    return re.sub(_JSON_ESCAPE, lambda match: "x" * len(match[0]), text)
