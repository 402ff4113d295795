"""Findings about references: no known false alarms, and no crashes on invalid data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from svclint.kubernetes.targets import is_similar, suggest_workload
from svclint.kubernetes.workloads.collection import WorkloadCollection

from tests.unit.manifests import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    findings,
    inventory_of,
    manifest,
    on_disk,
    with_selector,
)

PATCH = "{template: {spec: {containers: [{name: web, ports: [{name: http, containerPort: 1}]}]}}}"
ENDPOINTS = """\
apiVersion: v1
kind: Endpoints
metadata: {name: web}
subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: http, port: 8080}]}]
"""
NOTHING: list[str] = []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"svc/web.yaml": SERVICE, "deploy/web.yaml": DEPLOYMENT, "in/web.yaml": INGRESS}, NOTHING),
        (
            {
                "a.yaml": SERVICE,
                "b.yaml": DEPLOYMENT.replace("{name: web}", "{name: web, namespace: default}", 1),
            },
            NOTHING,
        ),
        (
            {
                "a.yaml": SERVICE.replace("selector: {app: web}, ", ""),
                "b.yaml": ENDPOINTS,
            },
            NOTHING,
        ),
        (
            {
                "a.yaml": INGRESS.replace("number: 80", "name: use-annotation").replace(
                    "name: web,", "name: x,"
                )
            },
            NOTHING,
        ),
        (
            {"a.yaml": INGRESS.replace("note: none", "alb.ingress.kubernetes.io/actions.web: x")},
            NOTHING,
        ),
        (
            {
                "a.yaml": SERVICE.replace("name: http, ", ""),
                "b.yaml": DEPLOYMENT,
                "c.yaml": INGRESS.replace("80", "9999"),
            },
            ["error backend-port-missing"],
        ),
        # The same value of another key does not match, and a single file has no similar labels.
        (
            {
                "a/a.yaml": with_selector("{tier: web}"),
                "a/b.yaml": DEPLOYMENT.replace("{name: web}", "{name: shop}"),
            },
            ["note selector-matches-nothing"],
        ),
        # Nothing says that two unrelated folders are deployed together.
        (
            {
                "a/b/c/d/a.yaml": SERVICE,
                "x/y/z/b.yaml": DEPLOYMENT.replace("name: http", "name: h"),
            },
            NOTHING,
        ),
        # Of several applications with the same labels, only the nearest one is checked.
        (
            {
                "a/a.yaml": SERVICE,
                "a/b.yaml": DEPLOYMENT,
                "c/b.yaml": DEPLOYMENT.replace("http", "x"),
            },
            NOTHING,
        ),
        # Every cluster has the Service of its API server.
        (
            {
                "a.yaml": SERVICE,
                "b.yaml": DEPLOYMENT,
                "c.yaml": INGRESS.replace("name: web, port", "name: kubernetes, port"),
            },
            NOTHING,
        ),
    ],
    ids=range(10),
)
def test_known_false_alarms_are_not_ours(files: dict[str, str], expected: list[str]) -> None:
    assert findings(files) == expected


def test_a_policy_of_another_application_shuts_nothing() -> None:
    policy = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shut}
spec: {podSelector: {}, policyTypes: [Ingress]}
"""
    files = {"shop/web/all.yaml": SERVICE + "---\n" + DEPLOYMENT}
    near = findings({**files, "shop/web/policy.yaml": policy})
    assert len(near) == 1
    assert "network-policy-shuts-port" in near[0]
    assert findings({**files, "lab/tests/network/deny/policy.yaml": policy}) == []


def test_an_absent_namespace_is_that_of_the_run() -> None:
    here = DEPLOYMENT.replace("{name: web}", "{name: web, namespace: prod}", 1)
    files = {"a.yaml": SERVICE, "b.yaml": here}
    assert findings(files, "prod") == []
    assert findings(files) == ["note selector-matches-nothing"]


def test_kustomize_namespaces_labels_and_patches(tmp_path: Path) -> None:
    ingress = INGRESS.replace("{name: web,", "{name: web, namespace: dev,", 1)
    files = {
        "base/kustomization.yaml": "resources: [service.yaml, deployment.yaml]\n",
        "base/service.yaml": with_selector("{app: web, team: shop}"),
        "base/deployment.yaml": DEPLOYMENT.replace("name: http, ", ""),
        "dev/kustomization.yaml": "namespace: dev\nresources: [../base, ingress.yaml]\n"
        "labels: [{pairs: {team: shop}, includeSelectors: true}]\npatches: [{path: patch.yaml}]\n",
        "dev/ingress.yaml": ingress,
        "dev/patch.yaml": manifest("apps/v1", "Deployment", PATCH, "{name: web}"),
    }
    assert on_disk(tmp_path, files) == []
    plain = {name: text for name, text in files.items() if name.startswith("base/")}
    found = on_disk(tmp_path / "other", plain | {"base/service.yaml": SERVICE})
    assert found == ["error target-port-name-missing"]


