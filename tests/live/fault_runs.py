"""Runs against a server that fails: short timeouts, and what svclint may not do."""

from __future__ import annotations

from pathlib import Path

from svclint.kubernetes.live.request import Timeouts

from tests.command.runs import svclint

MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
# Unchanged except for shorter pauses.
BRISK = Timeouts(connect=5, silence=1, whole=1.5, pauses=(0.01, 0.01, 0.01), longest=2)
VERSION, PAGE_1, PAGE_2 = 1, 2, 3


def refused(kubeconfig: Path, tmp_path: Path) -> str:
    """Check that check and snapshot fail alike and write nothing; return the message."""
    (tmp_path / "web.yaml").write_text(MANIFEST)
    live = tmp_path / "live.json"
    live.write_text("as it was")
    check = svclint("check", "--live", "cluster", "--kubeconfig", kubeconfig, tmp_path / "web.yaml")
    assert check.exit_code == 2
    assert check.stdout == ""
    assert check.stderr.startswith("svclint: error: ")
    assert "Traceback" not in check.stderr
    assert check.stderr.count("\n") == 1
    taken = svclint("snapshot", "--kubeconfig", kubeconfig, "-o", live)
    assert (taken.exit_code, taken.stdout) == (2, "")
    assert live.read_text() == "as it was"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "kubeconfig", "live.json", "web.yaml",
    ]  # fmt: skip
    printed = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (printed.exit_code, printed.stdout) == (2, "")
    return check.stderr
