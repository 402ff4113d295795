"""Compile an expression, and evaluate the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .budget import expression_budget
from .check.checker import check
from .environment import Environment
from .errors import (
    CelError,
    CompileError,
    EvaluationStopped,
    Issue,
    ProgramError,
    Unknowable,
)
from .parse.parser import parse
from .parse.syntax_tree import Literal, Node, descendants
from .plan.planner import Step, plan
from .runtime.frame import Frame
from .types import Type
from .values import Unknown


class Outcome(NamedTuple):
    """The outcome of an evaluation: a value or an error message, and the cost.

    ``unknown`` is the name of an ``Unknown`` on which the result depends; then there is no value.
    """

    value: Any
    error: str
    unknown: str
    cost: int


class Program(NamedTuple):
    """A compiled expression: its source, its static type and the function that evaluates it."""

    source: str
    type: Type
    step: Step
    tree: Node

    def evaluate(self, names: Mapping[str, Any]) -> Outcome:
        """Return the outcome of an evaluation with the values of the variables.

        Raises ``LimitExceeded``.
        """
        with expression_budget().in_force():
            return self._evaluate(Frame(names))

    def _evaluate(self, frame: Frame) -> Outcome:
        try:
            value = self.step(frame)
            if isinstance(value, Unknown):
                value.used()
            return Outcome(value, "", "", frame.cost)
        except EvaluationStopped as stopped:
            return Outcome(None, str(stopped), "", frame.cost)
        except RecursionError:
            return Outcome(None, "the expression is too deeply nested", "", frame.cost)
        except CelError as error:
            return _failed(error, frame.cost)

    def constants(self) -> set[Any]:
        """Return all literals of the expression."""
        return {node.value for node in descendants(self.tree) if isinstance(node, Literal)}


def _failed(error: CelError, cost: int) -> Outcome:
    if isinstance(error, Unknowable):
        return Outcome(None, "", str(error), cost)
    return Outcome(None, str(error), "", cost)


def compile_expression(source: str, environment: Environment) -> Program:
    """Return the program of an expression: parsed, checked, planned. Raises ``CompileError``."""
    try:
        tree = parse(source)
        type_ = check(source, tree, environment)
        return Program(source, type_, plan(tree), tree)
    except ProgramError as error:
        raise ProgramError(source, error.issues) from None
    except RecursionError:
        text = "expression recursion limit exceeded: 250"
        raise CompileError(source, [Issue(-1, text)]) from None
