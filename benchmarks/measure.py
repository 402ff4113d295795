"""Run one command and measure it: wall time, processor time, peak memory.

A small separate process does the measuring. Linux carries the peak memory of the parent over exec,
so a large parent would hide the memory of a small child.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Prints wall seconds, user seconds, system seconds, peak memory and exit status. wait4 adds up the
# time of all descendants that were waited for, but reports the memory of the largest process only.
STARTER = """
import os, sys, time
quiet = os.open(os.devnull, os.O_RDWR)
actions = [(os.POSIX_SPAWN_DUP2, quiet, 0), (os.POSIX_SPAWN_DUP2, quiet, 1)]
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
code = os.waitstatus_to_exitcode(status)
print(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss, code)
"""
# The unit of ru_maxrss is a kilobyte, on macOS a byte.
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


class BenchmarkError(Exception):
    """The benchmark cannot continue; the message contains the reason."""


@dataclass(frozen=True)
class Measurement:
    """Times and memory of one run of a command."""

    wall: float
    processor: float
    memory: int


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    accepted: Sequence[int] = (0, 1),
) -> Measurement:
    """Run a command in a folder and measure it; fail if its exit status is not accepted."""
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STARTER, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise BenchmarkError(f"{command[0]} did not start: {answer.stderr[-500:]}")
    wall, user, system, memory, status = answer.stdout.split()
    if int(status) not in accepted:
        shown = " ".join(command)
        raise BenchmarkError(f"`{shown}` ended with status {status}:\n{answer.stderr[-2000:]}")
    return Measurement(float(wall), float(user) + float(system), int(memory) * MEMORY_UNIT)
