"""Policies and routes of Cilium, Calico, Skipper and Gloo that name Services."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.model import Severity

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: catalog, namespace: shop}
spec:
  selector: {app: catalog}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: catalog, namespace: shop}
spec:
  selector: {matchLabels: {app: catalog}}
  template:
    metadata: {labels: {app: catalog}}
    spec: {containers: [{name: server, image: "catalog:1", ports: [{containerPort: 8080}]}]}
---
"""
CILIUM = "apiVersion: cilium.io/v2\nkind: {kind}\nmetadata: {{name: web{space}}}\n{rest}\n"
CALICO = "apiVersion: projectcalico.org/v3\n" + CILIUM.partition("\n")[2]


def policy(text: str, kind: str, rest: str, space: str = ", namespace: shop") -> str:
    return text.format(kind=kind, space=space, rest=rest)


RIGHT = {
    "network policy": policy(
        CILIUM,
        "CiliumNetworkPolicy",
        "spec: {egress: [{toServices: [{k8sService: {serviceName: catalog, namespace: shop}}]}]}",
    ),
    "denying network policy": policy(
        CILIUM,
        "CiliumNetworkPolicy",
        "specs: [{egressDeny: [{toServices: [{k8sService: "
        "{serviceName: catalog, namespace: shop}}]}]}]",
    ),
    "cluster-wide network policy": policy(
        CILIUM,
        "CiliumClusterwideNetworkPolicy",
        "spec: {egress: [{toServices: [{k8sService: {serviceName: catalog, namespace: shop}}]}]}",
        "",
    ),
    "redirected Service": policy(
        CILIUM,
        "CiliumEnvoyConfig",
        "spec: {services: [{name: catalog, namespace: shop, ports: [80]}]}",
    ),
    "backend of Envoy": policy(
        CILIUM,
        "CiliumEnvoyConfig",
        'spec: {backendServices: [{name: catalog, number: ["80", http]}]}',
    ),
    "local redirect": policy(
        CILIUM,
        "CiliumLocalRedirectPolicy",
        "spec: {redirectFrontend: {serviceMatcher: {serviceName: catalog, namespace: shop}}}",
    ),
    "route of Skipper": policy(
        "apiVersion: zalando.org/v1\n" + CILIUM.partition("\n")[2],
        "RouteGroup",
        "spec: {backends: [{name: web, type: service, serviceName: catalog, servicePort: 80}, "
        "{name: other, type: shunt}]}",
    ),
    "upstream of Gloo": policy(
        "apiVersion: gloo.solo.io/v1\n" + CILIUM.partition("\n")[2],
        "Upstream",
        "spec: {kube: {serviceName: catalog, serviceNamespace: shop, servicePort: 80}}",
        ", namespace: gloo-system",
    ),
    "policy of Calico": policy(
        CALICO,
        "NetworkPolicy",
        "spec: {egress: [{action: Allow, destination: {services: {name: catalog}}}]}",
    ),
    "global policy of Calico": policy(
        CALICO,
        "GlobalNetworkPolicy",
        "spec: {ingress: [{action: Allow, source: {services: {name: catalog, namespace: shop}}}]}",
        "",
    ),
}
# A reference without a namespace is to the Services of all.
OPEN = {
    "network policy": policy(
        CILIUM,
        "CiliumNetworkPolicy",
        "spec: {egress: [{toServices: [{k8sService: {serviceName: catalogue}}]}]}",
        ", namespace: web",
    ),
}


def found(folder: Path, text: str) -> dict[str, Severity]:
    """Return the rules that report more than a note, with the severity."""
    file = folder / "shop.yaml"
    file.write_text(SERVICE + text)
    findings = check(CheckRequest(paths=(str(file),), use_config=False)).findings
    return {each.rule: each.severity for each in findings if each.severity > Severity.NOTE}


@pytest.mark.parametrize("name", RIGHT)
def test_a_reference_to_a_service_is_right(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, RIGHT[name]) == {}


@pytest.mark.parametrize("name", RIGHT)
def test_a_misspelt_service_is_reported(name: str, tmp_path: Path) -> None:
    wrong = RIGHT[name].replace("ame: catalog", "ame: catalgo")
    assert set(found(tmp_path, wrong)) == {"backend-service-missing"}


@pytest.mark.parametrize("name", OPEN)
def test_a_name_without_a_namespace_may_be_anywhere(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, OPEN[name]) == {}


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("redirected Service", "[80]", "[8080]"),
        ("backend of Envoy", '"80"', '"8080"'),
        ("backend of Envoy", "http]", "grpc]"),
        ("route of Skipper", "servicePort: 80", "servicePort: 8080"),
        ("upstream of Gloo", "servicePort: 80", "servicePort: 8080"),
    ],
)
def test_a_port_that_the_service_lacks_is_reported(
    name: str, right: str, wrong: str, tmp_path: Path
) -> None:
    assert RIGHT[name].count(right) == 1
    reported = found(tmp_path, RIGHT[name].replace(right, wrong))
    assert reported == {"backend-port-missing": Severity.ERROR}
