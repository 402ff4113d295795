"""Rewrite an Ingress of extensions/v1beta1 or networking.k8s.io/v1beta1 for v1.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122 and the
conversion.go and defaults.go of pkg/apis/networking/v1beta1 of Kubernetes 1.21.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Data, Edit, Path
from svclint.model.data import mapping, sequence

# The default of former versions; v1 has none.
FORMER_PATH_TYPE = "ImplementationSpecific"
_OLD_FIELDS = frozenset(("serviceName", "servicePort"))


def upgrade(data: Data) -> tuple[Edit, ...] | None:
    """Return the edits that make an Ingress one of v1; ``None`` if a backend is of no version."""
    spec = mapping(data.get("spec"))
    edits: list[Edit] = []
    for path, entry in _paths(spec):
        found = _backend((*path, "backend"), entry.get("backend"))
        if found is None:
            return None
        edits += found
        if entry.get("pathType") is None:
            edits.append(Edit("add", (*path, "pathType"), FORMER_PATH_TYPE))
    if "defaultBackend" in spec:
        found = _backend(("spec", "defaultBackend"), spec["defaultBackend"])
        if found is None:
            return None
        edits += found
    if "backend" in spec:
        found = _backend(("spec", "backend"), spec["backend"])
        if found is None or "defaultBackend" in spec:
            return None
        edits += (*found, Edit("rename", ("spec", "backend"), "defaultBackend"))
    return tuple(edits)


def _paths(spec: Data) -> Iterator[tuple[Path, Data]]:
    for number, rule in enumerate(sequence(spec.get("rules"))):
        entries = sequence(mapping(mapping(rule).get("http")).get("paths"))
        for at, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield ("spec", "rules", number, "http", "paths", at), entry


def _backend(path: Path, written: object) -> list[Edit] | None:
    """Return the edits of a backend; none if it names a resource, or has the fields of v1."""
    backend = mapping(written)
    if _OLD_FIELDS.isdisjoint(backend):
        return []
    if not _OLD_FIELDS.issuperset(backend):
        return None
    edits: list[Edit] = []
    if "serviceName" in backend:
        edits.append(Edit("rename", (*path, "serviceName"), "name"))
    if "servicePort" in backend:
        port, place = backend["servicePort"], (*path, "servicePort")
        if isinstance(port, bool) or not isinstance(port, int | str):
            return None
        if isinstance(port, str) and port.isascii() and port.isdigit():
            # No port name consists of digits: a number was meant.
            edits.append(Edit("set", place, int(port)))
            port = int(port)
        field = "number" if isinstance(port, int) else "name"
        edits += (Edit("nest", place, field), Edit("rename", place, "port"))
    return [*edits, Edit("nest", path, "service")]
