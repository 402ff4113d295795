"""A server that cannot be reached or trusted is an error, never a pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.control_plane import ApiServer, start_apiserver
from tests.live.fault_proxy import FaultProxy, reply, write_kubeconfig
from tests.live.fault_runs import refused

pytestmark = pytest.mark.usefixtures("brisk")


def test_a_server_that_is_no_kubernetes(
    proxy: FaultProxy, kubeconfig: Path, tmp_path: Path
) -> None:
    proxy.fault = reply(200, "{}", "application/json")
    assert "contains no Kubernetes version" in refused(kubeconfig, tmp_path)


def test_an_unreachable_server(tmp_path: Path, proxy: FaultProxy) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", "https://127.0.0.1:1")
    said = refused(kubeconfig, tmp_path)
    assert "GET https://127.0.0.1:1/version: no connection: " in said
    assert "check that the cluster is running" in said


def test_an_unknown_host(tmp_path: Path, live_binaries: None) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", "https://cluster.invalid")
    assert "the host is unknown" in refused(kubeconfig, tmp_path)


def test_a_broken_chain(tmp_path: Path, apiserver: ApiServer) -> None:
    with start_apiserver("fd00:10:96::/112") as other:
        kubeconfig = write_kubeconfig(
            tmp_path / "kubeconfig", apiserver.url, **{"certificate-authority": str(other.ca_file)}
        )
        said = refused(kubeconfig, tmp_path)
    assert "the TLS connection cannot be trusted: " in said
    assert "certificate verify failed" in said


def test_no_authority_at_all(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", apiserver.url)
    assert "certificate verify failed" in refused(kubeconfig, tmp_path)


def test_another_name(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(
        tmp_path / "kubeconfig",
        apiserver.url,
        **{"certificate-authority": str(apiserver.ca_file), "tls-server-name": "elsewhere.test"},
    )
    assert "the TLS connection cannot be trusted: " in refused(kubeconfig, tmp_path)


def test_tls_to_a_server_without(tmp_path: Path, proxy: FaultProxy) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url.replace("http://", "https://"))
    assert "the TLS connection cannot be trusted: " in refused(kubeconfig, tmp_path)


def test_a_wrong_token(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(
        tmp_path / "kubeconfig",
        apiserver.url,
        {"token": "wrong"},
        **{"certificate-authority": str(apiserver.ca_file)},
    )
    assert "401 Unauthorized: Unauthorized; the credentials" in refused(kubeconfig, tmp_path)
