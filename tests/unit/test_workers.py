"""Forked workers: order of results, and runs whose workers die."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from svclint.engine.acceleration.shares import can_fork, processors
from svclint.engine.acceleration.workers import WorkerError, in_order

pytestmark = pytest.mark.skipif(
    not can_fork() or not Path("/proc").is_dir(), reason="no fork here, or no /proc to see it"
)


def children() -> set[int]:
    """Return the child processes; live tests keep a server among them."""
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
    found = list(in_order(tasks, slow_first, jobs))
    assert found == [(task, "x" * task * 1000) for task in tasks]


def test_all_processes_work_and_this_is_one_of_them() -> None:
    def who(_task: int) -> tuple[int, ...]:
        time.sleep(0.01)
        return (os.getpid(),)

    found = {worker for (worker,) in in_order(range(100), who, 3)}
    assert os.getpid() in found
    assert len(found) == 3


def test_what_is_done_here_goes_through_no_pipe() -> None:
    here = object()

    def work(_task: int) -> tuple[object, ...]:
        time.sleep(0.01)
        return (here if os.getpid() == parent else "elsewhere",)

    parent = os.getpid()
    assert {found for (found,) in in_order(range(50), work, 2)} == {here, "elsewhere"}


def test_a_worker_need_not_wait_for_a_busy_parent() -> None:
    parent = os.getpid()

    def work(task: int) -> tuple[int, str]:
        # A worker sends more than fits into a pipe.
        time.sleep(0.02 * (os.getpid() == parent))
        return task, "x" * 300_000

    assert [task for task, _ in in_order(range(40), work, 3)] == list(range(40))


def test_results_can_be_nested_deeply() -> None:
    def nested(_task: int) -> list[Any]:
        time.sleep(0.01)
        found: list[Any] = []
        for _ in range(490):
            found = [found]
        return found

    assert len(list(in_order(range(20), nested, 3))) == 20


def test_no_task_needs_no_worker() -> None:
    assert list(in_order([], str, 2)) == []


def test_a_killed_worker_is_an_error() -> None:
    parent = os.getpid()

    def dies(task: int) -> tuple[int]:
        time.sleep(0.01)
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return (task,)

    with pytest.raises(WorkerError, match="killed by signal 9"):
        list(in_order(range(100), dies, 2))


def test_a_worker_that_fails_tells_why() -> None:
    parent = os.getpid()

    def fails(task: int) -> tuple[float]:
        time.sleep(0.01)
        return (task / (os.getpid() == parent),)

    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        list(in_order(range(100), fails, 2))


def test_an_interrupt_ends_a_worker_that_has_just_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork

    def interrupted() -> int:
        process = fork()
        if process == 0:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getppid(), signal.SIGINT)
        return process

    monkeypatch.setattr(os, "fork", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(in_order(range(9), lambda task: (task,), 2))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_who_stops_reading_leaves_no_worker_behind() -> None:
    results = in_order(range(1000), lambda _task: "x" * 100_000, 2)
    next(results)
    results.close()  # type: ignore[attr-defined]


def test_there_is_a_processor() -> None:
    assert processors() >= 1
