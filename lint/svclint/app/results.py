"""What check, diff and targets return: one named tuple each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.model import Finding, ObjectName, Severity
from svclint.model.suppression import Suppressed
from svclint.report.result import is_skipped
from svclint.source.files import ReadError
from svclint.source.kinds import API_VERSIONS
from svclint.source.walking import LeftOut

if TYPE_CHECKING:
    # Most runs fix nothing, predict nothing and draw nothing.
    from svclint.fix.proposed_fixes import ProposedFix
    from svclint.fix.rounds import Change
    from svclint.report.diff import ObjectOutcome
    from svclint.report.targets.entries import Entry
    from svclint.settings.baseline import BaselineEntry


class Fixes(NamedTuple):
    """What fixing changed, or would change: the bytes of each file, and the findings fixed.

    ``failed`` are findings whose fix cannot be made where they stand, each with the reason.
    """

    changes: Mapping[str, Change]
    fixed: tuple[Finding, ...]
    failed: Mapping[Finding, str]


class CheckResult(NamedTuple):
    """What a check found, and what it could not check.

    ``files`` are the files with documents, each with the number of its objects by kind, as far
    as svclint checks the kind; ``errors`` are files that could not be checked. ``suppressed``
    findings are hidden by a comment or an annotation, ``known`` ones by the baseline. ``stale`` are
    entries of the baseline that no longer occur, ``None`` without a baseline; ``fixes`` is ``None``
    unless the request asks for fixes. ``proposals`` are the fixes of the findings that have one.
    ``notes`` are sentences about the run itself. ``left_out`` are files and folders that are
    excluded, each with the reason; ``unrendered`` are charts and kustomizations that could not be
    rendered. ``baseline`` is the file with the known findings. Findings of ``fails_from`` or worse
    fail the run; with ``None``, none do.
    """

    findings: tuple[Finding, ...]
    errors: tuple[ReadError, ...]
    files: Mapping[str, Mapping[str, int]]
    suppressed: tuple[Suppressed, ...] = ()
    stale: tuple[BaselineEntry, ...] | None = None
    known: tuple[Finding, ...] = ()
    fixes: Fixes | None = None
    proposals: Mapping[Finding, ProposedFix] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    baseline: str = ""
    fails_from: Severity | None = Severity.ERROR
    unrendered: tuple[LeftOut, ...] = ()

    @property
    def services(self) -> int:
        """The number of Services that were checked."""
        return self.objects.get("Service", 0)

    @property
    def objects(self) -> Mapping[str, int]:
        """The number of objects of the Service API that were checked, by kind."""
        counts = self._counts
        return Counter({kind: counts[kind] for kind in counts if kind in API_VERSIONS})

    @property
    def others(self) -> int:
        """The number of other objects that were checked: workloads, routes, policies."""
        return self._counts.total() - sum(self.objects.values())

    @property
    def _counts(self) -> Counter[str]:
        return sum(map(Counter, self.files.values()), Counter[str]())

    @property
    def is_clean(self) -> bool:
        """Whether everything could be checked and no finding fails the run."""
        return not self.errors and not any(map(self.fails, self.findings))

    def fails(self, finding: Finding) -> bool:
        """Return whether a finding makes the run fail; a note on a skipped document does not."""
        if self.fails_from is None or is_skipped(finding):
            return False
        return finding.severity >= self.fails_from


class DiffResult(NamedTuple):
    """The predicted outcome for each object; ``left_behind`` are live ones that no file has.

    ``unrendered`` are charts and kustomizations that could not be rendered, each with the reason.
    """

    outcomes: tuple[ObjectOutcome, ...]
    left_behind: tuple[ObjectName, ...]
    errors: tuple[ReadError, ...]
    notes: tuple[str, ...] = ()
    unrendered: tuple[LeftOut, ...] = ()


class TargetsResult(NamedTuple):
    """What each Service reaches, and who calls it.

    ``entries`` are the Services as the reports draw them; ``services`` are the same targets as
    plain data: namespace, name, ports, and for each port its targets with their numbers.
    ``others`` are the Services that callers name and that are not found, and the fields of other
    objects that lead nowhere.
    ``summary`` counts all Services and broken links, even if only the broken ones are returned.
    ``unrendered`` are charts and kustomizations that could not be rendered, each with the reason.
    """

    entries: tuple[Entry, ...]
    services: tuple[Mapping[str, Any], ...]
    errors: tuple[ReadError, ...]
    others: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""
    unrendered: tuple[LeftOut, ...] = ()
