"""Turn a checked tree into nested functions that evaluate it (interpreter/planner.go of cel-go)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import CelError, Issue, ProgramError
from ..numbers import UInt
from ..parse.syntax_tree import (
    Call,
    Comprehension,
    Ident,
    ListLiteral,
    Literal,
    MapLiteral,
    Node,
    Select,
)
from ..regex import RegexError, check_regex
from ..runtime import access, operators
from ..runtime.cost import LIST, MAP
from ..runtime.frame import Frame
from ..types import runtime_name
from ..values import Optional, TypeName, Unknown, key_of, no_overload, type_name
from .calls import link, optional_link, plan_call
from .comprehensions import plan_comprehension

Step = Callable[[Frame], Any]


class Constant:
    """A step that always returns the same value, at no cost."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, frame: Frame) -> Any:
        """Return the value."""
        return self.value


def plan(node: Node, *, is_branch: bool = False) -> Step:
    """Return the function that evaluates a tree. Raises ``ProgramError`` if a constant fails.

    A chain of selections and indexes costs one, and one for each link. As a branch of ``?:`` or
    as an index it costs one less, because cel-go looks it up as part of the other chain.
    """
    if isinstance(node, Literal):
        return Constant(node.value)
    if isinstance(node, (Ident, Select)) and node.named is not None:
        return Constant(TypeName(runtime_name(node.named)))
    if isinstance(node, Ident):
        return _ident(node, 0 if is_branch else 1)
    if isinstance(node, Select):
        operand, cost = _operand(node.operand, is_branch=is_branch)
        return _select(node, operand, cost, is_branch=is_branch)
    if isinstance(node, Call):
        return _call(node, is_branch=is_branch)
    if isinstance(node, ListLiteral):
        return _list(node)
    if isinstance(node, MapLiteral):
        return _map(node)
    if isinstance(node, Comprehension):
        return plan_comprehension(node, plan)
    raise TypeError(type(node).__name__)


def _is_link(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function in ("_[_]", "_[?_]", "_?_:_")
    return isinstance(node, (Ident, Select))


def _operand(node: Node, *, is_branch: bool) -> tuple[Step, int]:
    """Return the step of the operand of a link, and the cost of following the link."""
    if _is_link(node):
        return plan(node, is_branch=is_branch), 1
    return plan(node), 1 if is_branch else 2


def _ident(node: Ident, cost: int) -> Step:
    name = node.name.removeprefix(".")

    def run(frame: Frame) -> Any:
        frame.charge(cost)
        value = frame.names[name]
        if isinstance(value, CelError):
            raise value
        return value

    return run


def _select(node: Select, operand: Step, cost: int, *, is_branch: bool) -> Step:
    name = node.field
    test_cost = cost if is_branch else cost - 1

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if isinstance(value, Optional):
            found = access.optional_index(value, name)
            frame.charge(cost if found.is_present else cost - 1)
            return found
        frame.charge(cost)
        if type(value) is dict and name in value:
            return value[name]
        return access.field(value, name)

    def test(frame: Frame) -> Any:
        value = operand(frame)
        frame.charge(test_cost)
        return access.has(value, name)

    if node.is_optional:
        return optional_link(operand, Constant(name), cost)
    return test if node.is_test else run


def _call(node: Call, *, is_branch: bool) -> Step:
    arguments = [*([] if node.target is None else [node.target]), *node.arguments]
    if node.function in ("_[_]", "_[?_]"):
        operand, cost = _operand(arguments[0], is_branch=is_branch)
        place = plan(arguments[1], is_branch=True)
        return (link if node.function == "_[_]" else optional_link)(operand, place, cost)
    is_choice = node.function == "_?_:_"
    steps = [plan(each, is_branch=is_choice and bool(i)) for i, each in enumerate(arguments)]
    is_pattern = node.function in ("matches", "find", "findAll") and len(steps) > 1
    if is_pattern and isinstance(steps[1], Constant) and isinstance(steps[1].value, str):
        return _fixed_pattern(node, steps, steps[1].value)
    step = _fixed_set(node, steps) or plan_call(node, steps)
    if node.function in _CONVERSIONS and len(steps) == 1 and isinstance(steps[0], Constant):
        return _folded(node, step)
    return step


def _fixed_pattern(node: Call, steps: list[Step], pattern: Any) -> Step:
    """Return the step of a match with a constant pattern, which is checked here."""
    try:
        check_regex(pattern)
    except RegexError as error:
        raise ProgramError("", [Issue(node.at, str(error))]) from None

    def text(frame: Frame) -> Any:
        value = steps[0](frame)
        if type(value) not in (str, Unknown):
            raise no_overload()
        return value

    return plan_call(node, [text, *steps[1:]])


def _fixed_set(node: Call, steps: list[Step]) -> Step | None:
    """Return the step of ``x in [1, 2]``, which costs nothing: the server looks it up in a set."""
    items = steps[1].value if node.function == "@in" and isinstance(steps[1], Constant) else None
    is_scalar = isinstance(items, list) and all(type(each) in _SCALARS for each in items)
    if not is_scalar or len(node.overloads) != 1:
        return None
    return (lambda frame: operators.contains(steps[0](frame), items)) if items else Constant(False)


def _folded(node: Call, step: Step) -> Step:
    """Return a constant after its conversion; the server refuses one that cannot be converted."""
    try:
        return Constant(step(Frame({})))
    except CelError as error:
        raise ProgramError("", [Issue(node.at, str(error))]) from None


def _list(node: ListLiteral) -> Step:
    steps = [plan(element) for element in node.elements]
    if not node.optional and all(isinstance(step, Constant) for step in steps):
        return Constant([step.value for step in steps if isinstance(step, Constant)])
    optional = node.optional

    def run(frame: Frame) -> Any:
        found: list[Any] = []
        for place, step in enumerate(steps):
            value = step(frame)
            if place in optional:
                if not isinstance(value, Optional):
                    raise _not_optional(place, value)
                if not value.is_present:
                    continue
                value = value.value
            found.append(value)
        frame.charge(LIST)
        return found

    return run


def _not_optional(place: Any, value: Any) -> CelError:
    shown = f"cannot initialize optional list element from non-optional value {type_name(value)}"
    return CelError(shown if isinstance(place, int) else shown.replace("list element", "entry"))


def _map(node: MapLiteral) -> Step:
    steps = [(plan(each.key), plan(each.value), each.is_optional) for each in node.entries]

    def run(frame: Frame) -> Any:
        found: dict[Any, Any] = {}
        for key_step, value_step, is_optional in steps:
            key, value = key_of(key_step(frame)), value_step(frame)
            if is_optional:
                if not isinstance(value, Optional):
                    raise _not_optional("", value)
                if not value.is_present:
                    found.pop(key, None)
                    continue
                value = value.value
            found[key] = value
        frame.charge(MAP)
        return found

    is_fixed = not any(is_optional for _, _, is_optional in steps)
    if is_fixed and all(isinstance(each, Constant) for step in steps for each in step[:2]):
        return Constant(run(Frame({})))
    return run


_CONVERSIONS = frozenset(
    ("bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint")
)
_SCALARS = frozenset((bool, float, int, str, UInt))
