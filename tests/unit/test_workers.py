"""Forked workers: order, and what becomes of a run whose workers die."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from svclint.workers import WorkerError, can_fork, in_order, processors

pytestmark = pytest.mark.skipif(
    not can_fork() or not Path("/proc").is_dir(), reason="no fork here, or no /proc to see it"
)


def children() -> set[int]:
    """Give the processes that this one has started; live tests keep a server among them."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                words = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(words[1]) == os.getpid():
                    found.add(int(entry.name))
    return found


@pytest.fixture(autouse=True)
def no_worker_is_left() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    def slow_first(task: int) -> tuple[int, str]:
        time.sleep(0.05 * (task == 0))
        return task, "x" * task * 1000

    tasks = list(range(300))
    assert list(in_order(tasks, slow_first, jobs)) == [(task, "x" * task * 1000) for task in tasks]


def test_no_task_needs_no_worker() -> None:
    assert list(in_order([], str, 2)) == []


def test_a_killed_worker_is_an_error() -> None:
    def dies(task: int) -> int:
        if task == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with pytest.raises(WorkerError, match="killed by signal 9"):
        list(in_order(range(100), dies, 2))


def test_a_worker_that_fails_tells_why() -> None:
    def fails(task: int) -> int:
        return task // (task - 1)

    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        list(in_order(range(5), fails, 2))


def test_who_stops_reading_leaves_no_worker_behind() -> None:
    results = in_order(range(1000), lambda task: "x" * 100_000, 2)
    next(results)
    results.close()  # type: ignore[attr-defined]


def test_there_is_a_processor() -> None:
    assert processors() >= 1
