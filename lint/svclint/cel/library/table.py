"""Turn the table of signatures of a library into overloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..types import Overload, parse_signature

# Types whose values have an order, as the overloads of ``min`` and ``sort`` list them.
COMPARABLE = ("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes")
SUMMABLE = ("int", "uint", "double", "duration")


def overloads(
    table: Mapping[str, Callable[..., Any]], *, is_guarded: bool = True
) -> list[Overload]:
    """Return the overloads of a table of signatures; see ``types.parse_signature``."""
    return [_overload(text, call, is_guarded) for text, call in table.items()]


def _overload(text: str, call: Callable[..., Any], is_guarded: bool) -> Overload:
    name, is_method, parameters, result = parse_signature(text)
    return Overload(name, is_method, parameters, result, call, is_guarded)


def for_types(
    signature: str, types: tuple[str, ...], call: Callable[..., Any]
) -> dict[str, Callable[..., Any]]:
    """Return a table with a signature for each type that may stand for its ``T``."""
    return {signature.replace("T", type_): call for type_ in types}
