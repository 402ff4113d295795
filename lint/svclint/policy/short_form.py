"""svclint's own short form of a policy, for teams whose cluster has none.

::

    id: no-node-ports
    match: {when: "object.metadata.namespace == 'prod'"}   # optional, like each key of it
    expression: object.spec.type != 'NodePort'
    message: node ports are closed in production
    severity: error                                      # or warning, or note
    examples:
      - pass: {apiVersion: v1, kind: Service, …}
      - fail: {apiVersion: v1, kind: Service, …}
        says: node ports are closed

It stands for a ValidatingAdmissionPolicy and its binding, which ``expand`` returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.cel.text import name_errors
from svclint.model import Data, Location, Path
from svclint.model.data import mapping, sequence, text
from svclint.policy.expressions.compiler import compile_policy, read_binding
from svclint.policy.objects import API_VERSIONS, BINDING, POLICY, Binding, Policy
from svclint.policy.problem import INVALID, Problem
from svclint.policy.structure.binding import binding_problems
from svclint.source import Document

_ACTIONS = {"error": "Deny", "warning": "Warn", "note": "Audit"}
_KEYS = (
    *("id", "match", "variables", "expression", "message", "messageExpression"),
    *("reason", "severity", "examples"),
)
_MATCH = ("operations", "namespaces", "namespaceSelector", "objectSelector", "when")
_EXAMPLE = ("name", "pass", "fail", "says", "old", "namespace")
# The paths in the short form of the values of the long form.
_SHORT_PATHS: dict[Path, Path] = {
    ("metadata", "name"): ("id",),
    ("spec", "validations", 0, "expression"): ("expression",),
    ("spec", "validations", 0, "message"): ("message",),
    ("spec", "validations", 0, "messageExpression"): ("messageExpression",),
    ("spec", "validations", 0, "reason"): ("reason",),
    ("spec", "validations"): ("expression",),
    ("spec", "matchConditions"): ("match", "when"),
    ("spec", "matchConstraints", "namespaceSelector"): ("match", "namespaceSelector"),
    ("spec", "matchConstraints", "objectSelector"): ("match", "objectSelector"),
    ("spec", "matchConstraints", "resourceRules"): ("match", "operations"),
    ("spec", "validationActions"): ("severity",),
}


class Example(NamedTuple):
    """A Service that tests a policy: whether it should pass, and part of the message if not."""

    document: Document
    path: Path
    passes: bool
    manifest: Data | str
    says: str
    old: Data | None
    namespace: str


class _Expanded(Document):
    """The long form of a short policy; its places in the file are those of the short form."""

    __slots__ = ("short",)

    def __init__(self, short: Document, data: Data) -> None:
        super().__init__(short.chunk, data)
        self.short = short

    def locate(self, path: Path, *, at_key: bool = False) -> tuple[Location, bool]:
        """Return the place of a path of the long form in the file of the short form."""
        for size in range(len(path), 0, -1):
            place = self._place(path[:size])
            if place is not None:
                location, is_exact = self.short.locate(place, at_key=at_key)
                return location, is_exact
        return self.short.locate(())

    def _place(self, path: Path) -> Path | None:
        if path[:2] == ("spec", "variables") and len(path) > 2 and isinstance(path[2], int):
            name = self.value((*path[:3], "name"))
            return ("variables", name)
        if path[:2] == ("spec", "matchConditions"):
            path = path[:2]
        return _SHORT_PATHS.get(path)


def is_short_form(document: Document) -> bool:
    """Return whether a document is a policy in svclint's own form."""
    data = document.data
    return isinstance(data, dict) and "id" in data and "expression" in data and "kind" not in data


def read_short_form(document: Document) -> tuple[Policy | None, Binding | None, list[Problem]]:
    """Return a compiled short policy and its binding, ``None`` with its problems if it has any."""
    problems = list(_problems(document))
    if problems:
        return None, None, problems
    long, bound = (_Expanded(document, data) for data in expand(document))
    policy, problems = compile_policy(long)
    problems += binding_problems(bound)
    # The short form is never sent to a server, so that no problem is the server's answer.
    return policy, read_binding(bound), [each._replace(server=None) for each in problems]


