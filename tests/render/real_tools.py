"""The real tools of tests: ``helm3``, ``helm4``, ``kustomize``, ``actionlint``; or those on PATH.

``SVCLINT_TEST_TOOLS`` is a folder that contains them; ``tests/render/build-tools`` builds one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

FOLDER = os.environ.get("SVCLINT_TEST_TOOLS", "")
HELMS = ("helm3", "helm4")
KUSTOMIZES = ("kustomize", "kubectl")


def program(name: str) -> str:
    """Return the path of a program; skip the test without it, and fail it where CI is set."""
    found = shutil.which(name, path=FOLDER) if FOLDER else None
    found = found or shutil.which(name)
    if found is None and name == "helm3":
        found = shutil.which("helm")
    if found is None:
        message = f"no {name}: set SVCLINT_TEST_TOOLS to a folder that contains it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def tool_file(name: str) -> Path:
    """Return a file of the folder of tools; skip the test without it."""
    found = Path(FOLDER, name)
    if not FOLDER or not found.exists():
        pytest.skip(f"no {name}: set SVCLINT_TEST_TOOLS to a folder that contains it")
    return found


def only(monkeypatch: pytest.MonkeyPatch, folder: Path, *names: str) -> None:
    """Make some programs, and ``unshare``, the only ones on PATH; ``helm3`` becomes ``helm``."""
    folder.mkdir(exist_ok=True)
    for name in names:
        shown = "helm" if name in HELMS else name
        (folder / shown).unlink(missing_ok=True)
        (folder / shown).symlink_to(os.path.realpath(program(name)))
    unshare = shutil.which("unshare")
    if unshare and not (folder / "unshare").exists():
        (folder / "unshare").symlink_to(os.path.realpath(unshare))
    monkeypatch.setenv("PATH", str(folder))
