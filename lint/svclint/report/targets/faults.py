"""What the reference rules report, as the faults of links, ports and targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.targets import is_service
from svclint.model import Finding, Path, Severity, spell
from svclint.source import Document

# What these rules report of a workload or of endpoints keeps them from answering.
_OF_TARGETS = frozenset(
    ("endpoint-in-service-cidr", "endpoints-beside-slices", "host-port-taken", "probe-port-missing")
)


class Fault(NamedTuple):
    """Why a link is broken; ``is_open`` if the other object may be outside the checked files."""

    message: str
    is_open: bool = False

    @property
    def mark(self) -> str:
        """The sign before the message."""
        return "?" if self.is_open else "✗"


class RuleFaults:
    """The findings of the reference rules, by document and field."""

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        self._findings = findings

    def at(
        self,
        document: Document,
        path: Path,
        minimum: Severity = Severity.NOTE,
        subject: str = "",
    ) -> Fault | None:
        """Return the worst finding at a field that mentions a subject, if it is that severe."""
        field = spell(path)
        return self._worst(document, minimum, lambda other: other == field, subject)

    def under(self, document: Document, path: Path) -> Fault | None:
        """Return the worst finding at a field or below it, except notes."""
        start = spell(path)
        return self._worst(
            document,
            Severity.WARNING,
            lambda other: other == start or other.startswith((f"{start}.", f"{start}[")),
        )

    def _worst(
        self,
        document: Document,
        minimum: Severity,
        is_match: Callable[[str], bool],
        subject: str = "",
    ) -> Fault | None:
        found = [
            each
            for each in self._findings.get(id(document), ())
            if each.severity >= minimum and is_match(each.field) and subject in each.message
        ]
        worst = max(found, key=lambda each: each.severity, default=None)
        return None if worst is None else Fault(worst.message, worst.severity == Severity.NOTE)

    def of_target(self, document: Document) -> Fault | None:
        """Return why a workload or endpoints do not answer."""
        found = [each for each in self._severe(document) if each.rule in _OF_TARGETS]
        worst = max(found, key=lambda each: each.severity, default=None)
        return None if worst is None else Fault(worst.message)

    def by_rules(self, document: Document, rules: Collection[str]) -> list[Finding]:
        """Return what some rules report of a document, except notes."""
        return [each for each in self._severe(document) if each.rule in rules]

    def unshown(self, document: Document, shown: Collection[str]) -> list[Finding]:
        """Return what is reported of another object than a Service, and is not shown yet."""
        if is_service(document):
            return []
        return [each for each in self._severe(document) if each.message not in shown]

    def _severe(self, document: Document) -> list[Finding]:
        found = self._findings.get(id(document), ())
        return [each for each in found if each.severity >= Severity.WARNING]