def test_a_kustomization_that_takes_itself_in_ends(tmp_path: Path) -> None:
    files = {
        "a/kustomization.yaml": "resources: [../b, web.yaml]\nnamespace: one\n",
        "b/kustomization.yaml": "resources: [../a]\n",
        "a/web.yaml": SERVICE + "---\n" + DEPLOYMENT,
    }
    assert on_disk(tmp_path, files) == []


@pytest.mark.parametrize(
    ("version", "kind", "spec"),
    [
        ("networking.k8s.io/v1", "Ingress", "[1]"),
        ("networking.k8s.io/v1", "Ingress", "{rules: [null, {http: {paths: 7}}]}"),
        ("apps/v1", "Deployment", "{template: 3}"),
        ("apps/v1", "Deployment", "{template: {metadata: {labels: [a]}, spec: []}}"),
        ("v1", "Endpoints", "{}\nsubsets: [null, 1]"),
        ("discovery.k8s.io/v1", "EndpointSlice", "{}\nports: null"),
        ("networking.k8s.io/v1", "NetworkPolicy", "{podSelector: 1, ingress: [null]}"),
        ("apps/v1", "StatefulSet", "{serviceName: 1, replicas: x, ordinals: 1}"),
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "{rules: [{backendRefs: {}}]}"),
        ("gateway.networking.k8s.io/v1", "ReferenceGrant", "{from: 1, to: {}}"),
        ("monitoring.coreos.com/v1", "ServiceMonitor", "{selector: 1, endpoints: [1]}"),
        ("monitoring.coreos.com/v1", "PodMonitor", "{namespaceSelector: {matchNames: 1}}"),
        ("argoproj.io/v1alpha1", "Rollout", "{strategy: {canary: {steps: [1]}}}"),
        ("apiregistration.k8s.io/v1", "APIService", "{service: [1]}"),
    ],
)
def test_odd_shapes_crash_no_rule(version: str, kind: str, spec: str) -> None:
    odd = manifest(version, kind, spec)
    for text in (odd, odd.replace("{name: a}", "7"), odd.replace("{name: a}", "{labels: 1}")):
        findings({"a.yaml": SERVICE, "b.yaml": DEPLOYMENT, "c.yaml": text})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("web", "wbe", True),
        ("Web", "web", True),
        ("my-app", "my_app", True),
        ("web", "wob", True),
        ("v1", "v2", False),
        ("web-1", "web-2", False),
        ("web", "api", False),
        ("a", "b", False),
        ("", "", True),
    ],
)
def test_similar_spellings(one: str, other: str, same: bool) -> None:
    assert is_similar(one, other) == is_similar(other, one) == same


def test_thousands_of_misspelt_selectors_stay_cheap() -> None:
    """Each Service compares a few candidates, not every workload."""
    calls = 0

    class Counting(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            nonlocal calls
            calls += 1
            return super().get(key, default)

    files = {}
    for number in range(400):
        name = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
        service = with_selector(f"{{app: {name}xq, all: same}}")
        workload = DEPLOYMENT.replace("{app: web}", f"{{app: {name}, all: same}}")
        files[f"{number}.yaml"] = f"{service}---\n{workload}"
    inventory = inventory_of(files)
    found = inventory.workloads.all
    counted = [each._replace(labels=Counting(each.labels)) for each in found]
    inventory.workloads.all = WorkloadCollection(counted, {}, (1, 37))
    for each_service in inventory.services():
        suggest_workload(each_service, inventory)
    assert calls < 400 * 200


@pytest.mark.parametrize(("namespace", "expected"), [("", []), (", namespace: other", ["warning"])])
def test_an_object_without_a_namespace_may_be_applied_to_the_one_that_is_named(
    tmp_path: Path, namespace: str, expected: list[str]
) -> None:
    version, routes = "k8s.nginx.org/v1", "{routes: [{path: /a, route: backends/a}]}"
    files = {
        "server/a.yaml": manifest(version, "VirtualServer", routes, "{name: web}"),
        "a.yaml": manifest(version, "VirtualServerRoute", metadata=f"{{name: a{namespace}}}"),
    }
    missing = [f"{severity} referenced-object-missing" for severity in expected]
    assert on_disk(tmp_path, files) == missing
