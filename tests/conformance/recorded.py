"""Recorded answers of kube-apiserver 1.28 to 1.37, and those of svclint to the same."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.live import claims_of
from svclint.model import Finding
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import NO_CLAIMS, ClusterFacts, parse_version
from svclint.model.networks import Networks
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.conformance.answers import read_answers
from tests.engine_runs import run

DATA = Path(__file__).parent / "data"
CIDRS = {
    "v4": "10.3.240.0/20",
    "np": "10.3.240.0/20",
    "dual": "10.96.0.0/16,fd00:10:96::/112",
    "v6": "fd00:10:96::/112",
}
# Cases in which the recording or kubectl disagrees with the server.
KNOWN_MISSES = {
    # svclint does not check the structure of this kind.
    "d-create-d5843e1afb": "a ConfigMap with a spec",
    # A server of the same version rejects the second Service when this is repeated.
    "d-create-2709607373": "the other Service's address was free again when this was recorded",
}
# Recorded with kubectl 1.32 beside a newer server: files that begin with a brace and are not JSON,
# and null annotations under client-side apply. svclint assumes a kubectl of the server's version.
OLDER_KUBECTL = (
    *("d-create-40f2153e6a", "d-create-f856b733ad"),
    *("d-update-f6286d0efc", "d-update-fd81d3331a"),
)
# The server refuses text such as ${HOST}; svclint takes it for a value that is filled in later.
PLACEHOLDERS = ("d-fc-3aa92240ec", "d-fc-c7e5caef02", "d-fc-0eadf35196")


class Verdict(NamedTuple):
    """Return whether it is rejected, the fields of the causes, and the number of warnings.

    ``not_run`` is the number of checks that svclint does not run: they depend on a wrong value.
    """

    refused: bool
    fields: frozenset[str]
    warnings: int
    not_run: int = 0

    def covers(self, other: Verdict) -> bool:
        """Return whether all fields of another verdict are named, or checks of them not run."""
        return len(other.fields - self.fields) <= self.not_run


@lru_cache(maxsize=4)
def cases(name: str) -> tuple[dict[str, Any], ...]:
    """Return the recorded cases of a data file."""
    return read_answers(DATA / f"{name}.jsonl.gz")


def facts_of(case: dict[str, Any]) -> ClusterFacts:
    """Return the facts of the cluster on which a case was recorded."""
    networks = [parse_cidr(text) for text in CIDRS[case["profile"]].split(",")]
    others = [Document(Chunk("live.json", "", 1), data) for data in case.get("others") or ()]
    version = "1.32" if case.get("id") in OLDER_KUBECTL else case.get("version", "1.36.2")
    return ClusterFacts(
        parse_version(version),
        Networks(parsed[1] for parsed in networks if parsed is not None),
        (20000, 20100) if case["profile"] == "np" else (30000, 32767),
        case.get("ns") or "default",
        claims_of(others) if others else NO_CLAIMS,
    )


def recorded(case: dict[str, Any]) -> Verdict:
    """Return the answer of the server; for parse errors, that of kubectl."""
    if case["group"] == "decode" and case.get("kubectl"):
        return Verdict(case["kubectl"]["exit"] != 0, frozenset(), 0)
    fields = frozenset(cause["field"] for cause in case["causes"] if cause["field"])
    return Verdict((case["status"] or 999) >= 400, fields, len(case["warnings"]))


def findings(case: dict[str, Any]) -> list[Finding]:
    """Return the findings of all rules in the same manifest."""
    facts = facts_of(case)
    documents = documents_of_bytes("manifest.yaml", case["manifest"].encode(), KINDS_READ)
    found: list[Finding] = []
    for item in run(documents, all_rules(), lambda _file: facts):
        assert not isinstance(item, RuleCrash), item.trace
        found.append(item)
    return found


def predicted(found: list[Finding]) -> Verdict:
    """Return the answer that svclint predicts."""
    answers = [finding.server for finding in found if finding.server is not None]
    rejected = [answer for answer in answers if answer.outcome == "reject"]
    fields = frozenset(answer.field for answer in rejected)
    not_run = sum(finding.checks_not_run for finding in found)
    return Verdict(bool(rejected), fields, len(answers) - len(rejected), not_run)


def assert_agrees(case: dict[str, Any]) -> None:
    """Assert that svclint predicts the verdict, the fields and the warnings of a recorded answer.

    Answers to objects that do not decode name one field of several, and come without warnings.
    """
    want, got = recorded(case), predicted(findings(case))
    assert got.refused == want.refused
    if case["group"] == "decode":
        return
    if want.refused:
        assert got.covers(want)
    else:
        assert got.warnings == want.warnings
