"""What a value that does not exist was surely meant to be."""

from __future__ import annotations

from collections.abc import Sequence

# Found by trial: "Locale" is near "Local", "DualStack" is near nothing.
_CLOSE = 0.8


def likely(word: str, supported: Sequence[str]) -> str | None:
    """Give the one value that a word comes close to; case, blanks, ``-`` and ``_`` do not count."""
    plain = {_plain(each): each for each in supported}
    if (exact := plain.get(_plain(word))) is not None:
        return exact
    from difflib import get_close_matches  # noqa: PLC0415 - only for people's typos

    close = get_close_matches(_plain(word)[:80], plain, 2, _CLOSE)
    return plain[close[0]] if len(close) == 1 else None


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter not in " \t\r\n-_")
