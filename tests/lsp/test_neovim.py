"""A real editor shows the diagnostics, applies a fix and follows a definition."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lsp.conftest import COMMAND

SESSION = Path(__file__).parent / "neovim" / "session.lua"


def test_a_session_in_neovim(folder: Path) -> None:
    neovim = shutil.which("nvim")
    if neovim is None:
        assert not os.environ.get("CI"), "Neovim is not installed"
        pytest.skip("Neovim is not installed")
    done = subprocess.run(
        [neovim, "--headless", "--clean", "-n", "-c", f"luafile {SESSION}"],
        env={**os.environ, "ROOT": str(folder), "COMMAND": " ".join(COMMAND)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    shown = json.loads(done.stdout.splitlines()[-1])
    assert shown.pop("problem", "") == ""
    assert shown.pop("hover").startswith("**name**: string")
    assert shown == {
        "diagnostics": ["9:4 unknown-field"],
        "actions": [
            "svclint: rename .spec.ports[0].targetport to targetPort",
            "svclint: suppress unknown-field here, with a reason",
            "svclint: explain unknown-field",
        ],
        "fixed": "    targetPort: http",
        "definition": ["service.yaml", 4, 8],
        "references": [
            "service.yaml:7 app: web",
            "workloads.yaml:8 app: web",
            "workloads.yaml:12 app: web",
        ],
        "symbols": [
            "service.yaml:4 [Object] web",
            "service.yaml:9 [Interface] 80/TCP",
            "service.yaml:15 [Object] api",
            "service.yaml:20 [Interface] 80/TCP",
        ],
        "lens": "reaches Deployment web:8080; called by Ingress web",
        "completion": ["http"],
        "renamed": ["        - name: web-port"],
    }
