"""A selector also matches pods that do not serve the Service's port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets import (
    ServicePort,
    is_one_application,
    nearest_workloads,
    ports_of,
    selected_workloads,
)
from svclint.kubernetes.workloads import FINITE_KINDS, Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("selector-matches-several-apps", Severity.WARNING, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector also matches pods that do not serve the Service's port."""
    matched = selected_workloads(document, inventory)
    if len(matched) < 2:
        return
    found = nearest_workloads(document, [each for each in matched if not each.is_hook])
    names = {(workload.kind, workload.name) for workload in found}
    if len(names) < 2 or not is_one_application(document, found):
        return
    for port in ports_of(document):
        count_found(len(found))
        serving = [workload for workload in found if _declares(workload, port)]
        images = {_image_name(image) for workload in serving for image in workload.images}
        serving_names = {workload.name for workload in serving}
        others = [
            workload
            for workload in found
            if not _declares(workload, port)
            and workload.name not in serving_names
            and workload.kind not in FINITE_KINDS
            and images.isdisjoint(map(_image_name, workload.images))
        ]
        if serving and others:
            yield Report(
                ("spec", "selector"),
                f"the selector also matches {_listed(others)}, whose containers do not declare "
                f"port {port.target}, unlike those of {_listed(serving)}; they may still listen "
                "on it",
                "add a label to the selector that only one of them has",
            )
            return


def _declares(workload: Workload, port: ServicePort) -> bool:
    """Return whether a container declares a target port; names are checked by another rule."""
    return isinstance(port.target, str) or any(
        found.number == port.target for found in workload.ports
    )


def _image_name(image: str) -> str:
    """Return an image without registry, tag and digest."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def _listed(workloads: list[Workload]) -> str:
    names = list(dict.fromkeys(map(str, workloads)))
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")
