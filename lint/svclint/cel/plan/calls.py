"""Calls: choose the overload that runs, and evaluate operators that may absorb errors.

Source: interpreter/interpretable.go and common/decls of cel-go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..environment import functions
from ..errors import CelError, Unknowable
from ..parse.syntax_tree import Call
from ..runtime import access, operators
from ..runtime.cost import Cost, call_cost
from ..runtime.frame import Frame
from ..types import Overload
from ..values import Optional, Unknown, equal, fits, no_overload

Step = Callable[[Frame], Any]


def plan_call(node: Call, steps: list[Step]) -> Step:
    """Return the function that evaluates a call, given the steps of its arguments."""
    special = _SPECIAL.get(node.function)
    if special is not None:
        return special(steps)
    cost = call_cost(node.function, node.overloads)
    operator = _OPERATORS.get(node.function)
    if operator is not None:
        return _operator(operator, steps, cost)
    return _function(node, steps, cost)


def link(operand: Step, place: Step, cost: int) -> Step:
    """Return the step of ``operand[place]``."""

    def run(frame: Frame) -> Any:
        value, at = operand(frame), place(frame)
        frame.charge(cost)
        return access.index(value, at)

    return run


def optional_link(operand: Step, place: Step, cost: int) -> Step:
    """Return the step of ``operand[?place]``; a missing value costs nothing."""

    def run(frame: Frame) -> Any:
        value, at = operand(frame), place(frame)
        found = access.optional_index(value, at)
        frame.charge(cost if found.is_present else cost - 1)
        return found

    return run


def _operator(operator: Callable[..., Any], steps: list[Step], cost: Cost | None) -> Step:
    if len(steps) == 1:
        (only,) = steps

        def run_one(frame: Frame) -> Any:
            frame.charge(1)
            return operator(only(frame))

        return run_one
    left, right = steps

    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        result = operator(one, other)
        frame.charge(1 if cost is None else cost((one, other), result))
        return result

    return run


def _function(node: Call, steps: list[Step], cost: Cost | None) -> Step:
    declared = functions()[node.function]
    candidates = node.overloads if len(node.overloads) == 1 else declared
    name = node.function

    def run(frame: Frame) -> Any:
        arguments = [step(frame) for step in steps]
        result = _dispatch(name, candidates, arguments)
        frame.charge(1 if cost is None else cost(arguments, result))
        return result

    return run


def _dispatch(name: str, candidates: Sequence[Overload], arguments: list[Any]) -> Any:
    for overload in candidates:
        if len(overload.parameters) == len(arguments) and (
            not overload.is_guarded or all(map(fits, arguments, overload.parameters))
        ):
            for argument in arguments:
                if isinstance(argument, Unknown) and overload.is_guarded:
                    argument.used()
            return overload.call(*arguments)
    raise no_overload(name, arguments)


def _and(steps: list[Step]) -> Step:
    return _logical(steps, decides=False)


def _or(steps: list[Step]) -> Step:
    return _logical(steps, decides=True)


def _logical(steps: list[Step], *, decides: bool) -> Step:
    """Return the step of ``&&`` or ``||``: errors count only if no side decides, unknowns first."""

    def run(frame: Frame) -> Any:
        trouble: CelError | None = None
        for step in steps:
            try:
                value = step(frame)
            except CelError as error:
                if trouble is None or isinstance(error, Unknowable):
                    trouble = error
                continue
            if value is decides:
                return decides
            if not isinstance(value, bool) and trouble is None:
                trouble = _not_boolean(value)
        if trouble is not None:
            raise trouble
        return not decides

    return run


def _not_boolean(value: Any) -> CelError:
    return Unknowable(value.name) if isinstance(value, Unknown) else no_overload()


def _conditional(steps: list[Step]) -> Step:
    condition, yes, no = steps

    def run(frame: Frame) -> Any:
        chosen = condition(frame)
        if not isinstance(chosen, bool):
            raise _not_boolean(chosen)
        return yes(frame) if chosen else no(frame)

    return run


def _not_strictly_false(steps: list[Step]) -> Step:
    (only,) = steps

    def run(frame: Frame) -> Any:
        frame.charge(1)
        try:
            return only(frame) is not False
        except CelError:
            return True

    return run


def _optional_or(steps: list[Step]) -> Step:
    """Return the step of ``a.or(b)``: ``b`` is evaluated only if ``a`` is empty."""
    first, second = steps

    def run(frame: Frame) -> Any:
        value = first(frame)
        if not isinstance(value, Optional):
            return value
        return value if value.is_present else second(frame)

    return run


def _optional_or_value(steps: list[Step]) -> Step:
    first, second = steps

    def run(frame: Frame) -> Any:
        value = first(frame)
        if not isinstance(value, Optional):
            return value
        return value.value if value.is_present else second(frame)

    return run


def _negated(value: Any) -> bool:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Unknown):
        value.used()
    raise no_overload()


def _ordered(function: str, accepted: tuple[int, ...]) -> Callable[[Any, Any], bool]:
    return lambda one, other: operators.order(one, other, function) in accepted


_SPECIAL: dict[str, Callable[[list[Step]], Step]] = {
    "_&&_": _and,
    "_||_": _or,
    "_?_:_": _conditional,
    "@not_strictly_false": _not_strictly_false,
    "or": _optional_or,
    "orValue": _optional_or_value,
}
_OPERATORS: dict[str, Callable[..., Any]] = {
    "_==_": equal,
    "_!=_": lambda one, other: not equal(one, other),
    "!_": _negated,
    "-_": operators.negate,
    "_+_": operators.add,
    "_-_": operators.subtract,
    "_*_": operators.multiply,
    "_/_": operators.divide,
    "_%_": operators.modulo,
    "_<_": _ordered("_<_", (-1,)),
    "_<=_": _ordered("_<=_", (-1, 0)),
    "_>_": _ordered("_>_", (1,)),
    "_>=_": _ordered("_>=_", (1, 0)),
    "@in": operators.contains,
    "size": operators.size,
}
