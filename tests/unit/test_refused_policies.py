"""Ports of NetworkPolicies that the API server refuses are reported once, where they are."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings, manifest

ENTRIES = [
    "{port: 8080, protocol: tcp}",
    "{port: 8080, endPort: 80}",
    "{endPort: 8080}",
    "{port: '8080'}",
    "{port: ''}",
    "{port: 8080, protocol: ''}",
]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_a_refused_port_is_reported_once(entry: str, direction: str) -> None:
    peer = ", to: [{podSelector: {matchLabels: {app: web}}}]" if direction == "egress" else ""
    rule = f"{{ports: [{entry}]{peer}}}"
    policy = manifest(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        f"{{podSelector: {{matchLabels: {{app: web}}}}, policyTypes: [{direction.title()}], "
        f"{direction}: [{rule}]}}",
    )
    assert findings({"a.yaml": f"{SERVICE}---\n{DEPLOYMENT}---\n{policy}"}) == [
        "error network-policy-port-invalid"
    ]
