"""Objects of former API versions are rewritten into objects that the server accepts."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.model import Severity

from tests.fix.fixing import find, fix
from tests.fix.former_versions import METADATA, OBJECTS

STYLES = st.sampled_from([False, None, True])


@given(OBJECTS, STYLES, st.booleans(), st.booleans())
@settings(max_examples=150)
def test_every_rewritten_object_is_accepted(
    data: dict[str, Any], style: bool | None, is_sorted: bool, is_json: bool
) -> None:
    text = yaml.safe_dump(data, default_flow_style=style, sort_keys=is_sorted)
    fixed = fix(json.dumps(data) if is_json else text, unsafe=True)
    assert not fixed.repair.failed
    assert [each for each in fixed.left if each.severity is Severity.ERROR] == []
    assert yaml.safe_load(fixed.text)["apiVersion"].endswith("/v1")


@given(OBJECTS, METADATA, st.sampled_from(["a.example.com", "A.example.com", "a/b"]))
@settings(max_examples=150)
def test_what_is_wrong_in_any_version_is_reported_before(
    data: dict[str, Any], metadata: dict[str, Any], host: str
) -> None:
    data = {**data, "metadata": metadata}
    for rule in data.get("spec", {}).get("rules", ()):
        if "host" in rule:
            rule["host"] = host
    text = yaml.safe_dump(data)
    before = {(each.rule, each.severity) for each in find(text.encode())}
    after = {(each.rule, each.severity) for each in find(fix(text, unsafe=True).raw)}
    assert after <= before


INGRESS = """\
apiVersion: extensions/v1beta1   # old
kind: Ingress
metadata: {name: web}
spec:
  backend:            # everything else
    serviceName: web  # the shop
    # quoted for no reason
    servicePort: "80"   # http
  rules:
    - http:
        paths:
          - path: /   # the root
            backend:
              servicePort: http
              serviceName: web
          - backend: {serviceName: api, servicePort: 8080}
"""
REWRITTEN_INGRESS = """\
apiVersion: networking.k8s.io/v1   # old
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend:            # everything else
    service:
      name: web  # the shop
      # quoted for no reason
      port:
        number: 80   # http
  rules:
    - http:
        paths:
          - path: /   # the root
            pathType: ImplementationSpecific
            backend:
              service:
                port:
                  name: http
                name: web
          - backend: {service: {name: api, port: {number: 8080}}}
            pathType: ImplementationSpecific
"""
SLICE = """\
apiVersion: discovery.k8s.io/v1beta1
kind: EndpointSlice
metadata: {name: db}
addressType: IPv4
endpoints:
  - addresses: [10.9.8.7]
    topology:
      kubernetes.io/hostname: node-1  # in rack 4
      topology.kubernetes.io/zone: a
  - topology:
      topology.kubernetes.io/region: west
      topology.kubernetes.io/zone: a  # cold
    addresses: [10.9.8.8]
  - {addresses: [10.9.8.9], topology: {kubernetes.io/hostname: node-2, rack: "4"}}
"""
REWRITTEN_SLICE = """\
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db}
addressType: IPv4
endpoints:
  - addresses: [10.9.8.7]
    nodeName: node-1  # in rack 4
    zone: a
  - zone: a  # cold
    deprecatedTopology:
      topology.kubernetes.io/region: west
    addresses: [10.9.8.8]
  - {addresses: [10.9.8.9], nodeName: node-2, deprecatedTopology: {rack: "4"}}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param(INGRESS, REWRITTEN_INGRESS, id="ingress"), (SLICE, REWRITTEN_SLICE)],
)
def test_comments_and_style_are_kept(before: str, after: str, newline: str) -> None:
    fixed = fix(before.replace("\n", newline), unsafe=True)
    assert fixed.text == after.replace("\n", newline)


@pytest.mark.parametrize(
    "spec",
    [
        "{backend: {serviceName: a, servicePort: 1, service: {name: a}}}",
        "{backend: {serviceName: a, servicePort: true}}",
        "{backend: {serviceName: a, servicePort: 1}, defaultBackend: {service: {name: a}}}",
    ],
)
def test_a_mixture_of_versions_is_not_rewritten(spec: str) -> None:
    text = f"apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {{name: a}}\nspec: {spec}\n"
    fixed = fix(text, unsafe=True)
    assert fixed.text == text
    assert [each.rule for each in fixed.left if each.severity is Severity.ERROR] == [
        "api-version-not-served"
    ]


def test_what_an_anchor_shares_is_not_rewritten() -> None:
    text = """\
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: a}
spec:
  backend: &web {serviceName: a, servicePort: 1}
  rules: [{http: {paths: [{path: /, backend: *web}]}}]
"""
    fixed = fix(text, unsafe=True)
    assert fixed.text == text
    assert list(fixed.repair.failed.values()) == [
        "it is behind an alias, and other places share it"
    ]


def test_the_fields_of_a_former_version_are_rewritten_by_a_safe_fix() -> None:
    before = INGRESS.replace("extensions/v1beta1", "networking.k8s.io/v1")
    before = before.replace(
        "path: /   # the root", "path: /   # the root\n            pathType: Exact"
    )
    before = before.replace("8080}", "8080}\n            pathType: ImplementationSpecific")
    after = REWRITTEN_INGRESS.replace("pathType: ImplementationSpecific", "pathType: Exact", 1)
    fixed = fix(before)
    assert fixed.text == after
    assert [each for each in fixed.left if each.severity is Severity.ERROR] == []
