"""What can go wrong with an expression: when it is compiled, and when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_MOST_SHOWN = 100


class Issue(NamedTuple):
    """A fault of an expression: ``at`` counts code points from its start, -1 where unknown."""

    at: int
    message: str


class CompileError(ValueError):
    """An expression that does not compile; its text is the one that the server prints."""

    def __init__(self, source: str, issues: Sequence[Issue]) -> None:
        self.issues = tuple(sorted(issues, key=lambda issue: issue.at))
        super().__init__("\n".join(_shown(source, each) for each in self.issues[:_MOST_SHOWN]))


class ProgramError(CompileError):
    """An expression that compiles, with a constant part that can never be evaluated."""


class CelError(Exception):
    """A run-time error of the language: a missing key, an overflow. ``||`` and ``&&`` absorb it."""


class Unknowable(CelError):
    """The result depends on a value that no manifest tells; the text names that value."""


class EvaluationStopped(Exception):
    """The expression cost more, or took longer, than it may."""


def line_and_column(source: str, at: int) -> tuple[int, int]:
    """Turn an offset into a line and a column, both from 1."""
    begin = source.rfind("\n", 0, at) + 1
    return source.count("\n", 0, at) + 1, at - begin + 1


def _shown(source: str, issue: Issue) -> str:
    """Spell an issue as cel-go does (common/error.go), with the line and a mark below it."""
    if issue.at < 0:
        return f"ERROR: <input>:-1:0: {issue.message}"
    line, column = line_and_column(source, issue.at)
    text = source.split("\n")[line - 1].replace("\t", " ")
    dots = "".join("." if character.isascii() else "．" for character in text[: column - 1])
    marked = text[column - 1 : column]
    mark = "^" if not marked or marked.isascii() else "＾"
    return f"ERROR: <input>:{line}:{column}: {issue.message}\n | {text}\n | {dots}{mark}"
