"""Policies report what a real API server with the same policies reported."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.model import ServerAnswer
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.policy import Policies, evaluate, load_policies
from svclint.policy.evaluation.evaluate import PolicyResult
from svclint.rule.registry import all_rules
from svclint.source.stream import documents

from tests.conformance.recorded import cases
from tests.engine_runs import checked_apply

CASES = cases("policies")
# The message contains a generated name, which cannot be predicted.
GENERATED = {"lib/strings-concat/3", "real/name-convention/2"}


def policies_of(case: dict[str, Any]) -> Policies:
    texts = enumerate(case["policies"])
    return load_policies(
        document for number, text in texts for document in documents(f"{number}", text.encode())
    )


def answers_of(case: dict[str, Any]) -> tuple[list[ServerAnswer], list[PolicyResult]]:
    """Return the findings of the server's validation and those of the policies."""
    parsed = parse_cidr("10.3.240.0/20")
    assert parsed is not None
    namespace = case.get("namespace") or "default"
    facts = ClusterFacts((1, 36), Networks((parsed[1],)), namespace=namespace)
    document = next(documents("m.yaml", case["object"].encode()))
    old = case.get("old") if case["operation"] == "UPDATE" else None
    prediction, found = checked_apply(document, old, ApplyOptions("replace"), all_rules(), facts)
    native = [item.server for item in found if not isinstance(item, RuleCrash) and item.server]
    if prediction is None or any(answer.outcome == "reject" for answer in native):
        return native, []
    namespace = document.object_name.namespace or facts.namespace
    operation = case["operation"]
    new = prediction.after
    return native, evaluate(policies_of(case), new, old, namespace, operation, facts)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_verdict_message_and_warnings_are_the_servers(case: dict[str, Any]) -> None:
    if not case.get("object"):
        problems = [each.server for each in policies_of(case).problems if each.server]
        refused = any(answer.outcome == "reject" for answer in problems)
        assert refused in [not answer["allowed"] for answer in case["answers"]]
        return
    native, answers = answers_of(case)
    said = [*native, *(answer.server for answer in answers if answer.server)]
    refused = any(answer.outcome == "reject" for answer in said)
    assert refused in [not answer["allowed"] for answer in case["answers"]]
    if refused:
        whole = [(answer["message"] or "") for answer in case["answers"]]
        texts = [text.partition("denied request: ")[2] for text in whole]
        if any(texts) and case["id"] not in GENERATED:
            denied = [answer.message for answer in answers if answer.server]
            assert any(text and text in message for text in texts for message in denied)
    else:
        warned = sum(answer.outcome == "warn" for answer in said)
        assert warned in [len(answer["warnings"] or ()) for answer in case["answers"]]
