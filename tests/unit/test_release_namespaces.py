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
