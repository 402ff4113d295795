"""Show, for every rule, how often a recorded server agreed with it.

Run it: ``python tests/conformance/agreement.py``.
"""

from __future__ import annotations

import inspect
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from svclint.rule.registry import all_rules

from tests.conformance.recorded import KNOWN_MISSES, cases, findings, recorded

SETS = ("create", "extra", "family", "versions-create")


class Row(NamedTuple):
    """The number of recorded cases with a finding of a rule, and in how many the server agrees."""

    spoke: int
    right: int


def predicting_rules() -> set[str]:
    """Return the names of the rules that predict an answer of the server to a create."""
    return {
        rule.name
        for rule in all_rules()
        if rule.scope not in ("applying", "change", "reference")
        and any(word in inspect.getsource(sys.modules[rule.module]) for word in _PREDICTING)
    }


@lru_cache(maxsize=1)
def tally() -> dict[str, Row]:
    """Count the recorded cases in which each rule predicts an answer, and those that are correct.

    A rejection is correct if the server rejected the object; a warning is correct if the server
    sent one, or rejected the object.
    """
    spoke: dict[str, int] = {}
    right: dict[str, int] = {}
    for case in (case for name in SETS for case in cases(name)):
        if case["id"] in KNOWN_MISSES:
            continue
        want = recorded(case)
        rules = {(f.rule, f.server.outcome) for f in findings(case) if f.server is not None}
        for rule, outcome in rules:
            agrees = want.refused if outcome == "reject" else bool(want.warnings or want.refused)
            spoke[rule] = spoke.get(rule, 0) + 1
            right[rule] = right.get(rule, 0) + agrees
    return {rule: Row(spoke[rule], right[rule]) for rule in spoke}


_PREDICTING = ("refused(", "warned(", "ServerAnswer(")


def main() -> None:
    """Print the table, and the rules that no recorded case covers."""
    table = tally()
    width = max(map(len, table))
    for rule in sorted(table):
        print(f"{rule:<{width}}  {table[rule].right:>5} of {table[rule].spoke:>5}")
    missing = predicting_rules() - set(table)
    print(f"{len(table)} rules are hit; not hit: {', '.join(sorted(missing)) or 'none'}")


if __name__ == "__main__":
    main()
