"""The facts about IPAddresses that the code for all kinds needs."""

from __future__ import annotations

from svclint.kubernetes.ip_address.upgrade import upgrade
from svclint.kubernetes.objects.address_spelling import new_ip_problem
from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.version_changes import STRICT_ADDRESSES
from svclint.model.addresses import canonical_ip
from svclint.model.cluster import Version


def _name_problem(name: str, _version: Version) -> str | None:
    """The name of an IPAddress is the address, in every version spelt as the server spells it."""
    problem = new_ip_problem(name, STRICT_ADDRESSES.since)
    if problem is None and canonical_ip(name) != name:
        return "is not in the canonical form of RFC 5952"
    return problem


IP_ADDRESS = Kind(
    "networking.k8s.io/v1",
    "IPAddress",
    is_namespaced=False,
    name_problem=_name_problem,
    name_remedy="name it after the address that it stands for, such as 10.9.8.7 or 2001:db8::1",
    generates_names=False,
    upgrade=upgrade,
)
