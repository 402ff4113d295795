"""What is reported of one file: findings that are selected and not suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash, sorted_by_place
from svclint.model import Finding
from svclint.rule import Rule
from svclint.settings.rule_selection import RuleSelection
from svclint.settings.suppression.applying import SuppressionFilter, merge_by_place


class Reported(NamedTuple):
    """The findings of a file, and the crashes of rules, which are bugs in svclint."""

    findings: tuple[Finding, ...] = ()
    crashes: tuple[RuleCrash, ...] = ()


class Reporter:
    """Turns what rules found in a file into what is reported."""

    def __init__(
        self,
        rules: Sequence[Rule],
        selection_for: Callable[[str], RuleSelection],
        live: Live | None,
        *,
        uses_suppressions: bool,
    ) -> None:
        self._rules, self._selection_for = rules, selection_for
        self._live = live
        self._live_objects = live.by_name() if live else {}
        self._uses_suppressions = uses_suppressions

    def reported(
        self,
        file: str,
        results: Iterable[tuple[DocumentResult, Findings]],
        more: Findings,
        *,
        has_others: bool,
    ) -> Reported:
        """Return what is reported of a file; ``more`` are findings of no single document.

        ``has_others``: rules across documents have other objects to compare with.
        """
        suppressing = SuppressionFilter(has_others=has_others)
        found: Findings = []
        for result, findings in results:
            found += sorted_by_place(findings)
            if self._uses_suppressions:
                suppressing.add(result, has_live=self._is_live(result))
        found += more
        if not found and not suppressing:
            return Reported()
        selection = self._selection_for(file)
        selected = [
            selection.with_severity(each)
            for each in found
            if isinstance(each, Finding) and each.rule in selection.rules
        ]
        shown, _ = suppressing.split(selected)
        reviews, _ = suppressing.split(suppressing.problems(self._rules, self._selection_for))
        crashes = tuple(each for each in found if isinstance(each, RuleCrash))
        return Reported(tuple(merge_by_place(shown, reviews, [file])), crashes)

    def _is_live(self, result: DocumentResult) -> bool:
        if self._live is None:
            return False
        return self._live.name_of(result.document, result.facts.namespace) in self._live_objects
