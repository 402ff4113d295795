"""An Ingress names a class that no IngressClass of the checked files has."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    CLASS_ANNOTATION,
    absent,
    classes_named,
    has_classes,
    ingress_class,
    is_likely_typo,
    nearly_absent,
    place_of,
    similarly_named_classes,
    uncertainty,
)
from svclint.model import Report, Severity, set_to
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "ingress-class-missing",
    Severity.ERROR,
    since="0.1",
    kinds=("Ingress",),
    beside=("IngressClass",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An Ingress names a class that no IngressClass of the checked files has."""
    path, name = ingress_class(document)
    if not name or not has_classes(inventory) or classes_named(name, inventory):
        return
    # A controller may know the class of an annotation by itself, without an IngressClass.
    is_annotation = path[-1] == CLASS_ANNOTATION
    fact = f'IngressClass "{name}" not found'
    similar = [
        each
        for each in similarly_named_classes(name, document, inventory)
        if not is_annotation or is_likely_typo(name, each.object_name.name)
    ]
    if similar:
        meant = similar[0].object_name.name
        is_likely = is_annotation or bool(uncertainty(document, similar, inventory))
        report = Report(
            path,
            f'{fact}; did you mean "{meant}" ({place_of(similar[0])})?',
            f"write {meant}",
            severity=Severity.WARNING if is_likely else None,
            fix=set_to(path, meant, is_safe=False),
        )
        yield nearly_absent(report, document, inventory, ("IngressClass",))
    elif not is_annotation:
        report = Report(path, fact, "check its name")
        yield from absent(report, document, inventory, ("IngressClass",))
