"""Other halves that are in another folder: what is not reported of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings, manifest, on_disk

TEST_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: tester, labels: {app: web}}
spec: {containers: [{name: tester, image: tester, ports: [{name: probe, containerPort: 9000}]}]}
"""
GATEWAY_API = "gateway.networking.k8s.io/v1"
LISTENER = "{gatewayClassName: a, listeners: [{name: web, port: 80, protocol: HTTP}]}"
APPS = "{apiVersion: apps/v1, kind: Deployment, name: backend}"
SLICE = """\
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: a, labels: {kubernetes.io/service-name: internal-web}}
addressType: IPv4
endpoints: [{addresses: [10.1.1.1]}]
ports: [{port: 80}]
"""


def test_a_bare_pod_of_another_folder_has_no_port_to_offer() -> None:
    assert findings({"app/web.yaml": SERVICE, "tests/pod.yaml": TEST_POD}) == []
    assert findings({"app/web.yaml": SERVICE, "app/pod.yaml": TEST_POD}) == [
        "error target-port-name-missing"
    ]


def _named(api_version: str, kind: str, spec: str, name: str) -> str:
    return manifest(api_version, kind, spec, f"{{name: {name}}}")


def _service(name: str, spec: str = "{clusterIP: None, ports: [{port: 80}]}") -> str:
    return _named("v1", "Service", spec, name)


def _middleware(name: str) -> str:
    return _named("traefik.io/v1alpha1", "Middleware", "{stripPrefix: {}}", name)


def _class(name: str) -> str:
    return _named("networking.k8s.io/v1", "IngressClass", "{controller: a.b/c}", name)


def _gateway(name: str) -> str:
    return _named(GATEWAY_API, "Gateway", LISTENER, name)


@pytest.mark.parametrize(
    ("referring", "similar", "exact", "rule"),
    [
        (
            _named(GATEWAY_API, "HTTPRoute", "{parentRefs: [{name: internal-web}]}", "a"),
            _gateway("external-web"),
            _gateway("internal-web"),
            "route-parent-missing",
        ),
        (
            _named(
                "networking.k8s.io/v1",
                "Ingress",
                "{defaultBackend: {service: {name: backend, port: {number: 80}}}}",
                "a",
            ),
            _service("backends"),
            _service("backend"),
            "backend-service-missing",
        ),
        (SLICE, _service("internal-wep"), _service("internal-web"), "endpoint-slice-service"),
        (
            manifest(
                "apps/v1", "StatefulSet", "{serviceName: backend, template: {}}", "{name: backend}"
            ),
            _service("backends"),
            _service("backend"),
            "stateful-set-service-missing",
        ),
        (
            _named(
                "traefik.io/v1alpha1",
                "IngressRoute",
                "{routes: [{match: a, kind: Rule, middlewares: [{name: backend}]}]}",
                "a",
            ),
            _middleware("backends"),
            _middleware("backend"),
            "referenced-object-missing",
        ),
        (
            _named("argoproj.io/v1alpha1", "Rollout", f"{{workloadRef: {APPS}}}", "a"),
            DEPLOYMENT.replace("web", "backends"),
            DEPLOYMENT.replace("web", "backend"),
            "rollout-workload-missing",
        ),
        (
            _named("networking.k8s.io/v1", "Ingress", "{ingressClassName: internal-web}", "a"),
            _class("internal-wep"),
            _class("internal-web"),
            "ingress-class-missing",
        ),
        (
            _named(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                "{podSelector: {matchLabels: {app: backend}}}",
                "a",
            ),
            DEPLOYMENT.replace("web", "backends"),
            DEPLOYMENT.replace("web", "backend"),
            "network-policy-selects-nothing",
        ),
        (
            _named(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                "{podSelector: {}, ingress: [{from: [{namespaceSelector: "
                "{matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]}",
                "a",
            ),
            DEPLOYMENT.replace("{name: web}", "{name: web, namespace: monitorin}"),
            DEPLOYMENT.replace("{name: web}", "{name: metrics, namespace: monitoring}"),
            "network-policy-selects-nothing",
        ),
        (
            _named(
                "monitoring.coreos.com/v1",
                "PodMonitor",
                "{selector: {matchLabels: {app: backend}}, podMetricsEndpoints: [{port: http}]}",
                "a",
            ),
            DEPLOYMENT.replace("web", "backends"),
            DEPLOYMENT.replace("web", "backend"),
            "monitor-selects-nothing",
        ),
        (
            _named(
                "networking.istio.io/v1", "Gateway", "{selector: {app: backend}, servers: []}", "a"
            ),
            DEPLOYMENT.replace("web", "backends"),
            DEPLOYMENT.replace("web", "backend"),
            "istio-selects-nothing",
        ),
        (
            manifest(
                "networking.k8s.io/v1",
                "Ingress",
                "{}",
                "{name: a, annotations: {konghq.com/plugins: backend}}",
            ),
            manifest("configuration.konghq.com/v1", "KongPlugin", "{}", "{name: backends}"),
            manifest("configuration.konghq.com/v1", "KongPlugin", "{}", "{name: backend}"),
            "annotation-object-missing",
        ),
    ],
)
def test_the_exact_name_in_another_folder_is_meant(
    referring: str, similar: str, exact: str, rule: str, tmp_path: Path
) -> None:
    files = {"a/referring.yaml": referring, "a/similar.yaml": similar}
    assert any(rule in each for each in on_disk(tmp_path, files))
    files["b/exact.yaml"] = exact
    assert not any(rule in each for each in on_disk(tmp_path, files))
