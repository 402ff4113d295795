"""A child process of the live tests: start it, wait until it is ready, stop it."""

from __future__ import annotations

import http.client
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120
STOP_SECONDS = 5
LOG_TAIL = 4000


class StartError(RuntimeError):
    """A process ended or was not ready in time; the message ends with its log."""


@dataclass
class Daemon:
    """A child process and its log."""

    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process in its own session.

        Ctrl-C then reaches only the test run, which stops its children in order.
        """
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process if it still runs."""
        if self.process is not None:
            self.process.send_signal(number)

    def stop(self) -> None:
        """Terminate it, then kill it: a server with watchers may take a minute to stop."""
        if self.process is None:
            return
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait until *ready*; a refused connection or a partial certificate means "not yet"."""
        deadline = time.monotonic() + START_SECONDS
        while not _holds(ready):
            if self.process is None or self.process.poll() is not None:
                raise StartError(f"{self.command[0]} ended\n{self._tail()}")
            if time.monotonic() > deadline:
                raise StartError(
                    f"{self.command[0]} was not ready after {START_SECONDS} s\n{self._tail()}"
                )
            time.sleep(0.1)

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-LOG_TAIL:]


def _holds(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except (OSError, http.client.HTTPException):
        return False
