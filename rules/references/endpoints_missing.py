"""A Service without a selector has no Endpoints or EndpointSlice in the checked files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    absent,
    is_external_name,
    is_related,
    manual_endpoints,
    may_have_selector,
    place_of,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document

_MANY = 2000


@reference_rule("endpoints-missing", Severity.NOTE, since="0.1", where=("no selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service without a selector has no Endpoints or EndpointSlice in the checked files."""
    if (
        may_have_selector(document)
        or is_external_name(document)
        or inventory.added_labels(document)
    ):
        return
    if manual_endpoints(document, inventory):
        return
    is_empty = document.value(("spec", "selector")) == {}
    fact = "an empty selector matches nothing" if is_empty else "the Service has no selector"
    workload = _meant_workload(document, inventory)
    if workload is not None:
        fact += f", though {workload} ({place_of(workload.document)}) has a similar name"
    report = Report(
        ("spec", "selector"),
        f"{fact}, and no Endpoints or EndpointSlice for it is found",
        "add a selector, or an EndpointSlice with the label "
        f"kubernetes.io/service-name: {document.object_name.name}",
        at_key=True,
    )
    # Most Services without a selector have endpoints that a program or an operator writes.
    space = None if is_empty or workload is not None else ""
    yield from absent(report, document, inventory, ("Endpoints", "EndpointSlice"), space)


def _meant_workload(service: Document, inventory: Inventory) -> Workload | None:
    """Return a workload beside a Service whose name says that the Service should select it."""
    beside = islice(inventory.workloads.within(inventory.search_places(service)), _MANY)
    return next((each for each in beside if is_related(service, each)), None)
