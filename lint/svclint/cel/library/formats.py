"""Named formats: ``format.dns1123Label().validate(x)`` (cel/library/format.go of Kubernetes)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ..text import name_errors, url_syntax
from ..values import NONE, Optional, name_type
from .table import overloads

_UUID = r"(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_CLOCK = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))"


class Format(NamedTuple):
    """A format: the function that returns the errors of a text, and a pattern size for costs."""

    name: str
    errors: Callable[[str], list[str]]
    pattern_size: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Format) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


name_type(Format, "kubernetes.NamedFormat")


def _uri(text: str) -> list[str]:
    try:
        url_syntax.parse_request(text)
    except url_syntax.UrlError as error:
        return [str(error)]
    return []


def _uuid(text: str) -> list[str]:
    return [] if re.fullmatch(_UUID, text) else ["does not match the UUID format"]


def _byte(text: str) -> list[str]:
    try:
        b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ["invalid base64"]
    return [] if text else ["invalid base64"]


def _is_date(text: str) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is None:
        return False
    try:
        date(int(text[:4]) or 4, int(text[5:7]), int(text[8:]))
    except ValueError:
        return False
    return True


def _date(text: str) -> list[str]:
    return [] if _is_date(text) else ["invalid date"]


def _datetime(text: str) -> list[str]:
    day, separator, clock = text.lower().partition("t")
    match = re.fullmatch(_CLOCK, clock.split("t")[0])
    if not separator or not _is_date(day) or match is None:
        return ["invalid datetime"]
    is_time = match[1] <= "23" and match[2] <= "59" and match[3] <= "59"
    return [] if is_time else ["invalid datetime"]


def _prefix(errors: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    return lambda text: errors(name_errors.as_prefix(text))


_FORMATS = {
    "dns1123Label": Format("DNS1123Label", name_errors.dns_label, 30),
    "dns1123Subdomain": Format("DNS1123Subdomain", name_errors.dns_subdomain, 60),
    "dns1035Label": Format("DNS1035Label", name_errors.dns_1035_label, 30),
    "qualifiedName": Format("QualifiedName", name_errors.qualified_name, 60),
    "dns1123LabelPrefix": Format("DNS1123LabelPrefix", _prefix(name_errors.dns_label), 30),
    "dns1123SubdomainPrefix": Format(
        "DNS1123SubdomainPrefix", _prefix(name_errors.dns_subdomain), 60
    ),
    "dns1035LabelPrefix": Format("DNS1035LabelPrefix", _prefix(name_errors.dns_1035_label), 30),
    "labelValue": Format("LabelValue", name_errors.label_value, 40),
    "uri": Format("URI", _uri, 1000),
    "uuid": Format("uuid", _uuid, 81),
    "byte": Format("byte", _byte, 84),
    "date": Format("date", _date, 83),
    "datetime": Format("datetime", _datetime, 83),
}


def _named(name: str) -> Optional:
    return Optional(True, _FORMATS[name]) if name in _FORMATS else NONE


def _validate(format_: Format, text: str) -> Optional:
    found = format_.errors(text)
    return Optional(True, found) if found else NONE


def _giving(format_: Format) -> Callable[[], Format]:
    return lambda: format_


OVERLOADS = overloads(
    {
        ".validate(format, string) -> optional(list(string))": _validate,
        "format.named(string) -> optional(format)": _named,
        **{f"format.{name}() -> format": _giving(each) for name, each in _FORMATS.items()},
    }
)
