"""What is kept of live workloads, routes and policies: labels, ports and references alone."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.kubernetes.live.reduction import kept, reduced
from svclint.kubernetes.live.resources import COMPARED, RELATED, SERVICES, Resource
from svclint.kubernetes.workloads.workload import BUILT_IN

SEKRET = "SEKRET-5f4dcc3b"
METADATA: dict[str, Any] = {
    "name": "web",
    "namespace": "shop",
    "labels": {"app": "web"},
    "annotations": {"kubectl.kubernetes.io/last-applied-configuration": SEKRET},
    "managedFields": [{"manager": SEKRET}],
    "uid": SEKRET,
}
CONTAINER: dict[str, Any] = {
    "name": "web",
    "image": SEKRET,
    "ports": [{"name": "http", "containerPort": 8080}],
    "env": [{"name": "PASSWORD", "value": SEKRET}],
    "args": [SEKRET],
    "command": [SEKRET],
    "lifecycle": {"preStop": {"exec": {"command": [SEKRET]}}},
    "livenessProbe": {"httpGet": {"httpHeaders": [{"name": "x", "value": SEKRET}]}},
}
POD: dict[str, Any] = {
    "metadata": METADATA,
    "spec": {
        "containers": [CONTAINER],
        "initContainers": [CONTAINER | {"restartPolicy": "Always"}],
        "ephemeralContainers": [CONTAINER],
        "volumes": [{"name": "x", "secret": {"secretName": SEKRET}}],
        "hostAliases": [{"ip": SEKRET}],
    },
}
KEPT_POD = {
    "containers": [{name: CONTAINER[name] for name in ("name", "ports")}],
    "initContainers": [
        {"name": "web", "ports": CONTAINER["ports"], "restartPolicy": "Always"},
    ],
}


def nested(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    for step in reversed(path):
        value = {step: value}
    found: dict[str, Any] = value
    return found


@pytest.mark.parametrize("kind", BUILT_IN)
def test_workloads_keep_their_labels_and_ports(kind: str) -> None:
    groups, path = BUILT_IN[kind]
    group = min(groups)
    item = {"apiVersion": f"{group}/v1" if group else "v1", "kind": kind, **nested(path, POD)}
    found = reduced(item | {"metadata": METADATA})
    assert SEKRET not in str(found)
    assert found["metadata"] == {name: METADATA[name] for name in ("name", "namespace", "labels")}
    pod: Any = found
    for step in path:
        pod = pod[step]
    assert pod["spec"] == KEPT_POD
    assert pod["metadata"]["labels"] == {"app": "web"}


def test_a_deployment_keeps_what_a_service_depends_on() -> None:
    spec = {"selector": {"matchLabels": {"app": "web"}}, "replicas": 0, "template": POD}
    found = reduced({"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec})
    assert found["spec"]["selector"] == {"matchLabels": {"app": "web"}}
    assert found["spec"]["replicas"] == 0


def test_a_finished_pod_stays_one() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", **POD, "status": {"phase": "Failed", "x": SEKRET}}
    assert reduced(pod)["status"] == {"phase": "Failed"}


def test_routes_and_policies_keep_their_spec_and_namespaces_their_labels() -> None:
    spec: dict[str, Any] = {"podSelector": {}}
    item = {"kind": "NetworkPolicy", "metadata": METADATA, "spec": spec, "status": {"x": SEKRET}}
    assert reduced({"apiVersion": "networking.k8s.io/v1", **item})["spec"] == spec
    assert SEKRET not in str(reduced(item))
    item = {"apiVersion": "v1", "kind": "Namespace", "metadata": METADATA, "spec": {"x": SEKRET}}
    assert set(reduced(item)) == {"apiVersion", "kind", "metadata"}


@pytest.mark.parametrize("value", [None, 5, "x", [], {"spec": 5}, {"template": [5]}])
def test_objects_of_any_shape(value: Any) -> None:
    for kind in ("Deployment", "CronJob", "Pod", "HTTPRoute"):
        group = {"Deployment": "apps/v1", "CronJob": "batch/v1"}.get(kind, "v1")
        assert reduced({"apiVersion": group, "kind": kind, "metadata": value, "spec": value})


def test_nothing_is_kept_of_what_a_controller_created() -> None:
    (pods,) = (each for each in RELATED if each.kind == "Pod")
    owned = {"name": "web-1", "ownerReferences": [{"kind": "ReplicaSet", "controller": True}]}
    assert kept({"apiVersion": "v1", "kind": "Pod", "metadata": owned}, pods) is None


def test_no_config_map_and_no_secret_is_read() -> None:
    read: list[Resource] = [SERVICES, *RELATED, *(each for group in COMPARED for each in group)]
    assert {"ConfigMap", "Secret"}.isdisjoint(each.kind for each in read)
