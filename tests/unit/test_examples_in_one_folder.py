"""Names in files of one folder that are examples, each on its own."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, INGRESS, SERVICE, findings

TYPO = INGRESS.replace("service: {name: web", "service: {name: svc-web")
CALLER = DEPLOYMENT.replace("web", "client").replace(
    "containers: [{", "containers: [{env: [{name: URL, value: http://webb.default.svc}], "
)
OTHER = DEPLOYMENT.replace("web", "other")
OTHER_SERVICE = SERVICE.replace("web", "other")
SECOND = DEPLOYMENT.replace("metadata: {name: web", "metadata: {name: web-2")


@pytest.mark.parametrize(
    ("reference", "rule"),
    [(TYPO, "backend-service-missing"), (CALLER, "dns-name-service-missing")],
)
def test_a_similar_name_in_another_example_is_not_meant(reference: str, rule: str) -> None:
    web = f"{SERVICE}---\n{DEPLOYMENT}"
    near_miss = f"warning {rule}"
    assert near_miss in findings({"app.yaml": web, "a.yaml": reference})
    examples = {"one.yaml": OTHER, "two.yaml": OTHER}
    assert near_miss not in findings({"app.yaml": web, "a.yaml": reference, **examples})
    assert near_miss in findings({"a.yaml": f"{web}---\n{reference}", **examples})


RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web}
spec: {host: web, subsets: [{name: v1, labels: {version: v1}}]}
"""
USER = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec: {hosts: [web], http: [{route: [{destination: {host: web, subset: v1}}]}]}
"""
POLICY = """\
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}, action: ALLOW, rules: [{}]}
"""


@pytest.mark.parametrize(("referring", "referred"), [(USER, RULE), (POLICY, DEPLOYMENT)])
def test_what_each_variant_has_is_not_missing(referring: str, referred: str) -> None:
    own = f"{referring}---\n{OTHER}"
    assert findings({"own.yaml": own, "mtls.yaml": referred, "simple.yaml": referred}) == []


def test_alternatives_may_use_the_same_port_of_their_node() -> None:
    ports = "name: http, hostPort: 80, "
    one, other = (each.replace("name: http, ", ports) for each in (DEPLOYMENT, SECOND))
    found = "note host-port-taken"
    assert found in findings({"a.yaml": f"{SERVICE}---\n{one}---\n{other}"})
    assert found not in findings({"a.yaml": SERVICE, "one.yaml": one, "other.yaml": other})


MONITOR = """\
apiVersion: monitoring.coreos.com/v1
kind: %s
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}, %s: [{port: http}]}
"""
LABELLED = SERVICE.replace("{name: web}", "{name: web, labels: {app: web}}")


@pytest.mark.parametrize(
    ("kind", "ends", "selected"),
    [
        ("ServiceMonitor", "endpoints", LABELLED),
        ("PodMonitor", "podMetricsEndpoints", DEPLOYMENT),
    ],
)
def test_a_monitor_selects_what_a_variant_has(kind: str, ends: str, selected: str) -> None:
    monitor = MONITOR % (kind, ends)
    own = f"{monitor}---\n{OTHER}---\n{OTHER_SERVICE}"
    found = findings({"own.yaml": own, "mtls.yaml": selected, "simple.yaml": selected})
    assert [each for each in found if "monitor" in each] == []
    found = findings({"own.yaml": own})
    assert [each for each in found if "monitor" in each] == ["note monitor-selects-nothing"]
