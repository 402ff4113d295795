"""The same manifest, applied by kubectl, Flux, Argo CD and Helm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

OLD = {"name": "web", "port": 8080, "protocol": "TCP", "targetPort": 8080}
MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: app, namespace: shop}
spec:
  selector: {app: app}
  ports:
    - {name: web, port: 9090, targetPort: 8080}
"""
PREVIOUS = MANIFEST.replace("9090", "8080").replace(", namespace: shop", "")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(MANIFEST)
    Path("previous.yaml").write_text(PREVIOUS)


def live(manager: str, operation: str, **metadata: Any) -> None:
    """Write a snapshot whose port and affinity one manager has set."""
    key = 'k:{"port":8080,"protocol":"TCP"}'
    port: dict[str, dict[str, str]] = {
        ".": {},
        "f:name": {},
        "f:port": {},
        "f:protocol": {},
        "f:targetPort": {},
    }
    fields = {
        "f:spec": {"f:ports": {key: port}, "f:selector": {}, "f:publishNotReadyAddresses": {}}
    }
    entry = {"manager": manager, "operation": operation, "apiVersion": "v1", "fieldsV1": fields}
    names = {"name": "app", "namespace": "shop", "managedFields": [entry]}
    spec = {
        "type": "ClusterIP",
        "clusterIP": "10.96.7.7",
        "clusterIPs": ["10.96.7.7"],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "internalTrafficPolicy": "Cluster",
        "sessionAffinity": "None",
        "publishNotReadyAddresses": True,
        "selector": {"app": "app"},
        "ports": [OLD],
    }
    service = {"apiVersion": "v1", "kind": "Service", "metadata": names | metadata, "spec": spec}
    Path("live.json").write_text(json.dumps(service))


def diff(*words: str, manifest: str = "app.yaml") -> Result:
    arguments = ["diff", "--live", "live.json", "--no-config", "--format", "json", *words, manifest]
    return CliRunner().invoke(group, arguments, prog_name="svclint")


def outcome(*words: str) -> Any:
    return json.loads(diff(*words).stdout)["objects"][0]


@pytest.mark.parametrize(
    ("applier", "manager", "operation"),
    [
        ("flux", "kustomize-controller", "Apply"),
        ("flux", "kubectl-edit", "Update"),
        ("flux", "kubectl", "Apply"),
        ("flux", "before-first-apply", "Update"),
        ("argocd-server-side", "argocd-controller", "Apply"),
        ("argocd-server-side", "kubectl-client-side-apply", "Update"),
        ("helm4", "helm", "Apply"),
        ("helm4", "helm", "Update"),
    ],
)
def test_a_tool_removes_what_it_manages_and_what_it_takes_over(
    applier: str, manager: str, operation: str
) -> None:
    live(manager, operation)
    found = outcome("--apply", applier)
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    assert "publishNotReadyAddresses" not in found["after"]["spec"]


@pytest.mark.parametrize(
    ("applier", "manager"),
    [
        ("flux", "helm"),
        ("argocd-server-side", "kubectl-edit"),
        ("helm4", "helm-controller"),
        ("server", "kustomize-controller"),
    ],
)
def test_a_port_of_another_manager_stays(applier: str, manager: str) -> None:
    live(manager, "Update")
    found = outcome("--apply", applier)
    assert found["outcome"] == "reject"
    assert any(f'"{manager}" manages it' in each["message"] for each in found["findings"])


def test_the_field_manager_of_kubectl() -> None:
    live("pipeline", "Apply")
    assert outcome("--apply", "server")["outcome"] == "reject"
    assert outcome("--apply", "server", "--field-manager", "pipeline")["outcome"] == "update"


def test_helm_3_merges_with_the_last_release() -> None:
    live("helm", "Update", labels={"app.kubernetes.io/managed-by": "Helm"})
    found = outcome("--apply", "helm3", "--previous", "previous.yaml")
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    # Somebody set it by hand: it is in neither release.
    assert found["after"]["spec"]["publishNotReadyAddresses"] is True
    assert "managed-by" not in str(found["changes"])


def test_helm_3_takes_over_an_object_that_no_release_contains() -> None:
    live("kubectl-create", "Update")
    Path("previous.yaml").write_text(PREVIOUS.replace("name: app", "name: other"))
    found = outcome("--apply", "helm3", "--previous", "previous.yaml")
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    assert "publishNotReadyAddresses" not in found["after"]["spec"]


def test_a_conflict_names_the_manager_the_field_and_both_values() -> None:
    live("autoscaler", "Update")
    Path("app.yaml").write_text(PREVIOUS.replace("targetPort: 8080", "targetPort: 81"))
    found = outcome("--apply", "helm4", "--namespace", "shop")
    (conflict,) = (each for each in found["findings"] if each["rule"] == "apply-conflict")
    assert conflict["message"].startswith(
        '.spec.ports[port=8080,protocol="TCP"].targetPort is managed by "autoscaler" using v1, '
        "but the manifest changes it from 8080 to 81"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--apply", "helm3"), "--apply helm3 needs --previous FILE"),
        (("--previous", "previous.yaml"), "--previous needs --apply helm3"),
        (("--apply", "flux", "--field-manager", "x"), "--field-manager needs --apply server"),
        (("--apply", "server", "--field-manager", "x" * 129), "more than 128 characters"),
    ],
)
def test_options_that_do_not_fit(words: tuple[str, ...], message: str) -> None:
    live("helm", "Update")
    done = diff(*words)
    assert done.exit_code == 2
    assert message in done.output


def test_a_forced_upgrade_of_helm_replaces_what_it_does_not_mark() -> None:
    marks = {"annotations": {"meta.helm.sh/release-name": "app", "by-hand": "yes"}}
    live("kubectl-edit", "Update", **marks)
    found = outcome("--apply", "helm-replace")
    assert found["after"]["metadata"]["annotations"] == {"meta.helm.sh/release-name": "app"}
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
