"""What the server refuses of a match: resources, operations, selectors.

Source: pkg/apis/admissionregistration/validation/validation.go of Kubernetes 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.cel.text import name_errors
from svclint.model import Path
from svclint.model.data import mapping, sequence, text
from svclint.policy.problem import Problem, duplicate, invalid, required, unsupported
from svclint.policy.structure.selectors import selector_problems
from svclint.source import Document

_OPERATIONS = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
_SCOPES = ("*", "Cluster", "Namespaced")


def name_problems(document: Document) -> Iterator[Problem]:
    """Report what is wrong with the name of an object."""
    metadata = mapping(document.value(("metadata",)))
    name = text(metadata.get("name"))
    if not name and not text(metadata.get("generateName")):
        yield required(document, ("metadata", "name"), "name or generateName is required")
    elif name:
        for why in name_errors.dns_subdomain(name):
            yield invalid(document, ("metadata", "name"), name, why)


def choice_problems(document: Document, path: Path, known: tuple[str, ...]) -> Iterator[Problem]:
    """Report a value that is not among the known ones; a missing one is accepted."""
    value = document.value(path)
    if value is not None and value not in known:
        yield unsupported(document, path, value, known)


def match_problems(document: Document, path: Path) -> Iterator[Problem]:
    """Report what is wrong with the resources and selectors of a match."""
    yield from choice_problems(document, (*path, "matchPolicy"), ("Equivalent", "Exact"))
    for name in ("namespaceSelector", "objectSelector"):
        yield from selector_problems(document, (*path, name))
    for name in ("resourceRules", "excludeResourceRules"):
        for index, rule in enumerate(sequence(document.value((*path, name)))):
            yield from _rule(document, (*path, name, index), mapping(rule))


def _rule(document: Document, path: Path, rule: dict[str, Any]) -> Iterator[Problem]:
    titles = {"operations": "operations", "apiGroups": "API groups", "apiVersions": "API versions"}
    for name, title in titles.items():
        values = sequence(rule.get(name))
        if not values:
            yield required(document, (*path, name))
        if len(values) > 1 and "*" in values:
            why = f"if '*' is present, must not specify other {title}"
            yield invalid(document, (*path, name), values, why)
        for index, value in enumerate(values):
            if name == "operations" and value not in _OPERATIONS:
                yield unsupported(document, (*path, name, index), value, _OPERATIONS)
            if name == "apiVersions" and value == "":
                yield required(document, (*path, name, index))
    yield from _resources(document, (*path, "resources"), sequence(rule.get("resources")))
    yield from choice_problems(document, (*path, "scope"), _SCOPES)
    seen: set[Any] = set()
    for index, value in enumerate(sequence(rule.get("resourceNames"))):
        if value in seen:
            yield duplicate(document, (*path, "resourceNames", index), value)
        seen.add(value)


def _resources(document: Document, path: Path, resources: list[Any]) -> Iterator[Problem]:
    if not resources:
        yield required(document, path)
    all_below: set[str] = set()
    below_all: set[str] = set()
    has_resource = False
    for index, value in enumerate(map(str, resources)):
        if not value:
            yield required(document, (*path, index))
            continue
        resource, slash, below = value.partition("/")
        if not slash:
            has_resource = value != "*"
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
    if "*" in resources and has_resource:
        why = "if '*' is present, must not specify other resources without subresources"
        yield invalid(document, path, resources, why)
