"""The port that an annotation tells Prometheus to scrape is not one of the pods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    is_service,
    listed_ports,
    listening_numbers,
    ports_of,
    resolve_target_port,
    selected_workloads,
    services_selecting,
    workload_defined,
)
from svclint.kubernetes.workloads import MESH_PORTS, Workload
from svclint.model import Data, Path, Report, Severity, set_to
from svclint.model.data import mapping, text
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_SCRAPE, _PORT = "prometheus.io/scrape", "prometheus.io/port"
# Ports of sidecars that are injected: of meshes, Dapr and Consul.
_INJECTED = MESH_PORTS | {9090, 20200}
# Annotations of pods that let an admission webhook add containers, which no manifest declares.
_INJECTING = (
    "consul.hashicorp.com/connect-inject",
    "dapr.io/enabled",
    "linkerd.io/inject",
    "sidecar.istio.io/inject",
)
_METRICS = ("metric", "prom", "stats")


@reference_rule(
    "scrape-port-missing",
    Severity.WARNING,
    since="0.1",
    kinds=(*sorted(WORKLOAD_KINDS), "Service"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The port that an annotation tells Prometheus to scrape is not one of the pods."""
    path = _annotations_path(document, inventory)
    annotations = mapping(document.value(path))
    if not is_service(document):
        yield from _not_strings(path, annotations, document)
    written = text(annotations.get(_PORT))
    if not written or text(annotations.get(_SCRAPE)).lower() != "true":
        return
    if any(annotations.get(name) in ("true", "enabled") for name in _INJECTING):
        return
    place = (*path, _PORT)
    if not (written.isascii() and written.isdigit() and 0 < int(written[:6]) < 65536):
        yield Report(
            place,
            f'{_PORT} is "{written}", which is not the number of a port',
            "write the number of the port",
        )
        return
    number = int(written)
    if is_service(document):
        services, workloads = [document], selected_workloads(document, inventory)
    else:
        own = workload_defined(document, inventory)
        workloads = [] if own is None else [own]
        services = services_selecting(document, inventory) if workloads else []
    if not workloads or any(
        _may_listen(each, number, services) or number in listening_numbers(each, inventory)
        for each in workloads
    ):
        return
    yield _report(place, number, services, workloads)


def _not_strings(path: Path, annotations: Data, document: Document) -> Iterator[Report]:
    """Report values without quotes, which no workload may have; for Services, wrong-type does."""
    for key in (_SCRAPE, _PORT):
        value = annotations.get(key)
        if isinstance(value, bool | int):
            spelt = str(value).lower()
            yield Report(
                (*path, key),
                f"{key} is {spelt}, not a string; the API server refuses the {document.kind}",
                "put it into quotes",
                severity=Severity.ERROR,
                fix=set_to((*path, key), spelt, is_safe=False),
            )


def _annotations_path(document: Document, inventory: Inventory) -> Path:
    path = inventory.pod_template_path(document) or ()
    return (*path, "metadata", "annotations")


def _may_listen(workload: Workload, number: int, services: Sequence[Document]) -> bool:
    """Return whether pods may listen on a port, as far as they declare their ports."""
    is_of_service = any(port.number == number for each in services for port in ports_of(each))
    if not workload.ports or (number in _INJECTED and not is_of_service):
        return True
    targets = {resolve_target_port(workload, port) for each in services for port in ports_of(each)}
    # A port by a name that the pods lack may be that of a sidecar.
    return (
        None in targets
        or number in targets
        or any(port.number == number for port in workload.ports)
    )


def _report(
    place: Path, number: int, services: Sequence[Document], workloads: Sequence[Workload]
) -> Report:
    declared = workloads[0].ports
    fact = f"{workloads[0]} declares no port {number}, only {listed_ports(declared)}"
    likely = [each for each in declared if any(term in each.name for term in _METRICS)]
    owner = next((each for each in services
                  if any(port.number == number for port in ports_of(each))), None)  # fmt: skip
    if owner is not None:
        fact += (
            f'; {number} is a port of Service "{owner.object_name.name}", but Prometheus connects '
            "to the pods"
        )
    elif not likely:
        fact += "; it may listen on ports that it does not declare"
    return Report(
        place,
        fact,
        f"write {likely[0].number}" if likely else "write the port of the pods",
        severity=None if owner is not None or likely else Severity.NOTE,
    )
