"""Fixtures of the tests of rendering."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.render.charts import CHART, write
from tests.render.hostile_trees import NotingServer
from tests.render.real_tools import HELMS, only, program


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path / "tree"


@pytest.fixture
def server() -> Iterator[NotingServer]:
    found = NotingServer()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture(params=HELMS)
def helm_work(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """Return a folder with a chart, and count the runs of Helm."""
    work = tmp_path / "work"
    (work / ".git").mkdir(parents=True)
    monkeypatch.chdir(work)
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    only(monkeypatch, tmp_path / "tools", request.param)
    real = os.path.realpath(program(request.param))
    wrapper = tmp_path / "tools" / "helm"
    wrapper.unlink()
    wrapper.write_text(f'#!/bin/sh\necho run >>{tmp_path}/runs\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    write(CHART)
    return tmp_path
