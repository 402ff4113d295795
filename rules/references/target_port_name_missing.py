"""A targetPort names a port that the pods do not have."""

from __future__ import annotations

from collections.abc import Iterator

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
from svclint.model import Report, Severity, set_to
from svclint.model.suggestions import closest
from svclint.rule import reference_rule
from svclint.source import Document

# A pod with more ports gets no better suggestion.
_MOST_COMPARED = 50


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
    declared = missing.lacking[0].ports
    names = {found.name: found.number for found in declared[:_MOST_COMPARED] if found.name}
    target = str(port.target)
    if any(found.name == target for found in missing.lacking[0].sidecar_ports):
        return (
            "; only a sidecar has it, where Kubernetes looks names up from 1.33 on",
            "write the number of the port",
            "",
        )
    if any(found.name == target for found in missing.lacking[0].init_ports):
        return (
            "; only an init container has it, which terminates before the pod is ready",
            "declare the port in a container that keeps running",
            "",
        )
    close = [name for name in names if is_similar(name, target)]
    close += closest(target, names, cutoff=0.6)
    if close:
        name = close[0]
        return f'; did you mean "{name}" ({names[name]})?', f"write targetPort: {name}", name
    hint = ""
    if any(each.name == target for each in ports):
        hint = (
            f'; "{target}" is the name of a Service port, but targetPort takes that of a '
            "container port"
        )
    if len(names) == 1:
        name, number = next(iter(names.items()))
        return f'{hint}; the pods have "{name}" ({number})', f"write targetPort: {name}", name
    unnamed = [found for found in declared if not found.name]
    if len(declared) == 1 and unnamed:
        number = declared[0].number
        remedy = f"name the container port {target}, or write targetPort: {number}"
        return f"{hint}; their port {number} has no name", remedy, ""
    return hint, "name the container port, or write its number", ""
