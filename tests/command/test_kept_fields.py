"""What an apply keeps of the live Service, and what follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: front, namespace: shop}
spec:
  selector: {matchLabels: {app: front}}
  template:
    metadata: {labels: {app: front}}
    spec: {containers: [{name: c, image: front, ports: [{containerPort: 8080}]}]}
"""
MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: front, namespace: shop}
spec:
  selector: {app: front}
  ports:
    - {name: http, port: 80, targetPort: 8080}
"""
HTTP = {"name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "front.yaml").write_text(MANIFEST)
    (tmp_path / "deployment.yaml").write_text(DEPLOYMENT)
    return tmp_path


def live(spec: dict[str, Any], manager: str = "", **metadata: Any) -> None:
    """Write a snapshot with one Service; ``manager`` manages its selector and all its ports."""
    whole = {
        "type": "ClusterIP",
        "clusterIP": "10.96.7.7",
        "clusterIPs": ["10.96.7.7"],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "internalTrafficPolicy": "Cluster",
        "sessionAffinity": "None",
        "selector": {"app": "front"},
        "ports": [HTTP],
    } | spec
    keys = [json.dumps({"port": p["port"], "protocol": p["protocol"]}) for p in whole["ports"]]
    ports: dict[str, object] = {f"k:{key}": {".": {}, "f:port": {}} for key in keys}
    fields = {"f:spec": {"f:selector": {}, "f:ports": ports}}
    entry = {"manager": manager, "operation": "Update", "apiVersion": "v1", "fieldsV1": fields}
    names = {"name": "front", "namespace": "shop", "managedFields": [entry] if manager else []}
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": names | metadata,
        "spec": whole,
    }
    Path("live.json").write_text(json.dumps(service))


def applied_last(*ports: dict[str, Any]) -> dict[str, str]:
    spec = {"ports": list(ports), "selector": {"app": "front"}}
    metadata = {"annotations": {}, "name": "front", "namespace": "shop"}
    whole = {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}
    return {LAST_APPLIED: json.dumps(whole)}


def svclint(command: str, *words: str) -> Result:
    arguments = [command, "--live", "live.json", "--no-config", *words]
    return CliRunner().invoke(group, arguments, prog_name="svclint")


def test_a_kept_selector_key_and_the_pods_that_it_loses() -> None:
    live({"selector": {"run": "front"}}, "kubectl-expose")
    done = svclint("check", "front.yaml", "deployment.yaml")
    assert "selector key run=front remains although the manifest does not set it" in done.stdout
    assert '"kubectl-expose" manages it [field-kept]' in done.stdout
    assert "1 of 2 labels match Deployment" in done.stdout
    assert "[selector-matches-nothing]" in done.stdout


def test_targets_resolve_the_selector_that_results() -> None:
    live({"selector": {"run": "front"}}, "kubectl-expose")
    assert "the selector matches no pods" in svclint("targets", ".").stdout
    live({})
    assert "Deployment front:8080" in svclint("targets", ".").stdout


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        (["--apply=client"], True),
        (["--apply=server"], False),
        (["--apply=replace"], False),
        (["--apply=flux"], False),
        (["--apply=helm3", "--previous=front.yaml"], True),
    ],
)
def test_targets_resolve_what_an_applier_leaves(words: list[str], is_kept: bool) -> None:
    live({"selector": {"run": "front"}}, "kubectl-expose")
    done = svclint("targets", *words, "front.yaml", "deployment.yaml")
    assert ("the selector matches no pods" in done.stdout) == is_kept
    assert done.exit_code == 0


def test_targets_show_the_live_service_that_a_tool_does_not_apply() -> None:
    live({"selector": {"run": "front"}}, "kubectl-expose")
    marked = "namespace: shop, annotations: {kustomize.toolkit.fluxcd.io/ssa: Ignore}}"
    Path("front.yaml").write_text(MANIFEST.replace("namespace: shop}", marked))
    done = svclint("targets", "--apply=flux", "front.yaml", "deployment.yaml")
    assert "the selector matches no pods" in done.stdout


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [(10800, ["sessionAffinity"]), (60, ["sessionAffinity", "sessionAffinityConfig"])],
)
def test_a_default_of_what_remains_is_not_reported(seconds: int, kept: list[str]) -> None:
    config = {"clientIP": {"timeoutSeconds": seconds}}
    live({"sessionAffinity": "ClientIP", "sessionAffinityConfig": config}, "kubectl-edit")
    (found,) = json.loads(svclint("diff", "--format=json", "front.yaml").stdout)["objects"]
    remaining = [each for each in found["findings"] if each["rule"] == "field-kept"]
    assert [each["message"].split()[0] for each in remaining] == kept


@pytest.mark.parametrize(
    ("spec", "kept"),
    [
        ({"type": "NodePort", "externalTrafficPolicy": "Cluster"}, "type NodePort"),
        ({"externalIPs": ["198.51.100.9"]}, 'externalIPs ["198.51.100.9"]'),
        ({"publishNotReadyAddresses": True}, "publishNotReadyAddresses true"),
        ({"ports": [HTTP | {"appProtocol": "h2c"}]}, "appProtocol h2c"),
    ],
)
@pytest.mark.parametrize("method", ["client", "server"])
def test_each_field_that_remains(spec: dict[str, Any], kept: str, method: str) -> None:
    live(spec, "kubectl-edit", annotations=applied_last(HTTP))
    done = svclint("diff", "--apply", method, "--force-conflicts", "front.yaml")
    assert f"{kept} remains although the manifest does not set it" in done.stdout
    replaced = svclint("diff", "--apply", "replace", "front.yaml")
    assert "[field-kept]" not in replaced.stdout


def test_a_node_port_that_remains_where_none_is_allocated() -> None:
    port = HTTP | {"nodePort": 30080}
    manifest = MANIFEST + "  type: LoadBalancer\n  allocateLoadBalancerNodePorts: false\n"
    Path("front.yaml").write_text(manifest)
    kind = {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False}
    live(kind | {"ports": [port]}, annotations=applied_last(HTTP))
    assert "nodePort 30080 remains" in svclint("diff", "front.yaml").stdout


def test_labels_and_annotations_that_remain_are_a_note() -> None:
    live({}, labels={"team": "a"}, annotations={"a/b": "c"} | applied_last(HTTP))
    done = svclint("diff", "front.yaml")
    assert "note: label team remains although the manifest does not set it" in done.stdout
    assert "note: annotation a/b remains" in done.stdout
    assert f"annotation {LAST_APPLIED} remains" not in done.stdout


@pytest.mark.parametrize("method", ["client", "server"])
def test_the_second_of_two_live_ports_with_one_number_remains(method: str) -> None:
    udp = {"name": "quic", "port": 80, "protocol": "UDP", "targetPort": 8080}
    live({"ports": [HTTP, udp]}, "kubectl-edit", annotations=applied_last(HTTP))
    done = svclint("diff", "--apply", method, "--force-conflicts", "front.yaml")
    assert "port 80/UDP (quic) remains although the manifest does not list it" in done.stdout


def test_a_refusal_names_the_live_port_and_who_manages_it() -> None:
    live({"ports": [HTTP | {"port": 1935}]}, "kubectl-create")
    done = svclint("diff", "--apply", "server", "--force-conflicts", "front.yaml")
    (refusal,) = [line for line in done.stdout.splitlines() if "[port-name-duplicate]" in line]
    assert 'live port 1935/TCP (http) remains: "kubectl-create" manages it' in refusal
    assert ".spec.ports[0]" not in refusal
    assert "remove it once: kubectl replace keeps the cluster IP" in done.stdout


def test_what_kubectl_itself_replaces_is_not_lost() -> None:
    exported = MANIFEST.replace(
        "namespace: shop}", f"namespace: shop, annotations: {{{LAST_APPLIED}: '{{}}'}}}}"
    )
    Path("front.yaml").write_text(exported)
    live({}, annotations=applied_last(HTTP))
    assert "[annotations-lost]" not in svclint("diff", "front.yaml").stdout


def test_an_update_of_the_annotation_alone_is_said() -> None:
    live({}, annotations=applied_last(HTTP | {"port": 81}))
    done = svclint("diff", "front.yaml")
    assert f"  only the annotation {LAST_APPLIED} would change, which records the" in done.stdout


@pytest.mark.parametrize("method", ["client", "server"])
def test_a_refusal_about_two_ports_stands_at_that_of_the_manifest(method: str) -> None:
    live({"ports": [HTTP | {"port": 1935}]}, "kubectl-create")
    done = svclint("diff", "--apply", method, "front.yaml")
    assert (
        "front.yaml:7:14: error: the port name 'http' is already taken by the live" in done.stdout
    )


def test_a_port_without_a_name_and_the_live_one_that_remains() -> None:
    port = {"port": 514, "protocol": "TCP", "targetPort": 5140}
    live({"ports": [port]}, "kubectl-client-side-apply")
    Path("front.yaml").write_text(
        MANIFEST.replace("name: http, port: 80, targetPort: 8080", "port: 514, protocol: UDP")
    )
    done = svclint("check", "--apply", "server", "front.yaml")
    error = "has no name, but the Service has 2 ports; live port 514/TCP remains"
    assert done.stdout.count(error) == 2
    assert "or list it, too, with a name of its own" in done.stdout
    assert "add name:" not in done.stdout
