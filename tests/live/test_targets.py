"""``svclint targets --live cluster``: callers and endpoints of Services in a real cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

from tests.live.cluster_runs import grant
from tests.live.control_plane import ApiServer, start_apiserver

SERVICE = {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}
CONTAINER = {
    "name": "web",
    "image": "web",
    "ports": [{"name": "http", "containerPort": 8080}],
}
POD = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [CONTAINER]}}
DEPLOYMENT = {"selector": {"matchLabels": {"app": "web"}}, "template": POD}
INGRESS = {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}
WEB = {"kind": "Deployment", "name": "web", "number": 8080}


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(
        group, ["targets", *(str(word) for word in words)], prog_name="svclint"
    )


def create(server: ApiServer, path: str, kind: str, name: str, spec: dict[str, Any]) -> None:
    version = path.removeprefix("/apis/").removeprefix("/api/").split("/namespaces/")[0]
    body = {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}
    server.request("POST", path, body)


@pytest.fixture
def shop(apiserver: ApiServer, namespace: str) -> Iterator[str]:
    apps = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    ingresses = f"/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses"
    create(apiserver, f"/api/v1/namespaces/{namespace}/services", "Service", "web", SERVICE)
    create(apiserver, apps, "Deployment", "web", DEPLOYMENT)
    create(apiserver, ingresses, "Ingress", "shop", INGRESS)
    yield namespace
    for path in (apps, ingresses):
        apiserver.request("DELETE", path)


def test_a_cluster_alone(apiserver: ApiServer, shop: str) -> None:
    live = ("--live", "cluster", "--kubeconfig", apiserver.kubeconfig)
    done = svclint("--format", "json", *live)
    assert done.exit_code == 0
    found = {each["namespace"]: each for each in json.loads(done.stdout)["services"]}
    assert found[shop]["ports"][0]["targets"] == [WEB]
    tree = svclint(*live).stdout
    assert (
        f"{shop}/web (ClusterIP)\n└─ 80/TCP → http\n   ├─ ← Ingress shop for every other request\n"
        in tree
    )


def test_a_cluster_fills_in_what_files_lack(
    apiserver: ApiServer, shop: str, tmp_path: Path
) -> None:
    manifest = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "new"}, "spec": SERVICE}
    (tmp_path / "new.json").write_text(json.dumps(manifest))
    live = ("--live", "cluster", "--kubeconfig", apiserver.kubeconfig, "--namespace", shop)
    done = svclint("--format", "json", *live, tmp_path)
    (found,) = json.loads(done.stdout)["services"]
    assert (found["name"], found["ports"][0]["targets"]) == ("new", [WEB])


def test_what_may_not_be_listed_is_said(live_binaries: None) -> None:
    with start_apiserver(authorization="RBAC") as server:
        rules = [
            {"apiGroups": [""], "resources": ["services"], "verbs": ["get", "list"]},
            {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["list"]},
        ]
        grant(server, rules)
        done = svclint(
            "--live", "cluster", "--kubeconfig", server.kubeconfig, "--context", "reader"
        )
    assert done.exit_code == 0
    assert "not allowed to list pods, replicationcontrollers, " in done.stderr
    assert "deployments" not in done.stderr
