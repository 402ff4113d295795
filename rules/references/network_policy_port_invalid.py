"""The API server refuses a port of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import group_of, mapping, text, whole
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kustomization import is_patch_file
from svclint.source.placeholders import contains_placeholder

_LARGEST = 65535
_PROTOCOLS = ("TCP", "UDP", "SCTP")
_FIELDS = ("spec.ingress[].ports[]", "spec.egress[].ports[]")


@reference_rule(
    "network-policy-port-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses a port of a NetworkPolicy."""
    del inventory
    if group_of(document.api_version) != "networking.k8s.io" or is_patch_file(document.file):
        return
    for field in _FIELDS:
        for path, value in values_at(document.data, field):
            entry = mapping(value)
            yield from _of_protocol(path, entry)
            yield from _of_port(path, entry)
            yield from _of_end_port(path, entry)


def _of_protocol(path: Path, entry: Data) -> Iterator[Report]:
    protocol = text(entry.get("protocol"))
    if protocol and protocol not in _PROTOCOLS and not contains_placeholder(protocol):
        fact = f'protocol "{protocol}" is not {", ".join(_PROTOCOLS[:-1])} or {_PROTOCOLS[-1]}'
        meant = protocol.upper() if protocol.upper() in _PROTOCOLS else "TCP"
        yield _refused((*path, "protocol"), fact, f"write {meant}")


def _of_port(path: Path, entry: Data) -> Iterator[Report]:
    written = entry.get("port")
    number, name = whole(written), text(written)
    if number is not None and not 1 <= number <= _LARGEST:
        yield _refused((*path, "port"), f"port {number} is outside 1-{_LARGEST}", "correct it")
    elif name.isdigit() and name.isascii():
        fact = f'port "{name}" is a string, and taken as the name of a port'
        yield _refused((*path, "port"), fact, "remove the quotes")
    elif name and not contains_placeholder(name):
        problems = port_name_problems(name)
        if problems:
            fact = f'port "{name}" {" and ".join(problems)}'
            yield _refused((*path, "port"), fact, "write the number or name of a port of the pods")


def _of_end_port(path: Path, entry: Data) -> Iterator[Report]:
    """Report an ``endPort`` that does not end a range of ports."""
    first, last = entry.get("port"), whole(entry.get("endPort"))
    if last is None:
        return
    number = whole(first)
    fact, remedy = "", "write the number of the first port in port"
    if first is None:
        fact = f"endPort {last} ends a range without a port"
    elif isinstance(first, str) and not contains_placeholder(first):
        fact = f'endPort {last} ends a range that begins with a name, "{first}"'
    elif last > _LARGEST:
        fact, remedy = f"endPort {last} is outside 1-{_LARGEST}", "correct it"
    elif number is not None and last < number:
        fact, remedy = f"endPort {last} is below port {number}", "write the lower number in port"
    if fact:
        yield _refused((*path, "endPort"), fact, remedy)


def _refused(path: Path, fact: str, remedy: str) -> Report:
    return Report(path, f"{fact}; the API server refuses the NetworkPolicy", remedy)
