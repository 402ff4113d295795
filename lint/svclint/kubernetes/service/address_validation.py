"""The cluster IPs of a Service: their paths, and whether they are valid or immutable."""

from __future__ import annotations

from svclint.kubernetes.objects.address_spelling import new_ip_problem
from svclint.kubernetes.service.service import Service
from svclint.model import Data, Path


def cluster_ip_path(service: Service, index: int) -> Path:
    """Return the path of a cluster IP: ``spec.clusterIP`` if only that is written."""
    if index == 0 and not service.written["spec"].get("clusterIPs"):
        return ("spec", "clusterIP")
    return ("spec", "clusterIPs", index)


def cluster_ips_are_valid(service: Service) -> bool:
    """Return whether every cluster IP is valid, so that their families can be checked."""
    ips = service.cluster_ips
    if ips[:1] == ["None"]:
        return len(ips) == 1
    stored = service.stored("clusterIPs")
    return all(text in stored or new_ip_problem(text, service.version) is None for text in ips)


def addresses_are_immutable(old: Data, new: Data) -> bool:
    """Return whether the addresses and IP families of a live spec must not change.

    They may change if the old or the new type is ExternalName, or if both are headless.
    """
    if "ExternalName" in (old.get("type"), new.get("type")):
        return False
    return not old.get("clusterIPs") == new.get("clusterIPs") == ["None"]
