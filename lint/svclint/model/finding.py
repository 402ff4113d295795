"""Findings: what is wrong, with which object, in which file, line and column."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, NamedTuple

from svclint.model.edit import Fix

# Where a person edits a rendered value that several fields may share: what calls the template with
# it, the template itself, the line of it that writes the key, or what decides the type: of a value
# that must be a string, its quotes. Fields that must differ are edited apart: where only one of
# them is written.
EditedAt = Literal["", "apart", "call", "template", "key", "name", "type", "quotes"]


class Severity(IntEnum):
    """How severe a finding is; only errors fail a run."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class ServerAnswer(NamedTuple):
    """The answer of the API server itself: ``reject`` or ``warn``, its reason, its field."""

    outcome: str
    reason: str
    field: str


class Location(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class ObjectName(NamedTuple):
    """Identity of an object; empty strings for what its manifest leaves out."""

    api_version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        name = f"{self.namespace}/{self.name}" if self.namespace else self.name
        return f"{self.kind} {name}".strip()


class Source(NamedTuple):
    """How a rendered object comes from the place of a finding, which is where a person edits.

    ``key`` is the key of the values or the setting of the kustomization that causes the value;
    empty if there is none. ``through`` is the way from there to the output. ``rendered`` are the
    charts and kustomizations with the finding, each with the values that were used. Without
    ``is_proven``, only the file is known. ``empty`` are values that a chart leaves empty, for which
    it is not deployed so.
    """

    key: str
    through: tuple[Location, ...]
    rendered: tuple[str, ...]
    is_proven: bool = True
    empty: tuple[str, ...] = ()


# Nobody reads more of a line, which a hundred thousand findings may be about.
_LONGEST_EXCERPT = 2000


def excerpt_of(line: str) -> str:
    """Return what is shown of a line; empty if it is too long to be read."""
    return line if len(line) <= _LONGEST_EXCERPT else ""


class Finding(NamedTuple):
    """A report of a rule with its place in a file, ready to be shown.

    ``excerpt`` is the text of the line that contains the place. ``checks_not_run`` is the number
    of checks that depend on the value that is wrong. ``source`` is set for a rendered object.
    ``part`` is the text in the value that is wrong, if it is not all of it. ``edited_at`` is where
    a rendered value is edited, if that is not where it is written.
    """

    location: Location
    rule: str
    severity: Severity
    field: str
    message: str
    remedy: str
    object: ObjectName
    server: ServerAnswer | None
    group: str = ""
    related: tuple[Location, ...] = ()
    excerpt: str = ""
    is_elsewhere: bool = False
    fix: Fix | None = None
    checks_not_run: int = 0
    source: Source | None = None
    part: str = ""
    edited_at: EditedAt = ""
