"""Suggestions: which known name somebody probably meant by a name that does not exist.

Similarity is that of ``difflib``, whose import takes a millisecond: it waits for a misspelt name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

# The longest qualified name of Kubernetes. Longer names resemble nothing; difflib takes quadratic
# time.
LONGEST_NAME = 317
# A message with more names than this does not help.
_MOST_LISTED = 20
_SEPARATORS = " \t\r\n-_"
# Found by trial: "Locale" is close to "Local", "DualStack" is close to nothing.
_LIKELY = 0.8
# Below this, a suggestion is a guess: "list" resembles "lsp", "nodes" some rules.
_NEAR = 0.65


def similarity(one: str, other: str) -> float:
    """Return how similar two names are, from 0 (nothing in common, or too long) to 1 (equal)."""
    if max(len(one), len(other)) > LONGEST_NAME:
        return 0.0
    from difflib import SequenceMatcher  # noqa: PLC0415 - heavy

    return SequenceMatcher(None, one, other).ratio()


def closest(name: str, known: Iterable[str], *, most: int = 1, cutoff: float = _NEAR) -> list[str]:
    """Return up to ``most`` known names with at least the similarity ``cutoff``, best first."""
    if len(name) > LONGEST_NAME:
        return []
    from difflib import get_close_matches  # noqa: PLC0415 - heavy

    return get_close_matches(name, sorted(set(known)), most, cutoff)


def folded(name: str, separators: str = "-_") -> str:
    """Return a name in lower case without separators."""
    return "".join(letter for letter in name.lower() if letter not in separators)


def closest_folded(
    name: str, known: Iterable[str], *, most: int, cutoff: float, separators: str = "-_"
) -> list[str]:
    """Return the known names closest to a name if case and separators do not count, best first.

    A name that differs in nothing else is the only answer.
    """
    written = {folded(each, separators): each for each in known}
    searched = folded(name, separators)
    if searched in written:
        return [written[searched]]
    return [written[each] for each in closest(searched, written, most=most, cutoff=cutoff)]


def likely_value(value: str, supported: Sequence[str]) -> str | None:
    """Return the supported value that was likely meant; ``None`` if none or several are similar."""
    found = closest_folded(value, supported, most=2, cutoff=_LIKELY, separators=_SEPARATORS)
    return found[0] if len(found) == 1 else None


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return the end of a message: the closest known name, or all of them if they are few."""
    if found := closest(name, known):
        return f"; did you mean {found[0]}?"
    return f"; known are {', '.join(known)}" if len(known) <= _MOST_LISTED else ""


def edit_distance(one: str, other: str, most: int) -> int | None:
    """Return how many letters to add, drop, change or swap; ``None`` if more than ``most``.

    This is the distance of Damerau and Levenshtein, without edits inside a swapped pair.
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for row_number, letter in enumerate(one, 1):
        previous, row, second_previous = row, [most + 1] * (len(other) + 1), before
        row[0] = row_number
        # Elsewhere, more than ``most`` letters were added or dropped.
        first, last = max(1, row_number - most), min(len(other), row_number + most)
        for column in range(first, last + 1):
            wanted = other[column - 1]
            replaced = previous[column - 1] + (letter != wanted)
            cost = min(previous[column] + 1, row[column - 1] + 1, replaced)
            is_pair = row_number > 1 and column > 1
            if is_pair and letter == other[column - 2] and one[row_number - 2] == wanted:
                cost = min(cost, second_previous[column - 2] + 1)
            row[column] = cost
        before = previous
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
