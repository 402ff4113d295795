"""What the strict decoder refuses of a policy or a binding, before its structure is checked."""

from __future__ import annotations

from svclint.kubernetes.schema import Violation, accepts, newest, violations
from svclint.model import ServerAnswer, server_spell
from svclint.policy.problem import INVALID, Problem
from svclint.source import Document


def decoding_problems(document: Document, version: str) -> list[Problem]:
    """Return wrong types and unknown fields; none if the Kubernetes version lacks the kind.

    Unknown fields that are null are left out: kubectl apply drops them.
    """
    api_version, kind, _, _ = document.object_name
    version = version or newest()
    try:
        is_good = accepts(version, api_version, kind)(document.data)
    except LookupError:
        return []
    found = [] if is_good else violations(version, api_version, kind, document.data)
    problems = (
        _problem(document, each)
        for each in found
        if each.kind != "unknown" or document.value(each.path) is not None
    )
    return sorted(problems, key=lambda problem: problem.location)


def _problem(document: Document, violation: Violation) -> Problem:
    path = violation.path
    return Problem(
        INVALID,
        document,
        path,
        violation.message,
        server=ServerAnswer("reject", "BadRequest", server_spell(path)),
        remedy=violation.remedy(document.value(path)),
        at_key=violation.kind == "unknown",
    )
