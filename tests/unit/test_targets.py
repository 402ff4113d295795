"""Which pods a Service reaches, beyond what is recorded."""

from __future__ import annotations

import pytest
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import targets_json
from svclint.source.loading import documents_of_bytes

from tests.unit.manifests import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    documents,
    findings,
    inventory_of,
    judged,
    manifest,
    targets,
    with_selector,
)


@pytest.mark.parametrize(
    ("kind", "spec", "selector", "reached"),
    [
        ("StatefulSet", "replicas: 2", "{statefulset.kubernetes.io/pod-name: web-1}", True),
        ("StatefulSet", "replicas: 2", "{statefulset.kubernetes.io/pod-name: web-2}", False),
        ("StatefulSet", "replicas: 2", "{statefulset.kubernetes.io/pod-name: web-01}", False),
        ("StatefulSet", "ordinals: {start: 3}", "{apps.kubernetes.io/pod-index: '3'}", True),
        ("Deployment", "replicas: 1", "{app: web, pod-template-hash: abc}", False),
        ("Deployment", "replicas: 0", "{app: web}", False),
    ],
)
def test_labels_that_controllers_add(kind: str, spec: str, selector: str, reached: bool) -> None:
    workload = DEPLOYMENT.replace("Deployment", kind).replace(
        "spec:\n  sel", f"spec:\n  {spec}\n  sel"
    )
    files = {"a.yaml": with_selector(selector), "b.yaml": workload}
    assert targets(files) == ([f"{kind}/web:8080"] if reached else [])
    # Another revision or replica may have the label, so this is not reported.
    nothing = any("matches-nothing" in each for each in findings(files))
    assert nothing == ("web-01" in selector)


@pytest.mark.parametrize(
    ("spec", "selector"),
    [
        ("parallelism: 1", "{job-name: web}"),
        (
            "completionMode: Indexed, completions: 2",
            "{batch.kubernetes.io/job-completion-index: '1'}",
        ),
    ],
)
def test_labels_of_job_pods(spec: str, selector: str) -> None:
    pods = "{containers: [{name: a, image: a, ports: [{name: http, containerPort: 1}]}]}"
    job = manifest("batch/v1", "Job", f"{{{spec}, template: {{spec: {pods}}}}}", "{name: web}")
    assert targets({"a.yaml": with_selector(selector), "b.yaml": job}) == ["Job/web:1"]


def test_a_mixed_stream_of_json_and_yaml_is_read_to_its_end() -> None:
    text = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": '
    text += '{"selector": {"app": "web"}, "ports": [{"port": 80}]}}\n---\n' + DEPLOYMENT
    assert targets({"a.yaml": text}) == ["Deployment/web:80"]


def test_live_objects_fill_what_files_lack() -> None:
    inventory = inventory_of({"a.yaml": SERVICE})
    owner = "ownerReferences: [{kind: ReplicaSet, controller: true}]"
    owned = manifest("v1", "Pod", "{}", f"{{name: p, labels: {{app: web}}, {owner}}}")
    inventory.add_live(documents({"live.yaml": f"{SERVICE}---\n{owned}\n---\n{DEPLOYMENT}"}))
    assert [each["name"] for each in targets_json(inventory)["services"]] == ["web"]
    assert [each.kind for each in inventory.workloads.all] == ["Deployment"]


def test_other_kinds_can_be_told_of() -> None:
    text = manifest("example.com/v1", "App", "{pods: {metadata: {labels: {app: web}}}}")
    inventory = Inventory(extra_kinds={"App": ("spec", "pods")})
    for document in [
        *documents({"a.yaml": SERVICE}),
        *documents_of_bytes("b.yaml", text.encode(), ["App"]),
    ]:
        inventory.add(document)
    found = targets_json(inventory)["services"][0]["ports"][0]["targets"]
    assert [each["kind"] for each in found] == ["App"]


def test_findings_come_in_the_order_of_documents() -> None:
    nothing = SERVICE.replace("web", "api")
    found = documents({"a.yaml": f"{nothing}---\n{DEPLOYMENT}---\n{INGRESS.replace('80', '9999')}"})
    assert judged(found) == ["note selector-matches-nothing", "note backend-service-missing"]
