"""The declarations for an expression: variables, the fields of typed values, functions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from .library import all_overloads
from .types import (
    BOOL,
    BYTES,
    CIDR,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    IP,
    NULL,
    STRING,
    TIMESTAMP,
    TYPE,
    UINT,
    Overload,
    Type,
    list_of,
    map_of,
    optional_of,
    runtime_name,
)


class Environment(NamedTuple):
    """The declarations that an expression is checked against.

    ``structs`` contains the fields of each type of kind ``struct``; others have no fields.
    """

    variables: Mapping[str, Type]
    structs: Mapping[str, Mapping[str, Type]] = {}

    def variable(self, name: str) -> Type | None:
        """Return the type of a variable; a leading dot, for the outermost scope, is ignored."""
        return self.variables.get(name.removeprefix("."))

    def field(self, struct: Type, name: str) -> Type | None:
        """Return the type of a field, ``None`` if it is not declared."""
        return self.structs.get(struct.name, {}).get(name)


NAMED_TYPES: Mapping[str, Type] = {
    **{
        runtime_name(type_): type_
        for type_ in (BOOL, BYTES, DOUBLE, DURATION, INT, NULL, STRING, TIMESTAMP, UINT, TYPE)
    },
    # Of its libraries' types, Kubernetes declares only these.
    **{type_.name: type_ for type_ in (IP, CIDR)},
    "list": list_of(DYN),
    "map": map_of(DYN, DYN),
    "optional_type": optional_of(DYN),
}


@cache
def functions() -> Mapping[str, list[Overload]]:
    """Return the overloads of every function by its name, in the order that the server tries."""
    return all_overloads()
