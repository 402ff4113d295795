"""Which selectors of NetworkPolicies that match nothing are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.kubernetes.network_policies import common_labels_of_peer, peers_of

from tests.unit.manifests import DEPLOYMENT, documents, findings, manifest, on_disk

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


ADDED = "app.kubernetes.io/name: web"
PAIRS = f"pairs: {{{ADDED}}}"


@pytest.mark.parametrize(
    ("file", "kustomization", "is_common"),
    [
        ("<web>", f"commonLabels: {{{ADDED}, app: web}}", True),
        ("<web>", f"labels: [{{{PAIRS}, includeSelectors: true}}]", True),
        ("<web>", "resources: [../base]", True),
        ("<web>", f"labels: [{{{PAIRS}, includeTemplates: true}}]", False),
        ("<web>", f"labels: [{{{PAIRS}}}]", False),
        ("<web>", "commonLabels: {team: web}", False),
        ("web.yaml", f"commonLabels: {{{ADDED}}}", False),
    ],
)
def test_labels_of_a_kustomization_in_the_selector_of_another_application(
    file: str, kustomization: str, is_common: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, text in (("web", kustomization), ("base", f"commonLabels: {{{ADDED}}}")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kustomization.yaml").write_text(text)
    policy = POLICY.replace("PEERS", "{podSelector: {matchLabels: {app: zebra}}}")
    policy = policy.replace("{name: a}", f"{{name: a, labels: {{{ADDED}}}}}")
    policy = policy.replace("matchLabels: {", f"matchLabels: {{{ADDED}, ")
    (document,) = documents({file: policy})
    (peer,) = peers_of(document)
    expected = {"app.kubernetes.io/name": "web"} if is_common else {}
    assert common_labels_of_peer(document, peer) == expected


JOB = manifest(
    "batch/v1", "Job", "{template: {spec: {containers: [{name: a, image: a}]}}}", "{name: load}"
)
OTHER_JOB = JOB.replace("load", "export")
IN_OVERLAY = {
    "base/job.yaml": JOB,
    "base/kustomization.yaml": "resources: [job.yaml]\n",
    "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n",
}


@pytest.mark.parametrize(
    "jobs",
    [
        IN_OVERLAY,
        {"b/job.yaml": JOB},
        {"b/job.yaml": JOB.replace("{name: load}", "{name: load, namespace: dev}")},
    ],
)
def test_jobs_of_another_deployment_or_in_the_namespace_of_an_overlay(
    jobs: dict[str, str], tmp_path: Path
) -> None:
    policy = POLICY.replace("PEERS", "{podSelector: {matchLabels: {job-name: load}}}")
    files = {"a/web.yaml": DEPLOYMENT, "a/policy.yaml": policy, "a/job.yaml": OTHER_JOB}
    service = manifest("v1", "Service", "{selector: {job-name: load}, ports: [{port: 80}]}")
    files["a/service.yaml"] = service
    assert on_disk(tmp_path, files) == [
        "note network-policy-selects-nothing",
        "note selector-matches-nothing",
    ]
    assert on_disk(tmp_path, {**files, **jobs}) == []
