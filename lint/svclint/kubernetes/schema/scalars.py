"""Formats of scalars: what the decoder checks beyond the JSON type, by ``format`` of the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

# Go's time.Parse with time.RFC3339 also accepts an hour of one digit, a comma before the fraction,
# and offsets of 24 hours or 60 minutes.
_TIME = (
    r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)T(?:1?\d|0\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?"
    r"(?:Z|[+-](?:[01]\d|2[0-4]):(?:[0-5]\d|60))"
)
# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
_QUANTITY = r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?\s*"
# An integer in an int-or-string is an int32.
_INT32 = (-(2**31), 2**31 - 1)
RANGES = {"int32": _INT32, "int-or-string": _INT32, "int64": (-(2**63), 2**63 - 1)}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_time(value: str) -> bool:
    """Return whether a string is a time that Go parses with ``time.RFC3339``."""
    match = re.fullmatch(_TIME, value, re.ASCII)
    if not match:
        return False
    year, month, day = map(int, match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _DAYS[month - 1] and (leap or (month, day) != (2, 29))


def is_quantity(value: float | str) -> bool:
    """Return whether a quantity decodes: a finite number or ``500m``, ``1.5Gi``, ``2e3``."""
    if isinstance(value, str):
        return re.fullmatch(_QUANTITY, value, re.ASCII) is not None
    return isinstance(value, int) or abs(value) < float("inf")


FORMATS: dict[str, Callable[[Any], bool]] = {"date-time": is_time, "quantity": is_quantity}


def decodes(form: str, value: Any) -> bool:
    """Return whether a value of the right JSON type has a format."""
    if form in RANGES:
        low, high = RANGES[form]
        return not isinstance(value, int) or low <= value <= high
    return FORMATS[form](value)
