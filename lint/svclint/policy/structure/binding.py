"""What the server refuses of a binding.

Source: pkg/apis/admissionregistration/validation/validation.go of Kubernetes 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.cel.text import name_errors
from svclint.model.data import mapping, sequence, text
from svclint.policy.problem import Problem, duplicate, invalid, refused, required, unsupported
from svclint.policy.structure.match import match_problems, name_problems
from svclint.policy.structure.selectors import selector_problems
from svclint.source import Document

_ACTIONS = ("Audit", "Deny", "Warn")
_BOTH_ACTIONS = (
    "must not contain both Deny and Warn (repeating the same validation failure information in"
    " the API response and headers serves no purpose)"
)


def binding_problems(document: Document) -> Iterator[Problem]:
    """Report what is wrong with the structure of a ValidatingAdmissionPolicyBinding."""
    yield from name_problems(document)
    spec = mapping(document.value(("spec",)))
    name = text(spec.get("policyName"))
    if not name:
        yield required(document, ("spec", "policyName"))
    else:
        for why in name_errors.dns_subdomain(name):
            yield invalid(document, ("spec", "policyName"), name, why)
    if spec.get("paramRef") is not None:
        yield from _param_ref(document)
    if spec.get("matchResources") is not None:
        yield from match_problems(document, ("spec", "matchResources"))
    yield from _actions(document)


def _param_ref(document: Document) -> Iterator[Problem]:
    path = ("spec", "paramRef")
    name, selector = (document.value((*path, key)) for key in ("name", "selector"))
    both = "name and selector are mutually exclusive"
    if name and selector is not None:
        for key in ("name", "selector"):
            yield refused(document, (*path, key), "FieldValueForbidden", f"Forbidden: {both}")
    if name and (name in (".", "..") or any(mark in str(name) for mark in "/%")):
        yield invalid(document, (*path, "name"), name, "is not the name of an object")
    if selector is not None:
        yield from selector_problems(document, (*path, "selector"))
    if not name and selector is None:
        yield required(document, path, "one of name or selector must be specified")
    action = document.value((*path, "parameterNotFoundAction"))
    if not action:
        yield required(document, (*path, "parameterNotFoundAction"))
    elif action not in ("Allow", "Deny"):
        place = (*path, "parameterNotFoundAction")
        yield unsupported(document, place, action, ("Deny", "Allow"))


def _actions(document: Document) -> Iterator[Problem]:
    path = ("spec", "validationActions")
    actions = sequence(document.value(path))
    for index, action in enumerate(actions):
        if action not in _ACTIONS:
            yield unsupported(document, (*path, index), action, _ACTIONS)
        if action in actions[:index]:
            yield duplicate(document, (*path, index), action)
    if "Deny" in actions and "Warn" in actions:
        yield invalid(document, path, actions, _BOTH_ACTIONS)
    if not actions:
        yield required(document, path, "at least one validation action is required")
