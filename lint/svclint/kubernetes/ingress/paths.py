"""The paths and backends of an Ingress."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Data, Path


def http_paths(ingress: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the entries of all ``paths``."""
    for at, rule in enumerate(ingress.spec.get("rules") or ()):
        entries = rule.get("http", {}).get("paths") or ()
        for number, entry in enumerate(entries):
            yield ("spec", "rules", at, "http", "paths", number), entry


def backends(ingress: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the backends that the API server validates.

    It does not look at the backend of a path without a pathType.
    """
    default = ingress.spec.get("defaultBackend")
    if default is not None:
        yield ("spec", "defaultBackend"), default
    for path, entry in http_paths(ingress):
        if entry.get("pathType") is not None:
            yield (*path, "backend"), entry.get("backend", {})
