"""The ConfigMaps that containers take variables from.

Source: the API reference of Pods (``envFrom`` and ``env[].valueFrom`` of a container).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.model import Data
from svclint.model.data import mapping, sequence, text
from svclint.source.kinds import CONTAINER_LISTS


class ConfigMapReference(NamedTuple):
    """The name of a ConfigMap, and the key that a variable takes; empty for all keys."""

    name: str
    key: str


def config_map_references(spec: Data) -> Iterator[ConfigMapReference]:
    """Yield the ConfigMaps that the containers of a pod spec take variables from."""
    for field in CONTAINER_LISTS:
        for container in map(mapping, sequence(spec.get(field))):
            for entry in map(mapping, sequence(container.get("envFrom"))):
                yield from _named(mapping(entry.get("configMapRef")), "")
            for entry in sequence(container.get("env")):
                reference = config_map_key(entry)
                yield from _named(reference, text(reference.get("key")))


def config_map_key(variable: Any) -> Data:
    """Return the reference of a variable to a key of a ConfigMap; empty if it has none."""
    return mapping(mapping(mapping(variable).get("valueFrom")).get("configMapKeyRef"))


def _named(reference: Data, key: str) -> Iterator[ConfigMapReference]:
    name = text(reference.get("name"))
    if name:
        yield ConfigMapReference(name, key)
