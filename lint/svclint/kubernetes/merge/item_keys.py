"""Keys by which the items of lists are looked up."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any


def hashable(value: Any) -> Hashable:
    """Return a value that is equal for equal values, and can be looked up."""
    if isinstance(value, dict | list):
        # In a tuple, so that it differs from a string with the same text.
        return (json.dumps(value, sort_keys=True),)
    found: Hashable = value
    return found


def item_key(item: Any, merge_key: str) -> Hashable:
    """Return the key of an item of a list of mappings; without ``merge_key``, the item itself."""
    return hashable(item.get(merge_key) if merge_key else item)
