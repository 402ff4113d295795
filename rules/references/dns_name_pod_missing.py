"""A DNS name of a pod, in a variable, an argument or a ConfigMap, is that of no pod."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    DNS_CALLER_KINDS,
    DnsCall,
    dns_calls,
    is_headless,
    may_be_headless,
    place_of,
    selected_workloads,
    uncertainty,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.model.data import mapping, text, whole
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_KINDS = tuple(each for each in DNS_CALLER_KINDS if each != "Service")
# Pods without a name have a record of their address.
_ADDRESS = re.compile(r"\d{1,3}(?:-\d{1,3}){3}|[0-9a-f]{0,4}(?:-[0-9a-f]{0,4}){2,7}")
_ORDINAL = re.compile(r"(.+)-(\d{1,5})")


@reference_rule(
    "dns-name-pod-missing",
    Severity.WARNING,
    since="0.1",
    kinds=_KINDS,
    beside=tuple(sorted(WORKLOAD_KINDS)),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A DNS name of a pod, in a variable, an argument or a ConfigMap, is that of no pod."""
    for call in dns_calls(document, inventory):
        if not call.name.pod or not call.services or _ADDRESS.fullmatch(call.name.pod):
            continue
        headless = [each for each in call.services if is_headless(each)]
        if not any(map(may_be_headless, call.services)):
            yield _not_headless(document, call, inventory)._replace(mention=call.written)
        elif headless and not any(_has_pod(each, call, inventory) for each in headless):
            yield _no_pod(headless[0], call, inventory)._replace(mention=call.written)


def _not_headless(document: Document, call: DnsCall, inventory: Inventory) -> Report:
    service = call.services[0]
    reason = uncertainty(document, call.services, inventory)
    fact = f'Service "{service.object_name.name}" ({place_of(service)}) is not headless, so '
    if _has_host_name(service, call, inventory):
        # CoreDNS resolves it nevertheless.
        effect, severity = f'a DNS server need not resolve "{call.mention.host}"', Severity.NOTE
    else:
        effect = f'its pods have no DNS names such as "{call.mention.host}"'
        severity = Severity.WARNING if reason else Severity.ERROR
    return Report(
        call.value.path,
        fact + effect + reason,
        f"name the Service without {call.name.pod}, or set clusterIP: None",
        severity=severity,
    )


def _has_host_name(service: Document, call: DnsCall, inventory: Inventory) -> bool:
    """Return whether a pod with the name of a call may have a host name within a Service."""
    return any(
        _may_have_pod(each, call, inventory)
        and text(each.document.value(("spec", "serviceName"))) in ("", service.object_name.name)
        for each in selected_workloads(service, inventory)
    )


def _has_pod(service: Document, call: DnsCall, inventory: Inventory) -> bool:
    workloads = selected_workloads(service, inventory)
    return not workloads or any(_may_have_pod(each, call, inventory) for each in workloads)


def _may_have_pod(workload: Workload, call: DnsCall, inventory: Inventory) -> bool:
    """Return whether a workload has a pod with the name, or one with a host name of its own."""
    path = inventory.pod_template_path(workload.document) or ()
    if text(workload.document.value((*path, "spec", "hostname"))):
        return True
    if workload.kind != "StatefulSet":
        return False
    found = _ORDINAL.fullmatch(call.name.pod)
    if found is None or found[1] != workload.name:
        return False
    first, count = _ordinals(workload)
    return count is None or first <= int(found[2]) < first + count


def _ordinals(workload: Workload) -> tuple[int, int | None]:
    """Return the first ordinal of the pods of a StatefulSet, and how many there are."""
    spec = mapping(workload.document.value(("spec",)))
    first = whole(mapping(spec.get("ordinals")).get("start")) or 0
    return first, whole(spec.get("replicas")) if "replicas" in spec else 1


def _no_pod(service: Document, call: DnsCall, inventory: Inventory) -> Report:
    workloads = selected_workloads(service, inventory)
    pod = call.name.pod
    start = f'no pod of Service "{service.object_name.name}" has the DNS name "{call.mention.host}"'
    for workload in workloads:
        place = place_of(workload.document)
        if workload.kind != "StatefulSet":
            continue
        first, count = _ordinals(workload)
        last = first + (count or 1) - 1
        pods = f"{workload.name}-{first}" + (f" to {workload.name}-{last}" if last > first else "")
        return Report(
            call.value.path,
            f"{start}; those of {workload} ({place}) are {pods}",
            f"write one of these names instead of {pod}",
            severity=Severity.WARNING if _ORDINAL.fullmatch(pod) else Severity.NOTE,
        )
    return Report(
        call.value.path,
        f"{start}; {workloads[0]} ({place_of(workloads[0].document)}) gives its pods no names",
        "name the Service alone, or use a StatefulSet",
    )
