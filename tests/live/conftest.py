"""The server of the live tests, started once because that takes seconds, and a proxy that fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from svclint.kubernetes.live import listing, request

from tests.live.control_plane import ApiServer, missing_binaries, start_apiserver
from tests.live.fault_proxy import FaultProxy, fault_proxy, write_kubeconfig
from tests.live.fault_runs import BRISK

NAMESPACE_NUMBERS = count(1)


@pytest.fixture(scope="session")
def live_binaries() -> None:
    """Skip if no server can be started; for tests that call `start_apiserver` themselves."""
    if reason := missing_binaries():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def apiserver(live_binaries: None) -> Iterator[ApiServer]:
    """Start the shared server (profile `v4`); tests that kill or pause a server start their own."""
    with start_apiserver() as server:
        yield server


@pytest.fixture
def namespace(apiserver: ApiServer) -> Iterator[str]:
    """Create a namespace for one test, whose Services are deleted to release their addresses."""
    name = f"live-{next(NAMESPACE_NUMBERS)}"
    apiserver.request("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
    yield name
    apiserver.request("DELETE", f"/api/v1/namespaces/{name}/services")


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use short timeouts and small pages, so that a few Services make a long list."""
    monkeypatch.setattr(request, "TIMEOUTS", BRISK)
    monkeypatch.setattr(listing, "PAGE", 3)


@pytest.fixture
def proxy(apiserver: ApiServer, namespace: str) -> Iterator[FaultProxy]:
    for number in range(5):
        body = {
            "metadata": {"name": f"web-{number}"},
            "spec": {"clusterIP": "None", "ports": [{"port": 80}]},
        }
        apiserver.request("POST", f"/api/v1/namespaces/{namespace}/services", body)
    with fault_proxy(apiserver) as proxy:
        yield proxy


@pytest.fixture
def kubeconfig(proxy: FaultProxy, tmp_path: Path) -> Path:
    return write_kubeconfig(tmp_path / "kubeconfig", proxy.url)
