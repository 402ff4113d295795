"""The API server refuses a port of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import is_validated, port_problems, refused_policy
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document

_FIELDS = ("spec.ingress[].ports[]", "spec.egress[].ports[]")


@reference_rule(
    "network-policy-port-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses a port of a NetworkPolicy."""
    del inventory
    if not is_validated(document):
        return
    for field in _FIELDS:
        for path, value in values_at(document.data, field):
            for problem in port_problems(mapping(value)):
                yield refused_policy((*path, problem.field), problem.fact, problem.remedy)
