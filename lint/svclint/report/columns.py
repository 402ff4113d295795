"""The end of the word that a finding is about, for formats that underline it."""

from __future__ import annotations

from svclint.model import Finding


def word_length(rest: str) -> int:
    """Return the length of the word or quoted string at the start of a text."""
    if rest[:1] in ('"', "'"):
        end = rest.find(rest[0], 1)
        return end + 1 if end > 0 else len(rest)
    for end, character in enumerate(rest):
        if character in " ,]}" or (character == ":" and rest[end + 1 : end + 2] in ("", " ")):
            return end
    return len(rest)


def end_column(finding: Finding) -> int:
    """Return the column after the word that a finding is about, at least one further."""
    column = finding.location.column
    return column + max(word_length(finding.excerpt[column - 1 :]), 1)
