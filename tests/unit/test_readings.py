"""A wrong value hides only what depends on it; nothing that depends on it is reported."""

from __future__ import annotations

import pytest
from svclint.model import Severity

from tests.fix.fixing import find

HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: web%s}\nspec: "
HEALTH = "externalTrafficPolicy: Local, healthCheckNodePort: 31000"
# Objects with one wrong value, and the rules that report errors whatever it was meant to be.
OBJECTS = [
    (
        "a number as a label",
        HEAD % ", labels: {build: 12}" + "{ports: [{port: 80, nodePort: 30080}]}",
        {"wrong-type", "node-port-forbidden"},
    ),
    (
        "a list as an annotation",
        HEAD % ", annotations: {a: []}" + "{ports: [{port: 80, protocol: XYZ}]}",
        {"wrong-type", "protocol-unsupported"},
    ),
    (
        "a quoted port",
        HEAD % "" + '{ports: [{port: "80", name: A}, {port: 80, name: b}, {port: 80, name: c}]}',
        {"wrong-type", "port-name-invalid", "duplicate-port"},
    ),
    (
        "a quoted port may be any",
        HEAD % "" + '{ports: [{port: "80", name: a}, {port: 80, name: b}]}',
        {"wrong-type"},
    ),
    ("a text as the spec", HEAD % "" + "none", {"wrong-type"}),
    ("a text as a port", HEAD % "" + "{ports: [http]}", {"wrong-type"}),
    (
        "a misspelt type",
        HEAD % "" + "{type: Nodport, ports: [{port: 80, nodePort: 30080}, {port: 81}]}",
        {"type-unsupported", "port-name-missing"},
    ),
    (
        "a type that is not a string",
        HEAD % "" + f"{{type: [NodePort], {HEALTH}, ports: [{{port: 80}}]}}",
        {"wrong-type"},
    ),
    (
        "a misspelt field",
        HEAD % "" + f"{{tpye: LoadBalancer, {HEALTH}, ports: [{{port: 70000}}]}}",
        {"unknown-field", "port-out-of-range", "target-port-out-of-range"},
    ),
    (
        "a field in another place",
        (
            "apiVersion: v1\nkind: Service\nmetadata: {name: web, type: NodePort}\n"
            "spec: {ports: [{port: 80, nodePort: 30080}]}"
        ),
        {"unknown-field"},
    ),
    (
        "an EndpointSlice",
        (
            "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: web-1}\n"
            "addressType: ipv4\nendpoints: [{addresses: [10.0.0.1]}]\nports: [{port: 80, name: A}]"
        ),
        {"endpoint-slice-address-type-unsupported", "port-name-invalid"},
    ),
    (
        "an Ingress",
        (
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a, labels: {a: 1}}\n"
            "spec: {rules: [{host: A_b}]}"
        ),
        {"wrong-type", "ingress-host-invalid"},
    ),
]


@pytest.mark.parametrize(
    ("text", "rules"), [case[1:] for case in OBJECTS], ids=[case[0] for case in OBJECTS]
)
def test_only_what_depends_on_a_wrong_value_is_hidden(text: str, rules: set[str]) -> None:
    found = find(text.encode())
    assert {each.rule for each in found if each.severity == Severity.ERROR} == rules


def test_checks_that_depend_on_a_wrong_value_are_counted() -> None:
    text = HEAD % "" + f"{{type: %s, {HEALTH}, ports: [{{port: 80}}]}}"
    (wrong,) = [each for each in find((text % "Loadbalancer").encode()) if each.server]
    assert wrong.rule == "type-unsupported"
    assert wrong.checks_not_run > 0
    assert not any(each.checks_not_run for each in find((text % "LoadBalancer").encode()))
    label = HEAD % ", labels: {a: 1}" + "{ports: [{port: 80}]}"
    assert not any(each.checks_not_run for each in find(label.encode()))


OTHERS = """\
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: web, port: {number: 8080}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
"""


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        ('{selector: {app: web}, ports: [{port: "8080"}]}', "wrong-type"),
        ("{selector: {app: web}, ports: [{port: http}]}", "wrong-type"),
        ("{selector: {app: web}, ports: [{prot: 8080}]}", "unknown-field"),
        ("{selector: {app: 1}, ports: [{port: 8080}]}", "wrong-type"),
        ("{selectors: {app: web}, ports: [{port: 8080}]}", "unknown-field"),
        ("{type: Externalname, externalName: a.example.com}", "type-unsupported"),
    ],
)
def test_a_wrong_value_brings_no_findings_elsewhere(spec: str, rule: str) -> None:
    errors = [
        each
        for each in find((HEAD % "" + spec + "\n" + OTHERS).encode())
        if each.severity > Severity.NOTE
    ]
    assert {each.rule for each in errors} - {"port-missing"} == {rule}


def test_references_that_do_not_depend_on_a_wrong_value_are_checked() -> None:
    spec = "{sessionAffinity: clientip, selector: {app: we}, ports: [{port: 8080}]}"
    rules = {each.rule for each in find((HEAD % "" + spec + "\n" + OTHERS).encode())}
    assert {"session-affinity-unsupported", "selector-matches-nothing"} <= rules
    label = HEAD % ", labels: {a: 1}" + "{selector: {app: web}, ports: [{port: 81}]}\n"
    assert "backend-port-missing" in {each.rule for each in find((label + OTHERS).encode())}


def test_a_field_of_a_wrong_type_behind_many_unknown_fields_is_no_crash() -> None:
    unknown = ", ".join(f"field{number}: x" for number in range(150))
    text = HEAD % "" + f"{{{unknown}, sessionAffinity: ClientIP, sessionAffinityConfg: x}}"
    rules = {each.rule for each in find(text.encode())}
    assert rules == {"unknown-field", "ports-missing", "recommended-label-missing"}


def _ingress(name: str, path_type: str) -> str:
    return (
        f"---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {name}}}\n"
        f"spec: {{rules: [{{host: a.example.com, http: {{paths: [{{path: /, pathType: {path_type}, "
        f"backend: {{service: {{name: {name}, port: {{number: 80}}}}}}}}]}}}}]}}\n"
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_what_an_object_may_be_does_not_count_for_others(*, is_first: bool) -> None:
    unknown, other = _ingress("a", "Pefix"), _ingress("b", "Prefix")
    text = unknown + other if is_first else other + unknown
    rules = {each.rule for each in find(text.encode())}
    assert "ingress-path-type-unsupported" in rules
    assert "host-path-taken" not in rules
