"""Evaluate all policies on one request, with the messages of the API server.

Source: dispatcher.Dispatch (pkg/admission/plugin/policy/validating) of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.cel import Budget, LimitExceeded, is_exhausted, spend
from svclint.model import Data, Path, ServerAnswer, Severity
from svclint.model.cluster import ClusterFacts
from svclint.policy.evaluation.decisions import Decision, decide
from svclint.policy.evaluation.matching import (
    ParameterError,
    UnknownMatchError,
    matches,
    parameters,
)
from svclint.policy.evaluation.possible_requests import possible_requests
from svclint.policy.evaluation.request import Request, build_request
from svclint.policy.evaluation.warning_headers import are_sent
from svclint.policy.objects import Binding, Policies, Policy
from svclint.source import Document

DENIED, WARNED, AUDITED = "policy-denied", "policy-warned", "policy-audited"
UNDECIDED = "policy-unjudged"
# For one object, and all values tried for it; the server's budget for a policy costs as much.
POLICY_STEPS = 10_000_000
POLICY_BYTES = 128 * 1024 * 1024
# About what it takes to find out that a policy does not match a request.
_MATCHING_STEPS = 100
_PARAMETERS_REMEDY = "give the parameters' manifests with --policy"


class PolicyResult(NamedTuple):
    """The result of one policy for a Service: the rule that reports it, its severity, its message.

    ``server`` is set where the server itself would refuse the request or send the warning.
    ``source`` and ``path`` are the place of the reason in the policy or binding.
    """

    rule: str
    severity: Severity
    message: str
    policy: str
    binding: str
    server: ServerAnswer | None
    source: Document
    path: Path
    remedy: str = ""


def evaluate(  # noqa: PLR0913, PLR0917 - what makes a request
    policies: Policies,
    new: Data,
    old: Data | None,
    namespace: str,
    operation: str,
    facts: ClusterFacts,
    user: Data | None = None,
) -> list[PolicyResult]:
    """Return the results of all policies for an operation on a Service.

    ``new`` is the object as the server would store it (``Prediction.after``), ``old`` the live
    one on ``UPDATE``, else ``None``. ``user`` is what ``request.userInfo`` shows, if that is
    known. The server evaluates policies only on objects that passed its own validation.
    """
    if policies.is_empty:
        return []
    found = policies.namespace(namespace)
    request = build_request(operation, new, old, namespace, found, user)
    return evaluate_request(policies, request, facts)


def evaluate_request(
    policies: Policies, request: Request, facts: ClusterFacts
) -> list[PolicyResult]:
    """Return the results of all policies for a request on any resource."""
    results: dict[tuple[str, str], PolicyResult] = {}
    for binding in policies.bindings:
        policy = policies.policies.get(binding.policy)
        if policy is None:
            continue
        for result in _in_budget(policies, policy, binding, request, facts):
            results.setdefault((result.rule, result.message), result)
        if is_exhausted():
            # Each further policy would exceed the limit of the run, too.
            break
    return _without_lost_warnings(list(results.values()))


def _without_lost_warnings(results: list[PolicyResult]) -> list[PolicyResult]:
    """Remove the server's answer from warnings that do not reach the client."""
    warnings = [result.message for result in results if result.rule == WARNED]
    swallowed = {
        text for text, is_sent in zip(warnings, are_sent(warnings), strict=True) if not is_sent
    }
    return [
        each._replace(server=None) if each.rule == WARNED and each.message in swallowed else each
        for each in results
    ]


def _in_budget(
    policies: Policies, policy: Policy, binding: Binding, request: Request, facts: ClusterFacts
) -> list[PolicyResult]:
    """Return the results of one policy, or that it exceeds a limit of svclint."""
    try:
        with Budget("a policy", POLICY_STEPS, POLICY_BYTES).in_force():
            spend(_MATCHING_STEPS)
            return list(_evaluate(policies, policy, binding, request, facts))
    except LimitExceeded as error:
        more = ", and neither was any after it" if is_exhausted() else ""
        text = (
            f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
            f" was not evaluated{more}: {error}"
        )
        path = ("spec", "validations")
        return [_result(UNDECIDED, Severity.ERROR, text, policy, binding, None, path)]


