"""Place findings in rendered objects where a person edits."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from svclint.model import Finding, Fix, Location, Severity, Source
from svclint.model.finding import excerpt_of
from svclint.render.fields import EARLIER_KEY, AskedFields, Field
from svclint.render.fields_of_findings import FieldsOfFindings
from svclint.render.finding_origins import FindingOrigins
from svclint.render.flux.substitution import quotes_of_flux
from svclint.render.helm.shared_values import at_own_call
from svclint.render.keys import at_key
from svclint.render.origins import Origin, Tracer, joined_values, unset_values
from svclint.render.printed_places import PrintedPlaces
from svclint.render.relabelled_findings import PlacedFinding
from svclint.render.rendering import Rendering
from svclint.render.tool_threads import tool_threads
from svclint.render.tracing import Trace
from svclint.source.block_scalars import same_line_in_block, same_line_in_file, same_place_in_line
from svclint.source.checkout import is_inside
from svclint.source.files import ReadError, read_file
from svclint.source.paths import real_path

_HERE = os.path.join(os.curdir, "")


class Placer:
    """Finds where a person edits what the texts of a run contain."""

    def __init__(self, rendering: Rendering, trace: Trace, jobs: int | None = None) -> None:
        self._roots, self._trace, self._jobs = rendering.roots, trace, jobs
        self._texts = {text.name: text for text in rendering.texts}
        self._fields = FieldsOfFindings(rendering)
        self._tracers: dict[str, Tracer] = {}
        self._lines: dict[str, list[str]] = {}
        printed = PrintedPlaces(self._roots, self._fields, self._tracer, self._lines_from)
        known = self._roots, self._fields, self._tracers
        self._origins = FindingOrigins(*known, self._lines_from, printed)
        # As in the names of the files beside it: a walk reads no _helpers.tpl.
        starts = any(name.startswith(_HERE) for name in rendering.taken_in.values())
        self._prefix = _HERE if starts else ""
        self._names, self._here = rendering.taken_in, os.path.realpath(os.curdir)
        # Without any, nothing is mentioned.
        names = "|".join(map(re.escape, self._roots)) or "(?!)"
        # A place in a message: a text, a line, perhaps a column.
        self._mention = re.compile(rf"({names}):([0-9]+)(?::([0-9]+))?")

    def place(
        self, findings: Iterable[Finding], mentions: Iterable[str] = ()
    ) -> list[PlacedFinding]:
        """Return each finding, those in rendered texts with the places where a person edits.

        ``mentions`` are further texts with places FILE:LINE, for ``spelled``.
        """
        found = list(findings)
        self._fields.read(found)
        self._prepare(found, mentions)
        return [
            self._placed(each)
            if each.location.file in self._roots
            else PlacedFinding(self._written(each), "", None)
            for each in found
        ]

    def spelled(self, text: str, own: Origin | None = None) -> str:
        """Return a text with the places in rendered texts replaced by those to edit.

        Those are other ones than ``own``, if the two have a template in common.
        """
        return self._mention.sub(lambda found: self._spelled(found, own), text)

    def _prepare(self, findings: Iterable[Finding], mentions: Iterable[str]) -> None:
        """Make the tracers of all texts that the findings name, several at a time."""
        asked: dict[str, dict[Field, set[str]]] = defaultdict(lambda: defaultdict(set))
        places = [(place, "", "") for text in mentions for place in self._mentioned_in(text)]
        for finding in findings:
            places += self._places_in(finding)
            is_rendered = finding.location.file in self._roots
            for other in self._fields.right_in_others(finding) if is_rendered else ():
                asked[finding.location.file][other].add("")
            at = self._fields.of(finding) if is_rendered else None
            if finding.fix is not None and at is not None:
                for edit in finding.fix.edits:
                    asked[finding.location.file][at[0], edit.path].add("")
        for location, field, part in places:
            at = self._fields.at(location, field)
            if at is not None:
                asked[location.file][at].add(part)
        if not asked:
            return
        with tool_threads(self._jobs, len(asked)) as pool:
            made = pool.map(lambda name: self._tracer(name, asked[name]), asked)
            self._tracers.update(zip(asked, made, strict=True))

    def _places_in(self, finding: Finding) -> list[tuple[Location, str, str]]:
        """Return the places, each with its field and the part of its value that is meant."""
        own = finding.location, finding.field, finding.part
        keys = [(*own[:2], EARLIER_KEY)] if finding.edited_at == "key" else []
        places = [own, *keys, *((each, "", "") for each in finding.related)]
        places = [each for each in places if each[0].file in self._roots]
        texts = finding.message, finding.remedy
        return places + [(each, "", "") for text in texts for each in self._mentioned_in(text)]

    def _mentioned_in(self, text: str) -> Iterator[Location]:
        return map(_mentioned, self._mention.finditer(text))

    def _tracer(self, name: str, asked: AskedFields) -> Tracer:
        return self._trace(self._roots[name], self._texts[name], asked)

    def _placed(self, finding: Finding) -> PlacedFinding:
        root = self._roots[finding.location.file]
        is_call = finding.edited_at == "call"
        mentioned = self._mentioned_in(finding.message) if is_call else ()
        origin, half, relabelling, other_key = self._origins.of(finding, mentioned)
        location = self._line_in_text(origin, finding)
        through = tuple(map(self._named, origin.through))
        related = [
            self._named(self._origins.at(each).location) if each.file in self._roots else each
            for each in finding.related
        ]
        # A chart that needs a value is not deployed without it; a test may do without.
        is_lacking = root.is_default or (root.is_test and not origin.is_emptied)
        is_incomplete = bool(origin.unset) and is_lacking
        placed = finding._replace(
            location=location,
            severity=Severity.NOTE if is_incomplete else finding.severity,
            message=self.spelled(finding.message, origin if is_call else None)
            + (unset_values(origin) if is_incomplete else joined_values(origin))
            + self._key_of(other_key),
            remedy=self._remedy(finding, origin, half),
            related=tuple(related),
            excerpt=self._line(location),
            fix=self._fix(finding, location),
            source=Source(
                origin.key,
                through,
                (root.described,),
                origin.is_proven,
                origin.unset if is_incomplete else (),
            ),
        )
        return PlacedFinding(placed, root.name, relabelling)

    def _key_of(self, other_key: Location | None) -> str:
        """Return what a message says of the other key of two; empty if there is none."""
        if other_key is None:
            return ""
        place = self._named(other_key)
        return f"; the other one is in {place.file}:{place.line}"

    def _remedy(self, finding: Finding, origin: Origin, half: Location | None) -> str:
        """Return the remedy, for a finding that stands at a change with the other half."""
        if finding.edited_at == "quotes" and origin.substituted:
            return quotes_of_flux(origin.substituted)
        remedy = self.spelled(finding.remedy)
        if half is None:
            return remedy
        place = self._named(half)
        return f"correct this value, or {remedy} in {place.file}:{place.line}"

    def _line_in_text(self, origin: Origin, finding: Finding) -> Location:
        """Return the line of a text that is meant: of a block scalar, or of a file of its own."""
        place = origin.location
        if finding.edited_at == "name" and origin.named is not None:
            return self._named(origin.named)
        named, lines = self._named(place), self._lines_from(place)
        at = finding.excerpt, finding.location.column
        if finding.part:
            # As in a file that is not rendered: the whole name, not its part.
            line = next(iter(self._lines_from(place)), "")
            named = same_place_in_line(line, named, *at)
        location = same_line_in_block(lines, named, *at)
        if location == named and finding.edited_at == "name":
            return at_key(next(iter(self._lines_from(place)), ""), named, finding.field)
        if location == named and place[1:] == (1, 1):
            return same_line_in_file(self._lines_from(place), named, *at)
        return location

    def _written(self, finding: Finding) -> Finding:
        """Return a finding in a file, which may be a patch."""
        source = finding.source
        if source is not None:
            through = tuple(map(self._named, source.through))
            finding = finding._replace(
                location=self._named(finding.location), source=source._replace(through=through)
            )
        return finding._replace(
            message=self.spelled(finding.message), remedy=self.spelled(finding.remedy)
        )

    def _fix(self, finding: Finding, location: Location) -> Fix | None:
        """Return the fix of the file where a finding is placed, if it surely is one."""
        at = self._fields.of(finding)
        if finding.fix is None or at is None:
            return None
        found = self._tracers[finding.location.file].fix(at[0], finding.fix)
        if found is None or real_path(found[0]) != real_path(location.file):
            return None
        return found[1]

    def _spelled(self, match: re.Match[str], own: Origin | None) -> str:
        origin = at_own_call(self._origins.at(_mentioned(match)).at_call, [own] if own else ())
        place = self._named(origin.location)
        column = "" if match[3] is None else f":{place.column}"
        return f"{place.file}:{place.line}{column}"

    def _named(self, place: Location) -> Location:
        """Return a place with the name by which users know its file."""
        real = real_path(place.file)
        name = self._names.get(real, real)
        if name == real and is_inside(real, self._here):
            name = f"{self._prefix}{os.path.relpath(real, self._here)}"
        return place._replace(file=name)

    def _line(self, place: Location) -> str:
        """Return the text of a line of a file."""
        line = next(iter(self._lines_from(place)), "")
        return excerpt_of(line.rstrip("\r"))

    def _lines_from(self, place: Location) -> Iterable[str]:
        if place.file not in self._lines:
            rendered = self._texts.get(place.file)
            raw = read_file(place.file) if rendered is None else rendered.raw
            text = "" if isinstance(raw, ReadError) else raw.decode("utf-8", "replace")
            self._lines[place.file] = text.split("\n")
        lines = self._lines[place.file]
        return (lines[at] for at in range(place.line - 1, len(lines)))


def _mentioned(match: re.Match[str]) -> Location:
    return Location(match[1], int(match[2]), int(match[3] or 1))
