"""The words the whole house speaks: what is reported, and where."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
Data = dict[str, Any]
Scalar = str | int | float | bool | None


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


class Edit(NamedTuple):
    """One change of a manifest, in paths.

    ``kind`` is ``set`` (give the field the ``value``; a tuple stands for a list), ``quote`` (make
    it the string that its text is), ``wrap`` (make it the only entry of a list), ``rename`` (give
    the key the name that ``value`` is), ``remove``, ``add`` (give a field that is missing or empty
    the ``value``) or ``deduplicate`` (of a key that is written more than once, keep the last).
    """

    kind: str
    path: Path
    value: Scalar | tuple[Scalar, ...] = None


class Fix(NamedTuple):
    """Edits that belong together and put a finding right.

    A safe one leaves the stored object as it is, or makes it what the author surely meant.
    ``line`` is the first one of the piece of the file that holds the object, and ``prefix`` the
    object's path in it; only the fix of a finding has them.
    """

    edits: tuple[Edit, ...]
    is_safe: bool = True
    line: int = 0
    prefix: Path = ()


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
    fix: Fix | None = None


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
    fix: Fix | None = None


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
    fix: Fix | None = None,
) -> Report:
    """Report something for which the API server refuses the object."""
    answer = ServerAnswer("reject", reason, server_spell(path) if field is None else field)
    return Report(path, message, remedy, answer, at_key, None, related, fix=fix)


def warned(
    path: Path, message: str, remedy: str = "", *, at_key: bool = False, fix: Fix | None = None
) -> Report:
    """Report something of which the API server warns while it takes the object."""
    answer = ServerAnswer("warn", "", server_spell(path))
    return Report(path, message, remedy, answer, at_key, fix=fix)


def assumed(report: Report) -> Report:
    """Turn a refusal into a warning: it holds only if the cluster has the default settings."""
    return report._replace(
        message=f"{report.message}, if this cluster has the default range",
        server=None,
        severity=Severity.WARNING,
    )


def set_to(path: Path, value: Scalar | tuple[Scalar, ...], *, is_safe: bool = True) -> Fix:
    """Fix a field by another value."""
    return Fix((Edit("set", path, value),), is_safe)


def rename_to(path: Path, name: str, *, is_safe: bool = True) -> Fix:
    """Fix a key by another name."""
    return Fix((Edit("rename", path, name),), is_safe)


def remove(*paths: Path, is_safe: bool = True) -> Fix:
    """Fix fields or entries of lists by removing them."""
    return Fix(tuple(Edit("remove", path) for path in paths), is_safe)


def add(path: Path, value: Scalar | tuple[Scalar, ...], *, is_safe: bool = True) -> Fix:
    """Fix a mapping by a new field, whose name is the last step of the path."""
    return Fix((Edit("add", path, value),), is_safe)
