"""Why a text holds no usable document."""

from __future__ import annotations

from typing import Any, NamedTuple

# Deeper texts are refused: nothing that walks over data must fear for its stack.
MAX_DEPTH = 512


class Problem(NamedTuple):
    """Why a text holds no usable document: what kind of trouble, in words, and where (from 1)."""

    kind: str
    message: str
    line: int
    column: int


class FoldError(Exception):
    """The text is no document that the server would read; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def problem_at(mark: Any, message: str) -> FoldError:
    """Say what is wrong at a mark of libyaml."""
    return FoldError(Problem("syntax", message, mark.line + 1, mark.column + 1))
