"""No test reads or writes the user's cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    os.environ["SVCLINT_CACHE_DIR"] = str(folder)
    yield folder
    del os.environ["SVCLINT_CACHE_DIR"]
