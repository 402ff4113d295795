"""What the server refuses of a policy or a binding before it looks at any expression.

Source: pkg/apis/admissionregistration/validation/validation.go of Kubernetes 1.36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svclint.model import Path
from svclint.policy.cel import names
from svclint.policy.objects import entries, items, mapping, text
from svclint.policy.problems import (
    Problem,
    duplicate,
    invalid,
    refused,
    required,
    unsupported,
)
from svclint.policy.selectors import selector_problems
from svclint.source import Document

_OPERATIONS = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
_SCOPES = ("*", "Cluster", "Namespaced")
_ACTIONS = ("Audit", "Deny", "Warn")
_REASONS = ("Forbidden", "Invalid", "RequestEntityTooLarge")
_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_RESERVED = frozenset(
    [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)
_BOTH_ACTIONS = (
    "must not contain both Deny and Warn (repeating the same validation failure information in"
    " the API response and headers serves no purpose)"
)
_NOTHING = "validations or auditAnnotations must contain at least one item"
_MOST_ANNOTATIONS = 20


def policy_problems(document: Document) -> Iterator[Problem]:
    """Report the structure of a ValidatingAdmissionPolicy."""
    yield from _metadata(document)
    spec = mapping(document.value(("spec",)))
    yield from _choice(document, ("spec", "failurePolicy"), ("Fail", "Ignore"))
    if spec.get("paramKind") is not None:
        yield from _param_kind(document)
    constraints = ("spec", "matchConstraints")
    if spec.get("matchConstraints") is None:
        yield required(document, constraints)
    else:
        yield from match_problems(document, constraints)
        if not items(document.value((*constraints, "resourceRules"))):
            yield required(document, (*constraints, "resourceRules"))
    yield from _conditions(document)
    yield from _variables(document)
    if not items(spec.get("validations")) and not items(spec.get("auditAnnotations")):
        yield required(document, ("spec", "validations"), _NOTHING)
        yield required(document, ("spec", "auditAnnotations"), _NOTHING)
    for path, validation in entries(document, "spec", "validations"):
        yield from _validation(document, path, validation)
    yield from _annotations(document)


def binding_problems(document: Document) -> Iterator[Problem]:
    """Report the structure of a ValidatingAdmissionPolicyBinding."""
    yield from _metadata(document)
    spec = mapping(document.value(("spec",)))
    name = text(spec.get("policyName"))
    if not name:
        yield required(document, ("spec", "policyName"))
    else:
        for why in names.dns_subdomain(name):
            yield invalid(document, ("spec", "policyName"), name, why)
    if spec.get("paramRef") is not None:
        yield from _param_ref(document)
    if spec.get("matchResources") is not None:
        yield from match_problems(document, ("spec", "matchResources"))
    yield from _actions(document)


def _metadata(document: Document) -> Iterator[Problem]:
    metadata = mapping(document.value(("metadata",)))
    name = text(metadata.get("name"))
    if not name and not text(metadata.get("generateName")):
        yield required(document, ("metadata", "name"), "name or generateName is required")
    elif name:
        for why in names.dns_subdomain(name):
            yield invalid(document, ("metadata", "name"), name, why)


def _choice(document: Document, path: Path, known: tuple[str, ...]) -> Iterator[Problem]:
    value = document.value(path)
    if value is not None and value not in known:
        yield unsupported(document, path, value, known)


def _param_kind(document: Document) -> Iterator[Problem]:
    path = ("spec", "paramKind")
    version, kind = (text(document.value((*path, name))) for name in ("apiVersion", "kind"))
    if not version:
        yield required(document, (*path, "apiVersion"))
    elif version.count("/") > 1:
        why = f"unexpected GroupVersion string: {version}"
        yield invalid(document, (*path, "apiVersion"), version, why)
    else:
        group, _, number = version.rpartition("/")
        for why in names.dns_subdomain(group) if group else ():
            yield invalid(document, (*path, "apiVersion"), group, why)
        if not number:
            yield invalid(document, (*path, "apiVersion"), version, "version must be specified")
        for why in names.dns_1035_label(number) if number else ():
            yield invalid(document, (*path, "apiVersion"), number, why)
    if not kind:
        yield required(document, (*path, "kind"))
    else:
        why = ",".join(names.dns_1035_label(kind.lower()))
        if why:
            why = f"may have mixed case, but should otherwise match: {why}"
            yield invalid(document, (*path, "kind"), kind, why)


def match_problems(document: Document, path: Path) -> Iterator[Problem]:
    """Report the resources and selectors of a policy's or a binding's match."""
    yield from _choice(document, (*path, "matchPolicy"), ("Equivalent", "Exact"))
    for name in ("namespaceSelector", "objectSelector"):
        yield from selector_problems(document, (*path, name))
    for name in ("resourceRules", "excludeResourceRules"):
        for index, rule in enumerate(items(document.value((*path, name)))):
            yield from _rule(document, (*path, name, index), mapping(rule))


def _rule(document: Document, path: Path, rule: dict[str, Any]) -> Iterator[Problem]:
    for name in ("operations", "apiGroups", "apiVersions"):
        values = items(rule.get(name))
        words = {
            "operations": "operations",
            "apiGroups": "API groups",
            "apiVersions": "API versions",
        }
        if not values:
            yield required(document, (*path, name))
        if len(values) > 1 and "*" in values:
            why = f"if '*' is present, must not specify other {words[name]}"
            yield invalid(document, (*path, name), values, why)
        for index, value in enumerate(values):
            if name == "operations" and value not in _OPERATIONS:
                yield unsupported(document, (*path, name, index), value, _OPERATIONS)
            if name == "apiVersions" and value == "":
                yield required(document, (*path, name, index))
    yield from _resources(document, (*path, "resources"), items(rule.get("resources")))
    yield from _choice(document, (*path, "scope"), _SCOPES)
    seen: set[Any] = set()
    for index, value in enumerate(items(rule.get("resourceNames"))):
        if value in seen:
            yield duplicate(document, (*path, "resourceNames", index), value)
        seen.add(value)


def _resources(document: Document, path: Path, resources: list[Any]) -> Iterator[Problem]:
    if not resources:
        yield required(document, path)
    all_below: set[str] = set()
    below_all: set[str] = set()
    is_plain = False
    for index, value in enumerate(map(str, resources)):
        if not value:
            yield required(document, (*path, index))
            continue
        resource, slash, below = value.partition("/")
        if not slash:
            is_plain = value != "*"
            continue
        if resource in all_below:
            why = f"if '{resource}/*' is present, must not specify {value}"
            yield invalid(document, (*path, index), value, why)
        if below in below_all:
            why = f"if '*/{below}' is present, must not specify {value}"
            yield invalid(document, (*path, index), value, why)
        if below == "*":
            all_below.add(resource)
        if resource == "*":
            below_all.add(below)
    if len(resources) > 1 and "*/*" in resources:
        why = "if '*/*' is present, must not specify other resources"
        yield invalid(document, path, resources, why)
    if "*" in resources and is_plain:
        why = "if '*' is present, must not specify other resources without subresources"
        yield invalid(document, path, resources, why)


def _conditions(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    found = list(entries(document, "spec", "matchConditions"))
    if len(found) > 64:
        why = "must have at most 64 items"
        yield refused(document, ("spec", "matchConditions"), "FieldValueTooMany", why)
    for path, condition in found:
        name = text(condition.get("name"))
        if not text(condition.get("expression")).strip():
            yield required(document, (*path, "expression"))
        if not name:
            yield required(document, (*path, "name"))
        for why in names.qualified_name(name) if name else ():
            yield invalid(document, (*path, "name"), name, why)
        if name in seen:
            yield duplicate(document, (*path, "name"), name)
        seen.add(name)


def _variables(document: Document) -> Iterator[Problem]:
    for path, variable in entries(document, "spec", "variables"):
        name = text(variable.get("name"))
        if not name.strip():
            yield required(document, (*path, "name"), "name is not specified")
        elif _IDENTIFIER.fullmatch(name) is None or name in _RESERVED:
            yield invalid(document, (*path, "name"), name, "must be a valid CEL identifier")
        if not text(variable.get("expression")).strip():
            yield required(document, (*path, "expression"), "expression is not specified")


def _validation(document: Document, path: Path, validation: dict[str, Any]) -> Iterator[Problem]:
    if not text(validation.get("expression")).strip():
        yield required(document, (*path, "expression"), "expression is not specified")
    for name in ("messageExpression", "message"):
        value = text(validation.get(name))
        if value and not value.strip():
            yield invalid(document, (*path, name), value, "must be non-empty if specified")
        elif name == "message" and re.search(r"[\n\r]", value.strip()):
            yield invalid(document, (*path, name), value, "must not contain line breaks")
    yield from _choice(document, (*path, "reason"), _REASONS)


def _annotations(document: Document) -> Iterator[Problem]:
    policy = text(document.value(("metadata", "name")))
    found = list(entries(document, "spec", "auditAnnotations"))
    if len(found) > _MOST_ANNOTATIONS:
        why = f"must not have more than {_MOST_ANNOTATIONS} auditAnnotations"
        value = document.value(("spec", "auditAnnotations"))
        yield invalid(document, ("spec", "auditAnnotations"), value, why)
    seen: set[str] = set()
    for path, annotation in found:
        key = text(annotation.get("key"))
        for why in names.qualified_name(f"{policy}/{key}"):
            yield invalid(document, (*path, "key"), f"{policy}/{key}", why)
        if not text(annotation.get("valueExpression")).strip():
            why = "valueExpression is not specified"
            yield required(document, (*path, "valueExpression"), why)
        if key in seen:
            yield duplicate(document, (*path, "key"), key)
        seen.add(key)


def _param_ref(document: Document) -> Iterator[Problem]:
    path = ("spec", "paramRef")
    name, selector = (document.value((*path, key)) for key in ("name", "selector"))
    both = "name and selector are mutually exclusive"
    if name and selector is not None:
        for key in ("name", "selector"):
            yield refused(document, (*path, key), "FieldValueForbidden", f"Forbidden: {both}")
    if name and (name in (".", "..") or any(mark in str(name) for mark in "/%")):
        yield invalid(document, (*path, "name"), name, "is no name of an object")
    if selector is not None:
        yield from selector_problems(document, (*path, "selector"))
    if not name and selector is None:
        yield required(document, path, "one of name or selector must be specified")
    action = document.value((*path, "parameterNotFoundAction"))
    if not action:
        yield required(document, (*path, "parameterNotFoundAction"))
    elif action not in ("Allow", "Deny"):
        path = (*path, "parameterNotFoundAction")
        yield unsupported(document, path, action, ("Deny", "Allow"))


def _actions(document: Document) -> Iterator[Problem]:
    path = ("spec", "validationActions")
    actions = items(document.value(path))
    for index, action in enumerate(actions):
        if action not in _ACTIONS:
            yield unsupported(document, (*path, index), action, _ACTIONS)
        if action in actions[:index]:
            yield duplicate(document, (*path, index), action)
    if "Deny" in actions and "Warn" in actions:
        yield invalid(document, path, actions, _BOTH_ACTIONS)
    if not actions:
        yield required(document, path, "at least one validation action is required")
