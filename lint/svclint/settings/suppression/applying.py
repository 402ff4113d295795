"""Split the findings of a run into shown and suppressed ones, and check the suppressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from svclint.model import Data, Finding, Report, Review, Suppressed, Suppression, spell
from svclint.model.cluster import ClusterFacts
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.rule.search import RuleSuggestions
from svclint.settings.rule_selection import RuleSelection
from svclint.settings.suppression.covers import Cover, Covers
from svclint.source import Document
from svclint.source.kinds import REFERENCE_KINDS

SCOPE = "suppression"
# Scopes of rules whose findings can be expected; nobody can know that a policy should report one.
_SCOPES = frozenset(("document", "schema", "object", "cluster", "reference", "change", "workload"))


class CheckedDocument(Protocol):
    """The result of checking one document alone, as far as suppressions need it."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def facts(self) -> ClusterFacts:
        """The facts of its cluster."""
        ...

    @property
    def can_check_across(self) -> bool:
        """Whether cross-document rules may run on it."""
        ...

    @property
    def readings(self) -> tuple[Data, ...]:
        """What the object may be, if some of its values are wrong or placeholders."""
        ...

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The suppressions in it."""
        ...


class _Entry(NamedTuple):
    """A suppression with the scopes of rules that ran on everything it covers, and its cover."""

    suppression: Suppression
    scopes: set[str]
    cover: Cover


class SuppressionFilter:
    """The suppressions of a run: they are added document by document, then split the findings.

    ``has_others``: rules across documents have other objects to compare with, even if none of
    these documents is such an object.
    """

    def __init__(self, *, has_others: bool = False) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        self._covers: dict[str, Covers] = {}
        # The last text with a suppression, and the scopes of the rules that ran on all its objects.
        self._last: tuple[str, int] | None = None
        self._scopes: set[str] = set()
        self._has_others = has_others

    def add(self, result: CheckedDocument, *, has_live: bool) -> None:
        """Add the suppressions of a document, and the scopes of the rules that ran on it."""
        chunk = result.document.chunk
        if result.document.kind in REFERENCE_KINDS:
            self._has_others = True
        # Most runs have no suppressions at all.
        is_same = self._last is not None and self._last == (chunk.file, chunk.first_line)
        if not result.suppressions and not is_same:
            return
        scopes = _scopes(result, has_live=has_live)
        if is_same:
            self._scopes.intersection_update(scopes)
        else:
            self._last, self._scopes = (chunk.file, chunk.first_line), set(scopes)
        entries = self._entries.setdefault(chunk.file, [])
        covers = self._covers.setdefault(chunk.file, Covers())
        for each in result.suppressions:
            # A comment may cover all objects of the text, an annotation covers its own.
            own = set(scopes) if each.is_annotation else self._scopes
            entries.append(_Entry(each, own, covers.add(each)))

    def __bool__(self) -> bool:
        return bool(self._entries)

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """Return the findings to show, and those that are suppressed."""
        shown: list[Finding] = []
        hidden: list[Suppressed] = []
        for finding in findings:
            suppression = self._suppression_of(finding)
            if suppression is None:
                shown.append(finding)
            else:
                hidden.append(Suppressed(finding, suppression))
        return shown, hidden

    def _suppression_of(self, finding: Finding) -> Suppression | None:
        first: Suppression | None = None
        covers = self._covers.get(finding.location.file)
        for cover in covers.over(finding) if covers is not None else ():
            cover.reached[finding.rule] = None
            if finding.rule in cover.first:
                cover.used.add(finding.rule)
                first = first or cover.first[finding.rule]
        return first

    def problems(
        self, rules: Sequence[Rule], selection_for: Callable[[str], RuleSelection]
    ) -> list[Finding]:
        """Return findings about the suppressions, once all other findings were split.

        ``rules`` are those of the run; ``selection_for`` returns which are enabled for a file.
        """
        if not self._entries:
            return []
        suppression_rules = [rule for rule in rules if rule.scope == SCOPE]
        scopes = {
            rule.name: rule.scope for rule in rules if self._has_others or rule.scope != "reference"
        }
        suggestions = RuleSuggestions(all_rules())
        found: list[Finding] = []
        for file, entries in self._entries.items():
            selection = selection_for(file)
            for entry in entries:
                review = _review(entry, scopes, selection, suggestions)
                found += [
                    selection.with_severity(_placed(rule, report, entry.suppression))
                    for rule in suppression_rules
                    if rule.name in selection.rules
                    for report in rule.check(review)
                ]
        return found


def _scopes(result: CheckedDocument, *, has_live: bool) -> frozenset[str]:
    """Return the scopes whose rules have all run, so that unused suppressions are known."""
    document, facts = result.document, result.facts
    if result.readings:
        # Rules that depend on a wrong value may have had something to report.
        return frozenset(("document",))
    if document.object_name[:2] != ("v1", "Service"):
        # Rules about Services never find anything here.
        is_done = result.can_check_across or document.kind in REFERENCE_KINDS
        return _SCOPES if is_done else frozenset(("document",))
    if not result.can_check_across:
        return frozenset(("document", "schema"))
    scopes = {"document", "schema", "object", "reference"}
    if facts.service_cidrs and not facts.is_assumed:
        scopes.add("cluster")
    return frozenset(scopes | {"change"} if has_live else scopes)


def _review(
    entry: _Entry,
    scopes: dict[str, str],
    selection: RuleSelection,
    suggestions: RuleSuggestions,
) -> Review:
    suppression = entry.suppression
    names = {rule.name for rule in all_rules()}
    without_finding = [
        rule
        for rule in suppression.rules
        if rule not in entry.cover.used
        and scopes.get(rule, "") in entry.scopes
        and rule in selection.rules
    ]
    return Review(
        suppression,
        tuple(rule for rule in without_finding if scopes[rule] != "reference"),
        tuple(rule for rule in without_finding if scopes[rule] == "reference"),
        tuple((rule, _hint(rule, suggestions)) for rule in suppression.rules if rule not in names),
        tuple(entry.cover.reached),
        selection.needs_reason,
    )


def _hint(name: str, suggestions: RuleSuggestions) -> str:
    if name in {rule.group for rule in all_rules()}:
        return "; it is a group: name its rules one by one"
    return suggestions.for_name(name)


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


def merge_by_place(
    findings: Sequence[Finding], more: Sequence[Finding], files: Iterable[str]
) -> list[Finding]:
    """Return the findings with more findings inserted by file, in the order of files, and line."""
    if not more:
        return list(findings)
    numbers = {file: number for number, file in enumerate(files)}

    def order(finding: Finding) -> tuple[int, str, int, int]:
        file, line, column = finding.location
        return numbers.get(file, len(numbers)), file, line, column

    return sorted((*findings, *more), key=order)
