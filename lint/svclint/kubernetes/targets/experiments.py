"""Services that Argo Rollouts makes for the pods of an experiment.

Source: https://argo-rollouts.readthedocs.io/en/stable/features/experiment/
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

_STEPS = ("spec", "strategy", "canary", "steps")


def is_made_by_experiment(document: Document, name: str, inventory: Inventory) -> bool:
    """Return whether a step of a Rollout that is deployed with an object makes a Service."""
    return any(
        name in _service_names(each)
        for each in inventory.of_kind("argoproj.io", "Rollout")
        if inventory.are_together(document, each)
    )


def _service_names(rollout: Document) -> Iterator[str]:
    for step in sequence(rollout.value(_STEPS)):
        experiment = mapping(mapping(step).get("experiment"))
        for template in map(mapping, sequence(experiment.get("templates"))):
            yield text(mapping(template.get("service")).get("name"))
