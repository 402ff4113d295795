"""The decisions of a policy on a request, with the API server's messages.

Source: validator.Validate (pkg/admission/plugin/policy/validating/validator.go), matcher.Match
(plugin/webhook/matchconditions) and composition.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from svclint.cel import CelError, Outcome, Unknowable
from svclint.model import Path
from svclint.policy.objects import Expression, Policy, Validation

# Of all expressions together; apis/cel/config.go of k8s.io/apiserver.
_POLICY_BUDGET = 10_000_000
_MATCH_CONDITIONS_BUDGET = 2_500_000
_LONGEST_MESSAGE = 5 * 1024
_NO_BUDGET = (
    "validation failed due to running out of cost budget, no further validation rules will be run"
)


class Decision(NamedTuple):
    """The decision of one validation that does not pass.

    ``unknown`` names a value that the decision depends on and no manifest contains; then there is
    no message. ``needs`` names such a value if only the message depends on it. ``path`` is the
    place in the policy.
    """

    message: str
    reason: str
    path: Path
    unknown: str = ""
    needs: str = ""
    is_always_denied: bool = False


class OutOfBudgetError(Exception):
    """The expressions of a policy exceed their cost budget together."""


class _Variables:
    """The variables of a policy; each is evaluated when it is first used."""

    type_name = "kubernetes.variables"

    def __init__(self, expressions: Mapping[str, Expression], names: Mapping[str, Any]) -> None:
        self.expressions, self.names = expressions, names
        self.outcomes: dict[str, Outcome] = {}
        self.cost = 0

    def knows(self, name: Any) -> bool:
        """Return whether there is such a variable."""
        return name in self.expressions

    def look_up(self, name: Any) -> Any:
        """Return the value of a variable. Raises ``CelError``."""
        expression = self.expressions.get(name)
        if expression is None:
            raise CelError(f"no such key: {name}")
        outcome = self.outcomes.get(name)
        if outcome is None:
            outcome = self.outcomes[name] = expression.program.evaluate(self.names)
            self.cost += outcome.cost
        if outcome.unknown:
            raise Unknowable(outcome.unknown)
        if outcome.error:
            raise CelError(f'composited variable "{name}" fails to evaluate: {outcome.error}')
        return outcome.value


class _Evaluation:
    """The evaluation of a list of expressions, within one budget."""

    def __init__(self, policy: Policy, names: Mapping[str, Any], budget: int) -> None:
        self.names = dict(names)
        self.variables = _Variables(dict(policy.variables), self.names)
        self.names["variables"] = self.variables
        self.budget = budget

    def run(self, expression: Expression) -> Outcome:
        """Evaluate an expression. Raises ``OutOfBudgetError``."""
        outcome = expression.program.evaluate(self.names)
        self.budget -= outcome.cost + self.variables.cost
        self.variables.cost = 0
        if self.budget < 0:
            raise OutOfBudgetError
        return outcome


def decide(policy: Policy, names: Mapping[str, Any]) -> list[Decision]:
    """Return the decisions of a policy on a request, except those that allow it.

    ``names`` are the variables of the expressions. Under ``failurePolicy: Ignore``, errors are
    ignored.
    """
    applies = _meets_conditions(policy, names)
    if applies is not True:
        return [] if applies is False else [applies]
    evaluation = _Evaluation(policy, names, _POLICY_BUDGET)
    outcomes: list[Outcome] = []
    try:
        outcomes = [evaluation.run(each.expression) for each in policy.validations]
    except OutOfBudgetError:
        return _failed(policy, _NO_BUDGET, ("spec", "validations"))
    messages = _Evaluation(policy, names, evaluation.budget)
    decisions = [
        decision
        for validation, outcome in zip(policy.validations, outcomes, strict=True)
        for decision in _validated(policy, validation, outcome, messages)
    ]
    return decisions + _annotated(policy, names)


def _meets_conditions(policy: Policy, names: Mapping[str, Any]) -> Decision | bool:
    """Evaluate the match conditions; one that is false takes precedence over one that fails."""
    hidden = {**names, "namespaceObject": None}
    evaluation = _Evaluation(policy, hidden, _MATCH_CONDITIONS_BUDGET)
    errors: list[str] = []
    unknown: Decision | None = None
    try:
        for condition in policy.conditions:
            outcome = evaluation.run(condition)
            if outcome.unknown:
                unknown = Decision("", "", condition.path, outcome.unknown)
            elif outcome.error:
                errors.append(_error_text(condition, outcome))
            elif outcome.value is False:
                return False
    except OutOfBudgetError:
        errors = [_NO_BUDGET]
    if unknown is not None:
        return unknown
    if not errors:
        return True
    text = errors[0] if len(errors) == 1 else f"[{', '.join(dict.fromkeys(errors))}]"
    failed = _failed(policy, text, ("spec", "matchConditions"))
    return failed[0] if failed else False


def _failed(policy: Policy, text: str, path: Path) -> list[Decision]:
    return [Decision(text, "Invalid", path)] if policy.is_strict else []


def _error_text(expression: Expression, outcome: Outcome) -> str:
    return f"expression '{expression.source}' resulted in error: {outcome.error}"


def _validated(
    policy: Policy, validation: Validation, outcome: Outcome, messages: _Evaluation
) -> list[Decision]:
    expression = validation.expression
    if outcome.unknown:
        return [Decision("", "", expression.path, outcome.unknown)]
    if outcome.error:
        return _failed(policy, _error_text(expression, outcome), expression.path)
    if outcome.value is True:
        return []
    try:
        message, needs = _message(validation, messages)
    except OutOfBudgetError:
        return _failed(policy, f"failed messageExpression: {_NO_BUDGET}", expression.path)
    return [Decision(message, validation.reason, expression.path, needs=needs)]


def _message(validation: Validation, messages: _Evaluation) -> tuple[str, str]:
    """Return the message, and the unknown value that it depends on, if any."""
    message, needs = "", ""
    if validation.message_expression is not None:
        outcome = messages.run(validation.message_expression)
        needs = outcome.unknown
        if isinstance(outcome.value, str):
            message = outcome.value.strip()
        if len(message.encode("utf-8", "replace")) > _LONGEST_MESSAGE or "\n" in message:
            message = ""
    message = message or validation.message.strip()
    return message or f"failed expression: {validation.expression.source.strip()}", needs


def _annotated(policy: Policy, names: Mapping[str, Any]) -> list[Decision]:
    """Return the denials of audit annotations that fail, whatever the binding's actions are."""
    if not policy.is_strict:
        return []
    evaluation = _Evaluation(policy, names, _POLICY_BUDGET)
    decisions: list[Decision] = []
    try:
        for _, expression in policy.annotations:
            outcome = evaluation.run(expression)
            if outcome.unknown:
                decisions.append(Decision("", "", expression.path, outcome.unknown))
            elif outcome.error:
                text = _error_text(expression, outcome)
                decisions.append(Decision(text, "Invalid", expression.path, is_always_denied=True))
    except OutOfBudgetError:
        return [Decision(_NO_BUDGET, "Invalid", ("spec", "auditAnnotations"))]
    return decisions
