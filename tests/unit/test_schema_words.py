"""Explanations of violations: descriptions of values, and suggestions."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from svclint.kubernetes.schema import Violation, accepts, load, newest, versions, violations
from svclint.kubernetes.schema.store import definitions
from svclint.kubernetes.schema.type_names import describe_type
from svclint.kubernetes.schema.type_names import go_type as go_type_of

from tests.unit.test_linear import calls_of

SERVICE = ("v1", "Service")
DEPLOYMENT = ("apps/v1", "Deployment")


@pytest.mark.parametrize(
    ("spec", "kind", "found", "expected", "go_type"),
    [
        ({"ports": [{"port": "80"}]}, "type", 'the string "80"', "an integer", "int32"),
        ({"ports": [{"port": True}]}, "type", "true", "an integer", "int32"),
        ({"ports": [{"port": 80.5}]}, "type", "the number 80.5", "an integer", "int32"),
        (
            {"ports": [{"targetPort": 2**31}]},
            *("range", "the number 2147483648"),
            *("an integer from -2147483648 to 2147483647", "int32"),
        ),
        (
            {"healthCheckNodePort": 10**5000},
            *("range", "a number of many digits"),
            *("an integer from -2147483648 to 2147483647", "int32"),
        ),
        ({"ports": [{"targetPort": []}]}, "type", "a list", "an integer or a string", "int32"),
        ({"ports": {"port": 80}}, "type", "a mapping", "a list of mappings", "[]v1.ServicePort"),
        ({"ports": ["80"]}, "type", 'the string "80"', "a mapping", "v1.ServicePort"),
        ({"selector": {"app": 1}}, "type", "the number 1", "a string", "string"),
        ({"selector": []}, "type", "a list", "a mapping of strings", "map[string]string"),
        (
            {"externalIPs": "192.0.2.1"},
            *("type", 'the string "192.0.2.1"', "a list of strings", "[]string"),
        ),
        (
            {"publishNotReadyAddresses": "\x1b[31m\u202e"},
            *("type", 'the string "\\u001b[31m\\u202e"', "true or false", "bool"),
        ),
    ],
)
def test_a_wrong_value_is_explained(
    spec: dict[str, Any], kind: str, found: str, expected: str, go_type: str
) -> None:
    (violation,) = violations(newest(), *SERVICE, {"spec": spec})
    assert violation[1:5] == (kind, found, expected, go_type)


@pytest.mark.parametrize("version", versions())
def test_there_are_words_for_every_field(version: str) -> None:
    service = load(version, *SERVICE) or {}
    waiting = [service, *definitions(version).values()]
    while waiting:
        schema = waiting.pop()
        if schema:
            assert describe_type(schema)
            assert go_type_of(schema)
        waiting += schema.get("properties", {}).values()
        waiting += [schema[key] for key in ("items", "additionalProperties") if schema.get(key)]


def unknown(data: dict[str, Any], which: tuple[str, str] = SERVICE) -> Violation:
    (violation,) = violations("1.36", *which, data)
    assert violation.kind == "unknown"
    return violation


@pytest.mark.parametrize(
    ("data", "suggestions"),
    [
        ({"spec": {"clusterIp": "None"}}, ("clusterIP",)),
        ({"spec": {"clusterIPS": []}}, ("clusterIPs",)),
        ({"spec": {"loadBalanverIP": "192.0.2.1"}}, ("loadBalancerIP",)),
        ({"spec": {"external_name": "example.com"}}, ("externalName",)),
        ({"spec": {"selectors": {}}}, ("selector",)),
        ({"spec": {"ipFamily": "IPv4"}}, ("ipFamilies",)),
        ({"spec": {"serviceType": "NodePort"}}, ("type",)),
        ({"spec": {"ports": [{"target_port": 80}]}}, ("targetPort",)),
        ({"spec": {"ports": [{"TargetPort": 80}]}}, ("targetPort",)),
        ({"spec": {"ports": [{"proto": "TCP"}]}}, ("protocol",)),
        ({"spec": {"ports": [{"portName": "http"}]}}, ("name",)),
        ({"spec": {"ports": [{"hostPort": 80}]}}, ()),
        ({"spec": {"ports": [{"x" * 100_000: 80}]}}, ()),
        ({"metadata": {"anotations": {}}}, ("annotations",)),
        ({"metadata": {"clusterName": "x"}}, ()),
        ({"specs": {}}, ("spec",)),
    ],
)
def test_a_misspelled_field_has_suggestions(
    data: dict[str, Any], suggestions: tuple[str, ...]
) -> None:
    assert unknown(data).suggestions == suggestions


@pytest.mark.parametrize(
    ("data", "places_of_it"),
    [
        ({"ports": []}, ("spec.ports",)),
        ({"metadata": {"selector": {}}}, ("spec.selector",)),
        ({"spec": {"targetPort": 80}}, ("spec.ports[].targetPort",)),
        ({"spec": {"target_port": 80}}, ("spec.ports[].targetPort",)),
        ({"spec": {"ports": [{"namespace": "x"}]}}, ("metadata.namespace",)),
        (
            {"spec": {"sessionAffinityConfig": {"timeoutSeconds": 1}}},
            ("spec.sessionAffinityConfig.clientIP.timeoutSeconds",),
        ),
        ({"spec": {"clusterIp": "None"}}, ()),
    ],
)
def test_a_misplaced_field_is_told_its_place(
    data: dict[str, Any], places_of_it: tuple[str, ...]
) -> None:
    assert unknown(data).elsewhere == places_of_it


def test_the_nearest_places_come_first() -> None:
    violation = unknown({"spec": {"template": {"spec": {"image": "x"}}}}, DEPLOYMENT)
    assert violation.elsewhere == (
        "spec.template.spec.containers[].image",
        "spec.template.spec.ephemeralContainers[].image",
        "spec.template.spec.initContainers[].image",
    )


def test_a_field_of_another_version_is_told_its_versions() -> None:
    data = {"spec": {"trafficDistribution": "PreferClose"}}
    (violation,) = violations("1.29", *SERVICE, data)
    assert violation.kind == "unknown"
    assert violation.known_in == tuple(v for v in versions() if v not in {"1.27", "1.28", "1.29"})
    assert accepts("1.30", *SERVICE)(data)


def test_every_unknown_field_of_an_object_is_named() -> None:
    data = {"x": 1, "spec": {"x": 1, "ports": [{"port": 1}, {"x": 1}]}}
    paths = {violation.path for violation in violations("1.36", *SERVICE, data)}
    assert paths == {("x",), ("spec", "x"), ("spec", "ports", 1, "x")}


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        (80, "it belongs at spec.ports[].port"),
        ([{"port": 80}], "did you mean `ports`?"),
    ],
)
def test_a_number_is_not_meant_for_a_list(value: object, remedy: str) -> None:
    (violation,) = violations("1.36", *SERVICE, {"spec": {"port": value}})
    assert violation.remedy(value) == remedy


def test_violations_end_at_a_hundred() -> None:
    data = {f"field{number}": 1 for number in range(5000)}
    assert len(violations("1.36", *SERVICE, data)) == 100


def test_a_wrong_type_is_found_behind_a_hundred_unknown_fields() -> None:
    fields: dict[str, Any] = {f"field{number}": 1 for number in range(5000)}
    found = violations("1.36", *SERVICE, {**fields, "spec": {**fields, "ports": 80}})
    assert [each.path for each in found if each.kind == "type"] == [("spec", "ports")]


def test_an_unknown_field_is_compared_with_others_once() -> None:
    data = {"spec": {f"clusterIPx{number}": 1 for number in range(50)}}
    first = calls_of(partial(violations, "1.35", *SERVICE, data))
    assert calls_of(partial(violations, "1.35", *SERVICE, data)) < first / 5
