"""Timestamps and durations, parsed and written as Go's ``time`` package does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import CelError
from ..numbers import INT_MAX, INT_MIN, decimal_integer
from ..values import Duration, Timestamp

SECOND = 10**9
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": SECOND}
_UNITS.update(m=60 * SECOND, h=3600 * SECOND)
_SPAN = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# The years 1 to 9999, as protocol buffers have it.
_FIRST, _LAST = -62135596800, 253402300799


def parse_duration(text: str) -> Duration:
    """Parse ``1h30m``, ``-1.5s``. Raises ``CelError``."""
    sign, rest = (-1, text[1:]) if text[:1] == "-" else (1, text.removeprefix("+"))
    total, at = Decimal(0), 0
    while at < len(rest):
        match = _SPAN.match(rest, at)
        if match is None:
            break
        total += Decimal(match[1]) * _UNITS[match[2]]
        at = match.end()
    if (not rest or at < len(rest)) and rest != "0":
        raise _unreadable("google.protobuf.Duration")
    return duration(sign * int(total), "google.protobuf.Duration")


def duration(nanoseconds: int, wanted: str = "") -> Duration:
    """Return a duration within 64 bits. Raises ``CelError``."""
    if not INT_MIN <= nanoseconds <= INT_MAX:
        raise _unreadable(wanted) if wanted else CelError("duration overflow")
    return Duration(nanoseconds)


def parse_timestamp(text: str) -> Timestamp:
    """Parse a time of RFC 3339. Raises ``CelError``."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise _unreadable("google.protobuf.Timestamp")
    year, month, day, hour, minute, second = (int(match[part]) for part in range(1, 7))
    fraction = int((match[7] or "0").ljust(9, "0")[:9])
    shift = 0
    if match[8] != "Z":
        if int(match[10]) > 24 or int(match[11]) > 60:
            raise _unreadable("google.protobuf.Timestamp")
        shift = (int(match[10]) * 60 + int(match[11])) * (-60 if match[9] == "-" else 60)
    try:
        # Year 0 is a leap year that Python does not know; it is out of range in any case.
        moment = datetime(year or 4, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        raise _unreadable("google.protobuf.Timestamp") from None
    if year == 0:
        raise CelError("timestamp overflow")
    seconds = (moment - _EPOCH) // timedelta(seconds=1) - shift
    return timestamp(seconds * SECOND + fraction, shift)


def timestamp(nanoseconds: int, offset: int = 0) -> Timestamp:
    """Return a timestamp within the years 1 to 9999. Raises ``CelError``."""
    if not _FIRST <= nanoseconds // SECOND <= _LAST:
        raise CelError("timestamp overflow")
    return Timestamp(nanoseconds, offset)


def moment(time: Timestamp, zone: str = "") -> datetime:
    """Return a time on the calendar of a zone: a name, or an offset such as ``-08:00``."""
    there = _EPOCH + timedelta(microseconds=time.nanoseconds // 1000)
    if ":" not in zone:
        try:
            return there.astimezone(_zone(zone))
        except OverflowError:
            raise CelError("timestamp overflow") from None
    return _shifted(there, _offset(zone))


def _shifted(there: datetime, minutes: int) -> datetime:
    try:
        return there + timedelta(minutes=minutes)
    except OverflowError:
        raise CelError("timestamp overflow") from None


def _zone(name: str) -> tzinfo:
    if name in ("", "UTC"):
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CelError(f"unknown time zone {name}") from None


def _offset(zone: str) -> int:
    """Return an offset in minutes; Go accepts any size."""
    hours, _, minutes = zone.partition(":")
    for part in (hours, minutes):
        if re.fullmatch(r"[+-]?\d+", part, re.ASCII) is None:
            raise CelError(f'strconv.Atoi: parsing "{part}": invalid syntax')
    sign = -1 if zone[0] == "-" else 1
    return decimal_integer(hours) * 60 + decimal_integer(minutes) * sign


def write_timestamp(time: Timestamp) -> str:
    """Return a time as RFC 3339, with no more digits of a second than needed."""
    minutes = time.offset // 60
    shown = _shifted(moment(time), minutes)
    fraction = f".{time.nanoseconds % SECOND:09}".rstrip("0").rstrip(".")
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "Z"
    return f"{shown.year:04}-{shown:%m-%dT%H:%M:%S}{fraction}{zone}"


def write_duration(span: Duration) -> str:
    """Return a duration in seconds: ``90s``, ``0.5s``."""
    seconds = (
        span.nanoseconds // SECOND if span.nanoseconds >= 0 else -(-span.nanoseconds // SECOND)
    )
    exact = float(seconds) + (span.nanoseconds - seconds * SECOND) / 1e9
    return f"{format(Decimal(repr(exact)).normalize(), 'f')}s"


def _unreadable(name: str) -> CelError:
    return CelError(f"type conversion error from 'string' to '{name}'")
