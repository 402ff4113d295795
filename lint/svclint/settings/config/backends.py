"""``backends`` in a configuration: rows for the table of backends, by kind and API group."""

from __future__ import annotations

import re
from typing import Any

from svclint.model import Path
from svclint.model.backend_row import NAME_FORMS, PORT_BY, BackendRow
from svclint.settings.config.faults import Faults
from svclint.settings.config.layers import Value

# Fields of a row whose names differ from those of ``BackendRow``.
_FIELDS = {"portBy": "port_by", "defaultPort": "default_port"}


# The name of a kind and its API group, as the name of a custom resource definition has it.
_KIND = re.compile(r"[A-Z][A-Za-z0-9]*\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII)
_FIELD_PATH = re.compile(r"[\w$/-]+(\[\])*(\.[\w$/-]+(\[\])*)*", re.ASCII)
# Fields of a row that are paths; a reference may have no namespace and no port.
_PATHS, _OPTIONAL = ("path", "name", "namespace", "port"), ("namespace", "port")


def _path(description: str, example: str, *, or_none: bool = False) -> dict[str, Any]:
    pattern = f"^(?:{_FIELD_PATH.pattern}){'?' if or_none else ''}$"
    return {
        "type": "string",
        "description": description,
        "pattern": pattern,
        "examples": [example],
    }


_ROW = {
    "path": _path("Path of the reference in the object.", "spec.rules[].backend"),
    "name": _path("Field with the name of the Service. Default: name.", "serviceName"),
    "namespace": _path(
        "Field with its namespace. Default: namespace.", "serviceNamespace", or_none=True
    ),
    "port": _path("Field with its port. Default: port.", "servicePort", or_none=True),
    "portBy": {
        "type": "array",
        "description": "What a port is: the number or the name of a port of the Service, or "
        "the number of its targetPort. Default: number and name.",
        "items": {"type": "string", "enum": list(PORT_BY)},
        "minItems": 1,
        "examples": [["number", "name"]],
    },
    "form": {
        "type": "string",
        "enum": list(NAME_FORMS),
        "description": "How the name is written. Default: name.",
    },
    "protocol": {
        "type": "string",
        "enum": ["TCP", "UDP", "SCTP"],
        "description": "Protocol of the traffic. Default: TCP.",
    },
    "defaultPort": {
        "type": "integer",
        "description": "Port of a reference that has none.",
        "minimum": 1,
        "maximum": 65535,
    },
}
BACKENDS: dict[str, Any] = {
    "type": ["object", "null"],
    "description": "Fields of further kinds that refer to Services, by kind and API group.",
    "additionalProperties": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": _ROW,
            "additionalProperties": False,
            "required": ["path"],
        },
        "minItems": 1,
    },
    "examples": [{"Shop.example.com": [{"path": "spec.rules[].backend"}]}],
}


def backends(found: Value, faults: Faults) -> dict[Path, Value]:
    """Return the rows of each kind, by their path in the configuration."""
    values: dict[Path, Value] = {}
    for kind, rows in found.value.items():
        path = (*found.path, kind)
        if _KIND.fullmatch(kind) is None:
            message = "is not a kind and its API group, such as ShopRoute.shop.example.com"
            faults.add(found.chunk, path, message, at_key=True)
        for index, row in enumerate(rows or ()):
            _check_paths(row or {}, (*path, index), found, faults)
        # A row with a fault is null.
        own = tuple(map(_row, filter(None, rows or ())))
        values["backends", kind] = Value(own, found.chunk, path)
    return values


def _check_paths(row: dict[str, Any], path: Path, found: Value, faults: Faults) -> None:
    for name in _PATHS:
        value = row.get(name)
        if not isinstance(value, str) or (name in _OPTIONAL and not value):
            continue
        if _FIELD_PATH.fullmatch(value) is None:
            message = f'is "{value}", which is not a path such as spec.rules[].backend'
            faults.add(found.chunk, (*path, name), message)


def _row(row: dict[str, Any]) -> BackendRow:
    values: dict[str, Any] = {"path": ""}
    values |= {_FIELDS.get(name, name): _hashable(value) for name, value in row.items()}
    return BackendRow(**values)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
