"""What the strict decoder refuses, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.kubernetes.schema.store import newest
from svclint.model import Path, spell

if TYPE_CHECKING:
    from typing import Literal

_NUMBER = "write a number from 1 to 65535"
_PORTS: dict[str | int, str] = {
    "port": _NUMBER,
    "nodePort": _NUMBER,
    "healthCheckNodePort": _NUMBER,
    "targetPort": f"{_NUMBER} or the name of a container port",
}


class Violation(NamedTuple):
    """One thing that the strict decoder refuses.

    ``kind`` is ``unknown`` (a field that the structure lacks), ``type``, ``range`` (an integer that
    does not fit) or ``format``. ``found`` and ``expected`` are English, without control characters
    whatever the manifest holds; ``go_type`` is what the server calls the expected type, or the
    structure that lacks the field.

    For unknown fields only: ``suggestions`` are fields of the same structure; ``elsewhere`` are the
    places of this kind that have a field of that name, such as ``spec.ports[].targetPort``;
    ``known_in`` are the Kubernetes versions that have this very field, oldest first.
    """

    path: Path
    kind: Literal["unknown", "type", "range", "format"]
    found: str
    expected: str
    go_type: str
    suggestions: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    known_in: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong."""
        if self.kind == "unknown":
            return f"{spell(self.path[:-1]) or 'the top level'} has no field {str(self.path[-1])!r}"
        return f"{spell(self.path) or 'the object'} is {self.found}, not {self.expected}"

    def remedy(self, value: Any) -> str:
        """What to do about it; ``value`` is what stands there."""
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
            if isinstance(value, str) and value.strip().isdigit():
                return "write the number without quotes"
            return _PORTS.get(self.path[-1], f"write {self.expected}")
        if self.expected == "true or false" and isinstance(value, str):
            return "write true or false without quotes"
        if self.expected.startswith("a list"):
            return "begin each entry with '-', even a single one"
        return f"write {self.expected}"
