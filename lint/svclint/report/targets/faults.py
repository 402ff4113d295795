"""What rules report, as the faults of links, ports, targets and Services."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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


# What these rules report is about ports that targets have.
_OF_OTHER_PORTS = frozenset(("network-policy-shuts-port",))
# The group of the rules about two objects; all others check one alone.
_REFERENCES = "references"


class RuleFaults:
    """The findings of the reference rules, by document and field.

    Those of other rules explain why a Service cannot be resolved.
    """

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        self._findings: dict[int, list[Finding]] = {}
        self._alone: dict[int, list[Finding]] = {}
        self._at: dict[tuple[int, str], list[Finding]] = {}
        self._under: dict[tuple[int, str], list[Finding]] = {}
        for document, found in findings.items():
            own = [each for each in found if each.group == _REFERENCES]
            self._findings[document] = own
            self._alone[document] = [each for each in found if each.group != _REFERENCES]
            for each in own:
                self._at.setdefault((document, each.field), []).append(each)
                for field in _with_ancestors(each.field):
                    self._under.setdefault((document, field), []).append(each)

    def at(
        self,
        document: Document,
        path: Path,
        minimum: Severity = Severity.NOTE,
        subject: str = "",
    ) -> Fault | None:
        """Return the worst finding at a field that mentions a subject, if it is that severe."""
        found = self._at.get((id(document), spell(path)), ())
        return _worst(
            [each for each in found if each.severity >= minimum and subject in each.message]
        )

    def of_missing_port(self, service: Document, path: Path) -> Fault | None:
        """Return why targets lack a port of a Service; a policy only shuts one that they have."""
        fields = (spell((*path, field)) for field in ("targetPort", "protocol", "name"))
        found = (self._at.get((id(service), field), ()) for field in fields)
        reasons = ([each for each in own if _is_of_lack(each)] for own in found)
        return next(filter(None, map(_worst, reasons)), None)

    def under(self, document: Document, path: Path) -> Fault | None:
        """Return the worst finding at a field or below it, except notes."""
        found = self._under.get((id(document), spell(path)), ())
        return _worst([each for each in found if each.severity >= Severity.WARNING])

    def undecoded(self, service: Document) -> Fault | None:
        """Return why a Service does not decode: the first reason beside its metadata, if any."""
        found = [
            each
            for each in self._alone.get(id(service), ())
            if each.severity == Severity.ERROR and not each.field.startswith(".metadata")
        ]
        first = min(found, key=lambda each: each.location, default=None)
        return None if first is None else Fault(f"not resolved: {first.message}")

    def of_target(self, document: Document) -> Fault | None:
        """Return why a workload or endpoints do not answer."""
        return _worst([each for each in self._severe(document) if each.rule in _OF_TARGETS])

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


def _is_of_lack(finding: Finding) -> bool:
    return finding.severity >= Severity.WARNING and finding.rule not in _OF_OTHER_PORTS


def _worst(found: Sequence[Finding]) -> Fault | None:
    worst = max(found, key=lambda each: each.severity, default=None)
    return None if worst is None else Fault(worst.message, worst.severity == Severity.NOTE)


def _with_ancestors(field: str) -> Iterator[str]:
    """Yield a field path, and those of the fields around it."""
    yield field
    yield from (field[:at] for at, character in enumerate(field) if character in ".[")