def _problems(document: Document) -> Iterator[Problem]:
    data = mapping(document.data)
    for key in data:
        if key not in _KEYS:
            why = f"unknown key {key}; known keys are {', '.join(_KEYS)}"
            yield Problem(INVALID, document, (key,), why)
    for why in name_errors.dns_subdomain(text(data.get("id"))):
        yield Problem(INVALID, document, ("id",), f"id must be a valid name: {why}")
    if data.get("severity", "error") not in _ACTIONS:
        why = f"severity must be one of {', '.join(_ACTIONS)}"
        yield Problem(INVALID, document, ("severity",), why)
    match = data.get("match")
    if not isinstance(match, (dict, str, type(None))):
        why = f"match must be an expression or a mapping with {', '.join(_MATCH)}"
        yield Problem(INVALID, document, ("match",), why)
    for key in mapping(match):
        if key not in _MATCH:
            why = f"unknown key {key}; known keys are {', '.join(_MATCH)}"
            yield Problem(INVALID, document, ("match", key), why)
    for index, example in enumerate(sequence(data.get("examples"))):
        found = mapping(example)
        unknown = [key for key in found if key not in _EXAMPLE]
        if unknown or ("pass" in found) == ("fail" in found):
            why = "an example has either pass or fail; name, says, old and namespace are optional"
            yield Problem(INVALID, document, ("examples", index), why)


def expand(document: Document) -> tuple[Data, Data]:
    """Return the ValidatingAdmissionPolicy and the binding that a short policy stands for."""
    data = mapping(document.data)
    name = text(data.get("id"))
    match = data.get("match")
    match_keys: Data = {"when": match} if isinstance(match, str) else mapping(match)
    spec: Data = {"failurePolicy": "Fail", "matchConstraints": _constraints(match_keys)}
    if text(match_keys.get("when")):
        spec["matchConditions"] = [{"name": "when", "expression": match_keys["when"]}]
    if data.get("variables"):
        spec["variables"] = [
            {"name": key, "expression": value} for key, value in mapping(data["variables"]).items()
        ]
    keys = ("expression", "message", "messageExpression", "reason")
    spec["validations"] = [{key: data[key] for key in keys if data.get(key)}]
    policy = {
        "apiVersion": API_VERSIONS[0],
        "kind": POLICY,
        "metadata": {"name": name},
        "spec": spec,
    }
    binding = {
        "apiVersion": API_VERSIONS[0],
        "kind": BINDING,
        "metadata": {"name": name},
        "spec": {
            "policyName": name,
            "validationActions": [_ACTIONS[data.get("severity", "error")]],
        },
    }
    return policy, binding


def _constraints(match: Data) -> Data:
    rule = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": match.get("operations") or ["CREATE", "UPDATE"],
        "resources": ["services"],
    }
    found: Data = {"resourceRules": [rule]}
    if match.get("namespaces"):
        listed = {"key": "kubernetes.io/metadata.name", "operator": "In"}
        found["namespaceSelector"] = {
            "matchExpressions": [{**listed, "values": sequence(match["namespaces"])}]
        }
    for key in ("namespaceSelector", "objectSelector"):
        if match.get(key):
            found[key] = match[key]
    return found


def examples(document: Document) -> Iterator[Example]:
    """Yield the examples of a short policy."""
    for index, found in enumerate(sequence(mapping(document.data).get("examples"))):
        example: dict[str, Any] = mapping(found)
        passes = "pass" in example
        key = "pass" if passes else "fail"
        old = example.get("old")
        yield Example(
            document,
            ("examples", index, key),
            passes,
            example.get(key) or {},
            text(example.get("says")),
            old if isinstance(old, dict) else None,
            text(example.get("namespace")) or "default",
        )
