"""The wheel holds what the tree holds: code, rule pages and schemas, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

TOP = Path(__file__).parents[2]
HOMES = {"svclint": "lint/svclint", "svclint/rules": "rules", "svclint/schemas": "schemas"}
SHIPPED = {".py", ".md", ".json", ".typed", ".css", ".js"}


def tree() -> set[str]:
    return {
        f"{package}/{file.relative_to(TOP / home).as_posix()}"
        for package, home in HOMES.items()
        for file in (TOP / home).rglob("*")
        if file.is_file() and file.suffix in SHIPPED and "__pycache__" not in file.parts
    }


def test_wheel_content_is_the_tree(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(TOP)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == tree()
