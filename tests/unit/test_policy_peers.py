"""Which selectors of NetworkPolicies that match nothing are reported."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, findings, manifest

OTHER_PODS = DEPLOYMENT.replace("web", "shop")
POLICY = manifest(
    "networking.k8s.io/v1",
    "NetworkPolicy",
    "{podSelector: {matchLabels: {app: web}}, ingress: [{from: [PEERS]}]}",
)


@pytest.mark.parametrize(
    ("peers", "is_silent"),
    [
        ("{podSelector: {matchLabels: {app: zebra}}}", False),
        ("{podSelector: {matchLabels: {web-client: 'true'}}}", True),
        ("{podSelector: {matchLabels: {cnpg.io/cluster: a}}}", True),
        (
            "{podSelector: {matchLabels: {app: zebra}}}, {podSelector: {matchLabels: {app: web}}}",
            True,
        ),
        (
            (
                "{podSelector: {matchLabels: {app: zebra}}, namespaceSelector: "
                "{matchLabels: {kubernetes.io/metadata.name: away}}}"
            ),
            True,
        ),
    ],
)
def test_peers_of_a_network_policy_that_are_elsewhere(peers: str, is_silent: bool) -> None:
    text = f"{DEPLOYMENT}---\n{POLICY.replace('PEERS', peers)}"
    expected = [] if is_silent else ["note network-policy-selects-nothing"]
    assert findings({"a.yaml": text}) == expected


def test_peers_of_a_network_policy_in_another_deployment() -> None:
    policy = POLICY.replace("PEERS", "{podSelector: {matchLabels: {app: shop}}}")
    files = {"a/web.yaml": DEPLOYMENT, "a/policy.yaml": policy}
    assert findings(files) == ["note network-policy-selects-nothing"]
    assert findings({**files, "b/shop.yaml": OTHER_PODS}) == []
