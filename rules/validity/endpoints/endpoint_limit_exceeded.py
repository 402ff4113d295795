"""An EndpointSlice has more endpoints, addresses, ports or hints than it may have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints import endpoint_entries
from svclint.kubernetes.endpoints.addresses import (
    MOST_ADDRESSES,
    MOST_ENDPOINTS,
    MOST_HINTS,
    MOST_PORTS,
)
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.version_changes import PREFER_SAME_ZONE
from svclint.model import Path, Report, Severity, refused
from svclint.rule import object_rule

_HINTS = ("forZones", "forNodes")


@object_rule("endpoint-limit-exceeded", Severity.ERROR, since="0.1", kinds=("EndpointSlice",))
def rule(endpoint_slice: KubernetesObject) -> Iterator[Report]:
    """An EndpointSlice has more endpoints, addresses, ports or hints than it may have."""
    limits: list[tuple[Path, list[object], int]] = [
        (("endpoints",), endpoint_slice.effective.get("endpoints") or [], MOST_ENDPOINTS),
        (("ports",), endpoint_slice.effective.get("ports") or [], MOST_PORTS),
    ]
    for path, entry in endpoint_entries(endpoint_slice):
        hints = entry.get("hints") or {}
        zones = hints.get("forZones") or []
        limits.append(((*path, "addresses"), entry.get("addresses") or [], MOST_ADDRESSES))
        limits.append(((*path, "hints", "forZones"), zones, MOST_HINTS))
        # Too many zones end the checks of the hints; older servers drop the nodes.
        if len(zones) <= MOST_HINTS and PREFER_SAME_ZONE.is_in(endpoint_slice.version):
            limits.append(((*path, "hints", "forNodes"), hints.get("forNodes") or [], MOST_HINTS))
    for path, entries, most in limits:
        if len(entries) > most:
            yield refused(
                path,
                f"{path[-1]} has {len(entries)} entries; at most {most} are allowed",
                "remove entries"
                if path[-1] in _HINTS
                else "spread them over several EndpointSlices",
                reason="FieldValueTooMany",
                at_key=True,
            )
