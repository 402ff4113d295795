"""The progress of a long run is shown on a terminal, and only there."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec:
  selector: {app: web}
  ports: [{port: %d}]
"""
# The same program, but it shows progress immediately.
HASTY = """
from svclint.cli import messages
messages.PATIENCE = messages._PAUSE = 0
from svclint.cli import main
main()
"""
CLEAR = "\r\x1b[K"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for number in range(300):
        (tmp_path / f"{number:03}.yaml").write_text(MANIFEST % (number or 70000))
    return tmp_path


def on_terminal(tree: Path, *words: str, program: str = HASTY, **env: str) -> tuple[str, str, int]:
    """Run with a terminal as stderr only; return its content, stdout and the exit code."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", **env}
    if "CI" not in env:
        environment.pop("CI", None)
    started = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = b""
    # Reading a closed terminal is an error on Linux, but not on macOS.
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    output, _ = started.communicate(timeout=120)
    return shown.decode(), output, started.returncode


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_files_are_counted_and_the_count_is_gone_at_the_end(tree: Path, jobs: str) -> None:
    shown, output, code = on_terminal(tree, "check", "--no-cache", "--jobs", jobs)
    steps = [int(each) for each in re.findall(r"checking files: (\d+) of 300", shown)]
    assert len(steps) > 2
    assert steps == sorted(steps)
    assert steps[-1] == 300
    assert shown.endswith(CLEAR)
    phases = dict.fromkeys(re.findall(r"\r\x1b\[K([a-z ]+): \d+ of \d+", shown))
    assert list(phases) == ["checking files", "resolving references"]
    assert re.sub(r"\r\x1b\[K([a-z ]+: \d+ of \d+)?", "", shown) == ""
    assert code == 1
    assert "000.yaml:6:18: error: port 70000" in output
    assert "\r" not in output


def test_verifying_fixes_is_a_phase_of_its_own(tree: Path) -> None:
    for number in range(300):
        (tree / f"{number:03}.yaml").write_text(MANIFEST.replace("%d", '"80"'))
    shown, _, _ = on_terminal(tree, "check", "--no-cache")
    assert re.search(r"verifying fixes: \d+ of 300", shown)


@pytest.mark.parametrize(
    "words", [("targets",), ("diff", "--live", "live.json", "."), ("baseline",)], ids=str
)
def test_other_long_commands_count_too(tree: Path, words: tuple[str, ...]) -> None:
    (tree / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    (tree / "chart.yaml").write_text("kind: Service\nmetadata: {{ .Values.x }}\n")
    shown, _, _ = on_terminal(tree, *words)
    assert "300 of 30" in shown
    # All other output begins on its own line.
    said = [line for line in shown.splitlines() if "svclint:" in line]
    assert all(line.rpartition("\x1b[K")[2].startswith("svclint:") for line in said)


@pytest.mark.parametrize("env", [{"CI": "true"}, {"TERM": "dumb"}], ids=str)
def test_logs_of_ci_hold_no_progress(tree: Path, env: dict[str, str]) -> None:
    assert on_terminal(tree, "check", "--no-cache", **env)[0] == ""


def test_what_is_done_at_once_needs_no_word(tree: Path) -> None:
    patient = HASTY.replace("= 0", "= 1000")
    assert on_terminal(tree, "check", "--no-cache", program=patient)[0] == ""


def test_without_a_terminal_nothing_is_shown(tree: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HASTY, "check", "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
