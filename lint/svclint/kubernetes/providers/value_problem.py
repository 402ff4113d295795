"""What is wrong with the value of an annotation, as its provider reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from svclint.kubernetes.providers.values import Values
from svclint.model.addresses import parse_ip
from svclint.model.data import mapping
from svclint.model.json_text import read_json
from svclint.model.suggestions import likely_value

_BOOLEANS = ("true", "false")
_GO_BOOLEANS = frozenset((*"1tT0fF", "TRUE", "true", "True", "FALSE", "false", "False"))
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
# Source: time.ParseDuration of Go.
_DURATION = re.compile(r"0|[+-]?(?:[0-9]+(?:\.[0-9]*)?(?:ns|us|µs|ms|s|m|h))+", re.ASCII)
_TAG = re.compile(r"tag:[a-zA-Z][a-zA-Z0-9-]*", re.ASCII)
_LABEL = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?", re.ASCII)
_ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+")
_JSON_TYPES: Mapping[str, tuple[type, str]] = {
    "boolean": (bool, "true or false, without quotes"),
    "object": (dict, "an object in braces"),
    "list": (list, "a list in brackets"),
    "string": (str, "a string"),
}
# A message lists no more values than this.
_MOST_LISTED = 6


class ServicePorts(NamedTuple):
    """The ports of a Service, which values may name."""

    numbers: frozenset[int]
    names: frozenset[str]


class Problem(NamedTuple):
    """What is wrong with a value, as the end of a sentence that begins with the value.

    ``meant`` is the value that was probably meant, or empty. ``entry`` is the part of the value
    that is wrong, if it is a list.
    """

    fact: str
    meant: str = ""
    entry: str = ""


def value_problem(values: Values, value: str, ports: ServicePorts) -> Problem | None:
    """Return what is wrong with a value; ``None`` if it is documented."""
    if value in values.also:
        return None
    return _CHECKS[values.type](values, value, ports)


def port_problem(port: str, ports: ServicePorts) -> Problem | None:
    """Return what is wrong with a port in the name of an annotation, which is a number there."""
    numbers = ServicePorts(ports.numbers, frozenset())
    return _unknown_port((port,), numbers) if ports.numbers else None


def _choice(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    folded = [each.lower() for each in values.choices]
    if value in values.choices or (values.ignores_case and value.strip().lower() in folded):
        return None
    return Problem(f"is not {_listed(values.choices)}", _choice_meant(values, value))


def _choice_meant(values: Values, value: str) -> str:
    known = {**{each.lower(): each for each in values.choices}, **values.meant}
    found = known.get(value.strip().lower()) or likely_value(value, values.choices)
    return found or ""


def _entries(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    known = (*values.choices, *values.also)
    entries = [each.strip() for each in value.split(",") if each.strip()]
    wrong = [each for each in entries if each not in known]
    if not wrong:
        return None
    meant = {each: _choice_meant(values, each) for each in wrong}
    whole = ",".join(meant.get(each, each) for each in entries) if all(meant.values()) else ""
    return Problem(f'contains "{wrong[0]}", which is not {values.entry}', whole, wrong[0])


def _boolean(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    lower = value.strip().lower()
    if value in _BOOLEANS or (values.spelling == "any case" and lower in _BOOLEANS):
        return None
    if values.spelling == "Go" and value in _GO_BOOLEANS:
        return None
    meant = "true" if lower in ("true", "yes", "on", "1") else ""
    meant = "false" if lower in ("false", "no", "off", "0") else meant
    return Problem('is not "true" or "false"', meant)


def _integer(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    if _INTEGER.fullmatch(value) is None:
        return Problem("is not an integer")
    number, least, most = int(value), values.minimum, values.maximum
    if least is not None and most is not None and not least <= number <= most:
        return Problem(f"is outside {least}-{most}")
    if least is not None and number < least:
        return Problem(f"is less than {least}")
    return None


def _addresses(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    for each in map(str.strip, value.split(",")):
        address = parse_ip(each)
        if address is None:
            return Problem(f'contains "{each}", which is not an IP address')
        if values.families and address.family not in values.families:
            return Problem(f"is not an {values.families[0]} address")
    return None


def _pairs(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    for each in filter(None, map(str.strip, value.split(","))):
        key, equals, _ = each.partition("=")
        if not key or (not equals and not values.bare):
            return Problem(f'contains "{each}", which is not of the form key=value')
    return None


def _ports(_values: Values, value: str, ports: ServicePorts) -> Problem | None:
    return _unknown_port(filter(None, map(str.strip, value.split(","))), ports)


def _unknown_port(written: Iterable[str], ports: ServicePorts) -> Problem | None:
    for each in written:
        is_number = each.isascii() and each.isdigit() and len(each) < 6
        if each not in ports.names and not (is_number and int(each) in ports.numbers):
            return Problem(f'names port "{each}", which the Service does not have')
    return None


def _port(_values: Values, value: str, ports: ServicePorts) -> Problem | None:
    if _INTEGER.fullmatch(value) is None:
        return None if value in ports.names else _unknown_port((value,), ports)
    return None if 0 < int(value) < 65536 else Problem("is outside 1-65535")


def _duration(values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    is_number = values.seconds and _INTEGER.fullmatch(value) is not None
    return (
        None if is_number or _DURATION.fullmatch(value) else Problem("is not a duration like 30s")
    )


def _tags(_values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    for each in map(str.strip, value.split(",")):
        if _TAG.fullmatch(each) is None:
            return Problem(f'contains "{each}", which is not a tag like "tag:web"')
    return None


def _label(_values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    return None if _LABEL.fullmatch(value) else Problem("is not one label of a DNS name")


def _arns(_values: Values, value: str, _ports: ServicePorts) -> Problem | None:
    for each in map(str.strip, value.split(",")):
        if _ARN.fullmatch(each) is None:
            return Problem(f'contains "{each}", which is not an ARN')
    return None


def _json(values: Values, value: str, ports: ServicePorts) -> Problem | None:
    try:
        data = read_json(value)
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            return Problem(f"is not JSON, because of character {error.pos + 1}")
        return Problem("is not JSON that can be read")
    if not isinstance(data, dict):
        return Problem("is not a JSON object")
    for name, found in data.items():
        problem = _field(values, name, found)
        if problem is not None:
            return problem
    held: Any = data if values.ports == "keys" else mapping(data.get(values.ports))
    return _unknown_port(held, ports) if values.ports else None


def _field(values: Values, name: str, found: Any) -> Problem | None:
    """Return what is wrong with a field of a JSON object."""
    if values.values and found not in values.values:
        return Problem(f'has "{name}": {json.dumps(found)}, which is not {_listed(values.values)}')
    if values.fields is None:
        return None
    if name not in values.fields:
        return Problem(
            f'has a field "{name}"; only {_listed(tuple(values.fields), "and")} are read'
        )
    kind, described = _JSON_TYPES[values.fields[name]]
    if not isinstance(found, kind):
        return Problem(f'has a "{name}" that is not {described}')
    return None


def _listed(values: tuple[str, ...], conjunction: str = "or") -> str:
    quoted = [f'"{each}"' for each in values[:_MOST_LISTED]]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"


_CHECKS: dict[str, Callable[[Values, str, ServicePorts], Problem | None]] = {
    "choice": _choice,
    "entries": _entries,
    "boolean": _boolean,
    "integer": _integer,
    "addresses": _addresses,
    "pairs": _pairs,
    "ports": _ports,
    "port": _port,
    "duration": _duration,
    "tags": _tags,
    "label": _label,
    "arns": _arns,
    "json": _json,
}
