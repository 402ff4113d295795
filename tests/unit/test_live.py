"""Live objects from snapshots."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from svclint.app.facts import FactsFinder, RequestSettings, nearest_known
from svclint.kubernetes.live import LiveState, SnapshotError, no_live_state, read_live
from svclint.kubernetes.live.snapshot import facts_item
from svclint.kubernetes.schema import newest
from svclint.model.cluster import Settings
from svclint.source.kinds import KINDS_READ

from tests.command.runs import svclint

NETWORKING = "networking.k8s.io/v1"
MANIFEST = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"


def snapshot(folder: Path, *items: dict[str, Any]) -> LiveState:
    file = folder / "live.json"
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": list(items)}))
    return read_live([str(file)], KINDS_READ)


def service(name: str, **spec: object) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop"}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def cidr(name: str, cidrs: list[str], ready: str = "", **metadata: str) -> dict[str, Any]:
    found: dict[str, Any] = {"apiVersion": NETWORKING, "kind": "ServiceCIDR"}
    found["metadata"] = {"name": name, **metadata}
    found["spec"] = {"cidrs": cidrs}
    found["status"] = {"conditions": [{"type": "Ready", "status": ready}]} if ready else {}
    return found


def address(ip: str, name: str) -> dict[str, Any]:
    parent = {"group": "", "resource": "services", "namespace": "shop", "name": name}
    return {
        "apiVersion": NETWORKING,
        "kind": "IPAddress",
        "metadata": {"name": ip},
        "spec": {"parentRef": parent},
    }


def test_addresses_are_claimed_by_services_and_by_address_objects(tmp_path: Path) -> None:
    live = snapshot(
        tmp_path,
        address("10.0.0.5", "hidden"),
        service("web", clusterIP="10.0.0.6", clusterIPs=["10.0.0.6", "fd00::6"]),
        address("10.0.0.6", "web"),
        address("fd00::7", "gone"),
        address("no address", "odd"),
    )
    holders = sorted(live.claims.addresses.values())
    assert holders == ["shop/gone", "shop/hidden", "shop/web", "shop/web"]


@pytest.mark.parametrize("parent", [None, [], {"name": 5}])
def test_address_objects_of_any_shape(tmp_path: Path, parent: object) -> None:
    item = {**address("10.0.0.5", "x"), "spec": {"parentRef": parent}}
    assert len(snapshot(tmp_path, item).claims.addresses) == 1


def test_the_servers_own_service_cidr_comes_first(tmp_path: Path) -> None:
    live = snapshot(
        tmp_path,
        cidr("extra", ["10.9.0.0/16"]),
        cidr("kubernetes", ["fd00::/112", "10.0.0.0/16"], ready="True"),
        cidr("waiting", ["10.8.0.0/16"], ready="False"),
        cidr("leaving", ["10.7.0.0/16"], ready="True", deletionTimestamp="2026-01-01T00:00:00Z"),
    )
    assert [str(network) for network in live.service_cidrs] == [
        "fd00::/112", "10.0.0.0/16", "10.9.0.0/16",
    ]  # fmt: skip


def test_facts_are_no_object(tmp_path: Path) -> None:
    live = snapshot(tmp_path, service("web"), facts_item("1.35", "shop", ["may not list x"]))
    assert len(live.objects) == 1
    assert (live.version, live.namespace, live.unknown) == ((1, 35), "shop", ("may not list x",))


def test_what_kubectl_printed_has_no_facts(tmp_path: Path) -> None:
    live = snapshot(tmp_path, service("web"))
    assert (live.version, live.namespace, live.unknown) == (None, "", ())


def test_facts_that_make_no_sense(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"live.json: 'new' is not a Kubernetes version"):
        snapshot(tmp_path, facts_item("new", "", []))
    live = snapshot(tmp_path, {**facts_item("", "", []), "namespace": 5, "unknown": [6, None]})
    assert (live.version, live.namespace, live.unknown) == (None, "", ())


def test_a_live_service_has_a_namespace(tmp_path: Path) -> None:
    nowhere = service("web")
    del nowhere["metadata"]["namespace"]
    words = r"live.json:1: live Service web has no namespace; write metadata.namespace"
    with pytest.raises(SnapshotError, match=words):
        snapshot(tmp_path, nowhere)


def facts(live: LiveState, **settings: Any) -> Any:
    return FactsFinder(RequestSettings(Settings(**settings), use_config=False), live)("web.yaml")


def test_the_servers_facts_are_the_defaults(tmp_path: Path) -> None:
    live = no_live_state()._replace(version=(1, 35), namespace="shop")
    assert facts(live).version == (1, 35)
    assert facts(live).namespace == "shop"
    assert facts(live, version=(1, 34), namespace="mine").version == (1, 34)
    assert facts(live, version=(1, 34), namespace="mine").namespace == "mine"


@pytest.mark.parametrize("version", [(1, 99), (2, 0), (1, 1), (0, 0)])
def test_a_server_of_an_unknown_version(tmp_path: Path, version: tuple[int, int]) -> None:
    snapshot(tmp_path, facts_item(".".join(map(str, version)), "", []))
    (tmp_path / "web.yaml").write_text(MANIFEST)
    done = svclint("check", "--live", tmp_path / "live.json", tmp_path / "web.yaml")
    judged = ".".join(map(str, nearest_known(version)))
    assert done.exit_code == 0
    assert "svclint: note: the server is Kubernetes " in done.stderr
    assert f"it is checked as {judged}, the " in done.stderr
    if version > (1, 50):
        assert judged == newest()


def test_what_a_snapshot_does_not_know_is_said(tmp_path: Path) -> None:
    snapshot(tmp_path, facts_item("1.36", "", ["may not list \x1b[31mx"]))
    (tmp_path / "web.yaml").write_text(MANIFEST)
    done = svclint("check", "--live", tmp_path / "live.json", tmp_path / "web.yaml")
    assert done.stderr == "svclint: note: may not list \\x1b[31mx\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--context", "prod"], "need --live cluster"),
        (["--live", "x.json", "--kubeconfig", "y"], "need --live cluster"),
        (["--live", "cluster", "--live", "x.json"], "stands alone"),
    ],
)
def test_options_that_contradict(tmp_path: Path, options: list[str], words: str) -> None:
    done = svclint("check", *options, tmp_path)
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.split())


def test_a_check_of_files_imports_no_client(tmp_path: Path) -> None:
    """Importing the client takes a third of a second, so other runs must not import it."""
    (tmp_path / "web.yaml").write_text(MANIFEST)
    code = (
        "import sys\nfrom svclint.cli import group\n"
        "try:\n"
        f"    group(['check', {str(tmp_path)!r}])\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end\n"
        "assert not {'kubernetes', 'urllib3', 'ssl', 'http'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize(
    "fields",
    [{"f:spec": True}, {"f:spec": {"k:x": {}}}, {"k:[1]": {}}, {"v:[1]": {}}, {'k:{"a":[1]}': {}}],
)
def test_managed_fields_that_no_server_writes(tmp_path: Path, fields: dict[str, Any]) -> None:
    item = service("web", ports=[{"port": 80}])
    item["metadata"]["managedFields"] = [{"manager": "helm", "fieldsV1": fields}]
    with pytest.raises(
        SnapshotError, match=r"live\.json:1: live Service shop/web has managedFields"
    ):
        snapshot(tmp_path, item)


@pytest.mark.parametrize("managed", [7, "x", {"a": 1}, [1], [[]]])
def test_managed_fields_of_another_type(tmp_path: Path, managed: object) -> None:
    item = service("web", ports=[{"port": 80}])
    item["metadata"]["managedFields"] = managed
    with pytest.raises(SnapshotError, match="live Service shop/web is not an object as the API"):
        snapshot(tmp_path, item)


def test_an_entry_of_managed_fields_may_be_null(tmp_path: Path) -> None:
    item = service("web", ports=[{"port": 80}])
    item["metadata"]["managedFields"] = [None]
    assert len(snapshot(tmp_path, item).objects) == 1
