"""What the strict decoder refuses of a policy or a binding, before anything else is looked at."""

from __future__ import annotations

from svclint.model import ServerAnswer, server_spell, spell
from svclint.policy.problems import INVALID, Problem
from svclint.schema import Violation, accepts, newest, violations
from svclint.source import Document


def decoding_problems(document: Document, version: str) -> list[Problem]:
    """Report wrong types and unknown fields; none for what this Kubernetes version has no kind of.

    A field that is unknown and null is none of them: kubectl apply drops it.
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
    is_unknown = violation.kind == "unknown"
    if is_unknown:
        parent = spell(path[:-1]) or "the top level"
        message, remedy = f"{parent} has no field {str(path[-1])!r}", _remedy(violation)
    else:
        message = f"{spell(path) or 'the object'} is {violation.found}, not {violation.expected}"
        value = document.value(path)
        is_bare = violation.expected == "a string" and isinstance(value, (bool, int, float))
        remedy = "put it into quotes" if is_bare else f"write {violation.expected}"
    answer = ServerAnswer("reject", "BadRequest", server_spell(path))
    return Problem(
        INVALID, document, path, message, server=answer, remedy=remedy, at_key=is_unknown
    )


def _remedy(violation: Violation) -> str:
    if violation.suggestions:
        return f"did you mean `{violation.suggestions[0]}`?"
    if violation.elsewhere:
        return f"it belongs at {' or '.join(violation.elsewhere[:2])}"
    return "remove it"
