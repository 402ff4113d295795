"""A run that a signal ends, or that is killed, leaves no process and no temporary file behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from svclint.engine.acceleration.shares import can_fork

from tests.command.test_processes import HANGS, REPLACED, SERVICE

pytestmark = pytest.mark.skipif(not can_fork(), reason="no signals here")
CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
# A tool that notes its process, and that of a child, which hold its output open.
HANGING = """\
#!/bin/sh
/bin/sleep 600 &
echo "$$ $!" > {noted}/$$.new
/bin/mv {noted}/$$.new {noted}/$$
wait
"""
SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])


class Started:
    """A command with hanging tools, in a folder with charts and kustomizations."""

    def __init__(self, work: Path) -> None:
        self.tree, self.noted, self.temporary = work / "tree", work / "noted", work / "temporary"
        for each in (self.tree, self.noted, self.temporary, work / "tools"):
            each.mkdir()
        for name in ("helm", "kustomize", "git"):
            tool = work / "tools" / name
            tool.write_text(HANGING.format(noted=self.noted))
            tool.chmod(0o755)
        self._path = f"{work / 'tools'}{os.pathsep}{os.environ['PATH']}"
        self.processes: list[subprocess.Popen[str]] = []

    def run(self, *command: str) -> subprocess.Popen[str]:
        """Start a command in the tree."""
        process = subprocess.Popen(
            command,
            cwd=self.tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PATH": self._path, "TMPDIR": str(self.temporary)},
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def tools(self, number: int) -> list[int]:
        """Return the processes of some tools, once they run."""
        wait_for(lambda: len([each for each in self.noted.iterdir() if not each.suffix]) >= number)
        return [int(word) for each in self.noted.iterdir() for word in each.read_text().split()]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    made = Started(tmp_path)
    yield made
    for each in made.processes:
        with contextlib.suppress(OSError):
            os.killpg(each.pid, signal.SIGKILL)
        each.communicate()
    for tool in made.tools(0):
        with contextlib.suppress(OSError):
            os.kill(tool, signal.SIGKILL)


def wait_for(fits: Callable[[], bool]) -> None:
    """Return once something is true. Fails after a minute."""
    end = time.monotonic() + 60
    while not fits():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_running(process: int) -> bool:
    """Return whether a process runs; one that has ended may wait for somebody to ask."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def write_charts(tree: Path) -> None:
    """Write two charts and a kustomization."""
    for name in ("web", "api"):
        (tree / name / "templates").mkdir(parents=True)
        (tree / name / "Chart.yaml").write_text(CHART)
        (tree / name / "templates" / "web.yaml").write_text(SERVICE % 1)
    (tree / "overlay").mkdir()
    (tree / "overlay" / "web.yaml").write_text(SERVICE % 1)
    (tree / "overlay" / "kustomization.yaml").write_text("resources: [web.yaml]\n")


@SIGNALS
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_what_renders(started: Started, number: int, jobs: str) -> None:
    write_charts(started.tree)
    process = started.run(sys.executable, "-m", "svclint", "check", "--no-cache", "--jobs", jobs)
    tools = started.tools(int(jobs))
    process.send_signal(number)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (128 + number, "")
    assert errors.splitlines()[-1] == "svclint: error: interrupted"
    wait_for(lambda: not any(map(is_running, tools)))
    # No other tool was started in the meantime.
    assert started.tools(0) == tools
    assert list(started.temporary.iterdir()) == []


@SIGNALS
def test_a_signal_ends_git(started: Started, number: int) -> None:
    (started.tree / "web.yaml").write_text(SERVICE % 1)
    command = (sys.executable, "-m", "svclint", "check", "--changed-since", "main")
    process = started.run(*command)
    (tool, _) = started.tools(1)
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode == 128 + number
    wait_for(lambda: not is_running(tool))


def test_a_signal_ends_what_a_watching_run_started(started: Started) -> None:
    write_charts(started.tree)
    program = str(Path(sys.executable).with_name("svclint"))
    process = started.run(program, "check", "--watch", "--no-cache", "--jobs", "2")
    tools = started.tools(2)
    process.terminate()
    process.communicate(timeout=10)
    wait_for(lambda: not any(map(is_running, tools)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_svclint(started: Started, number: int) -> None:
    (started.tree / "many.yaml").write_text("".join(SERVICE % each for each in range(30_000)))
    # A worker notes its process, and then hangs.
    notes = HANGS.replace('os.environ["STARTED"]', f'f"{started.noted}/{{os.getpid()}}"')
    process = started.run(sys.executable, "-c", REPLACED.format(does=notes), "many.yaml")
    started.tools(2)
    workers = [int(each.name) for each in started.noted.iterdir()]
    process.send_signal(number)
    process.wait(timeout=10)
    wait_for(lambda: not any(map(is_running, workers)))


@SIGNALS
def test_a_signal_ends_a_language_server_that_renders(started: Started, number: int) -> None:
    pytest.importorskip("pygls")
    write_charts(started.tree)
    process = started.run(sys.executable, "-m", "svclint", "lsp")
    root = started.tree.as_uri()
    folders: dict[str, object] = {"rootUri": root, "capabilities": {}, "processId": None}
    calls: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": folders},
        {"method": "initialized", "params": {}},
    ]
    assert process.stdin is not None
    for each in calls:
        text = json.dumps({"jsonrpc": "2.0", **each})
        process.stdin.write(f"Content-Length: {len(text)}\r\n\r\n{text}")
        process.stdin.flush()
    tools = started.tools(1)
    process.send_signal(number)
    assert process.wait(timeout=10) == 128 + number
    wait_for(lambda: not any(map(is_running, tools)))
