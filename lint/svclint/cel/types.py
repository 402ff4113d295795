"""The types of the language, and the notation of signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple


class Type(NamedTuple):
    """A type: its kind, its name as the server prints it, and its parameters.

    Kinds: ``basic``, ``null``, ``dyn``, ``error``, ``list``, ``map``, ``type``, ``opaque`` (a
    library's own), ``struct`` (its fields are in the environment), ``variable`` (of a signature).
    """

    kind: str
    name: str
    parameters: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if not self.parameters:
            return self.name
        return f"{self.name}({', '.join(map(str, self.parameters))})"


BOOL, INT, UINT = Type("basic", "bool"), Type("basic", "int"), Type("basic", "uint")
DOUBLE, STRING, BYTES = Type("basic", "double"), Type("basic", "string"), Type("basic", "bytes")
DURATION, TIMESTAMP = Type("basic", "duration"), Type("basic", "timestamp")
NULL, DYN, ERROR = Type("null", "null"), Type("dyn", "dyn"), Type("error", "!error!")
TYPE = Type("type", "type")
IP, CIDR = Type("opaque", "net.IP"), Type("opaque", "net.CIDR")
URL, QUANTITY = Type("struct", "kubernetes.URL"), Type("struct", "kubernetes.Quantity")
SEMVER, FORMAT = Type("struct", "kubernetes.Semver"), Type("struct", "kubernetes.NamedFormat")
AUTHORIZER = Type("struct", "kubernetes.authorization.Authorizer")
RESOURCE_CHECK = Type("struct", "kubernetes.authorization.ResourceCheck")
_PATH_CHECK = Type("struct", "kubernetes.authorization.PathCheck")
_GROUP_CHECK = Type("struct", "kubernetes.authorization.GroupCheck")
_DECISION = Type("struct", "kubernetes.authorization.Decision")

_NAMED = {
    type_.name: type_
    for type_ in (BOOL, INT, UINT, DOUBLE, STRING, BYTES, DURATION, TIMESTAMP, NULL, DYN, TYPE)
}
_NAMED.update(authorizer=AUTHORIZER, resource_check=RESOURCE_CHECK, path_check=_PATH_CHECK)
_NAMED.update(group_check=_GROUP_CHECK, decision=_DECISION)
_NAMED.update(ip=IP, cidr=CIDR, url=URL, quantity=QUANTITY, semver=SEMVER, format=FORMAT)
_RUNTIME_NAMES = {
    "duration": "google.protobuf.Duration",
    "timestamp": "google.protobuf.Timestamp",
    "null": "null_type",
}


def list_of(element: Type) -> Type:
    """Return the type of a list."""
    return Type("list", "list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """Return the type of a map."""
    return Type("map", "map", (key, value))


def optional_of(inner: Type) -> Type:
    """Return the type of an optional value."""
    return Type("opaque", "optional_type", (inner,))


def type_of(inner: Type) -> Type:
    """Return the type of the name of a type."""
    return Type("type", "type", (inner,))


def runtime_name(type_: Type) -> str:
    """Return the name of a type as in ``type(value)`` and most error messages."""
    return _RUNTIME_NAMES.get(type_.name, type_.name)


class Overload(NamedTuple):
    """One signature of a function, with what runs it.

    If ``is_guarded``, the arguments are checked against the signature before the call.
    """

    function: str
    is_method: bool
    parameters: tuple[Type, ...]
    result: Type
    call: Callable[..., Any]
    is_guarded: bool = True


_WORD = re.compile(r"\s*([\w@.]+|.)")


def parse_type(text: str) -> Type:
    """Parse a type as a signature spells it: ``map(K, list(V))``; one capital is a variable."""
    parsed, rest = _parse_type(text)
    if rest.strip():
        raise ValueError(f"{text!r} is not a type")
    return parsed


def _parse_type(text: str) -> tuple[Type, str]:
    match = _WORD.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a type")
    name, rest = match[1], text[match.end() :]
    parameters: list[Type] = []
    if rest.startswith("("):
        while not rest.startswith(")"):
            inner, rest = _parse_type(rest[1:])
            parameters.append(inner)
            rest = rest.lstrip()
        rest = rest[1:]
    if len(name) == 1 and name.isupper():
        return Type("variable", name), rest
    if name == "optional":
        return optional_of(*parameters), rest
    if name in ("list", "map"):
        return Type(name, name, tuple(parameters)), rest
    if name == "type" and parameters:
        return type_of(*parameters), rest
    return _NAMED[name], rest


_SIGNATURE = re.compile(r"(\.?)([^\s(]+)\((.*)\)\s*->\s*(.+)")


def parse_signature(text: str) -> tuple[str, bool, tuple[Type, ...], Type]:
    """Parse ``name(int, list(A)) -> A``; a leading dot makes it a method of its first argument."""
    match = _SIGNATURE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a signature")
    parameters: list[Type] = []
    rest = match[3].strip()
    while rest:
        parameter, rest = _parse_type(rest)
        parameters.append(parameter)
        rest = rest.lstrip().removeprefix(",").lstrip()
    return match[2], match[1] == ".", tuple(parameters), parse_type(match[4])
