"""What the API server refuses in the ports of NetworkPolicies.

Source: ``ValidateNetworkPolicyPort`` of Kubernetes, pkg/apis/networking/validation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.model import Data
from svclint.model.data import mapping, sequence, text, whole
from svclint.model.listing import alternatives
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_LARGEST = 65535
_PROTOCOLS = SUPPORTED_VALUES["protocol"]


class PortProblem(NamedTuple):
    """What is wrong with a field of an entry of ``ports``, and a remedy."""

    field: str
    fact: str
    remedy: str


def port_problems(entry: Data) -> Iterator[PortProblem]:
    """Yield what the API server refuses in an entry; placeholders are left alone."""
    yield from _of_protocol(entry)
    yield from _of_port(entry)
    yield from _of_end_port(entry)


def has_refused_port(policy: Document) -> bool:
    """Return whether the API server refuses a port that a policy opens for incoming traffic."""
    return any(
        next(port_problems(mapping(entry)), None)
        for rule in sequence(policy.value(("spec", "ingress")))
        for entry in sequence(mapping(rule).get("ports"))
    )


def _of_protocol(entry: Data) -> Iterator[PortProblem]:
    protocol = entry.get("protocol")
    if not isinstance(protocol, str):
        return
    if protocol not in _PROTOCOLS and not contains_placeholder(protocol):
        known = alternatives(_PROTOCOLS)
        meant = protocol.upper() if protocol.upper() in _PROTOCOLS else known
        yield PortProblem("protocol", f'protocol "{protocol}" is not {known}', f"write {meant}")


def _of_port(entry: Data) -> Iterator[PortProblem]:
    written = entry.get("port")
    number, name = whole(written), text(written)
    if number is not None and not 1 <= number <= _LARGEST:
        yield PortProblem("port", f"port {number} is outside 1-{_LARGEST}", "correct it")
    elif name.isdigit() and name.isascii():
        fact = f'port "{name}" is a string, and taken as the name of a port'
        yield PortProblem("port", fact, "remove the quotes")
    elif isinstance(written, str) and not contains_placeholder(name):
        problems = port_name_problems(name)
        if problems:
            fact = f'port "{name}" {" and ".join(problems)}'
            yield PortProblem("port", fact, "write the number or name of a port of the pods")


def _of_end_port(entry: Data) -> Iterator[PortProblem]:
    """Yield why ``endPort`` does not end a range of ports."""
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
        yield PortProblem("endPort", fact, remedy)
