"""Policies that the strict decoder rejects are reported, at the rejected value."""

from __future__ import annotations

import pytest
from svclint.policy import Problem, load_policies
from svclint.source.stream import documents

from tests.unit.test_policy_types import POLICY

BINDING = """\
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: p}
spec: {policyName: p, validationActions: [Deny]}
"""
TEXT = POLICY.replace("EXPRESSION", '"true"\n    message: a text') + BINDING
QUOTES, LIST = "put it into quotes", "begin each entry with '-', even a single one"
NO_LIST = ", not a list of strings"


def problems(text: str, version: str = "") -> list[Problem]:
    return list(load_policies(documents("p.yaml", text.encode()), version).problems)


@pytest.mark.parametrize(
    ("old", "new", "at", "message", "remedy"),
    [
        ("a text", "no", "no", ".validations[0].message is false, not a string", QUOTES),
        ('"true"', "false", "false", ".validations[0].expression is false, not a string", QUOTES),
        (
            *("message:", "mesage:", "mesage", ".validations[0] has no field 'mesage'"),
            "did you mean `message`?",
        ),
        (
            *("[Deny]", "Deny", "Deny}"),
            *(f'.validationActions is the string "Deny"{NO_LIST}', LIST),
        ),
        (
            "{policyName",
            "{nothing: 1, policyName",
            "nothing",
            " has no field 'nothing'",
            "remove it",
        ),
        (
            *("[services]", "services", "services}"),
            f'.matchConstraints.resourceRules[0].resources is the string "services"{NO_LIST}',
            LIST,
        ),
    ],
)
def test_what_does_not_decode_is_told_at_its_place(
    old: str, new: str, at: str, message: str, remedy: str
) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new)
    (problem,) = [each for each in problems(text) if each.server]
    lines = text.split("\n")
    assert lines[problem.location.line - 1][problem.location.column - 1 :].startswith(at)
    assert problem.message == f".spec{message}"
    assert problem.remedy == remedy
    assert problem.server is not None
    assert problem.server.reason == "BadRequest"


def test_what_is_wrong_is_told_in_the_order_of_lines() -> None:
    text = TEXT.replace("a text", "1").replace("metadata: {name: p}\n", "metadata: {name: 2}\n", 1)
    assert [each.location.line for each in problems(text) if each.server] == [3, 10]


def test_what_decodes_is_not_refused() -> None:
    assert problems(TEXT) == []


def test_an_unknown_field_that_is_null_is_dropped_before_the_server_sees_it() -> None:
    assert problems(TEXT.replace("message: a text", "mesage: null")) == []


def test_fields_are_those_of_the_version() -> None:
    alpha = TEXT.replace("io/v1", "io/v1alpha1").replace("a text", "1")
    assert [each.server is not None for each in problems(alpha, "1.30")] == [True]
    assert problems(alpha, "1.36") == []
