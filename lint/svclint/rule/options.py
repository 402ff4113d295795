"""Options of rules: what a configuration may set for a rule, beside its severity.

A rule takes its options as keyword arguments with defaults; its decorator gives each a type and a
description.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from svclint.model import ConfigError

_PORT = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"


class OptionType(NamedTuple):
    """A type of option: the schema of the configured value, and its conversion to an argument.

    ``parse`` converts the configured value, ``show`` converts an argument back.
    """

    schema: Mapping[str, Any]
    parse: Callable[[Any], Any]
    show: Callable[[Any], Any]


class Option(NamedTuple):
    """An option of a rule."""

    description: str
    type: OptionType


# The rule takes a tuple of strings.
STRINGS = OptionType(
    {"type": "array", "items": {"type": "string"}, "examples": [["first", "second"]]}, tuple, list
)
# The rule takes a frozenset of port numbers.
PORT_NUMBERS = OptionType(
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 65535},
        "examples": [[8443, 9000]],
    },
    frozenset,
    sorted,
)
# Port numbers with a name each; the rule takes a tuple of pairs.
NAMED_PORTS = OptionType(
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
    if not re.fullmatch(_PORT, text):
        raise ConfigError(f"has {text!r}, which is not a port from 1 to 65535")
    return int(text)
