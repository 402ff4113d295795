"""Names of Services that pods take from a ConfigMap, and NetworkPolicies that close the DNS."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings, manifest

POLICY = manifest(
    "networking.k8s.io/v1",
    "NetworkPolicy",
    "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], "
    "egress: [{to: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}]}]}",
)
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {WEB_URL: "http://web/v1", OTHER: x}
"""


@pytest.mark.parametrize(
    ("fields", "is_reported"),
    [
        ("envFrom: [{configMapRef: {name: a}}]", True),
        ("envFrom: [{secretRef: {name: a}}]", False),
        ("envFrom: [{configMapRef: {name: b}}]", False),
        (
            (
                "env: [{name: U, valueFrom: {configMapKeyRef: {name: a, key: WEB_URL}}}, "
                "{name: V, value: x}]"
            ),
            True,
        ),
        ("env: [{name: U, valueFrom: {configMapKeyRef: {name: a, key: OTHER}}}]", False),
    ],
)
def test_a_name_from_a_config_map(fields: str, is_reported: bool) -> None:
    pods = DEPLOYMENT.replace("image: web,", f"image: web, {fields},")
    text = "---\n".join((SERVICE, pods, POLICY, CONFIG))
    expected = ["warning network-policy-shuts-dns"] if is_reported else []
    assert findings({"a.yaml": text}) == expected
