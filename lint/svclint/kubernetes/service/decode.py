"""Decode: the Service as the API server has it before it applies any default."""

from __future__ import annotations

from typing import Any

from svclint.model import Data

_SCALARS = frozenset((str, int, bool, float))
_STRING_LISTS = ("clusterIPs", "externalIPs", "ipFamilies", "loadBalancerSourceRanges")


def decode(data: Data) -> Data:
    """Return a deep copy of a Service without nulls.

    A null means that the field is absent; in maps and lists of strings it means ``""``. The data
    must have passed the schema.
    """
    decoded: Data = _without_nulls(data)
    metadata = decoded.setdefault("metadata", {})
    spec = decoded.setdefault("spec", {})
    for name in ("labels", "annotations"):
        _decode_string_map(metadata, data.get("metadata"), name)
    _decode_string_map(spec, data.get("spec"), "selector")
    for name in _STRING_LISTS:
        if name in spec:
            spec[name] = ["" if item is None else item for item in spec[name]]
    if "finalizers" in metadata:
        metadata["finalizers"] = ["" if item is None else item for item in metadata["finalizers"]]
    for holder, name in (
        (spec, "ports"),
        (metadata, "ownerReferences"),
        (metadata, "managedFields"),
    ):
        if name in holder:
            holder[name] = [{} if item is None else item for item in holder[name]]
    return decoded


def _decode_string_map(decoded: Data, written: Any, name: str) -> None:
    strings = written.get(name) if isinstance(written, dict) else None
    if isinstance(strings, dict) and None in strings.values():
        decoded[name] = {key: "" if value is None else value for key, value in strings.items()}


def _without_nulls(value: Any) -> Any:
    # Hot: most values are scalars, and a look at their class saves a call.
    if isinstance(value, dict):
        return {
            key: item if item.__class__ in _SCALARS else _without_nulls(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value
