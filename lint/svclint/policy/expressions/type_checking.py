"""Expressions that compile but fail for every Service: misspelt fields, wrong types.

The server reports them in the status of the policy, as ``typeChecking.expressionWarnings``: it
checks each expression again with the type of ``object`` from the schema of the kind.
Source: pkg/admission/plugin/policy/validating/typechecking.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from svclint.cel import CompileError, compile_expression
from svclint.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    Type,
    list_of,
    map_of,
)
from svclint.model import Severity
from svclint.model.data import mapping, sequence
from svclint.policy.expressions.variables import environment
from svclint.policy.objects import Expression, Policy
from svclint.policy.problem import TYPO, Problem

Structs = dict[str, Mapping[str, Type]]
_FORMATS = {"date-time": TIMESTAMP, "date": TIMESTAMP, "duration": DURATION, "byte": BYTES}
_SCALARS = {"string": STRING, "boolean": BOOL, "integer": INT, "number": DOUBLE}


def typo_problems(policy: Policy, version: str) -> Iterator[Problem]:
    """Report what fails for every Service; the server accepts the policy nevertheless."""
    if not _is_about_services(policy):
        return
    service, structs = _service_type(version)
    variables: dict[str, Type] = {}
    for name, expression in policy.variables:
        variables[name] = DYN
        try:
            type_ = _check(policy, expression, service, structs, variables)
        except CompileError:
            continue
        variables[name] = type_ if type_.kind in ("basic", "list", "map", "struct") else DYN
    for validation in policy.validations:
        for expression in filter(None, (validation.expression, validation.message_expression)):
            try:
                _check(policy, expression, service, structs, variables)
            except CompileError as error:
                for issue in error.issues:
                    yield Problem(
                        TYPO,
                        policy.document,
                        expression.path,
                        f"{issue.message}, if the object is a Service",
                        Severity.WARNING,
                        at=issue.at if issue.at >= 0 else None,
                    )


def _is_about_services(policy: Policy) -> bool:
    """Return whether a policy names Services; the server checks no types for a wildcard."""
    return any(
        "" in sequence(rule.get("apiGroups"))
        and "v1" in sequence(rule.get("apiVersions"))
        and {"services", "services/*"} & set(sequence(rule.get("resources")))
        for rule in map(mapping, sequence(policy.match.get("resourceRules")))
    )


def _check(
    policy: Policy,
    expression: Expression,
    service: Type,
    structs: Structs,
    variables: Mapping[str, Type],
) -> Type:
    declared = environment(
        has_params=policy.param_kind is not None,
        has_authorizer=True,
        variables=variables,
        object_type=service,
        structs=structs,
    )
    return compile_expression(expression.source, declared).type


@cache
def _service_type(version: str) -> tuple[Type, Structs]:
    from svclint.kubernetes.schema.store import load_known  # noqa: PLC0415 - reads a file

    structs: Structs = {}
    return _declared(load_known(version, "v1", "Service"), "Service", structs), structs


def _declared(schema: Mapping[str, Any], name: str, structs: Structs) -> Type:
    """Return the type that a schema declares (SchemaDeclType, pkg/cel/common/schemas.go)."""
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return DYN
    if kind == "array":
        return list_of(_declared(mapping(schema.get("items")), f"{name}.@idx", structs))
    if kind != "object":
        return _FORMATS.get(str(schema.get("format")), _SCALARS.get(str(kind), DYN))
    properties = mapping(schema.get("properties"))
    if properties:
        structs[name] = {
            key: _declared(each, f"{name}.{key}", structs) for key, each in properties.items()
        }
        return Type("struct", name)
    additional = schema.get("additionalProperties")
    if isinstance(additional, dict):
        return map_of(STRING, _declared(additional, f"{name}.@elem", structs))
    return DYN
