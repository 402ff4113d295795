"""The result of parsing a text: its data, or the problem that prevents it."""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.model import Path


class Problem(NamedTuple):
    """Why a text contains no usable document: the kind of problem, a message, a place (from 1).

    The kinds are ``syntax`` (a mistake), ``encoding`` (bytes that are not UTF-8; the documents that
    follow are read without them), ``foreign`` (a syntax error in an object of a kind that the run
    does not read), ``unread`` (the same in what is probably a template), ``empty``, ``template``,
    ``part`` (of an object), ``other`` (not a manifest), and ``unrendered`` (an object that is in no
    output). ``svclint.source.recognition`` finds the three before the last.
    """

    kind: str
    message: str
    line: int
    column: int
    remedy: str = ""


class ParseError(Exception):
    """The server could not read the text; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class DuplicateKey(NamedTuple):
    """A key that a mapping contains before, and whether its value is the one before, too."""

    path: Path
    is_same_value: bool


class ParsedDocument(NamedTuple):
    """The data of a YAML document, its duplicate keys, and the line of the text that follows it.

    The line is 0 if no text follows.
    """

    data: Any
    duplicate_keys: list[DuplicateKey]
    trailing_line: int
