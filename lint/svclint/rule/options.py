"""Options of rules: what a team may set of one, beside its severity.

A rule takes its options as keyword arguments, whose defaults are those of the rule; its decorator
says what kind of value each one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from svclint.model import ConfigError

_PORT = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"


class Kind(NamedTuple):
    """A kind of value: the schema of what is written, and how a rule takes it, and back."""

    schema: Mapping[str, Any]
    read: Callable[[Any], Any]
    show: Callable[[Any], Any]


class Option(NamedTuple):
    """An option of a rule: what it is for, and what kind of value it takes."""

    description: str
    kind: Kind


# A rule takes a tuple of texts.
TEXTS = Kind(
    {"type": "array", "items": {"type": "string"}, "examples": [["first", "second"]]}, tuple, list
)
# A rule takes a frozenset of port numbers.
PORTS = Kind(
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 65535},
        "examples": [[8443, 9000]],
    },
    frozenset,
    sorted,
)
# Port numbers, each with a name; a rule takes pairs of them.
NAMED_PORTS = Kind(
    {
        "type": "object",
        "propertyNames": {"pattern": f"^({_PORT})$"},
        "additionalProperties": {"type": "string"},
        "examples": [{"9042": "Cassandra"}],
    },
    lambda value: tuple((_port(port), name) for port, name in value.items()),
    lambda pairs: {str(port): name for port, name in pairs},
)


def _port(text: str) -> int:
    import re  # noqa: PLC0415 - few configurations name any

    if not re.fullmatch(_PORT, text):
        raise ConfigError(f"has {text!r}, which is no port from 1 to 65535")
    return int(text)
