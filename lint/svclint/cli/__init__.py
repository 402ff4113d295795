"""The command line: words to a request, a result to output and an exit code."""

from __future__ import annotations

from svclint.cli.main import COMMANDS, group, main

__all__ = ["COMMANDS", "group", "main"]
