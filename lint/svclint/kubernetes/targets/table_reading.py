"""Read the backends of an object by the rows of the table of backends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from svclint.kubernetes.host_names import dns_names
from svclint.kubernetes.targets.backend import Backend, port_reference
from svclint.model import Path
from svclint.model.backend_row import BackendRow
from svclint.model.data import text
from svclint.model.field_paths import path_without_items, values_at
from svclint.source import Document


def backends_by_rows(document: Document, rows: Iterable[BackendRow]) -> Iterator[Backend]:
    """Yield the backends that an object has according to some rows, each with a name once."""
    named: set[Path] = set()
    for row in rows:
        # Without a path, the reference is the object itself.
        found_at = values_at(document.data, row.path) if row.path else [((), document.data)]
        for path, reference in found_at:
            if isinstance(reference, dict) and _is_service(row, reference):
                for found in _backends(path, reference, row):
                    if found.port is not None or found.path not in named:
                        named.add(found.path)
                        yield found


def _is_service(row: BackendRow, reference: Any) -> bool:
    """Return whether a reference is one to a Service: no field says something else."""
    return all(
        value in (wanted, None)
        for field, wanted in row.conditions
        for _, value in values_at(reference, field)
    ) and all(
        any(value is not None for _, value in values_at(reference, field)) for field in row.required
    )


def _backends(path: Path, reference: Any, row: BackendRow) -> Iterator[Backend]:
    namespace = text(next((value for _, value in values_at(reference, row.namespace)), ""))
    for name_path, value in values_at(reference, row.name, path):
        space, name, own_port = _spelt(text(value), row.form)
        if not name:
            continue
        ports = list(values_at(reference, row.port, path))
        if not ports and own_port:
            ports = [(name_path, own_port)]
        absent = (*path, *path_without_items(row.port))
        for port_path, port in ports or [(absent, row.default_port)]:
            number = port_reference(port)
            yield Backend(
                *(name_path, port_path, namespace or space, name),
                row.default_port if number is None else number,
                *(row.protocol, row.port_by, row.needs_port, row.sends),
            )


def _spelt(value: str, form: str) -> tuple[str, str, str]:
    """Return the namespace, the name and the port that a value contains.

    The name is empty if it is that of no Service.
    """
    if form == "namespace/name":
        namespace, _, name = value.rpartition("/")
        return namespace, name, ""
    if form == "name":
        return "", value, ""
    if form == "namespace/host":
        value = value.rpartition("/")[2]
    host, _, port = value.partition(":")
    found = dns_names(host)
    # Any other host is outside of the cluster, or declared by a ServiceEntry.
    if not found or not (found[0].is_service or "." not in value):
        return "", "", ""
    return found[0].namespace, found[0].name, port
