"""An index from keys to numbers in eight bytes an entry, where a dict of lists takes hundreds."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import pairwise

_HALF = 32
_MASK = (1 << _HALF) - 1


class Postings:
    """Numbers under keys, of which only hashes are kept.

    What is found under a key may so, by rare chance, stand under another: whoever asks has to see
    whether it fits. Being one block of memory, it is shared with forked workers for good.
    """

    def __init__(self) -> None:
        self._entries = array("Q")

    def add(self, number: int, keys: Iterable[Hashable]) -> None:
        """Put a number under keys; before any is looked for, ``close`` must be called."""
        self._entries.extend([(hash(key) & _MASK) << _HALF | number for key in keys])

    def close(self) -> None:
        """Make what was added ready to be found."""
        self._entries = array("Q", sorted(self._entries))

    def repeated(self) -> set[int]:
        """Give the numbers that share a key with another one."""
        entries = self._entries
        found: set[int] = set()
        for one, other in pairwise(entries):
            if one >> _HALF == other >> _HALF:
                found |= {one & _MASK, other & _MASK}
        return found

    def get(self, key: Hashable) -> Collection[int]:
        """Give the numbers under a key, in ascending order."""
        entries, least = self._entries, (hash(key) & _MASK) << _HALF
        most, start = least | _MASK, bisect_left(entries, least)
        found = entries[start : start + 2]
        # Most keys have one number, or none.
        if not found or found[0] > most:
            return ()
        if len(found) == 1 or found[1] > most:
            return (found[0] & _MASK,)
        return _Found(entries, start, bisect_left(entries, most + 1, start))


class _Found(Collection[int]):
    """The numbers under a key: counted at once, read one by one."""

    __slots__ = ("_end", "_entries", "_start")

    def __init__(self, entries: array[int], start: int, end: int) -> None:
        self._entries, self._start, self._end = entries, start, end

    def __contains__(self, number: object) -> bool:
        return any(number == each for each in self)

    def __len__(self) -> int:
        return self._end - self._start

    def __iter__(self) -> Iterator[int]:
        entries = self._entries
        return (entries[at] & _MASK for at in range(self._start, self._end))
