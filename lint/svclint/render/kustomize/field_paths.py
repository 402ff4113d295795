"""Paths of fields as replacements and vars write them: ``spec.ports.[name=http].port``.

Source: ``SmarterPathSplitter`` and ``PathMatcher`` of kyaml.
"""

from __future__ import annotations

from svclint.cel.regex import RegexError, compile_regex
from svclint.render.kustomize.traced import Node, Place, UntraceableError
from svclint.source.replacement_targets import steps_of_field


def find_fields(root: Node, path: str, created: Place | None = None) -> list[Node]:
    """Return the fields at a path; where there is none, it is made if ``created`` is a place."""
    found = [root]
    steps = steps_of_field(path)
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        found = [child for node in found for child in _children(node, step, created, is_last)]
    return found


def _children(node: Node, step: str, created: Place | None, is_last: bool) -> list[Node]:
    if isinstance(node.value, list):
        return _items(node, step)
    if not node.is_mapping:
        return []
    if step == "*":
        return list(node.value.values())
    # A key with dots may be in brackets.
    name = step[1:-1] if step.startswith("[") and "=" not in step else step
    if name not in node.value and created is not None:
        node.value[name] = Node(None if is_last else {}, created)
    child = node.value.get(name)
    return [] if child is None else [child]


def _items(node: Node, step: str) -> list[Node]:
    if step == "*":
        return list(node.items)
    if step.startswith("[") and step.endswith("]") and "=" in step:
        name, _, value = step[1:-1].partition("=")
        return [item for item in node.items if _answers(item, name, value)]
    if step.isdecimal() and int(step) < len(node.items):
        return [node.items[int(step)]]
    return node.items[-1:] if step == "-" else []


def _answers(item: Node, name: str, pattern: str) -> bool:
    """Return whether a field of an item matches; kustomize looks for the pattern anywhere."""
    value = item.text_of(name) if name else str(item.value)
    try:
        return value == pattern or compile_regex(pattern).matches(value)
    except RegexError:
        raise UntraceableError from None
