"""What a run comes to, as every format takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.model import Finding, Severity, Suppressed
from svclint.source.files import ReadError

if TYPE_CHECKING:
    from svclint.fix.proposed_fixes import ProposedFix
    from svclint.settings.baseline import BaselineEntry

# Notes on whole files that hold nothing to check; they are no faults.
NAMED = ("templated-file", "kustomize-patch")
COUNTED = "no-object"
PASSED_OVER = (*NAMED, COUNTED)


class Result(NamedTuple):
    """Findings and errors, how much was read, and what of it is to be shown.

    ``fails_from`` is the severity from which a finding fails the run, ``None`` where none does.
    ``stale`` are the entries of a baseline that are fixed, ``None`` where there is no baseline.
    ``suppressed`` are findings that the files themselves ask not to hear of.
    ``fixed`` are the findings that this run has fixed, ``None`` where it was not to fix anything;
    ``proposals`` say how findings that are left can be fixed.
    """

    findings: Sequence[Finding]
    errors: Sequence[ReadError]
    files: Sequence[str] = ()
    services: int = 0
    fails_from: Severity | None = Severity.ERROR
    stale: Sequence[BaselineEntry] | None = None
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    colour: bool = False
    suppressed: Sequence[Suppressed] = ()
    fixed: Sequence[Finding] | None = None
    proposals: Mapping[Finding, ProposedFix] = MappingProxyType({})

    @property
    def shown(self) -> list[Finding]:
        """The findings without notes on files that were passed over, unless these are wanted."""
        if self.verbose:
            return list(self.findings)
        return [finding for finding in self.findings if finding.rule not in PASSED_OVER]

    def fails(self, finding: Finding) -> bool:
        """Return whether a finding makes the run fail."""
        if self.fails_from is None or finding.rule in PASSED_OVER:
            return False
        return finding.severity >= self.fails_from


def per_rule(findings: Sequence[Finding]) -> list[tuple[str, int, Severity]]:
    """Count findings by rule, the most frequent first, with the worst severity of each."""
    counts = Counter(finding.rule for finding in findings)
    worst: dict[str, Severity] = {}
    for finding in findings:
        worst[finding.rule] = max(finding.severity, worst.get(finding.rule, Severity.INFO))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, count, worst[rule]) for rule, count in ordered]


def per_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """Count findings by severity, the worst first; a severity without findings is left out."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in reversed(Severity) if counts[severity]}


def count(number: int, word: str) -> str:
    """Say a number of things: ``1 file``, ``2 files``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def fixed_words(fixed: Sequence[Finding]) -> str:
    """Say what was fixed, the most frequent rule first; empty where nothing was."""
    if not fixed:
        return ""
    files = count(len({finding.location.file for finding in fixed}), "file")
    rules = ", ".join(f"{number} {rule}" for rule, number, _ in per_rule(fixed))
    return f"{count(len(fixed), 'finding')} in {files}: {rules}"
