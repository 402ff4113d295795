"""The values that a provider documents for an annotation, as its file describes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING_MEANT: Mapping[str, str] = MappingProxyType({})


class Values(NamedTuple):
    """The values of one annotation.

    ``type`` is ``choice``, ``entries``, ``boolean``, ``integer``, ``json``, ``addresses``,
    ``pairs``, ``ports``, ``port`` (a number, or the name of one of the Service), ``duration``,
    ``tags``, ``label`` (of a DNS name) or ``arns``. ``also`` are values that the provider reads as
    well, or that are harmless. ``choices`` are those of a choice, or of entries that commas
    separate, each of which is an ``entry``; ``ignores_case`` whether their case matters. ``meant``
    are choices by other words for them.
    ``spelling`` of a boolean: ``exact`` (``true``, ``false``), ``any case``, or ``Go`` (all that
    ``strconv.ParseBool`` reads). An integer has a ``minimum`` and a ``maximum``, if any.
    ``families`` are those of addresses; empty for any. ``seconds``: a duration may be a number.
    ``bare``: the value of a pair may be missing. ``fields`` are the fields of a JSON object with
    their types, ``values`` the values of each field instead, and ``ports`` where it names ports
    of the Service: in its ``keys``, or in those of a field.
    """

    type: str
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    meant: Mapping[str, str] = NOTHING_MEANT
    entry: str = ""
    ignores_case: bool = False
    spelling: str = "exact"
    minimum: int | None = None
    maximum: int | None = None
    families: tuple[str, ...] = ()
    seconds: bool = False
    bare: bool = False
    fields: Mapping[str, str] | None = None
    values: tuple[str, ...] = ()
    ports: str = ""


def values_from(entry: Mapping[str, Any]) -> Values:
    """Return the values that an entry of a provider's file describes."""
    fields: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in entry.items()
    }
    return Values(**fields)
