"""Folders with manifests and configurations, as the working directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.config_runs import BASE, OWN, SERVICE
from tests.command.fix_runs import BROKEN


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a team's repository whose configuration extends that of the organisation."""
    (tmp_path / ".git").mkdir()
    for folder in ("org", "prod", "legacy"):
        (tmp_path / folder).mkdir()
    (tmp_path / "org/base.yaml").write_text(BASE)
    (tmp_path / ".svclint.yaml").write_text(OWN)
    for folder in ("prod", "legacy"):
        (tmp_path / folder / "web.yaml").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository without any configuration."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def web_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a manifest with findings that have fixes; the cache is empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    file = tmp_path / "web.yaml"
    file.write_text(BROKEN)
    return file
