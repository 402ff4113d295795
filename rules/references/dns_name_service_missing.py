"""A DNS name in a variable, an argument or a ConfigMap names a Service that does not exist."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from svclint.kubernetes.host_names import DnsName
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    DNS_CALLER_KINDS,
    SERVICES_OF_CLUSTERS,
    DnsCall,
    absent,
    dns_calls,
    is_headless,
    is_host_served,
    is_made_by_operator,
    is_managed,
    is_meant,
    nearest_services,
    nearly_absent,
    place_of,
    ports_of,
    services_named,
    services_of_workload,
    uncertainty,
)
from svclint.kubernetes.targets.operators import is_named_by_resource
from svclint.kubernetes.targets.release_namespaces import may_share_namespace
from svclint.kubernetes.targets.releases import is_of_release
from svclint.kubernetes.targets.renamed_hosts import renamed_host
from svclint.model import Path, Report, Severity
from svclint.model.suggestions import edit_distance
from svclint.rule import reference_rule
from svclint.source import Document

# The name of a pod of a StatefulSet.
_ORDINAL = re.compile(r"(.+)-\d{1,5}")
_SERVICE = "svc"
# Two letters of shorter namespaces make another one.
_LONG = 7


@reference_rule("dns-name-service-missing", Severity.WARNING, since="0.1", kinds=DNS_CALLER_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A DNS name in a variable, an argument or a ConfigMap names a Service that does not exist."""
    calls = dns_calls(document, inventory)
    doubtful = [call for call in calls if call.problem or not call.is_found]
    alternatives = _alternatives(calls) if doubtful else set()
    told: set[tuple[Path, str, str]] = set()
    for call in doubtful:
        key = call.value.path, call.name.name, call.name.namespace
        if key in told:
            # The same name with another port.
            continue
        told.add(key)
        if call.problem:
            if is_host_served(document, call.mention.host, inventory):
                # A domain of the network itself, which an Ingress takes.
                continue
            yield Report(
                call.value.path,
                f'"{call.mention.host}" is not the DNS name of a Service: {call.problem}',
                "write NAME.NAMESPACE.svc.cluster.local",
                mention=call.written,
                part=call.mention.host,
            )
        elif (call.value.path, call.name.name) not in alternatives:
            for report in _missing(document, call, inventory):
                yield report._replace(mention=call.written, part=call.name.name)


def _alternatives(calls: Iterable[DnsCall]) -> set[tuple[Path, str]]:
    """Return the names that a text has with several namespaces: it lists where a Service may be.

    Prometheus, for example, takes a list of names, and skips those that do not resolve.
    """
    namespaces: dict[tuple[Path, str], set[str]] = defaultdict(set)
    for call in calls:
        if call.name.is_service:
            namespaces[call.value.path, call.name.name].add(call.name.namespace)
    return {name for name, found in namespaces.items() if len(found) > 1}


def _missing(document: Document, call: DnsCall, inventory: Inventory) -> Iterator[Report]:
    """Report a Service that is not found, if the name surely is that of a Service."""
    name = call.name
    spaces = (name.namespace,) if name.namespace else inventory.namespaces(document)
    quoted = ", ".join(f'"{each}"' for each in spaces)
    fact = f'Service "{name.name}" not found in namespace {quoted}'
    if call.mention.host != name.name or "\n" in call.value.text:
        fact += f' (DNS name "{call.mention.host}")'
    if (name.name, name.namespace) in SERVICES_OF_CLUSTERS:
        return
    if not call.services and is_made_by_operator(document, (name.name,), inventory):
        return
    if inventory.is_elsewhere(document, "", "Service", name.name, name.namespace):
        return
    named = services_named(document, name.name, inventory)
    if any(may_share_namespace(document, each, inventory) for each in named):
        return
    if name.namespace and not all(map(inventory.has_namespace, named)):
        # It may be applied to that namespace.
        return
    report = Report(call.value.path, fact, "check its name and namespace", part=name.name)
    left = renamed_host(report, call, document, inventory)
    near_miss = _near_miss(document, call, fact, inventory) if left is None else None
    if left is not None:
        yield left
    elif near_miss is not None:
        yield nearly_absent(near_miss, document, inventory) if name.is_service else near_miss
    elif not inventory.is_closed(document, ("Service",)) and (
        is_managed(name.namespace)
        or is_of_release(document, (name.name,), inventory)
        or is_named_by_resource(name.name, inventory)
    ):
        return
    elif name.is_service and not call.services:
        yield from absent(report, document, inventory, namespace=name.namespace)


