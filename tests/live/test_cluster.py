"""What svclint reads in a real cluster."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from svclint.kubernetes.live import listing, read_live
from svclint.kubernetes.live.access import Target
from svclint.kubernetes.live.cluster import read_cluster
from svclint.model.addresses import parse_ip
from svclint.source.kinds import KINDS_READ

from tests.command.runs import svclint
from tests.live.cluster_runs import MANIFEST, comparable, create, names, state
from tests.live.control_plane import ApiServer
from tests.live.fault_proxy import fault_proxy, status, write_kubeconfig


def test_what_a_cluster_tells(apiserver: ApiServer, namespace: str) -> None:
    service = create(apiserver, namespace, "web", type="NodePort", clusterIP="10.3.240.77")
    create(apiserver, namespace, "api", clusterIP="None")
    found = state(apiserver)
    (live,) = (doc for doc in found.objects if doc.data["metadata"] == service["metadata"])
    assert live.data == {"apiVersion": "v1", "kind": "Service", **service}
    assert live.data["metadata"]["managedFields"][0]["manager"] == "tests"
    assert found.version == (1, 36)
    assert [str(network) for network in found.service_cidrs] == ["10.3.240.0/20"]
    address = parse_ip("10.3.240.77")
    assert address is not None
    assert found.claims.addresses[address.family, address.number] == f"{namespace}/web"
    assert found.claims.node_ports[service["spec"]["ports"][0]["nodePort"]] == f"{namespace}/web"
    assert "10.3.240.77" in names(found, "IPAddress")
    assert "kubernetes" in names(found)
    assert found.unknown == ()


def test_a_snapshot_tells_the_same(
    apiserver: ApiServer, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(5):
        create(apiserver, namespace, f"web-{number}", clusterIP="None" if number % 2 else "")
    ingress = {"metadata": {"name": "web"}, "spec": {"rules": [{"host": "example.com"}]}}
    path = f"/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses"
    assert apiserver.request("POST", path, ingress).status == 201
    done = svclint("snapshot", "--kubeconfig", apiserver.kubeconfig, "-o", tmp_path / "live.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.search(
        r"live.json contains \d+ Services, 1 Ingress, 1 ServiceCIDR, \d+ IPAddresses, "
        r"\d+ other objects\n",
        done.stderr,
    )
    kept = read_live([str(tmp_path / "live.json")], KINDS_READ)
    assert comparable(kept) == comparable(state(apiserver))
    printed = svclint("snapshot", "--kubeconfig", apiserver.kubeconfig)
    assert printed.stdout == (tmp_path / "live.json").read_text()
    assert json.loads(printed.stdout)["kind"] == "List"


def test_a_check_asks_the_cluster(apiserver: ApiServer, namespace: str, tmp_path: Path) -> None:
    create(apiserver, namespace, "old", clusterIP="10.3.240.99")
    for name, ip in {"taken": "10.3.240.99", "outside": "10.4.0.1", "good": "10.3.240.98"}.items():
        (tmp_path / f"{name}.yaml").write_text(MANIFEST.format(name=name, ip=ip))
    live = ("--live", "cluster", "--kubeconfig", apiserver.kubeconfig)
    done = svclint("check", *live, tmp_path / "taken.yaml")
    assert done.exit_code == 1
    assert f"cluster IP 10.3.240.99 already belongs to Service {namespace}/old" in done.stdout
    done = svclint("check", *live, tmp_path / "outside.yaml")
    assert done.exit_code == 1
    assert "is outside the Service CIDR 10.3.240.0/20" in done.stdout
    assert svclint("check", *live, tmp_path / "good.yaml").exit_code == 0


def test_the_namespace_of_the_context_counts(
    apiserver: ApiServer, namespace: str, tmp_path: Path
) -> None:
    """A manifest without a namespace is applied in the namespace of the context."""
    create(apiserver, namespace, "web", clusterIP="10.3.240.55")
    config = json.loads(apiserver.kubeconfig.read_text())
    config["contexts"][0]["context"]["namespace"] = namespace
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(config))
    (tmp_path / "web.yaml").write_text(MANIFEST.format(name="web", ip="10.3.240.55"))
    live = ("check", "--live", "cluster", tmp_path / "web.yaml")
    assert svclint(*live, "--kubeconfig", kubeconfig).exit_code == 0
    done = svclint(*live, "--kubeconfig", apiserver.kubeconfig)
    assert "already belongs" in done.stdout
    kept = tmp_path / "live.json"
    assert svclint("snapshot", "--kubeconfig", kubeconfig, "-o", kept).exit_code == 0
    assert svclint("check", "--live", kept, tmp_path / "web.yaml").exit_code == 0


def test_old_servers_have_no_service_cidrs(apiserver: ApiServer, tmp_path: Path) -> None:
    """Answer some requests like Kubernetes 1.32; the real server answers the others."""
    with fault_proxy(apiserver) as proxy:
        proxy.fault = lambda exchange: (
            status(404) if "/networking.k8s.io/" in exchange.path else type(exchange).relay
        )(exchange)
        found = read_cluster(
            Target(str(write_kubeconfig(tmp_path / "kubeconfig", proxy.url))), lambda *_: None
        )
        (words,) = found.unknown
        assert words.startswith("the server has no servicecidrs: cluster IPs are checked against")
        assert "/apis/networking.k8s.io/v1beta1/servicecidrs?limit=500" in {
            request.path for request in proxy.seen
        }
