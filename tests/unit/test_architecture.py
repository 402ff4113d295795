"""Import contracts hold, and files stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
FOLDERS = ("lint", "rules", "scripts", "benchmarks", "tests")
SOURCES = (".py", ".pyi", ".c", ".h", ".css", ".js", ".go")
MAX_LINES = 250


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, TOP / "scripts/check_imports.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_small(folder: str) -> None:
    files = [file for file in (TOP / folder).rglob("*") if file.suffix in SOURCES]
    assert files
    sizes = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {file: lines for file, lines in sizes.items() if lines > MAX_LINES} == {}
