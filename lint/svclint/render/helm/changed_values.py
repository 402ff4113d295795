"""The values that make a field differ from what a chart prints with its defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, sequence
from svclint.render.helm.causes import Asked
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.written_values import Values
from svclint.render.named_in_field import Named
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS

_RULES = ("ingress", "egress")
# What refers to a port depends on these fields of it.
_PORT_FIELDS = ("name", "port", "containerPort", "protocol")
_MOST = 100


def compared_fields(document: Document, path: Path) -> list[Path]:
    """Return the fields inside of a list of ports or containers that others refer to."""
    if path[-1:] == ("ports",):
        found = _of_ports(document, path)
    elif path[-1:] and path[-1] in CONTAINER_LISTS:
        numbers = range(len(sequence(document.value(path))))
        found = (each for at in numbers for each in _of_ports(document, (*path, at, "ports")))
    elif path[-2:-1] and path[-2] in _RULES:
        # A rule of a NetworkPolicy has the place of its first field.
        found = _of_ports(document, (*path, "ports"))
    else:
        found = iter(())
    return [each for each, _ in zip(found, range(_MOST), strict=False)]


class ChangedValue(NamedTuple):
    """A value that is not the default of the chart, and the field that shows it.

    ``before`` is the text of the field with the default; ``None`` if that is not certain.
    A single value, such as the type of a Service, decides alone.
    """

    field: Asked
    cause: Path
    before: str | None
    is_single: bool

    def takes_away(self, named: Named | None, path: Path) -> bool:
        """Return whether a field at a path may have had what is named, if anything is."""
        if named is None or self.before is None or (self.is_single and self.field[1] == path):
            return True
        field = str(self.field[1][-1])
        if named.protocol:
            is_protocol = field == "protocol"
            return self.before == (named.protocol if is_protocol else str(named.value))
        return named.fits([(field, self.before)])


def changed_values(
    fields: Iterable[Asked],
    causes: Mapping[Asked, Causes],
    values: Values,
    shown: Callable[[Asked], Any],
) -> list[ChangedValue]:
    """Return the values of some fields that are not the defaults of the chart."""
    return [
        ChangedValue(
            field,
            cause,
            _before(str(shown(field)), cause, values),
            not isinstance(shown(field), dict | list),
        )
        for field in fields
        for cause in causes.get(field, ())
        if values.is_changed(cause)
    ]


def _before(shown: str, cause: Path, values: Values) -> str | None:
    written, default = str(values.written[cause].value), values.default(cause)
    is_in_text = bool(written) and written in shown and not isinstance(default, dict | list)
    return shown.replace(written, str(default)) if is_in_text else None


def _of_ports(document: Document, path: Path) -> Iterator[Path]:
    for at, port in enumerate(map(mapping, sequence(document.value(path)))):
        yield from ((*path, at, name) for name in _PORT_FIELDS if name in port)
