"""Suppression comments in the files that rendered objects come from: values, templates, patches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.model import Finding, Location, ObjectName, Suppression
from svclint.model.finding import excerpt_of
from svclint.settings.suppression import MARK
from svclint.settings.suppression.reading import parse_directive, suppression_reader
from svclint.source.files import ReadError, read_file
from svclint.source.stream import documents

# A comment of YAML or of a template, with what stands before it on its line.
_COMMENT = re.compile(r"^(.*?)(?:#+|\{\{-?[ \t]*/\*)[ \t]*svclint:(.*?)(?:\*/[ \t]*-?\}\}.*)?$")
_MOST_BYTES = 16 * 1024 * 1024


class SourceSuppressions:
    """The suppression comments of files, each read when a finding is placed in it."""

    def __init__(self) -> None:
        self._of_file: dict[str, list[Suppression]] = {}

    def of(self, finding: Finding) -> Suppression | None:
        """Return what suppresses a placed finding: at its place, or on the way to the output."""
        through = finding.source.through if finding.source is not None else ()
        for place in (finding.location, *through):
            if place.file not in self._of_file:
                self._of_file[place.file] = list(_read(place.file))
            for each in self._of_file[place.file]:
                if finding.rule in each.rules and each.first <= place.line <= each.last:
                    return each
        return None


def _read(file: str) -> Iterator[Suppression]:
    raw = read_file(file, _MOST_BYTES)
    if isinstance(raw, ReadError) or MARK.encode() not in raw:
        return
    found = list(documents(file, raw))
    if any(document.problem is not None for document in found):
        yield from _of_template(file, raw.decode("utf-8", "replace"))
        return
    read = suppression_reader()
    for document in found:
        # The annotation is in the rendered object.
        yield from (each for each in read(document) if not each.is_annotation)


def _of_template(file: str, text: str) -> Iterator[Suppression]:
    """Yield the comments of a template: each covers its line, or the next if it is alone."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _COMMENT.match(line)
        if match is None:
            continue
        rules, reason, misspelt = parse_directive(match[2].strip(" \t"))
        last = number if match[1].strip() else number + 1
        place = Location(file, number, len(match[1]) + 1)
        name = ObjectName("", "", "", "")
        yield Suppression(
            place, number, last, rules, reason, name, misspelt=misspelt, excerpt=excerpt_of(line)
        )
