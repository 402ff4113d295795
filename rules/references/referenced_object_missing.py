"""A route, policy, Rollout or scaler refers to an object that is not in the checked files."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.controllers import (
    REFERRING_KINDS,
    TRAEFIK_GROUPS,
    ObjectReference,
    nearest_objects,
    object_references,
    objects_referred_to,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import absent, nearly_absent, place_of
from svclint.kubernetes.targets.release_namespaces import may_share_namespace
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("referenced-object-missing", Severity.WARNING, since="0.1", kinds=REFERRING_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A route, policy, Rollout or scaler refers to an object that is not in the checked files."""
    for reference in object_references(document):
        if objects_referred_to(document, reference, inventory):
            continue
        _, group, kind, _, name = reference
        if any(
            other.object_name.name == name and may_share_namespace(document, other, inventory)
            for other in nearest_objects(document, group, kind, name, inventory)
        ):
            continue
        space = reference.namespace or inventory.namespaces(document)[0]
        fact = f'{reference.kind} "{reference.name}" not found in namespace "{space}"'
        near_miss = _near_miss(document, reference, space, fact, inventory)
        kinds = (reference.kind,)
        if near_miss is not None:
            yield nearly_absent(near_miss, document, inventory, kinds)
        elif not _is_elsewhere(document, reference, inventory):
            fact += _of_other_group(document, reference, inventory)
            report = Report(reference.path, fact, "check its name and namespace")
            yield from absent(report, document, inventory, kinds, reference.namespace)


def _of_other_group(document: Document, reference: ObjectReference, inventory: Inventory) -> str:
    """Return where an object is defined with the other API group of Traefik; empty if nowhere."""
    path, group, kind, namespace, name = reference
    other = TRAEFIK_GROUPS.get(group, "")
    moved = ObjectReference(path, other, kind, namespace, name)
    found = objects_referred_to(document, moved, inventory) if other else []
    if not found:
        return ""
    place = place_of(found[0])
    return f", only in the API group {other} ({place}), and only Traefik 2.10 and 2.11 read both"


def _is_elsewhere(document: Document, reference: ObjectReference, inventory: Inventory) -> bool:
    """Return whether another deployment may complete this one with the object.

    One without a namespace may be applied to the one that is named.
    """
    _, group, kind, namespace, name = reference
    return any(
        inventory.is_elsewhere(document, group, kind, name, space)
        for space in dict.fromkeys((namespace, inventory.namespace))
    )


def _near_miss(
    document: Document, reference: ObjectReference, space: str, fact: str, inventory: Inventory
) -> Report | None:
    """Return a report of the object that was probably meant."""
    _, group, kind, _, name = reference
    is_elsewhere = _is_elsewhere(document, reference, inventory)
    for other in nearest_objects(document, group, kind, name, inventory):
        own, spaces = other.object_name.name, inventory.namespaces(other)
        if own != name and space in spaces and not is_elsewhere:
            message = f'{fact}; did you mean "{own}" ({place_of(other)})?'
            return Report(reference.path, message, f"write {own}")
        if own == name and other.object_name.namespace:
            message = f'{fact}; it is defined in namespace "{spaces[0]}" ({place_of(other)})'
            return Report(reference.path, message, f"name the namespace {spaces[0]}")
    return None
