"""What the API server refuses in the label selectors of NetworkPolicies.

Source: ``ValidateLabelSelector`` of k8s.io/apimachinery, pkg/apis/meta/v1/validation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.kubernetes.objects.syntax import label_value_problem, qualified_name_problem
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.model.listing import alternatives
from svclint.source.placeholders import contains_placeholder

_WITH_VALUES = ("In", "NotIn")
_WITHOUT_VALUES = ("Exists", "DoesNotExist")
_OPERATORS = (*_WITH_VALUES, *_WITHOUT_VALUES)
_CORRECT = "correct it"


class SelectorProblem(NamedTuple):
    """What is wrong at a path within a selector, and a remedy."""

    path: Path
    fact: str
    remedy: str


def selector_problems(selector: Data) -> Iterator[SelectorProblem]:
    """Yield what the API server refuses in a LabelSelector; placeholders are left alone."""
    for key, value in mapping(selector.get("matchLabels")).items():
        path: Path = ("matchLabels", key)
        if not contains_placeholder(str(value)):
            yield from _of_key(path, key) or _of_value(path, value)
    for at, entry in enumerate(sequence(selector.get("matchExpressions"))):
        if isinstance(entry, dict):
            yield from _of_expression(("matchExpressions", at), entry)


def _of_expression(path: Path, expression: Data) -> Iterator[SelectorProblem]:
    operator, values = text(expression.get("operator")), sequence(expression.get("values"))
    if not operator:
        fact, where = "an expression has no operator", (*path, "operator")
        yield SelectorProblem(where, fact, f"write {alternatives(_OPERATORS)}")
    elif operator in _WITH_VALUES and not values:
        fact = f"operator {operator} has no values"
        remedy = "write the values, or the operator Exists"
        yield SelectorProblem((*path, "values"), fact, remedy)
    elif operator in _WITHOUT_VALUES and values:
        meant = "In" if operator == "Exists" else "NotIn"
        fact = f"operator {operator} has values"
        yield SelectorProblem(
            (*path, "values"), fact, f"remove them, or write the operator {meant}"
        )
    elif operator not in _OPERATORS and not contains_placeholder(operator):
        meant = next((each for each in _OPERATORS if each.lower() == operator.lower()), "")
        fact = f'operator "{operator}" is not {alternatives(_OPERATORS)}'
        yield SelectorProblem(
            (*path, "operator"), fact, f"write {meant or alternatives(_OPERATORS)}"
        )
    key = text(expression.get("key"))
    if key:
        yield from _of_key((*path, "key"), key)
    elif expression.get("key") in (None, ""):
        fact = "an expression has no key"
        yield SelectorProblem((*path, "key"), fact, "write the key of the label")
    for number, value in enumerate(values):
        yield from _of_value((*path, "values", number), value)


def _of_key(path: Path, key: str) -> list[SelectorProblem]:
    problem = None if contains_placeholder(key) else qualified_name_problem(key)
    return [SelectorProblem(path, f'label key "{key}" {problem}', _CORRECT)] if problem else []


def _of_value(path: Path, value: object) -> list[SelectorProblem]:
    if not isinstance(value, str) or contains_placeholder(value):
        return []
    problem = label_value_problem(value)
    return [SelectorProblem(path, f'label value "{value}" {problem}', _CORRECT)] if problem else []
