"""Regular expressions: ``find`` and ``findAll`` (cel/library/regex.go of Kubernetes)."""

from __future__ import annotations

from ..errors import CelError
from ..regex import Regex, RegexError, compile_regex
from .table import overloads


def _compiled(pattern: str) -> Regex:
    try:
        return compile_regex(pattern)
    except RegexError as error:
        raise CelError(f"Illegal regex: {error}") from None


def _find(text: str, pattern: str) -> str:
    found = _compiled(pattern).find_all(text, 1)
    return found[0] if found else ""


def _find_all(text: str, pattern: str, most: int = -1) -> list[str]:
    return _compiled(pattern).find_all(text, most)


OVERLOADS = overloads(
    {
        ".find(string, string) -> string": _find,
        ".findAll(string, string) -> list(string)": _find_all,
        ".findAll(string, string, int) -> list(string)": _find_all,
    }
)
