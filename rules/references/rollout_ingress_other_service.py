"""The Ingress of a Rollout does not send to the Service of its stable pods."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.controllers import object_references, objects_referred_to
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import place_of, uncertainty
from svclint.model import Report, Severity
from svclint.model.data import mapping, text
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

# Source: the functions ValidateIngress and HasRuleWithService of argoproj/argo-rollouts.
_CANARY = ("spec", "strategy", "canary")
_BACKEND = "spec.rules[].http.paths[].backend"


@reference_rule("rollout-ingress-other-service", Severity.ERROR, since="0.1", kinds=("Rollout",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The Ingress of a Rollout does not send to the Service of its stable pods."""
    canary = mapping(document.value(_CANARY))
    balancer = mapping(mapping(canary.get("trafficRouting")).get("alb"))
    stable = text(balancer.get("rootService")) or text(canary.get("stableService"))
    for reference in object_references(document):
        if reference.kind != "Ingress" or not stable:
            continue
        found = objects_referred_to(document, reference, inventory)
        if not found or any(_sends_to(each, stable) for each in found):
            continue
        reason = uncertainty(document, found, inventory)
        yield Report(
            reference.path,
            f'Ingress "{reference.name}" ({place_of(found[0])}) does not send to Service '
            f'"{stable}", so the controller refuses the Rollout{reason}',
            f"name an Ingress with Service {stable} as backend",
            severity=Severity.WARNING if reason else None,
        )


def _sends_to(ingress: Document, name: str) -> bool:
    """Return whether a rule of an Ingress may have a Service as backend.

    The port does not matter: the controller itself writes the action that ``use-annotation`` needs.
    """
    names = [
        text(value)
        for field in ("service.name", "serviceName")
        for _, value in values_at(ingress.data, f"{_BACKEND}.{field}")
    ]
    return not names or name in names or any(map(contains_placeholder, names))
