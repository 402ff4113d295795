"""Comprehensions: the loop to which all macros are expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..errors import CelError
from ..parse.syntax_tree import Call, Comprehension, ListLiteral, Literal, Node
from ..runtime.cost import LIST
from ..runtime.frame import Frame
from ..values import Unknown, type_name, value_of

Step = Callable[[Frame], Any]
_ABSENT = object()
# Names of Go types that differ from CEL's.
_GO_NAMES = {
    "null_type": "types.Null",
    "google.protobuf.Timestamp": "types.Timestamp",
    "google.protobuf.Duration": "types.Duration",
    "optional_type": "*types.Optional",
    "type": "*types.Type",
    "net.IP": "cel.IP",
    "net.CIDR": "cel.CIDR",
    "kubernetes.URL": "cel.URL",
    "kubernetes.Quantity": "cel.Quantity",
    "kubernetes.Semver": "cel.Semver",
    "kubernetes.NamedFormat": "cel.Format",
}


def plan_comprehension(node: Comprehension, plan: Callable[[Node], Step]) -> Step:
    """Return the function that evaluates a comprehension."""
    over, initial, result = plan(node.range), plan(node.initial), plan(node.result)
    condition = None if _is_true(node.condition) else plan(node.condition)
    step = _appending(node, plan) or plan(node.step)
    names = tuple(filter(None, (node.accumulator, node.variable, node.second)))

    def run(frame: Frame) -> Any:
        values = over(frame)
        items = _items(values, has_two=bool(node.second))
        outer = [frame.names.get(name, _ABSENT) for name in names]
        try:
            frame.names[node.accumulator] = _fresh(_value_or_error(initial, frame))
            for item in items:
                frame.names[node.variable] = item[0]
                if node.second:
                    frame.names[node.second] = item[1]
                if condition is not None and not condition(frame):
                    break
                frame.names[node.accumulator] = _value_or_error(step, frame)
            return result(frame)
        finally:
            for name, value in zip(names, outer, strict=True):
                if value is _ABSENT:
                    frame.names.pop(name, None)
                else:
                    frame.names[name] = value

    return run


def _is_true(node: Node) -> bool:
    return isinstance(node, Literal) and node.value is True


def _fresh(value: Any) -> Any:
    """Return a copy of a list or map, so that no constant of the plan is appended to."""
    if isinstance(value, list):
        return list(value)
    return dict(value) if isinstance(value, dict) else value


def _value_or_error(step: Step, frame: Frame) -> Any:
    """Return the value of a step, or its error: a later step of ``all`` may still decide."""
    try:
        return step(frame)
    except CelError as error:
        return error


def _items(values: Any, *, has_two: bool) -> Iterator[tuple[Any, Any]]:
    if isinstance(values, list):
        if has_two:
            return iter(enumerate(values))
        return ((value, None) for value in values)
    if isinstance(values, dict):
        return ((value_of(key), value) for key, value in values.items())
    if isinstance(values, Unknown):
        values.used()
    name = type_name(values)
    shown = _GO_NAMES.get(name, f"types.{name.title()}")
    if has_two:
        raise CelError(f"unsupported comprehension range type: {shown}")
    raise CelError(f"got '{shown}', expected iterable type")


def _appending(node: Comprehension, plan: Callable[[Node], Step]) -> Step | None:
    """Return a step that appends in place, as the server does for ``map`` and ``filter``."""
    step, predicate = node.step, None
    if isinstance(step, Call) and step.function == "_?_:_":
        predicate, step = plan(step.arguments[0]), step.arguments[1]
    if not isinstance(step, Call) or step.function != "_+_":
        return None
    added = step.arguments[1]
    if not isinstance(added, ListLiteral) or len(added.elements) != 1:
        return None
    one = plan(added.elements[0])

    def run(frame: Frame) -> Any:
        if predicate is not None:
            chosen = predicate(frame)
            if not isinstance(chosen, bool):
                if isinstance(chosen, Unknown):
                    chosen.used()
                raise CelError("no such overload")
            if not chosen:
                return _accumulated(frame, node.accumulator)
        accumulated = _accumulated(frame, node.accumulator)
        frame.charge(LIST + 2)
        accumulated.append(one(frame))
        return accumulated

    return run


def _accumulated(frame: Frame, name: str) -> Any:
    accumulated = frame.names[name]
    if isinstance(accumulated, CelError):
        raise accumulated
    return accumulated
