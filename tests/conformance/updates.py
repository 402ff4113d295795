"""Recorded updates of real kube-apiservers, and svclint's predictions of them.

``python tests/conformance/updates.py FILE.jsonl.gz`` prints how often the outcome, fields,
warnings, the stored object and kubectl's patch agree in a recording, and lists the differences.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

if __package__ in (None, "conformance"):
    sys.path.insert(0, str(Path(__file__).parents[2]))

from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.live import claims_of
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Data, Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.conformance.answers import read_answers
from tests.conformance.recorded import facts_of, predicted, recorded
from tests.engine_runs import checked_apply

HOW = {"apply": "client", "ssa": "server", "replace": "replace"}
BOOKKEEPING = {"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"}
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
DATA = Path(__file__).parent / "data" / "update.jsonl.gz"
# Of the other kinds of the Service API.
FAMILY = DATA.with_name("family-update.jsonl.gz")


class Answer(NamedTuple):
    """The prediction of svclint for a recorded update."""

    prediction: Prediction[Any] | None
    findings: list[Finding]


@lru_cache(maxsize=2)
def updates(path: Path = DATA) -> tuple[dict[str, Any], ...]:
    """Return recorded updates."""
    return read_answers(path)


def live_of(case: dict[str, Any]) -> Data:
    """Return the live object with its recorded managed fields."""
    live: Data = json.loads(json.dumps(case["live"]))
    if case.get("live_managed_fields"):
        live["metadata"]["managedFields"] = case["live_managed_fields"]
    return live


def facts_with_claims(case: dict[str, Any]) -> ClusterFacts:
    """Return the facts of the cluster, including what the live object has allocated."""
    objects = [*(case.get("others") or ()), case["live"]]
    claims = claims_of(Document(Chunk("live.json", "", 1), data) for data in objects)
    facts: ClusterFacts = facts_of(case)
    return facts._replace(claims=claims)


def answer(case: dict[str, Any]) -> Answer:
    """Return the prediction of svclint for a recorded update, with all rules."""
    documents = documents_of_bytes("manifest.yaml", case["manifest"].encode(), KINDS_READ)
    document = next(iter(documents))
    apply_options = ApplyOptions(HOW[case["how"]], is_forced=True)
    facts = facts_with_claims(case)
    prediction, found = checked_apply(document, live_of(case), apply_options, all_rules(), facts)
    findings: list[Finding] = []
    for item in found:
        assert not isinstance(item, RuleCrash), item.trace
        findings.append(item)
    return Answer(prediction, findings)


def comparable(value: Any, path: str, allocated: set[str]) -> Any:
    """Return an object without allocated values, bookkeeping fields and empty values."""
    if isinstance(value, dict):
        skipped: set[str] = BOOKKEEPING if path == "metadata" else set()
        skipped = skipped | ({LAST_APPLIED} if path == "metadata.annotations" else set())
        skipped = skipped | ({"status"} if not path else set())
        copy = {
            key: comparable(item, f"{path}.{key}" if path else key, allocated)
            for key, item in value.items()
            if key not in skipped
        }
        return {key: item for key, item in copy.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        return [comparable(item, f"{path}[{i}]", allocated) for i, item in enumerate(value)]
    return "allocated" if path in allocated else value


def agreement(case: dict[str, Any]) -> dict[str, bool]:
    """Compare a recorded answer with the predicted one; return which aspects agree."""
    said = answer(case)
    want, got = recorded(case), predicted(said.findings)
    measures = {"verdict": want.refused == got.refused}
    if want.refused and got.refused and want.fields:
        measures["fields"] = got.covers(want)
        measures["exact"] = want.fields == got.fields
    if not want.refused and not got.refused:
        measures["warnings"] = want.warnings == got.warnings
        allocated = set(case.get("allocated") or ())
        after = said.prediction.after if said.prediction else {}
        measures["after"] = comparable(case["result"], "", allocated) == comparable(
            after, "", allocated
        )
    if case["how"] == "apply" and said.prediction is not None:
        measures["patch"] = (said.prediction.merge.patch or {}) == (case.get("patch") or {})
    return measures


def main() -> None:
    """Print the agreement for a recording, and the cases that disagree."""
    counts: Counter[tuple[str, bool]] = Counter()
    for case in updates(Path(sys.argv[1])):
        measures = agreement(case)
        counts.update(measures.items())
        wrong = [name for name, agrees in measures.items() if not agrees and name != "exact"]
        if wrong:
            findings = [f"{f.rule}: {f.message} {f.server}" for f in answer(case).findings]
            causes = [cause["field"] for cause in case["causes"] or ()]
            print(case["id"], case["cat"], case["how"], case["status"], wrong, causes)
            print("   ", case["message"], case["warnings"], findings)
    for name in dict.fromkeys(name for name, _ in counts):
        right, total = counts[name, True], counts[name, True] + counts[name, False]
        print(f"{name:<9} {right:>5} of {total:>5}  {100 * right / total:.2f}%")


if __name__ == "__main__":
    main()
