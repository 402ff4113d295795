"""The server of the live tests: one for the whole run, because starting takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.live.control_plane import ApiServer, missing_binaries, start_apiserver

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
