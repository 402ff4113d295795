"""Find the suppressions that cover a finding, in a time that does not depend on their number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from svclint.model import Finding, Suppression
from svclint.model.finding import ObjectName

# The first and the last line.
_Range = tuple[int, int]


class Cover:
    """The suppressions that cover the same lines, and what they hide.

    ``first`` is the first suppression that names a rule, ``used`` are the rules of which one hides
    a finding, ``reached`` all rules with a finding in these lines.
    """

    __slots__ = ("first", "reached", "used")

    def __init__(self) -> None:
        self.first: dict[str, Suppression] = {}
        self.used: set[str] = set()
        self.reached: dict[str, None] = {}

    def add(self, suppression: Suppression) -> None:
        """Add a suppression of these lines."""
        for rule in suppression.rules:
            self.first.setdefault(rule, suppression)


class Covers:
    """The covers of one file.

    The ranges of comments are nested like the collections of the YAML, so that a line is in few
    of them. Those of annotations are whole documents, and one of them may contain many objects.
    """

    def __init__(self) -> None:
        self._comments: dict[_Range, Cover] = {}
        self._annotations: dict[int, tuple[int, dict[ObjectName, Cover]]] = {}
        # Where the covers of comments change, and those from there on, narrowest first; and the
        # first lines of the annotated documents.
        self._lines: list[int] = []
        self._active: list[tuple[Cover, ...]] = []
        self._documents: list[int] = []

    def add(self, suppression: Suppression) -> Cover:
        """Add a suppression; return its cover."""
        self._lines, self._documents = [], []
        first, last = suppression.first, suppression.last
        if suppression.is_annotation:
            _, covers = self._annotations.setdefault(first, (last, {}))
            cover = covers.setdefault(suppression.object, Cover())
        else:
            cover = self._comments.setdefault((first, last), Cover())
        cover.add(suppression)
        return cover

    def over(self, finding: Finding) -> Iterator[Cover]:
        """Yield what covers a finding: comments, the narrowest first, then annotations."""
        if not self._lines and not self._documents:
            self._sort()
        line = finding.location.line
        at = bisect_right(self._lines, line) - 1
        if at >= 0:
            yield from self._active[at]
        at = bisect_right(self._documents, line) - 1
        if at >= 0:
            last, covers = self._annotations[self._documents[at]]
            if line <= last and finding.object in covers:
                yield covers[finding.object]

    def _sort(self) -> None:
        self._documents = sorted(self._annotations)
        self._lines, self._active = [], []
        ranges = sorted(self._comments, key=lambda each: (each[0], -each[1]))
        # The ranges that contain the current line, the widest first.
        pending: list[_Range] = []
        for start, end in [*ranges, (_AFTER, _AFTER)]:
            while pending and pending[-1][1] < start:
                _, last = pending.pop()
                self._change(last + 1, pending)
            pending.append((start, end))
            self._change(start, pending)

    def _change(self, line: int, ranges: list[_Range]) -> None:
        if self._lines and self._lines[-1] == line:
            self._lines.pop()
            self._active.pop()
        self._lines.append(line)
        self._active.append(
            tuple(self._comments[each] for each in reversed(ranges) if each[0] < _AFTER)
        )


# A line behind every file.
_AFTER = 1 << 62