def _evaluate(
    policies: Policies, policy: Policy, binding: Binding, request: Request, facts: ClusterFacts
) -> Iterator[PolicyResult]:
    try:
        if not matches(policy.match, request) or not matches(binding.match, request):
            return
        found = parameters(policies, policy, binding, request)
    except UnknownMatchError as error:
        yield _undecided(policy, binding, str(error), ("spec", "matchConstraints"))
        return
    except ParameterError as error:
        if not binding.has_parameters:
            yield _without_parameters(policy, binding)
        elif policy.is_strict:
            text = f"failed to configure binding: {error}"
            yield _denied(policy, binding, Decision(text, "Invalid", ()), is_from_policy=False)
        return
    if not found and not binding.has_parameters:
        yield _without_parameters(policy, binding)
    for parameter in found:
        for decision in _decisions(policy, parameter, request, facts):
            yield from _results(policy, binding, decision)


def _decisions(
    policy: Policy, parameter: Data | None, request: Request, facts: ClusterFacts
) -> list[Decision]:
    """Return the decisions; if they depend on what the server allocates, try possible values."""

    def of(seen: Request) -> dict[Path, Decision]:
        found = decide(policy, {**seen.activation(), "params": parameter})
        return {decision.path: decision for decision in found}

    decisions = of(request)
    undecided = [each for each in decisions.values() if each.unknown or each.needs]
    if not undecided or not request.unknowns:
        return list(decisions.values())
    tried = [of(sample) for sample in possible_requests(request, policy, facts)]
    paths = dict.fromkeys(path for each in tried for path in each)
    return [_agreed(path, tried, decisions.get(path, undecided[0])) for path in paths]


def _agreed(path: Path, tried: list[dict[Path, Decision]], unsure: Decision) -> Decision:
    found = [each.get(path) for each in tried]
    first = found[0]
    if first is not None and all(each is not None and not each.unknown for each in found):
        is_same = all(each == first for each in found)
        return first if is_same else first._replace(needs=unsure.needs or unsure.unknown)
    unknown = next((each.unknown for each in found if each and each.unknown), "")
    return Decision("", "", path, unknown or unsure.unknown or unsure.needs)


def _results(policy: Policy, binding: Binding, decision: Decision) -> Iterator[PolicyResult]:
    if decision.unknown:
        yield _undecided(policy, binding, decision.unknown, decision.path)
        return
    remedy = f"The message depends on {decision.needs}" if decision.needs else ""
    for result in _results_of(policy, binding, decision):
        yield result._replace(remedy=result.remedy or remedy)


def _results_of(policy: Policy, binding: Binding, decision: Decision) -> Iterator[PolicyResult]:
    if decision.is_always_denied or "Deny" in binding.actions:
        yield _denied(policy, binding, decision)
    where = f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
    if "Warn" in binding.actions and not decision.is_always_denied:
        text = f"Validation failed for {where}: {decision.message}"
        server = ServerAnswer("warn", "", "")
        yield _result(WARNED, Severity.WARNING, text, policy, binding, server, decision.path)
    if "Audit" in binding.actions and not decision.is_always_denied:
        text = f"{where} notes in the audit log: {decision.message}"
        yield _result(AUDITED, Severity.NOTE, text, policy, binding, None, decision.path)


def _denied(
    policy: Policy, binding: Binding, decision: Decision, *, is_from_policy: bool = True
) -> PolicyResult:
    text = (
        f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
        f" denied request: {decision.message}"
    )
    server = ServerAnswer("reject", decision.reason, "")
    result = _result(DENIED, Severity.ERROR, text, policy, binding, server, decision.path)
    if is_from_policy:
        return result
    return result._replace(
        source=binding.document,
        path=("spec", "paramRef"),
        remedy=_PARAMETERS_REMEDY,
    )


def _without_parameters(policy: Policy, binding: Binding) -> PolicyResult:
    """Report missing parameters: of the checked files, only policies and bindings are read."""
    found = _undecided(policy, binding, "its parameters", ("spec", "paramRef"))
    return found._replace(source=binding.document, remedy=_PARAMETERS_REMEDY)


def _undecided(policy: Policy, binding: Binding, unknown: str, path: Path) -> PolicyResult:
    text = (
        f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
        f" cannot be evaluated offline: needs {unknown}"
    )
    return _result(UNDECIDED, Severity.NOTE, text, policy, binding, None, path)


def _result(  # noqa: PLR0913, PLR0917 - one argument for each field of a result
    rule: str,
    severity: Severity,
    text: str,
    policy: Policy,
    binding: Binding,
    server: ServerAnswer | None,
    path: Path,
) -> PolicyResult:
    return PolicyResult(
        rule, severity, text, policy.name, binding.name, server, policy.document, path
    )
