"""Read the objects around the Services of a cluster: workloads, routes, policies, namespaces."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Progress, Store, read_list
from svclint.kubernetes.live.resources import Resource


def read_related(
    store: Store,
    access: Access,
    resources: Sequence[Resource],
    namespace: str,
    progress: Progress,
) -> tuple[dict[str, int], list[str]]:
    """Add the objects of some kinds to a store, as far as the rights allow.

    Returns how many there are of each kind of which all may be read, and what is unknown. Raises
    ``ClusterError``.
    """
    counts: dict[str, int] = {}
    refused: list[str] = []
    for resource in resources:
        # Without the right to read all namespaces, read the one that is.
        for space in ("", namespace) if namespace and resource.is_namespaced else ("",):
            try:
                count = read_list(access, resource, store, progress, space)
            except ClusterError as error:
                if error.status == 404:
                    # The server does not have this kind.
                    counts[resource.kind] = 0
                    break
                if error.status != 403:
                    raise
                where = f" in {space}" if space else ""
                refused.append(f"{resource.plural}{where}")
            else:
                if not space:
                    counts[resource.kind] = count
                break
    if not refused:
        return counts, []
    return counts, [f"not allowed to list {', '.join(refused)}: those that are live are unknown"]
