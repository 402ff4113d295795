"""A DNS name in a variable, an argument or a ConfigMap has a port that its Service lacks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    DNS_CALLER_KINDS,
    DnsCall,
    ServicePort,
    containers_of,
    dns_calls,
    is_headless,
    lacks_port,
    may_be_headless,
    may_have_any_port,
    place_of,
    ports_field_of,
    ports_of,
    resolve_target_port,
    selected_workloads,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document

_PILOT, _PILOT_PORTS = "istio-pilot", (15003, 15005, 15007, 15010, 15011)


@reference_rule("dns-name-port-missing", Severity.ERROR, since="0.1", kinds=DNS_CALLER_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A DNS name in a variable, an argument or a ConfigMap has a port that its Service lacks."""
    # Whether a Service has a port depends on nothing else, and most calls are right.
    sound: dict[Hashable, list[Document]] = inventory.cache.computed("sound ports", dict)
    for call in dns_calls(document, inventory):
        port, mention = call.port, call.mention
        key = id(call.services), port, mention.protocol
        if key in sound and not call.name.port_name:
            continue
        # What the kubelet cannot resolve is reported as such.
        if not call.services or call.is_of_probe or _is_of_pilot(call):
            continue
        if call.name.port_name:
            for report in _port_name(document, call, inventory):
                yield report._replace(mention=call.written)
        elif port is not None:
            if any(_may_have(each, call, port, inventory) for each in call.services):
                # The list is kept, so that no other one gets its id.
                sound[key] = call.services
            elif not _is_among_peers(document, call, inventory):
                report = _number(document, call, port, inventory)
                yield report._replace(mention="" if call.is_port_beside else call.written)


def _is_of_pilot(call: DnsCall) -> bool:
    """Return whether a name is that of Istio's Pilot, whose agents take only the host of it.

    Before 1.6, ``discoveryAddress`` had ports that the agent replaced as authentication needed.
    """
    return call.name.name == _PILOT and call.port in _PILOT_PORTS


def _port_name(document: Document, call: DnsCall, inventory: Inventory) -> Iterator[Report]:
    """Report an SRV name whose port name no port of the Service has."""
    name = call.name.port_name
    if any(_is_open(each) or name in _names(each) for each in call.services):
        return
    reason = uncertainty(document, call.services, inventory)
    yield Report(
        call.value.path,
        f"{lacks_port(call.services[0], name)}{_spelt(call)}{reason}",
        "write the name of one of these ports",
        severity=Severity.WARNING if reason else None,
        others=ports_field_of(call.services[0]),
    )


def _number(document: Document, call: DnsCall, port: int, inventory: Inventory) -> Report:
    service = call.services[0]
    reason = uncertainty(document, call.services, inventory)
    if is_headless(service):
        return _of_headless(service, call, port, reason, inventory)
    message, remedy = lacks_port(service, port), "name one of these ports"
    candidates = _ports_of_pods(service, inventory).get(port, [])
    if candidates:
        message += f", and {port} is the port of its pods; clients use the port of the Service"
    candidates = candidates or ports_of(service)
    if len(candidates) == 1:
        remedy = f"write {candidates[0].number}"
    return Report(
        call.port_path,
        f"{message}{_spelt(call)}{_default(call)}{reason}",
        remedy,
        severity=_severity(call, reason),
        part=_part(call, port),
        others=ports_field_of(service),
    )


def _severity(call: DnsCall, reason: str) -> Severity | None:
    """Return the severity: the rule's own only if the text surely names this port of a host."""
    mention = call.mention
    if mention.is_default and not call.is_port_beside:
        return Severity.WARNING if mention.has_path and not reason else Severity.NOTE
    is_certain = mention.is_sure and not call.is_port_beside and not reason
    return None if is_certain else Severity.WARNING


def _likely(call: DnsCall) -> Severity:
    """Return the severity for a port that the pods do not declare, but may listen on."""
    is_default = call.mention.is_default and not call.is_port_beside
    return Severity.NOTE if is_default else Severity.WARNING


def _default(call: DnsCall) -> str:
    if not call.mention.is_default or call.is_port_beside:
        return ""
    return "; it is the default of the URL, unless the application adds a port"


