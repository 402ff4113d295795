"""Parts of times and spans of time (common/stdlib/standard.go of cel-go)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..runtime.time_values import SECOND, moment
from ..values import Duration, Timestamp
from .table import overloads

_PARTS: dict[str, Callable[[datetime], int]] = {
    "getFullYear": lambda time: time.year,
    "getMonth": lambda time: time.month - 1,
    "getDayOfYear": lambda time: time.timetuple().tm_yday - 1,
    "getDayOfMonth": lambda time: time.day - 1,
    "getDate": lambda time: time.day,
    "getDayOfWeek": lambda time: time.isoweekday() % 7,
    "getHours": lambda time: time.hour,
    "getMinutes": lambda time: time.minute,
    "getSeconds": lambda time: time.second,
    "getMilliseconds": lambda time: time.microsecond // 1000,
}
_SPANS = {
    "getHours": 3600 * SECOND,
    "getMinutes": 60 * SECOND,
    "getSeconds": SECOND,
    "getMilliseconds": SECOND // 1000,
}


def _part(name: str) -> Callable[..., int]:
    def part(time: Timestamp, zone: str = "") -> int:
        return _PARTS[name](moment(time, zone))

    return part


def _span(name: str) -> Callable[[Duration], int]:
    def span(length: Duration) -> int:
        whole = abs(length.nanoseconds) // _SPANS[name]
        return whole if length.nanoseconds >= 0 else -whole

    return span


OVERLOADS = overloads(
    {
        **{f".{name}(timestamp) -> int": _part(name) for name in _PARTS},
        **{f".{name}(timestamp, string) -> int": _part(name) for name in _PARTS},
        **{f".{name}(duration) -> int": _span(name) for name in _SPANS},
    }
)