def _near_miss(document: Document, call: DnsCall, fact: str, inventory: Inventory) -> Report | None:
    """Return a report of the Service that was probably meant."""
    name, path = call.name, call.value.path
    other = (
        _misspelt_svc(document, name, inventory)
        or _other_order(document, name, inventory)
        or _pod_of_other(document, name, inventory)
    )
    if other:
        fact_of_name = fact if f'"{call.mention.host}"' in fact else f"{fact} ({call.mention.host})"
        return Report(path, f"{fact_of_name}; {other[0]}", f"write {other[1]}")
    near = [
        each
        for each in nearest_services(document, name.name, name.namespace, inventory)
        if _may_be_meant(call, each)
    ]
    owners = services_of_workload(document, name.name, name.namespace, inventory)
    if not owners and len({each.object_name.name for each in near}) == 1:
        meant = near[0].object_name.name
        return Report(
            path, f'{fact}; did you mean "{meant}" ({place_of(near[0])})?', f"write {meant}"
        )
    named = [each for each in services_named(document, name.name, inventory)
             if _may_be_meant(call, each)]  # fmt: skip
    if named and _is_near_namespace(call, named[0], inventory):
        return _in_other_namespace(call, named[0], fact, inventory)
    for workload, service in owners:
        if _may_be_meant(call, service):
            meant = service.object_name.name
            reason = uncertainty(document, [service, workload.document], inventory)
            return Report(
                path,
                f'{fact}; {workload} has that name, but its Service is "{meant}" '
                f"({place_of(service)}){reason}",
                f"write {meant}",
                severity=Severity.NOTE if reason else None,
            )
    return None


def _misspelt_svc(
    document: Document, name: DnsName, inventory: Inventory
) -> tuple[str, str] | None:
    """Return what is meant by ``api.shop.scv``, which is read as a pod, and how to write it."""
    if name.is_service or not name.pod or sorted(name.namespace) != sorted(_SERVICE):
        return None
    for service in services_named(document, name.pod, inventory):
        if name.name in inventory.namespaces(service):
            fact = f'Service "{name.pod}" ({place_of(service)}) is in namespace "{name.name}"'
            fact += f', and "{name.namespace}" is not "{_SERVICE}"'
            return fact, f"{name.pod}.{name.name}.{_SERVICE}"
    return None


def _other_order(document: Document, name: DnsName, inventory: Inventory) -> tuple[str, str] | None:
    """Return what is meant by a namespace before the name of its Service, and how to write it."""
    if not name.is_service:
        return None
    for service in services_named(document, name.namespace, inventory):
        if service.object_name.namespace == name.name:
            fact = f'Service "{name.namespace}" ({place_of(service)}) is in namespace "{name.name}"'
            fact += "; the name of a Service comes before its namespace"
            return fact, f"{name.namespace}.{name.name}"
    return None


def _pod_of_other(
    document: Document, name: DnsName, inventory: Inventory
) -> tuple[str, str] | None:
    """Return the Service that the name of a pod lacks or misspells, and how to write both."""
    found = _ORDINAL.fullmatch(name.name)
    if found is None:
        return None
    space = name.namespace if name.is_service else ""
    for workload, service in services_of_workload(document, found[1], space, inventory):
        own = service.object_name.name
        is_meant_here = name.is_service or not name.namespace or is_meant(name.namespace, own)
        if workload.kind == "StatefulSet" and is_headless(service) and is_meant_here:
            return (
                f'{workload} has a pod of that name, behind Service "{own}" ({place_of(service)})',
                f"{name.name}.{own}",
            )
    return None


def _may_be_meant(call: DnsCall, service: Document) -> bool:
    """Return whether a similar Service may be meant: for an unsure host, it has the port."""
    if call.mention.is_sure:
        return True
    return any(each.number == call.port for each in ports_of(service))


def _is_near_namespace(call: DnsCall, service: Document, inventory: Inventory) -> bool:
    """Return whether a name without ``svc`` can mean a Service of another namespace.

    ``api.example`` is a domain unless the namespace is similar; a pod's name is of no Service.
    """
    name = call.name
    if name.is_service or not (name.namespace or name.pod):
        return True
    most = 2 if len(name.namespace) >= _LONG else 1
    return not name.pod and any(
        edit_distance(name.namespace, each, most) for each in inventory.namespaces(service)
    )


def _in_other_namespace(
    call: DnsCall, service: Document, fact: str, inventory: Inventory
) -> Report:
    namespace = inventory.namespaces(service)[0]
    is_written = bool(service.object_name.namespace)
    reason = "" if is_written else ", unless it is applied with --namespace"
    has_port = call.port is None or any(each.number == call.port for each in ports_of(service))
    return Report(
        call.value.path,
        f'{fact}; it is defined in namespace "{namespace}" ({place_of(service)}){reason}',
        f"write {call.name.name}.{namespace}",
        severity=None if is_written and has_port else Severity.NOTE,
        is_elsewhere=True,
    )
