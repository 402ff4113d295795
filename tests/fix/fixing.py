"""Fix a text in memory, like the command does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.engine.run_rules import RuleCrash
from svclint.fix.rounds import FixResult, fix_in_rounds
from svclint.model import Finding
from svclint.model.cluster import NO_CLAIMS, ClusterFacts
from svclint.model.networks import NO_NETWORKS
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.engine_runs import run

FACTS = ClusterFacts((1, 37), NO_NETWORKS, (30000, 32767), "default", NO_CLAIMS)


class Fixed(NamedTuple):
    """A text after its fixes, the fixes, and the remaining findings."""

    raw: bytes
    repair: FixResult
    left: list[Finding]

    @property
    def text(self) -> str:
        return self.raw.decode()


def find(
    raw: bytes, facts: ClusterFacts = FACTS, rules: Sequence[Rule] | None = None
) -> list[Finding]:
    """Return the findings in a text."""
    found: list[Finding] = []
    documents = documents_of_bytes("manifest.yaml", raw, KINDS_READ)
    for item in run(documents, all_rules() if rules is None else rules, lambda _file: facts):
        assert not isinstance(item, RuleCrash), item.trace
        found.append(item)
    return found


def fix(
    raw: bytes | str,
    facts: ClusterFacts = FACTS,
    rules: Sequence[Rule] | None = None,
    *,
    unsafe: bool = False,
) -> Fixed:
    """Apply all fixes, in as many rounds as necessary."""
    before = raw.encode() if isinstance(raw, str) else raw
    left: list[Finding] = []

    def judge(texts: Mapping[str, bytes]) -> list[Finding]:
        left[:] = find(texts.get("manifest.yaml", before), facts, rules)
        return [each for each in left if each.fix and (each.fix.is_safe or unsafe)]

    done = fix_in_rounds(judge({}), judge, lambda _file: before)
    change = done.changes.get("manifest.yaml")
    return Fixed(change.after if change else before, done, left)
