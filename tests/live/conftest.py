"""The live tests' server: one for the whole run, since each takes seconds to start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.live.control_plane import ApiServer, missing_binaries, start_apiserver

NAMESPACE_NUMBERS = count(1)


@pytest.fixture(scope="session")
def live_binaries() -> None:
    """Skip where no server can be started; for tests that call `start_apiserver` themselves."""
    if reason := missing_binaries():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def apiserver(live_binaries: None) -> Iterator[ApiServer]:
    """The recorded profile `v4`, shared: a test that kills or pauses a server starts its own."""
    with start_apiserver() as server:
        yield server


@pytest.fixture
def namespace(apiserver: ApiServer) -> Iterator[str]:
    """A namespace for one test, whose Services give their cluster-wide addresses back."""
    name = f"live-{next(NAMESPACE_NUMBERS)}"
    apiserver.request("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
    yield name
    apiserver.request("DELETE", f"/api/v1/namespaces/{name}/services")
