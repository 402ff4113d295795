"""Share work among this process and forked ones; what they find comes back in order.

A fork has all that its parent has read and imported, and costs a millisecond. Task numbers go out
through one pipe that all read; each worker sends its results back through a pipe of its own. What
is done here need not be sent.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from svclint.model import SvclintError

if TYPE_CHECKING:
    from typing import TypeVar

    Task = TypeVar("Task")
    Result = TypeVar("Result")
# The number of a task, and the length of what a worker sends of it.
_NUMBER, _LENGTH = 4, 8
# What a pipe surely takes before anybody reads: 64 KiB on Linux, 16 on macOS.
MOST_TASKS = 4096
_FAILED = "failed"
# In seconds.
_MOMENT = 0.2
# How much of what a worker sends may wait to be read.
_ROOM = 1 << 20


class WorkerError(SvclintError):
    """A worker ended before its work did; the message says how."""


def processors() -> int:
    """Say how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether work can be shared at all."""
    return hasattr(os, "fork")


def in_order(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    to_plain: Callable[[Result], Any],
    of_plain: Callable[[Any], Result],
) -> Iterator[Result]:
    """Give what ``work`` gives for each task, in the order of the tasks, from ``jobs`` processes.

    This one does what it has time for. Others send what ``to_plain`` makes of a result, which
    must be what marshal takes. Raises ``WorkerError`` where one of them is killed or fails.
    """
    if len(tasks) > MOST_TASKS:
        raise ValueError(f"{len(tasks)} tasks are more than {MOST_TASKS}")
    sys.stdout.flush()
    sys.stderr.flush()
    queue, feed = os.pipe()
    workers: dict[int, int] = {}
    try:
        for _ in range(min(jobs, len(tasks)) - 1):
            receive, send = os.pipe()
            _widen(receive)
            process = _fork()
            if process == 0:
                for other in (feed, receive, *workers):
                    os.close(other)
                _serve(queue, send, tasks, lambda task: to_plain(work(task)))
            workers[receive] = process
            _heed_interrupts()
            os.close(send)
        os.write(feed, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(tasks))))
        os.close(feed)
        feed = -1

        def own() -> tuple[int, Result] | None:
            head = os.read(queue, _NUMBER)
            number = int.from_bytes(head, "big")
            return (number, work(tasks[number])) if head else None

        yield from _ordered(workers, own, of_plain, len(tasks))
    finally:
        for descriptor in (queue, feed):
            if descriptor >= 0:
                os.close(descriptor)
        _end(workers)


def _fork() -> int:
    """Fork with interrupts held back: in its first moments, a worker would answer as its parent."""
    import signal  # noqa: PLC0415 - small runs have no workers

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return os.fork()


def _heed_interrupts() -> None:
    import signal  # noqa: PLC0415 - small runs have no workers

    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _widen(pipe: int) -> None:
    """Let a worker go on while its parent is busy, as far as the system lets it."""
    import contextlib  # noqa: PLC0415 - small runs have no workers
    import fcntl  # noqa: PLC0415 - small runs have no workers

    # Only Linux can, and not beyond what an administrator allows.
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _ordered(
    workers: dict[int, int],
    own: Callable[[], tuple[int, Result] | None],
    of_plain: Callable[[Any], Result],
    count: int,
) -> Iterator[Result]:
    early: dict[int, Result] = {}
    following = 0
    for number, result in _results(workers, own, of_plain):
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1
    if following < count:
        raise WorkerError("the workers ended before the work did")


def _results(
    workers: dict[int, int],
    own: Callable[[], tuple[int, Result] | None],
    of_plain: Callable[[Any], Result],
) -> Iterator[tuple[int, Result]]:
    """Give what is done, by task number; ``own`` does the next task here, if there is one."""
    import select  # noqa: PLC0415 - small runs have no workers

    buffers = {descriptor: bytearray() for descriptor in workers}
    has_own = True
    while buffers or has_own:
        ready = select.select(list(buffers), [], [], 0 if has_own else None)[0]
        if not ready:
            # Whoever waits for room in a pipe goes first.
            result = own()
            has_own = result is not None
            if result is not None:
                yield result
        for descriptor in ready:
            chunk = os.read(descriptor, _ROOM)
            buffer = buffers[descriptor]
            buffer += chunk
            yield from ((number, of_plain(plain)) for number, plain in _complete(buffer))
            if not chunk:
                del buffers[descriptor]
                _reap(workers, descriptor)


def _complete(buffer: bytearray) -> Iterator[tuple[int, Any]]:
    head = _NUMBER + _LENGTH
    while len(buffer) >= head:
        end = head + int.from_bytes(buffer[_NUMBER:head], "big")
        if len(buffer) < end:
            return
        number = int.from_bytes(buffer[:_NUMBER], "big")
        # Only our own workers write into these pipes.
        word, result = marshal.loads(buffer[head:end])  # noqa: S302
        del buffer[:end]
        if word == _FAILED:
            raise WorkerError(f"a worker failed\n{result}")
        yield number, result


def _reap(workers: dict[int, int], descriptor: int) -> None:
    import signal  # noqa: PLC0415 - small runs have no workers
    import time  # noqa: PLC0415 - small runs have no workers

    process = workers.pop(descriptor)
    os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code == -signal.SIGINT:
        # Ctrl-C reaches every process of the terminal, and this one may be about to hear of it.
        time.sleep(_MOMENT)
        raise KeyboardInterrupt
    if code:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
        raise WorkerError(f"a worker {how}; its share of the work is missing")


def _end(workers: dict[int, int]) -> None:
    import contextlib  # noqa: PLC0415 - small runs have no workers
    import signal  # noqa: PLC0415

    for descriptor, process in workers.items():
        os.close(descriptor)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _serve(queue: int, send: int, tasks: Sequence[Task], work: Callable[[Task], Any]) -> NoReturn:
    """Work off the queue; a worker never returns into its parent's code."""
    code = 1
    try:
        import signal  # noqa: PLC0415 - small runs have no workers

        # Ctrl-C reaches every process of the terminal: the parent alone has to say something.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _heed_interrupts()
        while head := os.read(queue, _NUMBER):
            number = int.from_bytes(head, "big")
            _send(send, number, _done(tasks[number], work))
        code = 0
    finally:
        os._exit(code)


def _done(task: Task, work: Callable[[Task], Any]) -> bytes:
    try:
        return marshal.dumps(("done", work(task)))
    except Exception:
        import traceback  # noqa: PLC0415 - only for a fault of ours

        return marshal.dumps((_FAILED, traceback.format_exc()))


def _send(send: int, number: int, result: bytes) -> None:
    head = number.to_bytes(_NUMBER, "big") + len(result).to_bytes(_LENGTH, "big")
    rest = memoryview(head + result)
    while rest:
        rest = rest[os.write(send, rest) :]
