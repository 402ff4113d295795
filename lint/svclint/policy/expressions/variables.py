"""The variables that an admission policy's expressions may use, with their types.

Source: BuildRequestType and BuildNamespaceType, pkg/admission/plugin/cel/compile.go of
k8s.io/apiserver 1.36; KEP-3488.
"""

from __future__ import annotations

from collections.abc import Mapping

from svclint.cel import Environment
from svclint.cel.types import (
    AUTHORIZER,
    DYN,
    RESOURCE_CHECK,
    Type,
    list_of,
    parse_type,
)

_KIND = "group string, version string, kind string"
_RESOURCE = "group string, version string, resource string"
_FIELDS = {
    "kubernetes.GroupVersionKind": _KIND,
    "kubernetes.GroupVersionResource": _RESOURCE,
    "kubernetes.UserInfo": "username string, uid string, groups list(string),"
    " extra map(string; list(string))",
    "kubernetes.AdmissionRequest": "kind @GroupVersionKind, resource @GroupVersionResource,"
    " subResource string, requestKind @GroupVersionKind, requestResource @GroupVersionResource,"
    " requestSubResource string, name string, namespace string, operation string,"
    " userInfo @UserInfo, dryRun bool, options dyn",
    "kubernetes.NamespaceSpec": "finalizers list(string)",
    "kubernetes.NamespaceCondition": "status string, type string, lastTransitionTime timestamp,"
    " message string, reason string",
    "kubernetes.NamespaceStatus": "phase string",
    "kubernetes.NamespaceMetadata": "name string, generateName string, namespace string,"
    " labels map(string; string), annotations map(string; string), UID string,"
    " creationTimestamp timestamp, deletionGracePeriodSeconds int, deletionTimestamp timestamp,"
    " generation int, resourceVersion string, finalizers list(string)",
    "kubernetes.Namespace": "metadata @NamespaceMetadata, spec @NamespaceSpec,"
    " status @NamespaceStatus",
}
VARIABLES = Type("struct", "kubernetes.variables")


def _struct(name: str) -> Type:
    return Type("struct", f"kubernetes.{name}")


def _fields(text: str) -> dict[str, Type]:
    pairs = (each.strip().split(" ", 1) for each in text.split(","))
    return {name: _type(spelling.replace(";", ",")) for name, spelling in pairs}


def _type(spelling: str) -> Type:
    return _struct(spelling[1:]) if spelling.startswith("@") else parse_type(spelling)


STRUCTS: Mapping[str, Mapping[str, Type]] = {
    **{name: _fields(text) for name, text in _FIELDS.items()},
    "kubernetes.NamespaceStatus": {
        "conditions": list_of(_struct("NamespaceCondition")),
        "phase": parse_type("string"),
    },
}
_ALWAYS: Mapping[str, Type] = {
    "object": DYN,
    "oldObject": DYN,
    "request": _struct("AdmissionRequest"),
    "namespaceObject": _struct("Namespace"),
}


def environment(  # noqa: PLR0913 - one argument for each difference between expressions
    *,
    has_params: bool,
    has_authorizer: bool,
    variables: Mapping[str, Type] | None = None,
    object_type: Type = DYN,
    params_type: Type = DYN,
    structs: Mapping[str, Mapping[str, Type]] | None = None,
) -> Environment:
    """Return the declarations for one expression.

    ``variables`` are the types of the policy's own variables so far, ``None`` if the expression may
    not use any. ``object_type`` is ``dyn`` unless a policy is checked against a kind.
    """
    names = {**_ALWAYS, "object": object_type, "oldObject": object_type}
    known = {**STRUCTS, **(structs or {})}
    if has_params:
        names["params"] = params_type
    if has_authorizer:
        names["authorizer"] = AUTHORIZER
        names["authorizer.requestResource"] = RESOURCE_CHECK
    if variables is not None:
        names["variables"] = VARIABLES
        known[VARIABLES.name] = variables
    return Environment(names, known)
