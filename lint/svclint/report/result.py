"""The result of a check, as every format takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.model import Finding, Severity, Suppressed
from svclint.source.files import ReadError
from svclint.source.kinds import API_VERSIONS
from svclint.source.walking import LeftOut

if TYPE_CHECKING:
    from svclint.fix.proposed_fixes import ProposedFix
    from svclint.settings.baseline import BaselineEntry

# Notes on files that are not checked: the text format lists the first, and counts the others.
LISTED_RULE = "templated-file"
SKIPPED_RULES = (LISTED_RULE, "partial-object", "unrendered-object", "no-object")
# Of one rule in one file: a file of three bytes for each finding would make a report of megabytes.
MOST_LISTED = 1000


def is_skipped(finding: Finding) -> bool:
    """Return whether a finding only notes that something is not checked.

    For a file that the user has named, it is an error.
    """
    return finding.severity == Severity.NOTE and finding.rule in SKIPPED_RULES


def listed(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a report lists: of a rule in a file, the first 1,000.

    Where there are more, a finding at the next one says how many.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    found: list[Finding] = []
    following: dict[tuple[str, str], int] = {}
    for each in findings:
        key = each.location.file, each.rule
        numbers[key] += 1
        if numbers[key] == MOST_LISTED + 1:
            following[key] = len(found)
        if numbers[key] <= MOST_LISTED + 1:
            found.append(each)
    for key, place in following.items():
        found[place] = _unlisted(found[place], numbers[key] - MOST_LISTED)
    return found


def _unlisted(first: Finding, number: int) -> Finding:
    return first._replace(
        message=f"{count(number, 'more finding')} of {first.rule} in this file not listed",
        remedy=f"correct the {MOST_LISTED} that are listed, and check again",
        related=(),
        fix=None,
        source=None,
    )


class Result(NamedTuple):
    """Findings and errors, how much was read, and the options of the report.

    ``fails_from``: findings of this severity or worse fail the run; ``None``: none do.
    ``stale``: entries of the baseline that no longer occur; ``None``: there is no baseline.
    ``known``: the number of findings that the baseline contains.
    ``objects``: the number of objects of the Service API by kind; ``others``: that of other objects
    that were checked.
    ``suppressed``: findings that comments and annotations suppress.
    ``fixed``: findings that this run has fixed; ``None``: it was not asked to fix.
    ``proposals``: possible fixes of the remaining findings.
    ``excluded``, ``ignored``: the number of files and folders that are not read because of
    patterns or by default, and because of ``.gitignore`` files.
    ``unrendered``: charts and kustomizations that could not be rendered, each with the reason.
    """

    findings: Sequence[Finding]
    errors: Sequence[ReadError]
    files: Sequence[str] = ()
    objects: Mapping[str, int] = MappingProxyType({})
    fails_from: Severity | None = Severity.ERROR
    stale: Sequence[BaselineEntry] | None = None
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    colour: bool = False
    suppressed: Sequence[Suppressed] = ()
    fixed: Sequence[Finding] | None = None
    proposals: Mapping[Finding, ProposedFix] = MappingProxyType({})
    excluded: int = 0
    ignored: int = 0
    unrendered: Sequence[LeftOut] = ()
    known: int = 0
    others: int = 0

    @property
    def shown(self) -> list[Finding]:
        """The findings, without notes on skipped files unless ``verbose``."""
        if self.verbose:
            return list(self.findings)
        return [finding for finding in self.findings if not is_skipped(finding)]

    @property
    def listed(self) -> list[Finding]:
        """Those of ``shown`` that a report lists."""
        return listed(self.shown)

    @property
    def listed_suppressed(self) -> list[Suppressed]:
        """Those of ``suppressed`` that a report lists."""
        numbers: Counter[tuple[str, str]] = Counter()
        found: list[Suppressed] = []
        for each in self.suppressed:
            key = each.finding.location.file, each.finding.rule
            numbers[key] += 1
            if numbers[key] <= MOST_LISTED:
                found.append(each)
        return found

    def fails(self, finding: Finding) -> bool:
        """Return whether a finding makes the run fail."""
        if self.fails_from is None or is_skipped(finding):
            return False
        return finding.severity >= self.fails_from


def counts_by_rule(findings: Sequence[Finding]) -> list[tuple[str, int, Severity]]:
    """Return the number of findings of each rule and severity, most frequent first."""
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][0], -item[0][1]))
    return [(rule, number, severity) for (rule, severity), number in ordered]


def counts_by_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """Return the number of findings by severity, worst first, without zeros."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in reversed(Severity) if counts[severity]}


def count(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def not_rendered(number: int) -> str:
    """Return the end of a summary: how many charts and kustomizations could not be rendered."""
    if not number:
        return ""
    return f"; {number} {'chart or overlay' if number == 1 else 'charts or overlays'} not rendered"


def describe_objects(objects: Mapping[str, int]) -> str:
    """Return the number of objects by kind: ``2 Services, 1 Ingress``; empty if there are none."""
    return ", ".join(
        f"{number} {kind if number == 1 else _plural(kind)}"
        for kind in API_VERSIONS
        if (number := objects.get(kind, 0))
    )


def _plural(kind: str) -> str:
    if kind.endswith("points"):
        return kind
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"


def describe_fixed(fixed: Sequence[Finding]) -> str:
    """Return the number of fixed findings by rule, most frequent first; empty if there are none."""
    if not fixed:
        return ""
    files = count(len({finding.location.file for finding in fixed}), "file")
    counts = Counter(finding.rule for finding in fixed)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rules = ", ".join(f"{number} {rule}" for rule, number in ordered)
    return f"{count(len(fixed), 'finding')} in {files}: {rules}"
