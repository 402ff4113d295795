"""Targets are those that the controllers of Kubernetes 1.36.2 wrote into EndpointSlices.

A case contains manifests and, for each port of one Service, the port numbers of the pods of each
workload (``pods``) and those of manually defined endpoints (``manual``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import targets_json
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.conformance.answers import read_answers

DATA = Path(__file__).parent / "data" / "endpoints.jsonl.gz"
MANUAL = ("Endpoints", "EndpointSlice")
Case = dict[str, Any]


def cases() -> list[Case]:
    return list(read_answers(DATA))


CASES = cases()


def ports_of(case: Case) -> dict[str, list[Case]]:
    """Return the targets of each port of the Service, as ``svclint targets`` prints them."""
    inventory = Inventory()
    for document in documents_of_bytes("app.yaml", case["manifests"].encode(), KINDS_READ):
        if isinstance(document.data, dict):
            inventory.add(document)
    found = targets_json(inventory)["services"]
    (service,) = (each for each in found if each["name"] == case["service"])
    return {
        port["name"] or str(index): port["targets"] for index, port in enumerate(service["ports"])
    }


@pytest.mark.parametrize("case", CASES, ids=[f"{c['id']}:{c['family']}" for c in CASES])
def test_targets_are_those_of_the_controllers(case: Case) -> None:
    pods: dict[str, dict[str, set[int | None]]] = {}
    manual: dict[str, set[int | None]] = {}
    for key, targets in ports_of(case).items():
        for target in targets:
            if target["kind"] in MANUAL:
                manual.setdefault(key, set()).add(target["number"])
            else:
                workload = f"{target['kind']}/{target['name']}"
                pods.setdefault(key, {}).setdefault(workload, set()).add(target["number"])
    assert pods == {
        key: {name: set(numbers) for name, numbers in each.items()}
        for key, each in case["pods"].items()
    }
    assert manual == {key: set(numbers) for key, numbers in case["manual"].items()}
