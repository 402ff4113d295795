"""Labels and named ports of pods that depend on the Kubernetes version."""

from __future__ import annotations

import pytest
from svclint.model.cluster import Version

from tests.unit.manifests import DEPLOYMENT, SERVICE, manifest, targets, with_selector

SIDECAR = DEPLOYMENT.replace("containers:", "containers: [{name: db, image: db}], initContainers:")
SIDECAR = SIDECAR.replace("image: web,", "image: web, restartPolicy: Always,")
TEMPLATE = "template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}"
STATEFUL_SET = manifest("apps/v1", "StatefulSet", f"{{{TEMPLATE}}}", "{name: db}")
INDEXED = manifest(
    "batch/v1", "Job", f"{{completionMode: Indexed, completions: 1, {TEMPLATE}}}", "{name: db}"
)
BY_NUMBER = ("targetPort: http", "targetPort: 80")


@pytest.mark.parametrize(
    ("version", "number"),
    [((1, 27), None), ((1, 29), None), ((1, 32), None), ((1, 33), 8080), ((1, 37), 8080)],
)
def test_a_named_port_of_a_sidecar(version: Version, number: int | None) -> None:
    assert targets({"a.yaml": f"{SERVICE}---\n{SIDECAR}"}, version) == [f"Deployment/web:{number}"]


@pytest.mark.parametrize(
    ("label", "workload", "since"),
    [
        ("apps.kubernetes.io/pod-index", STATEFUL_SET, (1, 28)),
        ("batch.kubernetes.io/job-completion-index", INDEXED, (1, 28)),
    ],
)
def test_a_label_of_the_index(label: str, workload: str, since: Version) -> None:
    service = with_selector(f'{{app: db, {label}: "0"}}').replace(*BY_NUMBER)
    major, minor = since
    files = {"a.yaml": f"{service}---\n{workload}"}
    assert targets(files, (major, minor - 1)) == []
    assert len(targets(files, since)) == 1


def test_labels_of_the_node() -> None:
    service = with_selector("{app: web, topology.kubernetes.io/zone: a}")
    files = {"a.yaml": f"{service}---\n{DEPLOYMENT}"}
    own = DEPLOYMENT.replace(
        "labels: {app: web}", "labels: {app: web, topology.kubernetes.io/zone: a}"
    )
    assert targets({"a.yaml": f"{service}---\n{own}"}, (1, 34)) == ["Deployment/web:8080"]
    assert targets(files, (1, 34)) == targets(files, (1, 35)) == []
