"""Reports: what rules yield, given by path, before the engine finds lines and columns."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from svclint.model.edit import Fix
from svclint.model.finding import EditedAt, Location, ServerAnswer, Severity
from svclint.model.path import Path, server_spell


class Object(Protocol):
    """An object whose fields have places."""

    def locate(self, path: Path, *, at_key: bool = False) -> tuple[Location, bool]:
        """Return the place of a path, and whether the object contains it."""
        ...


class Report(NamedTuple):
    """What a rule yields: a message about the field at a path, and what to do about it.

    Where nothing can be done, the ``remedy`` says so.
    ``at_key`` asks for the place of the key instead of the value. ``severity`` overrides that of
    the rule where one fault is worse than another. ``is_elsewhere`` means that nothing is wrong
    if the missing object is defined outside the checked files. ``excerpt`` is the entry of the
    value that is meant: the finding has its place if the first line of the value contains it.
    ``mention`` is the part of a longer text that is meant: the finding has its place if the value
    is a block scalar that contains it.
    ``part`` is the text in the value that is wrong, such as the port of a URL.
    ``edited_at`` is where a person edits the value in a chart, if not where it is written: a value
    that is right in other fields is wrong where the template is called, or in the template, and so
    is one value of two fields that must differ, of which the other is ``related``; with ``at_key``,
    what is wrong is the name, where that is written.
    ``others`` are fields of other objects that make up the fault together with this one.
    """

    path: Path
    message: str
    remedy: str
    server: ServerAnswer | None = None
    at_key: bool = False
    severity: Severity | None = None
    related: tuple[Path, ...] = ()
    is_elsewhere: bool = False
    fix: Fix | None = None
    excerpt: str = ""
    mention: str = ""
    others: tuple[tuple[Object, Path], ...] = ()
    part: str = ""
    edited_at: EditedAt = ""


def refused(  # noqa: PLR0913 - one argument for each field of a report
    path: Path,
    message: str,
    remedy: str,
    *,
    reason: str = "FieldValueInvalid",
    field: str | None = None,
    at_key: bool = False,
    related: tuple[Path, ...] = (),
    fix: Fix | None = None,
    edited_at: EditedAt = "",
) -> Report:
    """Return a report of a fault for which the API server refuses the object.

    ``reason`` and ``field`` are those of the cause in the server's answer; ``field`` defaults to
    the path.
    """
    answer = ServerAnswer("reject", reason, server_spell(path) if field is None else field)
    return Report(
        path, message, remedy, answer, at_key, None, related, fix=fix, edited_at=edited_at
    )


def warned(
    path: Path, message: str, remedy: str, *, at_key: bool = False, fix: Fix | None = None
) -> Report:
    """Return a report of a fault for which the API server accepts the object with a warning."""
    answer = ServerAnswer("warn", "", server_spell(path))
    return Report(path, message, remedy, answer, at_key, fix=fix)


def assumed(report: Report) -> Report:
    """Return a refusal as a warning: it is certain only if the cluster has the default range."""
    return report._replace(
        message=f"{report.message}, if this cluster has the default range",
        server=None,
        severity=Severity.WARNING,
    )
