"""The API server refuses the policyTypes of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import is_validated, refused_policy
from svclint.model import Report, Severity
from svclint.model.data import sequence
from svclint.model.listing import alternatives
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_TYPES = ("Ingress", "Egress")
_PATH = ("spec", "policyTypes")


@reference_rule(
    "network-policy-type-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses the policyTypes of a NetworkPolicy."""
    del inventory
    if not is_validated(document):
        return
    types = sequence(document.value(_PATH))
    if len(types) > len(_TYPES):
        # The server compares none of them with the types that it knows.
        fact = f"policyTypes has {len(types)} entries, and at most {len(_TYPES)} are allowed"
        yield refused_policy((*_PATH, len(_TYPES)), fact, "keep Ingress, Egress or both")
        return
    for at, written in enumerate(types):
        if isinstance(written, str) and written not in _TYPES and not contains_placeholder(written):
            meant = next((each for each in _TYPES if each.lower() == written.lower()), "")
            fact = f'policy type "{written}" is not {alternatives(_TYPES)}'
            yield refused_policy((*_PATH, at), fact, f"write {meant or alternatives(_TYPES)}")
