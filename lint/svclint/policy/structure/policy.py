"""What the server refuses of a policy or a binding before it looks at any expression.

Source: pkg/apis/admissionregistration/validation/validation.go of Kubernetes 1.36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svclint.cel.parse.reserved import RESERVED
from svclint.cel.text import name_errors
from svclint.model import Path
from svclint.model.data import mapping, sequence, text
from svclint.policy.objects import entries
from svclint.policy.problem import (
    Problem,
    duplicate,
    invalid,
    refused,
    required,
)
from svclint.policy.structure.match import choice_problems, match_problems, name_problems
from svclint.source import Document

_REASONS = ("Forbidden", "Invalid", "RequestEntityTooLarge")
_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_KEYWORDS = RESERVED | {"true", "false", "null", "in"}
_NEITHER = "validations or auditAnnotations must contain at least one item"
_MOST_ANNOTATIONS = 20


def policy_problems(document: Document) -> Iterator[Problem]:
    """Report what is wrong with the structure of a ValidatingAdmissionPolicy."""
    yield from name_problems(document)
    spec = mapping(document.value(("spec",)))
    yield from choice_problems(document, ("spec", "failurePolicy"), ("Fail", "Ignore"))
    if spec.get("paramKind") is not None:
        yield from _param_kind(document)
    constraints = ("spec", "matchConstraints")
    if spec.get("matchConstraints") is None:
        yield required(document, constraints)
    else:
        yield from match_problems(document, constraints)
        if not sequence(document.value((*constraints, "resourceRules"))):
            yield required(document, (*constraints, "resourceRules"))
    yield from _conditions(document)
    yield from _variables(document)
    if not sequence(spec.get("validations")) and not sequence(spec.get("auditAnnotations")):
        yield required(document, ("spec", "validations"), _NEITHER)
        yield required(document, ("spec", "auditAnnotations"), _NEITHER)
    for path, validation in entries(document, "spec", "validations"):
        yield from _validation(document, path, validation)
    yield from _annotations(document)


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
        for why in name_errors.dns_subdomain(group) if group else ():
            yield invalid(document, (*path, "apiVersion"), group, why)
        if not number:
            yield invalid(document, (*path, "apiVersion"), version, "version must be specified")
        for why in name_errors.dns_1035_label(number) if number else ():
            yield invalid(document, (*path, "apiVersion"), number, why)
    if not kind:
        yield required(document, (*path, "kind"))
    else:
        why = ",".join(name_errors.dns_1035_label(kind.lower()))
        if why:
            why = f"may have mixed case, but should otherwise match: {why}"
            yield invalid(document, (*path, "kind"), kind, why)


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
        for why in name_errors.qualified_name(name) if name else ():
            yield invalid(document, (*path, "name"), name, why)
        if name in seen:
            yield duplicate(document, (*path, "name"), name)
        seen.add(name)


def _variables(document: Document) -> Iterator[Problem]:
    for path, variable in entries(document, "spec", "variables"):
        name = text(variable.get("name"))
        if not name.strip():
            yield required(document, (*path, "name"), "name is not specified")
        elif _IDENTIFIER.fullmatch(name) is None or name in _KEYWORDS:
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
    yield from choice_problems(document, (*path, "reason"), _REASONS)


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
        for why in name_errors.qualified_name(f"{policy}/{key}"):
            yield invalid(document, (*path, "key"), f"{policy}/{key}", why)
        if not text(annotation.get("valueExpression")).strip():
            why = "valueExpression is not specified"
            yield required(document, (*path, "valueExpression"), why)
        if key in seen:
            yield duplicate(document, (*path, "key"), key)
        seen.add(key)
