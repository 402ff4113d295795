"""Recognise the snapshots that ``svclint snapshot`` writes: live objects, not manifests."""

from __future__ import annotations

import json
from typing import Any

# The last item of a snapshot, for facts that no object of the cluster contains.
FACTS_API, FACTS_KIND = "svclint/v1", "Snapshot"


def is_snapshot(raw: bytes) -> bool:
    """Return whether a file is a snapshot."""
    # Hot: asked for every file.
    if raw[:1] != b"{" or FACTS_API.encode() not in raw:
        return False
    try:
        data: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    items = data.get("items") if isinstance(data, dict) else None
    last = items[-1] if isinstance(items, list) and items else None
    return isinstance(last, dict) and (last.get("apiVersion"), last.get("kind")) == (
        FACTS_API,
        FACTS_KIND,
    )
