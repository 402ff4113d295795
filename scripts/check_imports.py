"""Check the import contracts of ``pyproject.toml`` with import-linter.

import-linter needs one package folder, but the package has three source folders until it is
installed. So this creates a temporary folder with links, in the layout of an installation.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def link_package(folder: Path) -> None:
    """Create the package ``svclint`` in a folder, with links to the source folders."""
    package = folder / "svclint"
    package.mkdir()
    for entry in (TOP / "lint" / "svclint").iterdir():
        (package / entry.name).symlink_to(entry)
    for home in ("rules", "schemas"):
        (package / home).symlink_to(TOP / home)


def main() -> int:
    """Run import-linter; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        link_package(Path(folder))
        command = [sys.executable, "-c", "import importlinter.cli as c; c.lint_imports_command()"]
        command += ["--no-cache"]
        environment = {**os.environ, "PYTHONPATH": folder}
        return subprocess.run(command, cwd=TOP, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
