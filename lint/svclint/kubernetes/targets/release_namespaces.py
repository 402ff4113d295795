"""Namespaces of releases: those of objects that a chart leaves to the command that installs it."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.model.data import mapping, text
from svclint.source import Document
from svclint.source.charts import is_rendered_chart

# In which helm template renders a release that has no namespace.
_ASSUMED = "default"


def may_share_namespace(one: Document, other: Document, inventory: Inventory) -> bool:
    """Return whether two objects of one release of a chart may be in one namespace after all.

    An object without a written namespace is in that of the release, which is only assumed, and
    for which another object may have its namespace written. So it is where somebody keeps what
    Helm has printed.
    """
    return (
        one.file == other.file
        and (is_rendered_chart(one.file) or (_is_of_helm(one) and _is_of_helm(other)))
        and any(_is_assumed(each, inventory) for each in (one, other))
    )


def has_no_namespace(document: Document, inventory: Inventory) -> bool:
    """Return whether neither an object nor what deploys it says its namespace."""
    return not document.object_name.namespace and not _is_placed(document, inventory)


def _is_assumed(document: Document, inventory: Inventory) -> bool:
    return not _is_placed(document, inventory) and inventory.namespaces(document) == (_ASSUMED,)


def _is_of_helm(document: Document) -> bool:
    """Return whether an object has the marks of a chart.

    Source: https://helm.sh/docs/chart_best_practices/labels/
    """
    labels = mapping(document.value(("metadata", "labels")))
    if labels.get("app.kubernetes.io/managed-by") == "Helm" or "helm.sh/chart" in labels:
        return True
    annotations = mapping(document.value(("metadata", "annotations")))
    return any(text(key).startswith("helm.sh/") for key in annotations)


def _is_placed(document: Document, inventory: Inventory) -> bool:
    placements = inventory.placements(document)
    return any(each.namespace or each.default_namespace for each in placements)
