"""Read the backends of an object by the rows of the table of backends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from svclint.kubernetes.host_names import dns_names
from svclint.kubernetes.targets.backend import Backend, port_reference
from svclint.model import Path
from svclint.model.backend_row import BackendRow
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

_EVERY = "[]"


def backends_by_rows(document: Document, rows: Iterable[BackendRow]) -> Iterator[Backend]:
    """Yield the backends that an object has according to some rows, each with a name once."""
    named: set[Path] = set()
    for row in rows:
        for path, reference in _at(document.data, _steps(row.path), ()):
            if isinstance(reference, dict) and _is_service(row, reference):
                for found in _backends(path, reference, row):
                    if found.port is not None or found.path not in named:
                        named.add(found.path)
                        yield found


def _is_service(row: BackendRow, reference: Any) -> bool:
    """Return whether a reference is one to a Service: no field says something else."""
    for field, wanted in row.conditions:
        for _, value in _at(reference, _steps(field), ()):
            if value is not None and value != wanted:
                return False
    # Knative: without an apiVersion, a Service is not one of Kubernetes.
    return ("apiVersion", "v1") not in row.conditions or "apiVersion" in reference


def _backends(path: Path, reference: Any, row: BackendRow) -> Iterator[Backend]:
    namespace = text(next((v for _, v in _at(reference, _steps(row.namespace), ())), ""))
    ports: list[tuple[Path, Any]] = []
    if row.port:
        ports = list(_at(reference, _steps(row.port), path))
    absent: Path = (*path, *(step for step in _steps(row.port) if step != _EVERY))
    for name_path, value in _at(reference, _steps(row.name), path):
        space, name = _spelt(text(value), row.form)
        if not name:
            continue
        for port_path, port in ports or [(absent, row.default_port)]:
            number = port_reference(port)
            yield Backend(
                *(name_path, port_path, namespace or space, name),
                row.default_port if number is None else number,
                *(row.protocol, row.port_by),
            )


def _spelt(value: str, form: str) -> tuple[str, str]:
    """Return the namespace and the name that a value contains; empty if it names no Service."""
    if form == "namespace/name":
        namespace, _, name = value.rpartition("/")
        return namespace, name
    if form == "name":
        return "", value
    found = dns_names(value.partition(":")[0])
    # Any other host is outside of the cluster, or declared by a ServiceEntry.
    if not found or not (found[0].is_service or "." not in value):
        return "", ""
    return found[0].namespace, found[0].name


def _at(value: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield the values that the steps lead to, each with its path; nothing for an empty path."""
    if not steps:
        return
    step, *rest = steps
    found: list[tuple[Path, Any]]
    if step == _EVERY:
        found = [((*path, at), item) for at, item in enumerate(sequence(value))]
    else:
        entry = mapping(value)
        found = [((*path, step), entry[step])] if step in entry else []
    for where, each in found:
        if rest:
            yield from _at(each, tuple(rest), where)
        else:
            yield where, each


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[str, ...]:
    """Return the steps of a path: the names of fields, and ``[]`` for every item."""
    return tuple(step for name in path.split(".") for step in _with_items(name) if step)


def _with_items(name: str) -> tuple[str, ...]:
    return (name.removesuffix(_EVERY), _EVERY) if name.endswith(_EVERY) else (name,)
