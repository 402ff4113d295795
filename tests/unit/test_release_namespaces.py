"""Objects of one release of a chart of which one has no namespace, or that of the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.manifests import DEPLOYMENT, INGRESS, SERVICE, findings

OWN = SERVICE.replace("{name: web}", "{name: web, namespace: shop, labels: {app: web}}")
OTHER = SERVICE.replace("web", "other")
CALLER = DEPLOYMENT.replace("web", "client").replace(
    "containers: [{", "containers: [{env: [{name: URL, value: http://web.default.svc}], "
)
MONITOR = """\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: default}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
"""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec: {parentRefs: [{name: public}]}
"""
GATEWAY = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec: {gatewayClassName: x, listeners: [{name: http, port: 80, protocol: HTTP}]}
"""


@pytest.mark.parametrize(
    ("referring", "rule"),
    [
        (INGRESS, "backend-service-missing"),
        (CALLER, "dns-name-service-missing"),
        (MONITOR, "monitor-selects-nothing"),
        (ROUTE, "route-parent-missing"),
    ],
)
def test_the_namespace_of_a_release_is_not_known(referring: str, rule: str, tmp_path: Path) -> None:
    text = "---\n".join((OWN, OTHER, GATEWAY, referring))
    assert [each for each in findings({"web.yaml": text}) if rule in each] == [f"warning {rule}"]
    (tmp_path / "Chart.yaml").touch()
    for chart in ("<helm template web>", f"<{tmp_path}>", f"<{tmp_path} with values.yaml>"):
        assert [each for each in findings({chart: text}) if rule in each] == []


@pytest.mark.parametrize(
    ("own", "other", "is_told"),
    [
        ("labels: {app.kubernetes.io/managed-by: Helm}", "labels: {helm.sh/chart: web-1.0}", False),
        ("labels: {helm.sh/chart: web-1.0}", "annotations: {helm.sh/hook: post-install}", False),
        ("labels: {helm.sh/chart: web-1.0}", "labels: {app: web}", True),
    ],
)
def test_nor_is_it_in_what_helm_has_printed(own: str, other: str, is_told: bool) -> None:
    service = SERVICE.replace("{name: web}", f"{{name: web, namespace: shop, {own}}}")
    ingress = INGRESS.replace("annotations: {note: none}", other)
    found = findings({"web.yaml": "---\n".join((service, OTHER, ingress))})
    assert any("backend-service-missing" in each for each in found) == is_told
