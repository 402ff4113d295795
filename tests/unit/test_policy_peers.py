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


@pytest.mark.parametrize(
    ("peer", "is_silent"), [("app: zebra", True), ("app: web, tier: front", False)]
)
def test_peers_of_a_chart_in_another_release(peer: str, is_silent: bool) -> None:
    policy = POLICY.replace("PEERS", f"{{podSelector: {{matchLabels: {{{peer}}}}}}}")
    pods = DEPLOYMENT.replace("labels: {app: web}", "labels: {app: web, tier: back}")
    found = findings({"<helm template web>": f"{pods}---\n{policy}"})
    assert bool(found) is not is_silent


@pytest.mark.parametrize(("file", "severity"), [("<web/base>", "warning"), ("web.yaml", "note")])
def test_labels_of_a_kustomization_in_the_selector_of_another_application(
    file: str, severity: str
) -> None:
    added = "app.kubernetes.io/name: web"
    pods = DEPLOYMENT.replace("{app: web}", f"{{app: web, {added}}}")
    policy = POLICY.replace("PEERS", "{podSelector: {matchLabels: {app: zebra}}}")
    policy = policy.replace("{name: a}", f"{{name: a, labels: {{{added}}}}}")
    policy = policy.replace("matchLabels: {", f"matchLabels: {{{added}, ")
    assert findings({file: f"{pods}---\n{policy}"}) == [
        f"{severity} network-policy-selects-nothing"
    ]
