"""What all kinds of the Service API share: decoding, defaults, apiVersions, reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from svclint import CheckRequest, check
from svclint.engine.alone import document_checker
from svclint.kubernetes.endpoints import ENDPOINT_SLICE, ENDPOINTS
from svclint.kubernetes.ingress_class import INGRESS_CLASS
from svclint.kubernetes.kinds import ALL, kind_of
from svclint.kubernetes.objects.api_versions import not_served
from svclint.kubernetes.objects.creation import object_to_create
from svclint.kubernetes.objects.decode import decode
from svclint.kubernetes.objects.syntax import host_problem, path_segment_problem
from svclint.kubernetes.schema import load, load_known, versions
from svclint.model import Finding, ObjectName
from svclint.model.cluster import NO_CLAIMS, ClusterFacts, Version
from svclint.model.networks import NO_NETWORKS
from svclint.rule.registry import all_rules
from svclint.source.kind_problems import kind_problem
from svclint.source.kinds import API_VERSIONS, FORMER_API_VERSIONS, KINDS_READ
from svclint.source.loading import documents_of_bytes

NAME = ObjectName("", "", "", "")


def found(text: str, version: Version = (1, 37)) -> list[Finding]:
    facts = ClusterFacts(version, NO_NETWORKS, (30000, 32767), "default", NO_CLAIMS)
    check = document_checker(all_rules(), lambda _: facts, None)
    documents = documents_of_bytes("manifest.yaml", text.encode(), KINDS_READ)
    results = [check(each) for each in documents]
    return [item for each in results for item in each.findings if isinstance(item, Finding)]


def test_every_kind_has_a_schema_and_is_read() -> None:
    assert {kind.name: kind.api_version for kind in ALL} == dict(API_VERSIONS)
    for kind in ALL:
        assert kind_of(kind.api_version, kind.name) is kind
        assert load(versions()[-1], kind.api_version, kind.name) is not None
        assert kind.name in KINDS_READ


def test_a_null_is_absent_or_the_zero_value() -> None:
    data = {
        "metadata": {"name": "web", "labels": {"a": None}, "finalizers": [None]},
        "spec": {
            "ingressClassName": None,
            "rules": [None, {"host": "a", "http": {"paths": [{"pathType": None}]}}],
            "unknown": 1,
        },
    }
    schema = load_known("1.37", "networking.k8s.io/v1", "Ingress")
    assert decode(data, schema) == {
        "metadata": {"name": "web", "labels": {"a": ""}, "finalizers": [""]},
        "spec": {"rules": [{}, {"host": "a", "http": {"paths": [{}]}}]},
    }


@pytest.mark.parametrize(
    ("kind", "written", "effective"),
    [
        (
            ENDPOINT_SLICE,
            {"ports": [{"port": 80, "protocol": ""}, {}]},
            {"ports": [{"port": 80, "name": "", "protocol": ""}, {"name": "", "protocol": "TCP"}]},
        ),
        (
            ENDPOINTS,
            {"subsets": [{"ports": [{"port": 80, "protocol": ""}]}, {}]},
            {"subsets": [{"ports": [{"port": 80, "protocol": "TCP"}]}, {}]},
        ),
        (
            INGRESS_CLASS,
            {"spec": {"parameters": {"kind": "Config"}}},
            {"spec": {"parameters": {"kind": "Config", "scope": "Cluster"}}},
        ),
        (INGRESS_CLASS, {"spec": {"controller": "a/b"}}, {"spec": {"controller": "a/b"}}),
    ],
)
def test_defaults_leave_the_manifest_as_it_is(kind: Any, written: Any, effective: Any) -> None:
    before = repr(written)
    created = object_to_create(kind, written, NAME, (1, 37), needs_decoding=False)
    assert created.effective == effective
    assert repr(written) == before


def test_what_no_version_serves() -> None:
    for (api_version, kind), removed in FORMER_API_VERSIONS.items():
        violation = not_served(api_version, kind, (1, 37))
        assert violation is not None
        assert (violation.found, violation.known_in) == (api_version, (removed,))
        assert kind_problem(api_version, kind) is None
    assert not_served("networking.k8s.io/v1", "ServiceCIDR", (1, 32)) is not None
    assert not_served("networking.k8s.io/v1", "ServiceCIDR", (1, 33)) is None
    assert not_served("networking.k8s.io/v1beta1", "ServiceCIDR", (1, 32)) is None
    assert not_served("networking.internal.knative.dev/v1alpha1", "Ingress", (1, 37)) is None


@pytest.mark.parametrize(
    ("api_version", "kind", "field"),
    [
        ("networking.k8s.io/v1", "Ingresses", "kind"),
        ("networking.k8s.io/v1", "Ingress ", "kind"),
        ("discovery.k8s.io/v1", "Endpoints", "apiVersion"),
        ("v1", "Ingress", "apiVersion"),
        ("networking.k8s.io/V1", "Ingress", "apiVersion"),
        ("networking.k8s.io/v1", "IngressList", ""),
        ("networking.k8s.io/v1", "NetworkPolicy", ""),
        ("example.com/v1", "Ingress", ""),
    ],
)
def test_kinds_in_groups_that_do_not_have_them(api_version: str, kind: str, field: str) -> None:
    problem = kind_problem(api_version, kind)
    assert (problem.field if problem else "") == field


def test_a_list_of_one_kind_is_split() -> None:
    text = "apiVersion: networking.k8s.io/v1\nkind: IngressList\nitems: [{metadata: {name: a}}]\n"
    (finding,) = found(text)
    assert (finding.rule, finding.field) == ("ingress-rules-missing", ".spec")


def test_what_begins_as_json_is_yaml_from_133_on() -> None:
    text = "{'apiVersion': 'networking.k8s.io/v1', 'kind': 'IngressClass', 'metadata': "
    text += "{'name': 'a'}, 'spec': {'controller': 'example.com/a'}}\n"
    assert found(text) == []
    assert [each.rule for each in found(text, (1, 32))] == ["yaml-syntax"]
    service = text.replace("networking.k8s.io/v1", "v1").replace("IngressClass", "Service")
    assert [each.rule for each in found(service)] == ["unknown-field", "ports-missing"]
    assert [each.rule for each in found(service, (1, 32))] == ["yaml-syntax"]


def test_a_template_of_any_kind_is_not_checked() -> None:
    text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: '{{ name }}'}\n"
    assert [each.rule for each in found(text)] == ["templated-file"]


@pytest.mark.parametrize("host", ["a", "a.b-c", "*.com", "x" * 64 + ".com"])
def test_hosts(host: str) -> None:
    assert host_problem(host) is None


@pytest.mark.parametrize("host", ["", "*", "*.*.com", "a.*.com", "*a.com", "A.com", "a."])
def test_no_hosts(host: str) -> None:
    assert host_problem(host) is not None


def test_path_segments() -> None:
    assert [path_segment_problem(text) for text in ("", "A b", "ü", "...")] == [None] * 4
    assert None not in [path_segment_problem(text) for text in (".", "..", "a/b", "a%b")]


def test_a_live_object_is_not_checked_as_a_create(tmp_path: Path) -> None:
    text = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  resourceVersion: "7"
  annotations: {kubernetes.io/ingress.class: nginx}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
"""
    manifest = tmp_path / "web.yaml"
    manifest.write_text(text)
    live = tmp_path / "live.yaml"
    live.write_text(text.replace("name: web", "name: web\n  namespace: default", 1))
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("name: web", "name: other\n  namespace: default", 1))

    def rules(live: Path) -> set[str]:
        request = CheckRequest(paths=(str(manifest),), live=(str(live),), use_cache=False)
        return {each.rule for each in check(request).findings} - {"backend-service-missing"}

    assert rules(live) == set()
    assert rules(other) == {"resource-version-on-create", "ingress-class-annotation-deprecated"}
