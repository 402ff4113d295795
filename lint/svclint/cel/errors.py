"""Errors of expressions, at compile time and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_MOST_SHOWN = 100


class Issue(NamedTuple):
    """A problem of an expression; ``at`` is an offset in code points, -1 if unknown."""

    at: int
    message: str


class CompileError(ValueError):
    """An expression that does not compile; the message is the one that the server prints."""

    def __init__(self, source: str, issues: Sequence[Issue]) -> None:
        self.issues = tuple(sorted(issues, key=lambda issue: issue.at))
        super().__init__("\n".join(_shown(source, each) for each in self.issues[:_MOST_SHOWN]))


class ProgramError(CompileError):
    """An expression that compiles, but with a constant that cannot be evaluated."""


class CelError(Exception):
    """A run-time error of the language, such as a missing key; ``||`` and ``&&`` may absorb it."""


class Unknowable(CelError):
    """The result depends on a value that is not known; the message is its name."""


class EvaluationStopped(Exception):
    """The expression exceeded the server's cost limit."""


class LimitExceeded(Exception):
    """The evaluation needs more work or memory than svclint allows, as the message says."""


def line_and_column(source: str, at: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    begin = source.rfind("\n", 0, at) + 1
    return source.count("\n", 0, at) + 1, at - begin + 1


def _shown(source: str, issue: Issue) -> str:
    """Return an issue as cel-go prints it (common/error.go), with the line and a mark below it."""
    if issue.at < 0:
        return f"ERROR: <input>:-1:0: {issue.message}"
    line, column = line_and_column(source, issue.at)
    text = source.split("\n")[line - 1].replace("\t", " ")
    dots = "".join("." if character.isascii() else "．" for character in text[: column - 1])
    marked = text[column - 1 : column]
    mark = "^" if not marked or marked.isascii() else "＾"
    return f"ERROR: <input>:{line}:{column}: {issue.message}\n | {text}\n | {dots}{mark}"
