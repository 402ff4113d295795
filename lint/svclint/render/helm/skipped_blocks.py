"""Find the empty values for which blocks of templates print nothing.

A block of ``range .Values.hosts`` prints no rule of an Ingress where the list is empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, sequence, value_at
from svclint.render.helm.template_pieces import Piece, TemplateError, split

_BLOCKS = ("range", "with", "if")
_NAMED = ("define", "block")
_SEPARATOR = re.compile(r"^---", re.MULTILINE)
_VARIABLES = re.compile(r"(?:\$\w*\s*,\s*)?(\$\w+)\s*:=\s*")
_NAME = re.compile(r"(?<![\w.\")])(\$\w*)?((?:\.\w+)+)")
# Values that one dot, variable or action stands for: nested blocks would multiply them.
_MOST_PATHS = 100
# What a template takes for empty, except false and 0.
EMPTY: tuple[Any, ...] = (None, "", [], {})


class _Block(NamedTuple):
    """A block or printing action: its first and last piece, and the values that it names."""

    first: int
    last: int
    names: Collection[Path]


class _Skipped(NamedTuple):
    """A block that names empty values: where it begins, and the range of what is inside of it.

    ``line_before`` is the last line with text in front of it; empty if that contains an action.
    """

    start: int
    inside_start: int
    inside_end: int
    line_before: str
    empty: Sequence[Path]


class _Scope(NamedTuple):
    """An open block: the number of its piece, the values that it names, and those of its dot.

    ``hidden`` is what its variable stands for around it.
    """

    number: int
    names: Collection[Path]
    dots: Collection[Path]
    variable: str = ""
    hidden: Collection[Path] = ()


def lacking_keys(data: Any, path: Path) -> list[str]:
    """Return the key at a path if there is no value, or the keys without one in its mapping."""
    value = value_at(data, path)
    if value in EMPTY or value == [None]:
        return [str(path[-1])] if path else []
    return [str(key) for key, each in mapping(value).items() if each is None]


class TemplateBlocks:
    """The blocks of a template that name empty values."""

    def __init__(self, template: str, values: Any, prefix: Path) -> None:
        """Read the template; one that Go does not parse has no blocks.

        ``prefix`` is the path of the values of its chart in ``values``.
        """
        self._template = template
        self._separators = [match.start() for match in _SEPARATOR.finditer(template)]
        try:
            pieces = split(template)
        except TemplateError:
            pieces = []
        blocks = sorted(_Reader(pieces, values, prefix).blocks())
        self._skipped = list(_skipped(blocks, pieces, values))

    def empty_values(self, line: int, keys: Collection[str]) -> list[Path]:
        """Return the empty values of blocks that would print one of some keys, or what it contains.

        So are those of actions that print the first item of the list of such a key. ``line`` is one
        of the document in the template.
        """
        at = bisect_right(self._separators, _offset(self._template, line))
        begin, end = [0, *self._separators, len(self._template)][at : at + 2]
        key = re.compile(rf"[ \t]*(?:- +)*(?:{'|'.join(map(re.escape, keys))}):")
        lines = re.compile(f"^{key.pattern}", re.MULTILINE).finditer(self._template, begin)
        starts = [match.start() for match in lines]
        found: dict[Path, None] = {}
        for block in self._skipped:
            if not begin <= block.start < end:
                continue
            next_key = bisect_left(starts, block.inside_start)
            if (
                key.fullmatch(block.line_before)
                or key.match(self._template, block.inside_start, block.inside_end)
                or (next_key < len(starts) and starts[next_key] < block.inside_end)
            ):
                found |= dict.fromkeys(block.empty)
        return list(found)


class _Reader:
    """Finds the blocks of a template in one pass."""

    def __init__(self, pieces: Sequence[Piece], values: Any, prefix: Path) -> None:
        self._pieces, self._values, self._prefix = pieces, values, prefix
        self._scopes: list[_Scope] = []
        self._variables: dict[str, Collection[Path]] = {}

    def blocks(self) -> Iterator[_Block]:
        """Yield the blocks that end, and the printing actions."""
        for number, piece in enumerate(self._pieces):
            if piece.keyword in _BLOCKS:
                self._open(number, piece)
            elif piece.keyword in _NAMED:
                self._scopes.append(_Scope(number, (), ()))
            elif piece.keyword == "print":
                yield _Block(number, number, self._named(piece.code))
            elif piece.keyword == "end" and self._scopes:
                yield self._close(number)

    def _open(self, number: int, piece: Piece) -> None:
        code = piece.code.strip()[len(piece.keyword) :].strip()
        assigned = _VARIABLES.match(code)
        names = self._named(code[assigned.end() :] if assigned else code)
        inner = self._elements(names) if piece.keyword == "range" else names
        dots = self._dots if piece.keyword == "if" else inner
        variable = assigned[1] if assigned else ""
        hidden = self._variables.get(variable, ())
        self._scopes.append(_Scope(number, names, dots, variable, hidden))
        self._variables[variable] = inner

    def _close(self, number: int) -> _Block:
        scope = self._scopes.pop()
        self._variables[scope.variable] = scope.hidden
        return _Block(scope.number, number, scope.names)

    @property
    def _dots(self) -> Collection[Path]:
        return self._scopes[-1].dots if self._scopes else ()

    def _named(self, code: str) -> tuple[Path, ...]:
        """Return the values that a code names, at most some."""
        found: dict[Path, None] = {}
        for variable, dotted in _NAME.findall(code):
            steps = tuple(dotted.split(".")[1:])
            around = self._variables.get(variable, ()) if variable else self._dots
            if steps[0] == "Values" and variable in ("", "$"):
                found[(*self._prefix, *steps[1:])] = None
            elif len(found) < _MOST_PATHS:
                found |= dict.fromkeys((*path, *steps) for path in around)
        return tuple(islice(found, _MOST_PATHS))

    def _elements(self, names: Iterable[Path]) -> tuple[Path, ...]:
        """Return the paths of what is in some lists and mappings, at most some."""
        found: list[Path] = []
        for path in names:
            value = value_at(self._values, path)
            steps = value if isinstance(value, dict) else range(len(sequence(value)))
            found += ((*path, step) for step in islice(steps, _MOST_PATHS - len(found)))
        return tuple(found)


def _skipped(blocks: Iterable[_Block], pieces: Sequence[Piece], values: Any) -> Iterator[_Skipped]:
    for first, last, names in blocks:
        empty = [each for each in names if value_at(values, each) in EMPTY]
        if empty:
            block = pieces[first]
            is_item = block.keyword == "print"
            inside_end = block.end if is_item else pieces[last].start
            before = _line_before(pieces, first, " -" if is_item else "")
            yield _Skipped(block.start, block.end, inside_end, before, empty)


def _line_before(pieces: Sequence[Piece], number: int, left_out: str) -> str:
    """Return the last line of the text in front of a piece, without some characters at its end.

    Empty if it contains an action.
    """
    before = pieces[number - 1] if number else None
    if before is None or before.keyword:
        return ""
    text = before.code.rstrip(left_out) if left_out else before.code
    _, newline, line = text.rstrip().rpartition("\n")
    return line if newline or before.start == 0 else ""


def _offset(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at