def _spelt(call: DnsCall) -> str:
    """Return how the text spells the host, where the place of the finding does not show it."""
    host, text = call.mention.host, call.value.text
    if host == call.name.name and "\n" not in text:
        return ""
    port = "" if call.mention.port is None or call.mention.is_default else f":{call.mention.port}"
    return f'; it is written as "{host}{port}"'


def _part(call: DnsCall, port: int) -> str:
    """Return the text that is wrong: the port, or the host of a URL that has none."""
    if call.is_port_beside:
        return ""
    return call.mention.host if call.mention.is_default else str(port)


def _may_have(service: Document, call: DnsCall, port: int, inventory: Inventory) -> bool:
    # The name of a pod leads to the pod itself, if to anything: dns-name-pod-missing reports it.
    headless = is_headless(service)
    if _is_open(service) or (call.name.pod and not headless):
        return True
    protocol = call.mention.protocol
    if headless:
        return _pods_may_listen(service, port, inventory)
    offered = _protocols(service, inventory).get(port, ())
    return protocol in offered if protocol else bool(offered)


def _protocols(service: Document, inventory: Inventory) -> Mapping[int, list[str]]:
    """Return the protocols of each port of a Service."""

    def compute() -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for each in ports_of(service):
            found.setdefault(each.number, []).append(each.protocol)
        return found

    return inventory.cache.computed(("protocols of ports", id(service)), compute)


def _is_among_peers(document: Document, call: DnsCall, inventory: Inventory) -> bool:
    """Return whether pods name their own headless Service without a port: they agree on one."""
    return call.mention.is_default and any(
        is_headless(service)
        and any(each.document is document for each in selected_workloads(service, inventory))
        for service in call.services
    )


def _is_open(service: Document) -> bool:
    """Return whether a Service forwards to ports that its manifest does not define."""
    is_headless_unknown = may_be_headless(service) and not is_headless(service)
    return may_have_any_port(service) or is_headless_unknown


def _pods_may_listen(service: Document, port: int, inventory: Inventory) -> bool:
    """Return whether pods behind a headless Service may listen on a port, as far as is known."""
    workloads = selected_workloads(service, inventory)
    if not workloads:
        return any(port in (each.number, each.target) for each in ports_of(service))
    if any(found.number == port for each in workloads for found in each.ports):
        return True
    reached = {
        (each.number, resolve_target_port(workload, each))
        for workload in workloads
        for each in ports_of(service)
    }
    # Pods may listen on ports that they do not declare: a name that none of them has tells nothing.
    is_unknown = (port, None) in reached or not any(each.ports for each in workloads)
    return is_unknown or any(target == port for _, target in reached)


def _of_headless(
    service: Document, call: DnsCall, port: int, reason: str, inventory: Inventory
) -> Report:
    workloads = selected_workloads(service, inventory)
    listed = sorted({found.number for each in workloads for found in each.ports})
    listed = listed or sorted({each.target for each in ports_of(service)
                               if isinstance(each.target, int)})  # fmt: skip
    ports = ", ".join(map(str, listed))
    is_service_port = any(each.number == port for each in ports_of(service))
    kind = "is its own port, and not that of its pods" if is_service_port else "is not one of them"
    return Report(
        call.port_path,
        f'Service "{service.object_name.name}" ({place_of(service)}) is headless, so that clients '
        f"reach the ports of its pods, {ports}; {port} {kind}{_spelt(call)}{reason}",
        f"write {ports}" if len(listed) == 1 else "write a port of the pods",
        severity=_severity(call, reason) if is_service_port else _likely(call),
        part=_part(call, port),
        others=containers_of(workloads[:1], inventory),
    )


def _ports_of_pods(service: Document, inventory: Inventory) -> Mapping[int, list[ServicePort]]:
    """Return the ports of a Service by the numbers of the pods behind them."""

    def compute() -> Mapping[int, list[ServicePort]]:
        workloads = selected_workloads(service, inventory)
        found: dict[int, list[ServicePort]] = {}
        for each in ports_of(service):
            numbers = {resolve_target_port(workload, each) for workload in workloads}
            if isinstance(each.target, int):
                numbers = {each.target}
            for number in numbers - {None}:
                found.setdefault(int(number or 0), []).append(each)
        return found

    return inventory.cache.computed(("ports by numbers of pods", id(service)), compute)


def _names(service: Document) -> set[str]:
    return {each.name for each in ports_of(service)}
