"""The syntax tree: built by the parser, annotated by the checker, turned into code by the planner.

``at`` is the offset that the server names in an error: the operator of an operation, the
parenthesis of a method call, the dot of a selection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..types import DYN, Overload, Type


class Node:
    """One expression; ``type`` is set by the checker."""

    __slots__ = ("at", "type")

    def __init__(self, at: int) -> None:
        self.at = at
        self.type: Type = DYN


class Literal(Node):
    """A constant."""

    __slots__ = ("value",)

    def __init__(self, at: int, value: Any) -> None:
        super().__init__(at)
        self.value = value


class Ident(Node):
    """A name, with its leading dot if any. ``named`` is the type that it names, if any."""

    __slots__ = ("name", "named")

    def __init__(self, at: int, name: str) -> None:
        super().__init__(at)
        self.name = name
        self.named: Type | None = None


class Select(Node):
    """``operand.field``, ``operand.?field``, or ``has(operand.field)`` when it is a test.

    ``named`` is the type that the whole names, if any.
    """

    __slots__ = ("field", "is_optional", "is_test", "named", "operand")

    def __init__(self, at: int, operand: Node, field: str, *, is_optional: bool = False) -> None:
        super().__init__(at)
        self.operand, self.field, self.is_optional = operand, field, is_optional
        self.is_test = False
        self.named: Type | None = None


class Call(Node):
    """A function, method or operator. The checker notes the overloads that fit its arguments."""

    __slots__ = ("arguments", "function", "overloads", "target")

    def __init__(
        self, at: int, function: str, arguments: list[Node], target: Node | None = None
    ) -> None:
        super().__init__(at)
        self.function, self.arguments, self.target = function, arguments, target
        self.overloads: list[Overload] = []


class ListLiteral(Node):
    """``[a, ?b]``; ``optional`` contains the indexes of elements with a question mark."""

    __slots__ = ("elements", "optional")

    def __init__(self, at: int, elements: list[Node], optional: frozenset[int]) -> None:
        super().__init__(at)
        self.elements, self.optional = elements, optional


class Entry(NamedTuple):
    """One ``key: value`` of a map, or ``?key: value``."""

    key: Node
    value: Node
    is_optional: bool


class MapLiteral(Node):
    """``{key: value}``."""

    __slots__ = ("entries",)

    def __init__(self, at: int, entries: list[Entry]) -> None:
        super().__init__(at)
        self.entries = entries


class StructLiteral(Node):
    """``name{field: value}``: a message, of which Kubernetes declares none that can be built."""

    __slots__ = ("fields", "name")

    def __init__(self, at: int, name: str, fields: list[tuple[str, Node]]) -> None:
        super().__init__(at)
        self.name, self.fields = name, fields


class Comprehension(Node):
    """A comprehension: the expansion of ``all``, ``map`` and other macros."""

    __slots__ = (
        "accumulator",
        "condition",
        "initial",
        "range",
        "result",
        "second",
        "step",
        "variable",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - one argument for each field
        self,
        at: int,
        over: Node,
        variable: str,
        second: str,
        accumulator: str,
        initial: Node,
        condition: Node,
        step: Node,
        result: Node,
    ) -> None:
        super().__init__(at)
        self.range, self.variable, self.second = over, variable, second
        self.accumulator, self.initial = accumulator, initial
        self.condition, self.step, self.result = condition, step, result


def descendants(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it."""
    yield node
    for child in children(node):
        yield from descendants(child)


def children(node: Node) -> list[Node]:
    """Return the nodes directly below a node, in the order of the source."""
    if isinstance(node, Select):
        return [node.operand]
    if isinstance(node, Call):
        return [*([] if node.target is None else [node.target]), *node.arguments]
    if isinstance(node, ListLiteral):
        return node.elements
    if isinstance(node, MapLiteral):
        return [each for entry in node.entries for each in entry[:2]]
    if isinstance(node, Comprehension):
        return [node.range, node.initial, node.condition, node.step, node.result]
    return [value for _, value in node.fields] if isinstance(node, StructLiteral) else []
