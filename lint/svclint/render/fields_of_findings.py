"""The fields of rendered texts that findings are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svclint.model import Finding, Location, Path
from svclint.render.fields import Field, FieldIndex
from svclint.render.named_in_field import Named
from svclint.render.rendering import Rendering
from svclint.render.roots import HELM

# The group of the rules about what does not fit another object.
REFERENCES = "references"


class FieldsOfFindings:
    """Finds the fields of the texts of a run by the places of findings."""

    def __init__(self, rendering: Rendering) -> None:
        self._roots, self._kinds = rendering.roots, rendering.kinds
        self._texts = {text.name: text for text in rendering.texts}
        self._indexes: dict[str, FieldIndex] = {}
        # The rules, texts and fields of all findings.
        self._faults: set[tuple[str, str, Field | None]] = set()
        self._right: dict[tuple[str, str, Field], list[Field]] = {}

    def read(self, findings: Iterable[Finding]) -> None:
        """Note what is wrong with which field."""
        self._faults = {
            (each.rule, each.location.file, self.of(each))
            for each in findings
            if each.location.file in self._roots
        }
        self._right.clear()

    def at(self, location: Location, field: str = "") -> Field | None:
        """Return the field at a place in a rendered text; ``field`` is how a finding spells it."""
        return self._index(location).field_at(location.line, location.column, field)

    def line_in_block(self, location: Location) -> int:
        """Return which line of a block scalar a place is in, from 1; 0 if in none."""
        return self._index(location).line_in_block(location.line, location.column)

    def _index(self, location: Location) -> FieldIndex:
        name = location.file
        if name not in self._indexes:
            # The documents that count are those that the tracer counts.
            kinds = self._kinds if self._roots[name].tool == HELM else None
            self._indexes[name] = FieldIndex(self._texts[name], kinds)
        return self._indexes[name]

    def of(self, finding: Finding) -> Field | None:
        """Return the field that a finding in a rendered text is about."""
        return self.at(finding.location, finding.field)

    def value(self, finding: Finding, path: Path) -> Any:
        """Return the value at a path of the object of a finding; ``None`` if there is none."""
        at = self.of(finding)
        return None if at is None else self._indexes[finding.location.file].value(at[0], path)

    def right_in_others(self, finding: Finding) -> list[Field]:
        """Return the same fields of other objects of a chart with the same value.

        Only those in which the value, which does not fit an object here, has no such finding.
        """
        name = finding.location.file
        if finding.group != REFERENCES or self._roots[name].tool != HELM:
            return []
        at = self.of(finding)
        if at is None:
            return []
        fault = finding.rule, name, at
        if fault not in self._right:
            same = self._indexes[name].same_fields(*at)
            self._right[fault] = [
                each for each in same if (finding.rule, name, each) not in self._faults
            ]
        return self._right[fault]

    def named_in(self, finding: Finding) -> Named | None:
        """Return what the field of a finding names in vain; ``None`` for other kinds of faults."""
        at = self.of(finding)
        if finding.group != REFERENCES or at is None:
            return None
        index, (number, path) = self._indexes[finding.location.file], at
        if path[-1:] == ("protocol",):
            target = index.value(number, (*path[:-1], "targetPort"))
            return Named(target, finding.part, index.value(number, path))
        value = index.value(number, path)
        matched = value.get("matchLabels") if isinstance(value, dict) else None
        return Named(value if matched is None else matched, finding.part)
