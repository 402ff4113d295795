"""Hosts that the AnalysisTemplates of Argo Rollouts ask."""

from __future__ import annotations

import pytest

from tests.fix.fixing import find

_SERVICE = b"""\
apiVersion: v1
kind: Service
metadata: {name: prometheus, namespace: monitoring}
spec: {selector: {app: prometheus}, ports: [{port: 9090}]}
---
"""
_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: rate, namespace: shop}
spec:
  metrics:
    - name: rate
      provider: {prometheus: {address: "http://%s", query: up}}
"""


@pytest.mark.parametrize(
    ("host", "rules"),
    [
        ("prometheus.monitoring.svc:9090", []),
        ("prometheus.monitoring.svc:80", ["dns-name-port-missing"]),
        ("promtheus.monitoring.svc:9090", ["dns-name-service-missing"]),
        ("{{args.prometheus}}:80", []),
    ],
)
def test_the_address_of_prometheus(host: str, rules: list[str]) -> None:
    found = find(_SERVICE + (_TEMPLATE % host).encode())
    assert [each.rule for each in found if each.rule.startswith("dns-name")] == rules
