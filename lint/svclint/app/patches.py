"""Run the rules about the patches of the kustomizations of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.engine.run_rules import RuleCrash, run_rules
from svclint.model import Finding, Source
from svclint.render.patched import ignored_items
from svclint.render.rendering import Rendering
from svclint.rule import Rule


def patch_findings(rendering: Rendering, rules: Sequence[Rule]) -> Iterator[Finding | RuleCrash]:
    """Yield what the rules about patches report, each at its place in the patch."""
    wanted = [rule for rule in rules if rule.scope == "patch"]
    for root, item, patch, origin in ignored_items(rendering) if wanted else ():
        for found in run_rules(wanted, patch, item):
            if isinstance(found, RuleCrash):
                yield found
            else:
                source = Source(origin.key, origin.through, (root.described,))
                yield found._replace(source=source)
