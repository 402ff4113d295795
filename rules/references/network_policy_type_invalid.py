"""The API server refuses the policyTypes of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.model import Report, Severity
from svclint.model.data import group_of, sequence
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kustomization import is_patch_file
from svclint.source.placeholders import contains_placeholder

_TYPES = ("Ingress", "Egress")
_PATH = ("spec", "policyTypes")


@reference_rule(
    "network-policy-type-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses the policyTypes of a NetworkPolicy."""
    del inventory
    if group_of(document.api_version) != "networking.k8s.io" or is_patch_file(document.file):
        return
    types = sequence(document.value(_PATH))
    if len(types) > len(_TYPES):
        # The server compares none of them with the types that it knows.
        fact = f"policyTypes has {len(types)} entries, and at most {len(_TYPES)} are allowed"
        yield _refused((*_PATH, len(_TYPES)), fact, "remove those that are there twice")
        return
    for at, written in enumerate(types):
        if isinstance(written, str) and written not in _TYPES and not contains_placeholder(written):
            meant = next((each for each in _TYPES if each.lower() == written.lower()), "")
            fact = f'policy type "{written}" is not {" or ".join(_TYPES)}'
            yield _refused((*_PATH, at), fact, f"write {meant or ' or '.join(_TYPES)}")


def _refused(path: tuple[str | int, ...], fact: str, remedy: str) -> Report:
    return Report(path, f"{fact}; the API server refuses the NetworkPolicy", remedy)
