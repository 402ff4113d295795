"""The fixture starts a real server, which behaves as docs/apply.md describes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.control_plane import ApiServer, start_apiserver


def service(namespace: str, **spec: object) -> dict[str, Any]:
    """Return the Service of `examples/sample-clusterip-vip` in *namespace*."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "sample-clusterip-vip", "namespace": namespace},
        "spec": {"selector": {"app": "sample"}, "ports": [{"port": 80}], **spec},
    }


def test_a_cluster_ip_cannot_be_changed(apiserver: ApiServer, namespace: str) -> None:
    path = f"/api/v1/namespaces/{namespace}/services"
    created = apiserver.request("POST", path, service(namespace, clusterIP="10.3.251.194"))
    assert created.status == 201

    manifest = service(namespace, clusterIP="10.3.251.195")
    changed = apiserver.request("PUT", f"{path}/sample-clusterip-vip", manifest)
    assert changed.status == 422
    assert changed.body["details"]["causes"] == [
        {
            "reason": "FieldValueInvalid",
            "message": 'Invalid value: ["10.3.251.195"]: may not change once set',
            "field": "spec.clusterIPs[0]",
        }
    ]


def test_warnings_are_read(apiserver: ApiServer, namespace: str) -> None:
    manifest = service(namespace, type="ClusterIP", externalName="example.com")
    answer = apiserver.request("POST", f"/api/v1/namespaces/{namespace}/services", manifest)
    assert answer.status == 201
    assert len(answer.warnings) == 1
    assert answer.warnings[0].startswith("spec.externalName is ignored")


def test_a_server_comes_back_with_its_objects(live_binaries: None) -> None:
    with start_apiserver("fd00:10:96::/112,10.96.0.0/16", "20000-20100") as server:
        path = "/api/v1/namespaces/default/services"
        spec = {"type": "NodePort", "ipFamilyPolicy": "RequireDualStack"}
        created = server.request("POST", path, service("default", **spec))
        assert created.body["spec"]["ipFamilies"] == ["IPv6", "IPv4"]
        assert 20000 <= created.body["spec"]["ports"][0]["nodePort"] <= 20100

        server.kill()
        with pytest.raises(ConnectionRefusedError):
            server.request("GET", path)

        server.start()
        stored = server.request("GET", f"{path}/sample-clusterip-vip")
        assert stored.body["spec"] == created.body["spec"]
        assert stored.body["metadata"]["uid"] == created.body["metadata"]["uid"]


def test_under_rbac_the_reader_may_nothing(live_binaries: None) -> None:
    with start_apiserver(authorization="RBAC") as server:
        assert server.client("reader").request("GET", "/api/v1/services").status == 403
        assert server.client("admin").request("GET", "/api/v1/services").status == 200


def test_nothing_outlives_the_block(live_binaries: None) -> None:
    with start_apiserver() as server:
        running = [server.daemon.process, server.etcd.process]
    assert [process and process.returncode is not None for process in running] == [True, True]
    assert not server.folder.exists()
