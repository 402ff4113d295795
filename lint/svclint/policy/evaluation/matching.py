"""Which requests a policy or a binding matches, and with which parameters.

Sources: pkg/admission/plugin/policy/matching, plugin/webhook/predicates/rules and CollectParams
(plugin/policy/generic/policy_dispatcher.go) of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from typing import Any

from svclint.model import Data
from svclint.model.data import mapping, sequence, text
from svclint.policy.evaluation.request import Request, as_parameter, namespace_labels
from svclint.policy.evaluation.selectors import selects
from svclint.policy.objects import OWN_NAMESPACES, Binding, Policies, Policy

# What an undecided match depends on, as the message names it.
UNKNOWN_LABELS = "the labels of namespace {}"
UNKNOWN_NAME = "the generated name"
_NAMESPACED = ("ConfigMap", "Secret")


class UnknownMatchError(ValueError):
    """Whether a policy matches depends on a value that no manifest contains; the text names it."""


class ParameterError(ValueError):
    """The parameters of a binding are missing; the message is the server's."""


def matches(match: Data | None, request: Request) -> bool:
    """Return whether a request matches. Raises ``UnknownMatchError``."""
    if match is None:
        return True
    in_namespace = _selects_namespace(match, request)
    if in_namespace is False or not _selects_object(match, request):
        return False
    if any(_rule_matches(rule, request) for rule in sequence(match.get("excludeResourceRules"))):
        return False
    rules = sequence(match.get("resourceRules"))
    if rules and not any(_rule_matches(rule, request) for rule in rules):
        return False
    if in_namespace is None:
        raise UnknownMatchError(UNKNOWN_LABELS.format(request.namespace_name))
    return True


def _selects_namespace(match: Data, request: Request) -> bool | None:
    if not request.namespace_name:
        return True
    is_known = request.namespace is not None
    labels = namespace_labels(request.namespace_name, request.namespace)
    return selects(match.get("namespaceSelector"), labels, are_all=is_known)


def _selects_object(match: Data, request: Request) -> bool:
    """Return whether a selector selects the object before or after the change."""
    candidates = [request.object] if request.old is None else [request.object, request.old]
    labels = [mapping(mapping(each.get("metadata")).get("labels")) for each in candidates]
    return any(selects(match.get("objectSelector"), each) for each in labels)


def _rule_matches(rule: Any, request: Request) -> bool:
    rule, asked = mapping(rule), request.resource
    scope = "Namespaced" if request.namespace_name else "Cluster"
    if not (
        {"*", request.operation} & set(sequence(rule.get("operations")))
        and {"*", asked["group"]} & set(sequence(rule.get("apiGroups")))
        and {"*", asked["version"]} & set(sequence(rule.get("apiVersions")))
        and rule.get("scope", "*") in ("*", scope)
        and any(_covers(each, asked["resource"]) for each in sequence(rule.get("resources")))
    ):
        return False
    names = sequence(rule.get("resourceNames"))
    if names and not request.name:
        generated = text(mapping(request.object.get("metadata")).get("generateName"))
        if any(text(name).startswith(generated) for name in names):
            raise UnknownMatchError(UNKNOWN_NAME)
    return not names or request.name in names


def _covers(rule: Any, resource: str) -> bool:
    """Return whether a rule covers a resource: ``services/*`` and ``*/*`` include the Service."""
    name, _, below = text(rule).partition("/")
    return name in ("*", resource) and below in ("", "*")


def parameters(
    policies: Policies, policy: Policy, binding: Binding, request: Request
) -> list[Data | None]:
    """Return the parameters of a binding; the policy is evaluated once for each.

    ``[None]`` for a policy or binding without parameters. Raises ``ParameterError``.
    """
    if policy.param_kind is None or binding.param_ref is None:
        return [None]
    reference = binding.param_ref
    namespace = text(reference.get("namespace")) or request.namespace_name
    found = [
        as_parameter(each)
        for (version, kind, where, name), each in policies.objects.items()
        if (version, kind) == policy.param_kind
        and where in (namespace, "")
        and _is_referenced(reference, name, each)
    ]
    if not found and reference.get("parameterNotFoundAction") == "Deny":
        raise ParameterError(
            "no params found for policy binding with `Deny` parameterNotFoundAction"
        )
    return list(found)


def _is_referenced(reference: Data, name: str, found: Data) -> bool:
    if text(reference.get("name")):
        return bool(reference["name"] == name)
    labels = mapping(mapping(found.get("metadata")).get("labels"))
    return bool(selects(reference.get("selector"), labels))


def parameter_namespace(kind: str, namespace: str) -> str:
    """Return the namespace of a parameter: the default one for a ConfigMap or Secret without."""
    return namespace or (OWN_NAMESPACES[0] if kind in _NAMESPACED else "")
