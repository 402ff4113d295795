"""The kinds of the Service API that svclint checks; a new one is a folder and a line here."""

from __future__ import annotations

from svclint.kubernetes.endpoints import ENDPOINT_SLICE, ENDPOINTS
from svclint.kubernetes.ingress import INGRESS
from svclint.kubernetes.ingress_class import INGRESS_CLASS
from svclint.kubernetes.ip_address import IP_ADDRESS
from svclint.kubernetes.objects import Kind
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.service_cidr import SERVICE_CIDR

ALL = (SERVICE, INGRESS, INGRESS_CLASS, ENDPOINT_SLICE, ENDPOINTS, SERVICE_CIDR, IP_ADDRESS)
ALL_KINDS = tuple(kind.name for kind in ALL)
_BY_NAME = {(kind.api_version, kind.name): kind for kind in ALL}


def kind_of(api_version: str, kind: str) -> Kind | None:
    """Return the facts about a kind; ``None`` if svclint checks no such objects."""
    return _BY_NAME.get((api_version, kind))
