"""Decoding: a Service as the API server holds it before it defaults anything."""

from __future__ import annotations

from typing import Any

from svclint.model import Data

_SCALARS = frozenset((str, int, bool, float))
_TEXT_LISTS = ("clusterIPs", "externalIPs", "ipFamilies", "loadBalancerSourceRanges")


def decode(data: Data) -> Data:
    """Copy a Service without nulls, which mean absent; in string maps and lists they mean "".

    The data must have passed the schema; the copy shares nothing with it.
    """
    decoded: Data = _plain(data)
    metadata = decoded.setdefault("metadata", {})
    spec = decoded.setdefault("spec", {})
    for name in ("labels", "annotations"):
        _texts(metadata, data.get("metadata"), name)
    _texts(spec, data.get("spec"), "selector")
    for name in _TEXT_LISTS:
        if name in spec:
            spec[name] = ["" if item is None else item for item in spec[name]]
    if "ports" in spec:
        spec["ports"] = [{} if port is None else port for port in spec["ports"]]
    if "finalizers" in metadata:
        metadata["finalizers"] = ["" if item is None else item for item in metadata["finalizers"]]
    return decoded


def _texts(holder: Data, written: Any, name: str) -> None:
    texts = written.get(name) if isinstance(written, dict) else None
    if isinstance(texts, dict) and None in texts.values():
        holder[name] = {key: "" if value is None else value for key, value in texts.items()}


def _plain(value: Any) -> Any:
    # Most values are texts and numbers; looking at the class spares them a call.
    if isinstance(value, dict):
        return {
            key: item if item.__class__ in _SCALARS else _plain(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
