"""Run a rendering tool confined: no network, no programs, no settings of the user, with limits.

The tool gets an empty home and an empty PATH, so that it finds no plugin, no configuration and no
git. Where Linux allows it, it runs in a network namespace of its own; elsewhere, all proxies lead
nowhere.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator, Sequence
from functools import cache
from typing import IO, NamedTuple

from svclint.source.programs import find_program

SECONDS = 60.0
MEMORY_BYTES = 2 << 30
OUTPUT_BYTES = 64 << 20
# The reason for a failure comes last; helm and kubectl may print much before it.
_LAST_LINES = 5
# Time, process and line of code, as kubectl and Helm write them before a message.
_LOG_PREFIX = r"^(?:[EWIF]\d{4} [\d:.]+ +\d+ \S+\] |[\w/]+\.go:\d+: )"
_NOT_THE_REASON = ("# warning:", "warning:", "use --debug flag")
_ERROR_BYTES = 64 << 10
# The discard port, where nothing listens.
_NOWHERE = "http://127.0.0.1:9"
# The tools that run now, and whether they are to end.
_RUNNING: set[subprocess.Popen[bytes]] = set()
_ENDING = threading.Event()


class Limits(NamedTuple):
    """How long a tool may run, how much memory it may reserve, and how much it may print."""

    seconds: float = SECONDS
    memory: int = MEMORY_BYTES
    output: int = OUTPUT_BYTES


class ToolError(Exception):
    """A tool that failed; the message is a phrase that follows its name.

    ``is_repeatable``: it would fail again with the same input.
    """

    def __init__(self, message: str, *, is_repeatable: bool = True) -> None:
        super().__init__(message)
        self.is_repeatable = is_repeatable


def run_confined(command: Sequence[str], limits: Limits | None = None) -> bytes:
    """Run a command without a shell, and return its output. Raises ``ToolError``."""
    with tempfile.TemporaryDirectory(prefix="svclint-render-") as home:
        return _run([*_without_network(), *command], home, limits or Limits())


@contextlib.contextmanager
def without_tools() -> Generator[None]:
    """End the tools of all threads, and each that a thread starts before the end of the block."""
    _ENDING.set()
    try:
        for each in tuple(_RUNNING):
            _end(each)
        yield
    finally:
        _ENDING.clear()


def environment(home: str) -> dict[str, str]:
    """Return the whole environment of a tool whose settings and plugins are in an empty folder."""
    folders = ("HOME", "PATH", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    helm = ("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "HELM_PLUGINS")
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
    return {
        **dict.fromkeys((*folders, *helm, "KUSTOMIZE_PLUGIN_HOME"), home),
        **dict.fromkeys(proxies, _NOWHERE),
        "KUBECONFIG": os.path.join(home, "none"),
        "LANG": "C.UTF-8",
        # Go reserves several times what it uses: near the limit, it has to collect more often.
        "GOMEMLIMIT": f"{MEMORY_BYTES // 5}B",
        # Windows starts no program without it.
        **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
    }


def _run(command: list[str], home: str, limits: Limits) -> bytes:
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(  # noqa: S603 - an absolute path, and no shell
                command,
                cwd=home,
                env=environment(home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        except OSError as error:
            message = f"cannot be run: {error.strerror or error}"
            raise ToolError(message, is_repeatable=False) from None
        is_late = threading.Event()
        timer = threading.Timer(limits.seconds, _end, (process, is_late))
        try:
            _RUNNING.add(process)
            if _ENDING.is_set():
                _end(process)
            _limit_resources(process.pid, limits)
            timer.start()
            raw = _output(process, limits)
        finally:
            timer.cancel()
            if process.poll() is None:
                _end(process)
                process.wait()
            _RUNNING.discard(process)
        if is_late.is_set():
            message = f"took more than {limits.seconds:g} seconds"
            raise ToolError(message, is_repeatable=False)
        if process.returncode:
            raise ToolError(f"failed: {_reason(errors, process.returncode)}")
    return raw


def _output(process: subprocess.Popen[bytes], limits: Limits) -> bytes:
    assert process.stdout is not None
    with process.stdout as stream:
        raw = stream.read(limits.output + 1)
        if len(raw) > limits.output:
            raise ToolError(f"printed more than {limits.output >> 20} MiB")
    process.wait()
    return raw


def _limit_resources(process: int, limits: Limits) -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
        from resource import prlimit  # noqa: PLC0415 - Linux
    except ImportError:
        return
    # Ends what outlives svclint, which was killed.
    computing = int(limits.seconds * (os.cpu_count() or 1)) + 1
    # The process may have ended already.
    with contextlib.suppress(OSError):
        prlimit(process, resource.RLIMIT_AS, (limits.memory, limits.memory))
        prlimit(process, resource.RLIMIT_CPU, (computing, computing))
        prlimit(process, resource.RLIMIT_FSIZE, (limits.output, limits.output))
        prlimit(process, resource.RLIMIT_CORE, (0, 0))


def _reason(errors: IO[bytes], code: int) -> str:
    """Return why a tool failed, in its own words: its last lines."""
    errors.seek(0)
    head = errors.read(_ERROR_BYTES).splitlines()
    # Go prints it, before a trace of all goroutines, when it gets no more memory.
    fatal = next((line for line in head if line.startswith((b"fatal error: ", b"runtime: "))), None)
    if fatal is not None:
        return f"out of memory, or a crash: {fatal.decode('utf-8', 'replace')}"
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(size - _ERROR_BYTES, 0))
    text = re.sub(_LOG_PREFIX, "", errors.read().decode("utf-8", "replace"), flags=re.MULTILINE)
    lines = map(str.strip, text.splitlines())
    told = [line for line in lines if line and not line.lower().startswith(_NOT_THE_REASON)]
    return "; ".join(told[-_LAST_LINES:]) or f"exit code {code}"


def _end(process: subprocess.Popen[bytes], is_late: threading.Event | None = None) -> None:
    """End a tool and all processes that it started."""
    if is_late is not None:
        is_late.set()
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()


@cache
def _without_network() -> tuple[str, ...]:
    """Return the words before a command that take the network from it, if the system allows it."""
    unshare = find_program("unshare")
    if unshare is None:
        return ()
    for options in (("--map-root-user", "--net"), ("--net",)):
        words = (unshare, *options, "--")
        done = subprocess.run(  # noqa: S603 - an absolute path, and no shell
            [*words, os.path.realpath("/proc/self/exe"), "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if not done.returncode:
            return words
    return ()
