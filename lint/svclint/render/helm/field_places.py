"""Find the places of templates through which a field of the output came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from svclint.model import Path
from svclint.render.fields import EARLIER_KEY, Field
from svclint.render.helm.include_calls import passes_context_only
from svclint.render.helm.marks import Place
from svclint.render.helm.named_values import passes_on, spelled, spells_out
from svclint.render.helm.proof import Match, PrintedDocuments
from svclint.render.helm.read_files import PrintedLine
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.twin import Twin
from svclint.source.block_scalars import BlockText
from svclint.source.earlier_keys import earlier_key
from svclint.source.positions import Entry, find
from svclint.source.yaml_reader import positions

# A value that is a template itself.
_RENDERED_VALUE = re.compile(r"\btpl\b")
# Places of a part of one text that are compared.
_MOST_PARTS = 20


class FieldPlaces(NamedTuple):
    """The way of a field through the templates, the innermost place first.

    ``path`` is the part of the path that the document contains. ``codes`` are the actions that
    print the value or a part of it, the innermost first; empty for a value that a template spells
    out. ``empty`` are actions on the line of the value that print nothing. ``written`` is the
    index of the place to edit: the one that spells out the value, else the action on the line of
    its key. ``line`` is that of the output in what the innermost action prints. ``called`` is that
    on the line of its key if it is a call that passes no argument of its own.
    """

    path: Path
    places: tuple[Place, ...] = ()
    codes: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    written: int = 0
    called: int | None = None
    line: PrintedLine | None = None

    def written_at(self, place: Place) -> FieldPlaces:
        """Return the way with the place that spells out the value, which came through another."""
        return FieldPlaces(self.path, (place, *self.places), empty=self.empty)


class TracedPlaces(NamedTuple):
    """The places of fields, and those of parts of their texts, as far as one line prints each."""

    of_fields: Mapping[Field, FieldPlaces]
    of_parts: Mapping[tuple[Field, str], FieldPlaces]


class FieldReader:
    """Finds the places of fields in the documents of one rendered chart."""

    def __init__(self, documents: Sequence[RenderedDocument], twin: Twin) -> None:
        self._documents, self._twin = documents, twin
        self._printed = {
            template: PrintedDocuments(output) for template, output in twin.outputs.items()
        }
        self._matches: dict[int, Match | None] = {}
        self._roots: dict[int, Entry] = {}
        self._blocks: dict[tuple[int, int], BlockText] = {}

    def are_exact(self, numbers: Iterable[int]) -> bool:
        """Return whether the twin prints some documents as they are, byte for byte."""
        matches = [self._matched(number) for number in numbers]
        return all(match is not None and match.is_exact for match in matches)

    def places(self, number: int, path: Path) -> FieldPlaces:
        """Return the places of a field or of its nearest ancestor; none if nothing is proven."""
        each = self._documents[number]
        text = each.document.chunk.text
        if number not in self._roots:
            self._roots[number] = positions(text)
        found = find(self._roots[number], (*each.document.prefix, *path), at_key=False)
        path = path[: max(0, found.steps - len(each.document.prefix))]
        match = self._matched(number)
        begin, end = _line(text, found.line)
        start = begin + found.column - 1 - each.rendered.start
        if match is None or start < 0:
            return FieldPlaces(path)
        at = match.stack(each.rendered, start)
        if at is None or not at[0]:
            return FieldPlaces(path)
        stack, distance = at
        places = self._stacked(stack, distance)
        # As far as the value reaches, with its quotes.
        value = spelled(each.document.value(path))
        stop = min(start + len(value) + 2, end - each.rendered.start)
        codes = self._codes(match.stacks(each.rendered, start, stop))
        if not codes and "\n" in value:
            # Behind the header of a block scalar, which is all that its first line contains.
            below = match.stacks(each.rendered, start, start + len(value))
            codes = [code for code in self._codes(below) if _RENDERED_VALUE.search(code)]
        empty = self._codes(match.empty_stacks(each.rendered, start, end - each.rendered.start))
        at_key = self._depth_of_key(number, path, match)
        beside_key = 0 if at_key is None else max(0, len(stack) - 1 - at_key)
        written = _written(places, value, beside_key)
        whole = match.stacks(each.rendered, start, min(start + len(value), stop))
        called = beside_key if _is_shared(places[1 : beside_key + 1]) else None
        if written == called:
            written = len(stack) - 1 - min(_common(whole), len(stack) - 1)
        number_of_line = match.lines_before(each.rendered, start, distance)
        line = PrintedLine(text[begin:end], number_of_line, found.column - 1)
        found_places = tuple(places), tuple(codes), tuple(empty)
        return FieldPlaces(path, *found_places, written, called, line)

    def part_places(self, number: int, path: Path, part: str) -> FieldPlaces | None:
        """Return the places of a part of a block scalar; ``None`` if several lines may print it."""
        each, match = self._documents[number], self._matched(number)
        if match is None:
            return None
        if part == EARLIER_KEY:
            return self._earlier_key(number, path, match)
        text = each.document.chunk.text
        if number not in self._roots:
            self._roots[number] = positions(text)
        header = find(self._roots[number], (*each.document.prefix, *path), at_key=False)
        top, _ = _line(text, header.line)
        if (number, top) not in self._blocks:
            self._blocks[number, top] = BlockText(text[top:].split("\n"))
        found: dict[tuple[str, int, bool], FieldPlaces] = {}
        in_block = self._blocks[number, top].places_of_part(part)
        for below, column in islice(in_block, _MOST_PARTS):
            begin, end = _line(text, header.line + 1 + below)
            start = begin + column - each.rendered.start
            characters = (match.stack(each.rendered, start + at) for at in range(len(part)))
            stacks = [stack for stack in characters if stack is not None and stack[0]]
            in_templates = {self._twin.places[stack[-1]][:2] for stack, _ in stacks}
            if len(stacks) < len(part) or len(in_templates) != 1:
                return None
            stack, distance = stacks[0]
            places, codes = self._stacked(stack, distance), self._codes([own for own, _ in stacks])
            number_of_line = match.lines_before(each.rendered, start, distance)
            line = PrintedLine(text[begin:end], number_of_line, column)
            written = _written(places, part, 0)
            own = FieldPlaces(path, tuple(places), tuple(codes), written=written, line=line)
            found |= {(*place, bool(codes)): own for place in in_templates}
        return next(iter(found.values())) if len(found) == 1 else None

    def _earlier_key(self, number: int, path: Path, match: Match) -> FieldPlaces | None:
        """Return the places of the key before that of a field, in the same mapping."""
        each = self._documents[number]
        text = each.document.chunk.text
        if number not in self._roots:
            self._roots[number] = positions(text)
        own = find(self._roots[number], (*each.document.prefix, *path), at_key=True)
        line = earlier_key(text.split("\n"), own.line, own.column, str(path[-1]))
        if line is None:
            return None
        begin, _ = _line(text, line)
        found = match.stack(each.rendered, begin + own.column - 1 - each.rendered.start)
        return FieldPlaces(path, tuple(self._stacked(*found))) if found and found[0] else None

    def _stacked(self, stack: Sequence[int], distance: int) -> list[Place]:
        """Return the places of a stack, the innermost first, for a character behind its mark."""
        places = [self._twin.places[mark] for mark in reversed(stack)]
        if not places[0].code:
            # A text is the same in the template: its column is known, too.
            places[0] = places[0]._replace(column=places[0].column + distance)
        return places

    def _depth_of_key(self, number: int, path: Path, match: Match) -> int | None:
        """Return how many actions print the key of a field; ``None`` where nothing is proven."""
        each = self._documents[number]
        found = find(self._roots[number], (*each.document.prefix, *path), at_key=True)
        begin, _ = _line(each.document.chunk.text, found.line)
        at = match.stack(each.rendered, begin + found.column - 1 - each.rendered.start)
        if at is None or not at[0]:
            return None
        is_action = bool(self._twin.places[at[0][-1]].code)
        return len(at[0]) - (0 if is_action else 1)

    def _matched(self, number: int) -> Match | None:
        if number not in self._matches:
            each = self._documents[number]
            printed = self._printed.get(each.rendered.template)
            found = printed.match(each.rendered, each.occurrence) if printed else None
            self._matches[number] = found
        return self._matches[number]

    def _codes(self, stacks: Sequence[Sequence[int]]) -> list[str]:
        printing = [stack for stack in stacks if stack and self._twin.places[stack[-1]].code]
        marks = dict.fromkeys(mark for stack in printing for mark in reversed(stack))
        return [self._twin.places[mark].code for mark in marks]


def _written(places: Sequence[Place], value: str, beside_key: int) -> int:
    """Return the index of the place that spells out a value, else that of the action at its key."""
    if not places[0].code:
        return 0
    inner = len(places) if passes_on(places[0].code) else beside_key
    spelling = (index for index in range(inner) if spells_out(places[index].code, value))
    return next(spelling, beside_key)


def _is_shared(calls: Sequence[Place]) -> bool:
    """Return whether named templates get no argument of their own, so that others may use them."""
    return bool(calls) and all(passes_context_only(place.code) for place in calls)


def _common(stacks: Sequence[Sequence[int]]) -> int:
    """Return how many actions print all of a value."""
    levels = zip(*stacks, strict=False)
    return sum(1 for _ in takewhile(lambda marks: len(set(marks)) == 1, levels))


def _line(text: str, number: int) -> tuple[int, int]:
    """Return the range of a line of a text, counted from 1."""
    begin = 0
    for _ in range(number - 1):
        begin = text.find("\n", begin) + 1
    end = text.find("\n", begin)
    return begin, len(text) if end < 0 else end
