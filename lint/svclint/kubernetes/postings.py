"""Postings: a compact index from keys to numbers.

The term is that of search engines, where an inverted index lists for each word the numbers of the
documents with it. An entry takes eight bytes here, in a dict of lists hundreds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import pairwise

# A float represents integers of this many bits exactly, and is sorted in half the time of an int.
_BITS = 53


class Postings:
    """Numbers by key, stored as hashes of the keys only.

    A number may therefore rarely be found under a key that only has the same hash: callers check
    what they find. Forked workers share the index with their parent, as it is one block of memory.
    """

    def __init__(self, keys: Iterable[Iterable[Hashable]], count: int) -> None:
        """Index the numbers below ``count``; ``keys`` yields those of 0, of 1, and so on."""
        bits = count.bit_length()
        self._room, self._mask = float(1 << bits), (1 << _BITS - bits) - 1
        room, mask = self._room, self._mask
        # An entry is one float: the hash in the upper bits, the number in the lower ones.
        entries = [
            (hash(key) & mask) * room + number for number, own in enumerate(keys) for key in own
        ]
        entries.sort()
        self._entries = array("d", entries)
        self._added: dict[Hashable, list[int]] = {}

    def add(self, number: int, keys: Iterable[Hashable]) -> None:
        """Index one more number, which may be any."""
        for key in keys:
            self._added.setdefault(key, []).append(number)

    def repeated(self) -> set[int]:
        """Return the numbers that share a key with another number."""
        room = self._room
        found: set[int] = set()
        for one, other in pairwise(self._entries):
            if other - one < room and one // room == other // room:
                found |= {int(one % room), int(other % room)}
        for key in self._added:
            numbers = self.get(key)
            if len(numbers) > 1:
                found.update(numbers)
        return found

    def get(self, key: Hashable) -> Collection[int]:
        """Return the numbers of a key, in ascending order."""
        found = self._from_start(key)
        return sorted({*found, *self._added[key]}) if key in self._added else found

    def _from_start(self, key: Hashable) -> Collection[int]:
        entries, least = self._entries, (hash(key) & self._mask) * self._room
        end, start = least + self._room, bisect_left(entries, least)
        found = entries[start : start + 2]
        # Most keys have one number or none.
        if not found or found[0] >= end:
            return ()
        if len(found) == 1 or found[1] >= end:
            return (int(found[0] - least),)
        return _Slice(entries, least, start, bisect_left(entries, end, start))


class _Slice(Collection[int]):
    """The numbers of one key: counted at once, decoded one by one."""

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
