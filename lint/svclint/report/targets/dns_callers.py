"""The callers of Services by DNS name: workloads, ConfigMaps and others whose values name hosts."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    DnsCall,
    dns_calls,
    is_external_name,
    is_headless,
    ports_of,
)
from svclint.kubernetes.targets.calls_by_service import documents_with_hosts
from svclint.model import Path, Severity
from svclint.report.targets.callers import Call, Calls
from svclint.report.targets.faults import Fault, RuleFaults
from svclint.source import Document


def add_dns_calls(found: Calls, inventory: Inventory, reasons: RuleFaults) -> None:
    """Add the calls by DNS name; a name without a Service only if a rule reports it."""
    for document in documents_with_hosts(inventory):
        space = inventory.namespaces(document)[0]
        for call in dns_calls(document, inventory):
            host = call.mention.host
            port_text = "" if call.port is None else str(call.port)
            fault = _fault(document, call, reasons)
            if call.services:
                service = call.services[0]
                position = _position(service, call)
                each = Call(document, space, position, port_text, fault, host, call.value.path)
                found.of[id(service)].append(each)
            elif fault is not None and call.name.name:
                where = call.name.namespace or space
                each = Call(document, space, None, port_text, fault, host, call.value.path)
                found.missing[where, call.name.name].append(each)


def _position(service: Document, call: DnsCall) -> int | None:
    """Return the index of the port that a call reaches, if it is one of the Service."""
    if is_external_name(service):
        return None
    name, is_of_pods = call.name.port_name, is_headless(service)
    for port in ports_of(service):
        numbers = (port.number, port.target) if is_of_pods else (port.number,)
        if (port.name == name) if name else call.port in numbers:
            return port.position
    return None


def _fault(document: Document, call: DnsCall, reasons: RuleFaults) -> Fault | None:
    """Return why a call does not arrive; a value may name several hosts, each with its fault."""
    paths: tuple[Path, ...] = (call.value.path, call.port_path)
    minimum = Severity.WARNING if call.services else Severity.NOTE
    subject = f'"{call.mention.host}' if call.name.pod else f'"{call.name.name}"'
    found = (reasons.at(document, path, minimum, subject) for path in paths)
    return next((each for each in found if each is not None), None)
