"""Violations: what the strict decoder refuses, with message and remedy."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from svclint.kubernetes.schema.store import newest
from svclint.model import Path, spell

_NUMBER = "write a number from 1 to 65535"
_PORTS: dict[str | int, str] = {
    "port": _NUMBER,
    "nodePort": _NUMBER,
    "healthCheckNodePort": _NUMBER,
    "targetPort": f"{_NUMBER} or the name of a container port",
}


class Violation(NamedTuple):
    """One reason why the strict decoder refuses an object.

    ``kind`` is ``unknown`` (a field that the structure does not have), ``type``, ``range`` (an
    integer that does not fit), ``format``, or ``api version`` (the version does not serve it;
    ``known_in`` is then the version that has changed this). ``found`` and ``expected`` are
    descriptions without control characters. ``go_type`` is the server's name of the expected type,
    or of the structure without the field.

    Unknown fields also have ``suggestions`` (fields of the same structure), ``elsewhere`` (places
    of this kind with a field of that name, such as ``spec.ports[].targetPort``) and ``known_in``
    (Kubernetes versions that have this field, oldest first).
    """

    path: Path
    kind: Literal["unknown", "type", "range", "format", "api version"]
    found: str
    expected: str
    go_type: str
    suggestions: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    known_in: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The fault, with the path of the field."""
        if self.kind == "unknown":
            return f"{spell(self.path[:-1]) or 'the top level'} has no field {str(self.path[-1])!r}"
        return f"{spell(self.path) or 'the object'} is {self.found}, not {self.expected}"

    def remedy(self, value: Any) -> str:
        """Return what to do about it; ``value`` is the value of the field."""
        return self._other_field() if self.kind == "unknown" else self._other_value(value)

    def _other_field(self) -> str:
        if self.suggestions:
            return f"did you mean `{self.suggestions[0]}`?"
        if self.elsewhere:
            return f"it belongs at {' or '.join(self.elsewhere[:2])}"
        if self.known_in:
            first, last = self.known_in[0], self.known_in[-1]
            when = f"from {first} on" if last == newest() else f"only up to {last}"
            return f"remove it; Kubernetes has it {when}"
        return "remove it"

    def _other_value(self, value: Any) -> str:
        if self.expected == "a string" and isinstance(value, (bool, int, float)):
            return "put it into quotes"
        if "integer" in self.expected:
            text = value.strip() if isinstance(value, str) else ""
            if text.isascii() and text.isdigit():
                return f"write {text.lstrip('0') or 0}, without quotes"
            return _PORTS.get(self.path[-1], f"write {self.expected}")
        if self.expected == "true or false" and isinstance(value, str):
            is_boolean = value.strip().lower() in ("true", "false")
            meant = value.strip().lower() if is_boolean else "true or false"
            return f"write {meant}, without quotes"
        if self.expected.startswith("a list"):
            return "begin each entry with '-', even a single one"
        return f"write {self.expected}"
