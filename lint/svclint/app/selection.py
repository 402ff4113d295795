"""Which findings of each file are reported, as its configuration selects rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svclint.app.facts import FactsFinder
from svclint.app.requests import RuleRequest
from svclint.rule import Rule
from svclint.settings.config.layers import FileConfig
from svclint.settings.rule_selection import RuleOptions, RuleSelection, rule_selection


def rule_options(request: RuleRequest) -> RuleOptions:
    """Return what a request says about rules."""
    return RuleOptions(request.select, request.ignore, request.profile, request.require_reason)


def selection_finder(
    facts_for: FactsFinder, options: RuleOptions, rules: Sequence[Rule]
) -> Callable[[str], RuleSelection]:
    """Return a function from a file to the selection of the rules of a run for it."""
    # With their configuration kept, the ids of its layers stay unique.
    known: dict[tuple[int, ...], tuple[RuleSelection, FileConfig]] = {}

    def selection_for(file: str) -> RuleSelection:
        config = facts_for.file_config(file)
        key = tuple(map(id, config.layers))
        if key not in known:
            known[key] = rule_selection(config, options, rules), config
        return known[key][0]

    return selection_for
