"""Check the import contracts of ``pyproject.toml`` with import-linter.

import-linter finds modules in folders. The three homes become one package only when they are
installed, so this lays them out as an install does, in a temporary folder of links.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def lay_out(folder: Path) -> None:
    """Link the homes below ``folder`` as an install would place them."""
    package = folder / "svclint"
    package.mkdir()
    for entry in (TOP / "lint" / "svclint").iterdir():
        (package / entry.name).symlink_to(entry)
    for home in ("rules", "schemas"):
        (package / home).symlink_to(TOP / home)


def main() -> int:
    """Run import-linter; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        command = [sys.executable, "-c", "import importlinter.cli as c; c.lint_imports_command()"]
        command += ["--config", str(TOP / "pyproject.toml"), "--no-cache"]
        return subprocess.run(command, env={**os.environ, "PYTHONPATH": folder}).returncode


if __name__ == "__main__":
    sys.exit(main())
