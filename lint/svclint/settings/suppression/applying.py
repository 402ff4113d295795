"""Take out of the findings of a run what is suppressed, and say what became of suppressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from svclint.model import Finding, Report, Review, Suppressed, Suppression, spell
from svclint.model.cluster import ClusterFacts
from svclint.model.suggestions import did_you_mean
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.settings.rule_selection import Choice
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS

SCOPE = "suppression"
# What rules look at, and policies, of whose findings nobody can say that there should be one.
_SCOPES = frozenset(("document", "schema", "service", "cluster", "reference", "change"))


class Result(Protocol):
    """What is needed of a document that was checked alone."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def facts(self) -> ClusterFacts:
        """The facts of the cluster that it is meant for."""
        ...

    @property
    def is_sound(self) -> bool:
        """Whether cross-document rules may run on it."""
        ...

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The suppressions in it."""
        ...


class _Entry(NamedTuple):
    """A suppression, the scopes of rules that looked at all that it covers, and what it hid."""

    suppression: Suppression
    ran: set[str]
    used: set[str]
    reached: list[str]


class Suppressing:
    """The suppressions of a run, taken in with the documents that have them."""

    def __init__(self) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        self._last: tuple[str, int] | None = None
        # Whether rules that look at other objects have any to look at.
        self._has_others = False

    def note(self, judged: Result, *, has_live: bool) -> None:
        """Take in the suppressions of a document, and which rules looked at it."""
        chunk = judged.document.chunk
        if judged.document.kind in REFERENCE_KINDS:
            self._has_others = True
        # Most runs have none at all.
        is_same = self._last is not None and self._last == (chunk.file, chunk.first_line)
        if not judged.suppressions and not is_same:
            return
        ran = _scopes(judged, has_live=has_live)
        if is_same:
            for entry in self._entries[chunk.file]:
                if entry.suppression.last >= chunk.first_line:
                    entry.ran.intersection_update(ran)
        self._last = chunk.file, chunk.first_line
        entries = self._entries.setdefault(chunk.file, [])
        entries += [_Entry(each, set(ran), set(), []) for each in judged.suppressions]

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """Give the findings that are to be shown, and those that are not."""
        shown: list[Finding] = []
        hidden: list[Suppressed] = []
        for finding in findings:
            by = self._suppressing(finding)
            if by is None:
                shown.append(finding)
            else:
                hidden.append(Suppressed(finding, by))
        return shown, hidden

    def _suppressing(self, finding: Finding) -> Suppression | None:
        first: Suppression | None = None
        for entry in self._entries.get(finding.location.file, ()):
            if not entry.suppression.reaches(finding):
                continue
            entry.reached.append(finding.rule)
            if finding.rule in entry.suppression.rules:
                entry.used.add(finding.rule)
                first = first or entry.suppression
        return first

    def told(self, rules: Sequence[Rule], choice_for: Callable[[str], Choice]) -> list[Finding]:
        """Give what is wrong with suppressions, once all findings were split.

        ``rules`` are those of the run, and ``choice_for`` says which of them speak of a file.
        """
        telling = [rule for rule in rules if rule.scope == SCOPE]
        scopes = {
            rule.name: rule.scope for rule in rules if self._has_others or rule.scope != "reference"
        }
        found: list[Finding] = []
        for file, entries in self._entries.items():
            choice = choice_for(file)
            for entry in entries:
                review = _review(entry, scopes, choice)
                found += [
                    choice.applied(_placed(rule, report, entry.suppression))
                    for rule in telling
                    if rule.name in choice.rules
                    for report in rule.check(review)
                ]
        return found


def _scopes(judged: Result, *, has_live: bool) -> frozenset[str]:
    """Give the scopes of rules that have looked at a document as far as they ever will."""
    document, facts = judged.document, judged.facts
    if document.object_name[:2] != ("v1", "Service"):
        # Whatever looks at Services alone will never find anything here.
        is_done = judged.is_sound or document.kind in REFERENCE_KINDS
        return _SCOPES if is_done else frozenset(("document",))
    if not judged.is_sound:
        return frozenset(("document", "schema"))
    ran = {"document", "schema", "service", "reference"}
    if facts.service_cidrs and not facts.is_assumed:
        ran.add("cluster")
    return frozenset(ran | {"change"} if has_live else ran)


def _review(entry: _Entry, scopes: dict[str, str], choice: Choice) -> Review:
    suppression = entry.suppression
    names = sorted(rule.name for rule in all_rules())
    judged = [
        rule
        for rule in suppression.rules
        if rule not in entry.used and scopes.get(rule, "") in entry.ran and rule in choice.rules
    ]
    return Review(
        suppression,
        tuple(rule for rule in judged if scopes[rule] != "reference"),
        tuple(rule for rule in judged if scopes[rule] == "reference"),
        tuple((rule, _hint(rule, names)) for rule in suppression.rules if rule not in names),
        tuple(dict.fromkeys(entry.reached)),
        choice.needs_reason,
    )


def _hint(name: str, names: Sequence[str]) -> str:

    if name in {rule.group for rule in all_rules()}:
        return "; it is a group, whose rules are named one by one"
    return did_you_mean(name, names)


def _placed(rule: Rule, report: Report, suppression: Suppression) -> Finding:
    severity = rule.severity if report.severity is None else report.severity
    return Finding(
        suppression.place,
        rule.name,
        severity,
        spell(report.path),
        report.message,
        report.remedy,
        suppression.object,
        None,
        rule.group,
        (),
        suppression.excerpt,
        report.is_elsewhere,
    )


def in_place(
    findings: Sequence[Finding], more: Sequence[Finding], files: Iterable[str]
) -> list[Finding]:
    """Put more findings among others, each where it belongs by its file and line."""
    if not more:
        return list(findings)
    numbers = {file: number for number, file in enumerate(files)}

    def order(finding: Finding) -> tuple[int, str, int, int]:
        file, line, column = finding.location
        return numbers.get(file, len(numbers)), file, line, column

    return sorted((*findings, *more), key=order)
