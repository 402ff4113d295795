"""No test reads or writes the user's cache, or fails because the machine is slow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("svclint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("svclint")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    os.environ["SVCLINT_CACHE_DIR"] = str(folder)
    yield folder
    del os.environ["SVCLINT_CACHE_DIR"]
