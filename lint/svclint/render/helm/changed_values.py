"""The values that make a field differ from what a chart prints with its defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from svclint.model import Path
from svclint.model.data import mapping, sequence
from svclint.render.helm.causes import Asked
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.written_values import Values
from svclint.source import Document

_CONTAINERS = ("containers", "initContainers")
# What refers to a port depends on these fields of it.
_PORT_FIELDS = ("name", "port", "containerPort", "protocol")
_MOST = 100


def compared_fields(document: Document, path: Path) -> list[Path]:
    """Return the fields inside of a list of ports or containers that others refer to."""
    if path[-1:] == ("ports",):
        found = _of_ports(document, path)
    elif path[-1:] and path[-1] in _CONTAINERS:
        numbers = range(len(sequence(document.value(path))))
        found = (each for at in numbers for each in _of_ports(document, (*path, at, "ports")))
    else:
        found = iter(())
    return [each for each, _ in zip(found, range(_MOST), strict=False)]


def changed_value(
    fields: Iterable[Asked], causes: Mapping[Asked, Causes], values: Values
) -> tuple[Asked, Path] | None:
    """Return the first value that is not the default of the chart, and the field that shows it."""
    for field in fields:
        for cause in causes.get(field, ()):
            if values.is_changed(cause):
                return field, cause
    return None


def _of_ports(document: Document, path: Path) -> Iterator[Path]:
    for at, port in enumerate(map(mapping, sequence(document.value(path)))):
        yield from ((*path, at, name) for name in _PORT_FIELDS if name in port)
