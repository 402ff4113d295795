"""Live objects, from a snapshot or from a cluster; only ever read.

Reading a cluster needs the Kubernetes client, and is in ``svclint.kubernetes.live.cluster``.
"""

from __future__ import annotations

from svclint.kubernetes.live.snapshot import (
    LiveState,
    SnapshotError,
    claims_of,
    no_live_state,
    read_live,
    read_snapshot,
    service_cidrs_of,
)

__all__ = [
    "LiveState",
    "SnapshotError",
    "claims_of",
    "no_live_state",
    "read_live",
    "read_snapshot",
    "service_cidrs_of",
]
