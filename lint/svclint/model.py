"""The words the whole house speaks: what is reported, and where."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
Data = dict[str, Any]


class Severity(IntEnum):
    """How bad a finding is; only errors fail a run."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class ServerAnswer(NamedTuple):
    """What the API server itself would say: ``reject`` or ``warn``, its reason, its field."""

    outcome: str
    reason: str
    field: str


class Report(NamedTuple):
    """What a rule yields: a message about a path, with no line number yet.

    ``at_key`` asks for the place of the key instead of the value. ``severity`` overrides the
    rule's own where one fault is worse than another. ``is_elsewhere`` says that nothing is wrong
    if the other half is defined where this run does not look.
    """

    path: Path
    message: str
    remedy: str = ""
    server: ServerAnswer | None = None
    at_key: bool = False
    severity: Severity | None = None
    related: tuple[Path, ...] = ()
    is_elsewhere: bool = False


class Location(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class ObjectName(NamedTuple):
    """Which object is meant; empty strings where the manifest does not say."""

    api_version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        name = f"{self.namespace}/{self.name}" if self.namespace else self.name
        return f"{self.kind} {name}".strip()


class Finding(NamedTuple):
    """What a reader sees: a report, placed.

    ``excerpt`` is the line of the file that holds the place.
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


def spell(path: Path) -> str:
    """Spell a path the way kubectl does: ``.spec.ports[0].port``."""
    return "".join(map(_step, path))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    plain = step.replace("-", "").replace("_", "").isalnum()
    return f".{step}" if plain else f'["{step}"]'


def server_spell(path: Path) -> str:
    """Spell a path the way the API server does in a cause: ``spec.ports[0].port``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def refused(  # noqa: PLR0913 - one word for each part of a report
    path: Path,
    message: str,
    remedy: str = "",
    *,
    reason: str = "FieldValueInvalid",
    field: str | None = None,
    at_key: bool = False,
    related: tuple[Path, ...] = (),
) -> Report:
    """Report something for which the API server refuses the object."""
    answer = ServerAnswer("reject", reason, server_spell(path) if field is None else field)
    return Report(path, message, remedy, answer, at_key, None, related)


def warned(path: Path, message: str, remedy: str = "", *, at_key: bool = False) -> Report:
    """Report something of which the API server warns while it takes the object."""
    return Report(path, message, remedy, ServerAnswer("warn", "", server_spell(path)), at_key)


def assumed(report: Report) -> Report:
    """Turn a refusal into a warning: it holds only if the cluster has the default settings."""
    return report._replace(
        message=f"{report.message}, if this cluster has the default range",
        server=None,
        severity=Severity.WARNING,
    )
