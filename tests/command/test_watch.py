"""``--watch`` checks again what is saved, and ends with Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command.runs import svclint

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: %s}]
"""
PROGRAM = Path(sys.executable).with_name("svclint")


class Watching:
    """A run with ``--watch``, and what it has printed."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._log = folder.with_suffix(".log")
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "check", "--watch", *words],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, fits: Callable[[str], bool]) -> str:
        """Return the output once it fits."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            shown = self._log.read_text()
            if fits(shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(self._log.read_text())

    def end(self) -> int:
        """End it as Ctrl-C on a terminal does: the whole process group gets the signal."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*words: str) -> Watching:
        started.append(Watching(tmp_path, *words))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            os.killpg(each.process.pid, signal.SIGKILL)
            each.process.wait()


def rounds(number: int) -> Callable[[str], bool]:
    return lambda shown: shown.count("Watching for changes; Ctrl-C ends.") == number


def test_what_is_saved_is_checked_again(tmp_path: Path, watching: Callable[..., Watching]) -> None:
    (tmp_path / "web.yaml").write_text(SERVICE % "80")
    run = watching("--format", "concise")
    run.wait_for(rounds(1))
    (tmp_path / "web.yaml").write_text(SERVICE % "70000")
    assert "web.yaml:6:18: error: port 70000 " in run.wait_for(rounds(2))
    (tmp_path / "app").mkdir()
    (tmp_path / "app/api.yaml").write_text(SERVICE % "70001")
    assert "app/api.yaml:6:18: error: port 70001 " in run.wait_for(rounds(3))
    (tmp_path / ".svclint.yaml").write_text("ignore: [port-out-of-range]\n")
    shown = run.wait_for(rounds(4))
    assert "error: port" not in shown.rpartition("Checked 2 Services")[2]
    assert run.end() == 0
    assert "Traceback" not in run.wait_for(rounds(4))


def test_standard_input_is_refused() -> None:
    done = svclint("check", "--watch", "-")
    assert (done.exit_code, "--watch needs files" in done.stderr) == (2, True)


def test_a_path_that_does_not_exist_is_not_waited_for(tmp_path: Path) -> None:
    done = svclint("check", "--watch", str(tmp_path / "none.yaml"))
    assert done.exit_code == 2
    assert "none.yaml does not exist; check the name and the current folder" in done.stderr
