"""Constants that are refused at compile time: patterns, times and format strings.

Sources: cel/validator.go and ext/formatting.go of cel-go, and Kubernetes' base environment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import CelError, Issue
from ..parse.syntax_tree import Call, ListLiteral, Literal, MapLiteral, Node, children, descendants
from ..regex import RegexError, check_regex
from ..runtime.conversions import to_duration, to_timestamp
from ..text.format_strings import FormatError
from ..types import Type
from .format_arguments import check_format

Typed = Callable[[Node], Type]


def check_literals(tree: Node, typed: Typed, issues: list[Issue]) -> None:
    """Add the issues of the constants in a checked tree."""
    for node in descendants(tree):
        if isinstance(node, Call):
            _check_call(node, typed, issues)
    _check_elements(tree, typed, issues)


def _check_elements(node: Node, typed: Typed, issues: list[Issue]) -> None:
    """Add an issue for a literal with elements of several types, except in ``format``."""
    if isinstance(node, Call) and node.function == "format":
        return
    if isinstance(node, ListLiteral):
        optional = node.optional
        issues += [
            _crash(node.elements[index]) for index in optional if _is_dyn(typed, node, index)
        ]
        types = [_inner(typed(each), index in optional) for index, each in enumerate(node.elements)]
        for each, found in zip(node.elements, types, strict=True):
            if found != types[0]:
                issues.append(_mismatch(each, types[0], found))
                break
    elif isinstance(node, MapLiteral):
        for entry in node.entries:
            first = node.entries[0]
            if entry.is_optional and typed(entry.value).kind == "dyn":
                issues.append(_crash(entry.value))
            pairs = (
                (entry.key, typed(first.key), typed(entry.key)),
                (
                    entry.value,
                    _inner(typed(first.value), first.is_optional),
                    _inner(typed(entry.value), entry.is_optional),
                ),
            )
            issues += [_mismatch(*pair) for pair in pairs if pair[1] != pair[2]]
    for child in children(node):
        _check_elements(child, typed, issues)


def _is_dyn(typed: Typed, node: ListLiteral, index: int) -> bool:
    return typed(node.elements[index]).kind == "dyn"


def _crash(node: Node) -> Issue:
    """kube-apiserver 1.36 panics on ``[?dyn(1)]``, and closes the connection."""
    return Issue(node.at, "the API server crashes on an optional element of type dyn")


def _inner(type_: Type, is_optional: bool) -> Type:
    return type_.parameters[0] if is_optional and type_.parameters else type_


def _mismatch(node: Node, expected: Type, found: Type) -> Issue:
    return Issue(node.at, f"expected type '{expected}' but found '{found}'")


def _check_call(node: Call, typed: Typed, issues: list[Issue]) -> None:
    if node.function == "format" and isinstance(node.target, Literal):
        listed = node.arguments[0] if node.arguments else None
        if isinstance(listed, ListLiteral):
            try:
                check_format(str(node.target.value), listed.elements, typed)
            except FormatError as error:
                issues.append(Issue(error.at if error.at >= 0 else node.at, str(error)))
        return
    parse = _PARSERS.get(node.function)
    if parse is None or not node.arguments:
        return
    constant = node.arguments[-1]
    if not isinstance(constant, Literal) or (constant.value is None):
        return
    try:
        parse(constant.value)
    except (CelError, RegexError):
        issues.append(Issue(constant.at, f"invalid {node.function} argument"))


_PARSERS: dict[str, Callable[[Any], object]] = {
    "matches": check_regex,
    "duration": to_duration,
    "timestamp": to_timestamp,
}
