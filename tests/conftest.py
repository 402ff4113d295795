"""No test meets what another one, the user's cache or a slow machine leaves it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from svclint.source.file_cache import forget_files

settings.register_profile("svclint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("svclint")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    os.environ["SVCLINT_CACHE_DIR"] = str(folder)
    yield folder
    del os.environ["SVCLINT_CACHE_DIR"]


@pytest.fixture(autouse=True)
def _other_files() -> None:
    # Each test has its own current folder, in which the same names are other files.
    forget_files()
