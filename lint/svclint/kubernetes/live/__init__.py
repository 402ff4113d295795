"""Live objects: read from a snapshot or a cluster, which is never written to.

Reading a cluster needs the Kubernetes client; it is in ``svclint.kubernetes.live.cluster``.
"""

from __future__ import annotations

from svclint.kubernetes.live.snapshot import (
    LiveState,
    SnapshotError,
    as_returned,
    claims_of,
    no_live_state,
    read_live,
    read_snapshot,
    service_cidrs_of,
)

__all__ = [
    "LiveState",
    "SnapshotError",
    "as_returned",
    "claims_of",
    "no_live_state",
    "read_live",
    "read_snapshot",
    "service_cidrs_of",
]
