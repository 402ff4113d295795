"""No container declares the number of a targetPort."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    ServicePort,
    containers_of,
    is_headless,
    listening_numbers,
    nearest_selected_workloads,
    ports_of,
)
from svclint.kubernetes.targets.port_messages import target_path
from svclint.kubernetes.workloads import ContainerPort, Workload
from svclint.model import Path, Report, Severity
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document

# Istio replaces it when it injects a gateway, which listens on the ports of Gateways.
_INJECTED_IMAGE = "auto"
# Names of the port that a headless Service needed in old versions of Kubernetes.
_DUMMIES = ("unused", "dummy", "placeholder")


@reference_rule("target-port-not-declared", Severity.NOTE, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """No container declares the number of a targetPort."""
    dummies = _DUMMIES if is_headless(document) else ()
    numbered = [
        port
        for port in ports_of(document)
        if not isinstance(port.target, str) and port.name not in dummies
    ]
    if not numbered:
        return
    found = nearest_selected_workloads(document, inventory)
    declared = [port for each in found for port in each.ports + each.sidecar_ports]
    if not declared or not all(workload.ports for workload in found):
        # Pods may listen on ports without declaring any.
        return
    if any(_INJECTED_IMAGE in workload.images for workload in found):
        return
    protocols: dict[int, dict[str, None]] = {}
    hosts: dict[int, ContainerPort] = {}
    for each in declared:
        protocols.setdefault(each.number, {})[each.protocol] = None
        hosts.setdefault(each.host_port, each)
    others = containers_of(found[:1], inventory)
    unknown: list[ServicePort] = []
    for number, port in _undeclared(numbered, protocols, found, inventory):
        host = hosts.get(number)
        if host is not None:
            fact = (
                f"{port.target} is the hostPort of {found[0]}, but targetPort is a container port, "
                f"which is {host.number}"
            )
            yield _report(document, port, fact, others)._replace(severity=Severity.WARNING)
        elif number in protocols:
            declared_as = next(iter(protocols[number]))
            fact = f"{found[0]} declares port {port.target} as {declared_as}, not {port.protocol}"
            yield _report(document, port, fact, others)
        else:
            unknown.append(port)
    if unknown:
        unknown.sort(key=lambda each: each.position)
        # One reason for all of them: what the image listens on is declared in part.
        shown = list(dict.fromkeys(str(each.target) for each in unknown))
        ports = f"port{'s' * (len(shown) > 1)} {listed(shown)}"
        numbers = listed(list(map(str, protocols)))
        fact = f"no container of {found[0]} declares {ports}, only {numbers}"
        yield _report(document, unknown[0], fact, others, len(shown))


def _undeclared(
    ports: Sequence[ServicePort],
    protocols: Mapping[int, Collection[str]],
    workloads: Sequence[Workload],
    inventory: Inventory,
) -> list[tuple[int, ServicePort]]:
    """Return the targets, each once, that no container declares or is seen to listen on.

    ``protocols`` are those of the numbers that containers declare.
    """
    # One target is reported once, whatever number of ports it has.
    targets = {(int(each.target), each.protocol): each for each in reversed(ports)}
    undeclared = [
        (number, port)
        for (number, protocol), port in targets.items()
        if protocol not in protocols.get(number, ())
    ]
    seen = [listening_numbers(each, inventory) for each in workloads] if undeclared else []
    listening = frozenset.intersection(*seen) if seen else frozenset()
    return [
        (number, port)
        for number, port in undeclared
        if port.protocol != "TCP" or number not in listening
    ]


def _report(
    document: Document,
    port: ServicePort,
    fact: str,
    others: Sequence[tuple[Document, Path]],
    count: int = 1,
) -> Report:
    it, them = ("it", "the port") if count == 1 else ("them", "the ports")
    return Report(
        target_path(document, port),
        f"{fact}; this works only if a container listens on {it} without a declaration",
        f"compare {them} with what the container listens on",
        others=tuple(others),
    )
