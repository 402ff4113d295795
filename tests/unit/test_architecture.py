"""Import contracts hold, and files stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
MODULES = sorted(
    file for home in ("lint/svclint", "rules", "scripts") for file in (TOP / home).rglob("*.py")
)
MAX_LINES = 260


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, TOP / "scripts/check_imports.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", MODULES, ids=lambda f: f.stem)
def test_files_are_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
