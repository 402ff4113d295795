"""An index from keys to numbers in eight bytes an entry, where a dict of lists takes hundreds."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import pairwise

# Floats hold whole numbers of so many bits, and are sorted in half the time.
_BITS = 53


class Postings:
    """Numbers under keys, of which only hashes are kept.

    What is found under a key may so, by rare chance, stand under another: whoever asks has to see
    whether it fits. Being one block of memory, it is shared with forked workers for good.
    """

    def __init__(self, keys: Iterable[Iterable[Hashable]], count: int) -> None:
        """Put each number below ``count`` under its keys, which come in the order of numbers."""
        bits = count.bit_length()
        self._room, self._mask = float(1 << bits), (1 << _BITS - bits) - 1
        room, mask = self._room, self._mask
        entries = [
            (hash(key) & mask) * room + number for number, own in enumerate(keys) for key in own
        ]
        entries.sort()
        self._entries = array("d", entries)

    def repeated(self) -> set[int]:
        """Give the numbers that share a key with another one."""
        room = self._room
        found: set[int] = set()
        for one, other in pairwise(self._entries):
            if other - one < room and one // room == other // room:
                found |= {int(one % room), int(other % room)}
        return found

    def get(self, key: Hashable) -> Collection[int]:
        """Give the numbers under a key, in ascending order."""
        entries, least = self._entries, (hash(key) & self._mask) * self._room
        end, start = least + self._room, bisect_left(entries, least)
        found = entries[start : start + 2]
        # Most keys have one number, or none.
        if not found or found[0] >= end:
            return ()
        if len(found) == 1 or found[1] >= end:
            return (int(found[0] - least),)
        return _Found(entries, least, start, bisect_left(entries, end, start))


class _Found(Collection[int]):
    """The numbers under a key: counted at once, read one by one."""

    __slots__ = ("_end", "_entries", "_least", "_start")

    def __init__(self, entries: array[float], least: float, start: int, end: int) -> None:
        self._entries, self._least, self._start, self._end = entries, least, start, end

    def __contains__(self, number: object) -> bool:
        return any(number == each for each in self)

    def __len__(self) -> int:
        return self._end - self._start

    def __iter__(self) -> Iterator[int]:
        entries, least = self._entries, self._least
        return (int(entries[at] - least) for at in range(self._start, self._end))
