"""Read the first YAML document of a text; the rest is ignored, as the server's library does."""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.model import Path
from svclint.source.problem import MAX_DEPTH, FoldError, Problem

try:
    from svclint.source.native_yaml import read_plain
except ImportError:
    # It could not be built.
    from svclint.source.plain_yaml import read_plain

__all__ = ["MAX_DEPTH", "FoldError", "Folded", "Problem", "fold", "fold_any", "read_plain"]


class Folded(NamedTuple):
    """What a text says: its data, the keys written twice, and the line of text that follows it."""

    data: Any
    duplicates: list[Path]
    trailing_line: int


def fold(text: str) -> Folded:
    """Read the first YAML document of a text. Raises ``FoldError``."""
    data = read_plain(text)
    return fold_any(text) if data is None else Folded(data, [], 0)


def fold_any(text: str) -> Folded:
    """Do the same with libyaml, which reads all of YAML."""
    # Most texts are plain; those need not wait until libyaml is loaded.
    from svclint.source.folding import Folding  # noqa: PLC0415
    from svclint.source.libyaml import YAMLError, parse  # noqa: PLC0415

    folding = Folding()
    try:
        parse(text, folding.handlers())
    except YAMLError as error:
        if not folding.rest_line:
            raise FoldError(_trouble(error, text)) from None
        folding.trailing_line = folding.rest_line
    data = folding.root[0] if folding.root else None
    return Folded(data, folding.duplicates, folding.trailing_line)


def _trouble(error: Any, text: str) -> Problem:
    if not hasattr(error, "problem_mark"):
        return _unreadable(error, text)
    mark: Any = error.problem_mark or error.context_mark
    message = " ".join(str(part) for part in (error.problem, error.context) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem("syntax", message, line, column)


def _unreadable(error: Exception, text: str) -> Problem:
    position = getattr(error, "position", None)
    character = getattr(error, "character", "")
    reason = str(getattr(error, "reason", "") or "cannot be read")
    if isinstance(position, int) and isinstance(character, int):
        at = text.find(chr(character))
        position = max(at, 0)
        reason = f"{reason} (U+{character:04X})"
    before = text[: position or 0]
    return Problem("syntax", reason, before.count("\n") + 1, len(before) - before.rfind("\n"))
