"""What the policies say of one operation on one Service, in the words of the server.

Source: dispatcher.Dispatch (pkg/admission/plugin/policy/validating) of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Data, Path, ServerAnswer, Severity
from svclint.model.cluster import ClusterFacts
from svclint.policy.evaluation.decisions import Decision, decide
from svclint.policy.evaluation.matching import (
    ParameterError,
    UnknownMatchError,
    matches,
    parameters,
)
from svclint.policy.evaluation.possible_requests import samples
from svclint.policy.evaluation.request import Request, build_request
from svclint.policy.evaluation.warning_headers import are_sent
from svclint.policy.objects import Binding, Policies, Policy
from svclint.source import Document

DENIED, WARNED, AUDITED = "policy-denied", "policy-warned", "policy-audited"
UNDECIDED = "policy-unjudged"
_PARAMETERS_REMEDY = "give the parameters' manifests with --policy"


class PolicyResult(NamedTuple):
    """What a policy says of a Service: the rule's name, how bad it is, and the text.

    ``server`` is set where the server itself would refuse the request or send the warning.
    ``source`` and ``path`` say where in the policy (or binding) the reason stands.
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
    """Hold an operation on a Service against all policies.

    ``new`` is the object as the server would store it (``Prediction.after``), ``old`` the live
    one on ``UPDATE``, else ``None``. ``user`` is what ``request.userInfo`` shows, if that is
    known. The server judges only what passed its own validation.
    """
    if policies.is_empty:
        return []
    found = policies.namespace(namespace)
    request = build_request(operation, new, old, namespace, found, user)
    return evaluate_request(policies, request, facts)


def evaluate_request(
    policies: Policies, request: Request, facts: ClusterFacts
) -> list[PolicyResult]:
    """Hold a request, on whatever resource, against all policies."""
    answers: dict[tuple[str, str], PolicyResult] = {}
    for binding in policies.bindings:
        policy = policies.policies.get(binding.policy)
        if policy is None:
            continue
        for answer in _judge(policies, policy, binding, request, facts):
            answers.setdefault((answer.rule, answer.message), answer)
    return _as_sent(list(answers.values()))


def _as_sent(answers: list[PolicyResult]) -> list[PolicyResult]:
    """Mark the warnings that the server swallows as ours alone."""
    warnings = [answer.message for answer in answers if answer.rule == WARNED]
    swallowed = {
        text for text, is_sent in zip(warnings, are_sent(warnings), strict=True) if not is_sent
    }
    return [
        each._replace(server=None) if each.rule == WARNED and each.message in swallowed else each
        for each in answers
    ]


def _judge(
    policies: Policies, policy: Policy, binding: Binding, request: Request, facts: ClusterFacts
) -> Iterator[PolicyResult]:
    try:
        if not matches(policy.match, request) or not matches(binding.match, request):
            return
        found = parameters(policies, policy, binding, request)
    except UnknownMatchError as error:
        yield _unjudged(policy, binding, str(error), ("spec", "matchConstraints"))
        return
    except ParameterError as error:
        if not binding.is_whole:
            yield _without_parameters(policy, binding)
        elif policy.is_strict:
            text = f"failed to configure binding: {error}"
            yield _denied(policy, binding, Decision(text, "Invalid", ()), is_ours=False)
        return
    if not found and not binding.is_whole:
        yield _without_parameters(policy, binding)
    for parameter in found:
        for decision in _decisions(policy, parameter, request, facts):
            yield from _answers(policy, binding, decision)


def _decisions(
    policy: Policy, parameter: Data | None, request: Request, facts: ClusterFacts
) -> list[Decision]:
    """Decide; where that hangs on what the server picks, by trying what it may pick."""

    def of(seen: Request) -> dict[Path, Decision]:
        found = decide(policy, {**seen.activation(), "params": parameter})
        return {decision.path: decision for decision in found}

    decisions = of(request)
    hanging = [each for each in decisions.values() if each.unknown or each.needs]
    if not hanging or not request.unknowns:
        return list(decisions.values())
    tried = [of(sample) for sample in samples(request, policy, facts)]
    paths = dict.fromkeys(path for each in tried for path in each)
    return [_agreed(path, tried, decisions.get(path, hanging[0])) for path in paths]


def _agreed(path: Path, tried: list[dict[Path, Decision]], unsure: Decision) -> Decision:
    found = [each.get(path) for each in tried]
    first = found[0]
    if first is not None and all(each is not None and not each.unknown for each in found):
        is_same = all(each == first for each in found)
        return first if is_same else first._replace(needs=unsure.needs or unsure.unknown)
    unknown = next((each.unknown for each in found if each and each.unknown), "")
    return Decision("", "", path, unknown or unsure.unknown or unsure.needs)


def _answers(policy: Policy, binding: Binding, decision: Decision) -> Iterator[PolicyResult]:
    if decision.unknown:
        yield _unjudged(policy, binding, decision.unknown, decision.path)
        return
    remedy = f"What it says hangs on {decision.needs}" if decision.needs else ""
    for answer in _said(policy, binding, decision):
        yield answer._replace(remedy=answer.remedy or remedy)


def _said(policy: Policy, binding: Binding, decision: Decision) -> Iterator[PolicyResult]:
    if decision.is_always_denied or "Deny" in binding.actions:
        yield _denied(policy, binding, decision)
    where = f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
    if "Warn" in binding.actions and not decision.is_always_denied:
        text = f"Validation failed for {where}: {decision.message}"
        server = ServerAnswer("warn", "", "")
        yield _answer(WARNED, Severity.WARNING, text, policy, binding, server, decision.path)
    if "Audit" in binding.actions and not decision.is_always_denied:
        text = f"{where} notes in the audit log: {decision.message}"
        yield _answer(AUDITED, Severity.INFO, text, policy, binding, None, decision.path)


def _denied(
    policy: Policy, binding: Binding, decision: Decision, *, is_ours: bool = True
) -> PolicyResult:
    text = (
        f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
        f" denied request: {decision.message}"
    )
    server = ServerAnswer("reject", decision.reason, "")
    answer = _answer(DENIED, Severity.ERROR, text, policy, binding, server, decision.path)
    if is_ours:
        return answer
    return answer._replace(
        source=binding.document,
        path=("spec", "paramRef"),
        remedy=_PARAMETERS_REMEDY,
    )


def _without_parameters(policy: Policy, binding: Binding) -> PolicyResult:
    """Among the checked files, only policies and bindings are read."""
    found = _unjudged(policy, binding, "its parameters", ("spec", "paramRef"))
    return found._replace(source=binding.document, remedy=_PARAMETERS_REMEDY)


def _unjudged(policy: Policy, binding: Binding, unknown: str, path: Path) -> PolicyResult:
    text = (
        f"ValidatingAdmissionPolicy '{policy.name}' with binding '{binding.name}'"
        f" cannot be judged offline: needs {unknown}"
    )
    return _answer(UNDECIDED, Severity.INFO, text, policy, binding, None, path)


def _answer(  # noqa: PLR0913, PLR0917 - the parts of an answer
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
