"""A targetPort names a port that the pods do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.targets import (
    MissingPort,
    ServicePort,
    containers_of,
    is_similar,
    missing_ports,
    ports_of,
)
from svclint.kubernetes.workloads import ContainerPort
from svclint.model import Report, Severity, set_to
from svclint.model.listing import listed
from svclint.model.suggestions import closest
from svclint.rule import reference_rule
from svclint.source import Document

# A pod with more ports gets no better suggestion.
_MOST_COMPARED = 50
_MOST_SHOWN = 5
_OTHER_PODS = (
    "add a label to the selector that only the pods with the port have, or declare it in the others"
)


@reference_rule("target-port-name-missing", Severity.ERROR, since="0.1", where=("targetPort",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A targetPort names a port that the pods do not have."""
    for port, missing in missing_ports(document, inventory):
        # What the API server refuses is reported as such, here and in the container.
        if missing.other_protocol or port_name_problems(str(port.target)):
            continue
        hint, remedy, name = _suggestion(port, missing, ports_of(document))
        if name and port_name_problems(name):
            continue
        path = ("spec", "ports", port.position, "targetPort")
        more = f" and {len(missing.lacking) - 1} more" if len(missing.lacking) > 1 else ""
        effect = (
            f"they receive no traffic of port {port}"
            if missing.having
            else f"connections to port {port} are refused"
        )
        yield Report(
            path,
            f'the pods of {missing.lacking[0]}{more} have no port named "{port.target}", so '
            f"{effect}{missing.uncertainty}{hint}",
            remedy,
            severity=missing.severity,
            # Unsafe: the misspelt name may be that of the container port.
            fix=set_to(path, name, is_safe=False) if name else None,
            others=containers_of(missing.lacking[:1], inventory),
        )


def _suggestion(
    port: ServicePort, missing: MissingPort, ports: list[ServicePort]
) -> tuple[str, str, str]:
    """Return a hint at what was probably meant, a remedy, and the likely name of the port or ""."""
    target, workload = str(port.target), missing.lacking[0]
    if any(found.name == target for found in workload.sidecar_ports):
        return (
            "; only a sidecar has it, where Kubernetes looks names up from 1.33 on",
            "write the number of the port",
            "",
        )
    if any(found.name == target for found in workload.init_ports):
        return (
            "; only an init container has it, which terminates before the pod is ready",
            "declare the port in a container that keeps running",
            "",
        )
    declared = workload.ports[:_MOST_COMPARED]
    taken = {each.target for each in ports if each.position != port.position}
    free = [found for found in declared if not taken & {found.name, found.number}]
    names = {found.name: found.number for found in declared if found.name}
    close = [name for name in names if is_similar(name, target)]
    close += closest(target, (found.name for found in free if found.name), cutoff=0.6)
    if close:
        name = close[0]
        return f'; did you mean "{name}" ({names[name]})?', f"write targetPort: {name}", name
    if missing.having:
        return "", _OTHER_PODS, ""
    hint = ""
    if any(each.name == target for each in ports):
        hint = (
            f'; "{target}" is the name of a Service port, but targetPort takes that of a '
            "container port"
        )
    likely, remedy, name = _by_number(port, free, declared)
    return hint + likely, remedy, name


def _by_number(
    port: ServicePort, free: Sequence[ContainerPort], declared: Sequence[ContainerPort]
) -> tuple[str, str, str]:
    """Return hint, remedy and name from the numbers of the ports: the name tells nothing.

    ``free`` are the ports that no other port of the Service reaches. Another port than the one
    with the number of the Service may serve anything: metrics, a webhook, a proxy.
    """
    same = [found for found in free if found.number == port.number]
    if same and same[0].name:
        name = same[0].name
        remedy = f'write targetPort: {name}, or declare a container port named "{port.target}"'
        return f'; the pods have "{name}" ({port.number})', remedy, name
    if same:
        remedy = f"name the container port {port.target}, or write targetPort: {port.number}"
        return f"; their port {port.number} has no name", remedy, ""
    shown = [
        f'"{each.name}" ({each.number})' if each.name else str(each.number) for each in declared
    ]
    has = f"; the pods have {listed(shown, _MOST_SHOWN)}" if shown else ""
    return has, f'declare a container port named "{port.target}", or write the number of one', ""
