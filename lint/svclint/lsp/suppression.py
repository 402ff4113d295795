"""The comment that suppresses a finding where it stands."""

from __future__ import annotations

from lsprotocol import types

from svclint.lsp.text import Text
from svclint.model import Finding
from svclint.settings.suppression.comments import comments
from svclint.source.stream_pieces import wanted_pieces

# What the user replaces: a suppression without a reason explains nothing to the next reader.
REASON = "TODO: say why"


def suppressing_edit(finding: Finding, text: Text) -> types.TextEdit | None:
    """Return the edit that inserts a comment which covers a finding, ``None`` if none can.

    The comment is at the end of the line, or on a line of its own above it.
    """
    at = finding.location.line - 1
    if at >= len(text.lines) or text.source.lstrip().startswith("{"):
        return None
    line = text.lines[at]
    comment = f"# svclint: ignore[{finding.rule}] {REASON}"
    after = f" {comment}"
    lines = [*text.lines[:at], line + after, *text.lines[at + 1 :]]
    if not _has_comment(line) and _is_covered("\n".join(lines), at):
        end = text.position(at, len(line))
        return types.TextEdit(types.Range(end, end), after)
    indentation = line[: len(line) - len(line.lstrip(" "))]
    lines = [*text.lines[:at], indentation + comment, *text.lines[at:]]
    if _is_covered("\n".join(lines), at + 1):
        begin = text.position(at, 0)
        end_of_line = "\r\n" if "\r\n" in text.source else "\n"
        return types.TextEdit(types.Range(begin, begin), indentation + comment + end_of_line)
    return None


def _has_comment(line: str) -> bool:
    return " #" in line or line.startswith("#")


def _is_covered(source: str, line: int) -> bool:
    """Return whether a comment of this kind covers a line."""
    raw = source.encode("utf-8", "surrogatepass")
    for start, end, first in wanted_pieces(raw, None):
        piece = raw[start:end].decode("utf-8", "replace")
        if first <= line <= first + piece.count("\n"):
            return any(
                REASON in each.directive and first + each.first <= line <= first + each.last
                for each in comments(piece)
            )
    return False
