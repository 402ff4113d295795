"""The digest of what the result of a run depends on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DIGEST = """
import sys
from svclint.engine.acceleration.state import state_of
print(state_of(sys.argv[1:]).digest)
"""


def test_a_state_is_told_alike_by_every_process(tmp_path: Path) -> None:
    """What lies around files is found in the order of hashes, which each process has its own."""
    files: list[str] = []
    for folder in (tmp_path, *(tmp_path.joinpath(*"abcd"[:depth]) for depth in range(1, 5))):
        folder.mkdir(exist_ok=True)
        (folder / "kustomization.yaml").write_text("resources: [service.yaml]\n")
        files.append(str(folder / "service.yaml"))
        (folder / "service.yaml").write_text("kind: Service\n")
    told = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, *files],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(6)
    }
    assert len(told) == 1
