"""The command line. Commands are imported only when they are called: start-up time is a feature."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from svclint.cli.declare import Command

COMMANDS = {
    "check": "Say what the API server would say of every Service.",
    "diff": "Predict what applying each Service comes to.",
    "targets": "Show which workloads each Service reaches, and who reaches it.",
    "policy": "Try policies on their examples, and export them.",
    "snapshot": "Keep what a cluster holds, for --live FILE.",
    "baseline": "Take all present findings for known.",
    "config": "Show what holds for a file, and where it comes from.",
    "cache": "Show or clear what check remembers of earlier runs.",
    "rules": "List the rules.",
    "explain": "Print the page of a rule, by its name or nearly.",
    "completion": "Print a script that completes commands in a shell.",
}


def __getattr__(name: str) -> Any:
    """Give ``group``, click's view of all commands, which takes 20 ms to load."""
    if name != "group":
        raise AttributeError(name)
    return import_module("svclint.cli.commands").group


def main() -> Any:
    """Run the command line; the entry point of ``svclint``."""
    # Nearly all that a run makes lives to its end: looking for garbage finds none, at a tenth of
    # the time.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not end the run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run_plainly(sys.argv[1:])
        return import_module("svclint.cli.commands").group(prog_name="svclint")
    except SystemExit as end:
        atexit.register(_leave, end.code)
        raise
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("svclint: interrupted", file=sys.stderr)  # noqa: T201
        sys.exit(130)


def _leave(code: Any) -> None:
    """End the process: to take apart all that a run made is up to a third of its time."""
    if isinstance(code, int):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run_plainly(words: Sequence[str]) -> None:
    """Run a command line that needs no click; return from any other."""
    if not words or words[0] not in COMMANDS or "_SVCLINT_COMPLETE" in os.environ:
        return
    command = import_module(f"svclint.cli.{words[0]}").command
    values = command.plain_values(words[1:]) if isinstance(command, Command) else None
    if values is None:
        return
    try:
        command.function(**values)
    except Exception as error:
        click: Any = sys.modules.get("click")
        if click is None or not isinstance(error, click.ClickException):
            raise
        shown: Any = error
        shown.show()
        sys.exit(shown.exit_code)
    sys.exit(0)
