"""YAML scalars as the API server's Go library reads them, then turns them into JSON.

No Python package resolves them so: ``y``, ``on`` and ``no`` are booleans, ``017`` and ``0o17`` are
15, ``080`` is 80, ``1_000`` is 1000, while ``1:30`` and dates stay strings.
Source: the scalar resolution of the YAML library vendored by sigs.k8s.io/yaml, and answers
recorded from a real server.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from sys import intern
from typing import Any

_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
_NAN = (".nan", ".NaN", ".NAN")
_INFINITY = tuple(sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF"))
_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(_TRUE, True),
    **dict.fromkeys(_FALSE, False),
    **dict.fromkeys(_NULL, None),
}
_NOT_JSON = frozenset((*_NAN, *_INFINITY))
_HINTS = frozenset("+-.0123456789")
_LAST = frozenset("0123456789abcdefABCDEF._")
_LONG = "tag:yaml.org,2002:"
_STRING = frozenset((_LONG + "str", _LONG + "binary", "!", "!!str", "!!binary"))
_RESOLVABLE = {_LONG + word: word for word in ("int", "float", "bool", "null", "timestamp")}
_INTEGER = r"[-+]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_GO_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)(?:[eE][-+]?[0-9]+)?"
# The key ``<<``, whose value is merged into its mapping.
MERGE: Any = object()


class ScalarError(ValueError):
    """A scalar that the server's library refuses; the message says why."""


def resolve_plain(text: str) -> Any:
    """Resolve a plain, untagged scalar to its JSON value.

    Raises ``ScalarError`` for ``.nan`` and ``.inf``, which JSON cannot represent.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _HINTS:
        return text
    if text[0] != "0" and text.isascii() and text.isdigit():
        return _integer(text)
    if text in _NOT_JSON:
        raise ScalarError(f"{text} is a number that JSON cannot represent")
    if text[-1] not in _LAST:
        # Quantities such as 256Mi are not numbers.
        return text
    if text[0] == ".":
        return _number(text) if re.fullmatch(_GO_FLOAT, text, re.ASCII) else text
    bare = text.replace("_", "")
    if re.fullmatch(_INTEGER, bare, re.ASCII):
        return _integer(bare)
    return _number(bare, text) if re.fullmatch(_FLOAT, bare, re.ASCII) else text


def resolve_tagged(tag: str, text: str) -> Any:
    """Resolve a scalar with an explicit tag in its long form (``tag:yaml.org,2002:int``).

    Raises ``ScalarError`` when the text is not a value of that tag.
    """
    if tag == _LONG + "binary":
        return _binary(text)
    want = _RESOLVABLE.get(tag)
    if want is None or tag in _STRING:
        return text
    value = resolve_plain(text)
    if want == "timestamp":
        return text
    kinds: dict[str, tuple[type, ...]] = {
        "int": (int,), "float": (int, float), "bool": (bool,), "null": (type(None),),
    }  # fmt: skip
    is_bool_as_number = isinstance(value, bool) and want != "bool"
    if not isinstance(value, kinds[want]) or is_bool_as_number:
        raise ScalarError(f"cannot read {text[:60]!r} as !!{want}")
    return value


def json_name(value: Any) -> str:
    """Convert the value of a mapping key into its JSON name, as the server does.

    Raises ``ScalarError`` for null and for collections, which cannot be names.
    """
    if isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _shortest(value)
    raise ScalarError("a mapping key is null; quote it or give it a name")


@lru_cache(maxsize=1 << 14)
def resolve_key(text: str) -> Any:
    """Resolve a plain key to its JSON name, or to MERGE. Raises ``ScalarError``."""
    # Rules look up keys by constants, which are interned, too.
    return MERGE if text == "<<" else intern(json_name(resolve_plain(text)))


def _integer(text: str) -> Any:
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits[:2].lower())
    if base:
        value = int(digits[2:], base)
    elif digits[0] == "0":
        value = int(digits, 8)
    elif len(digits) > 70:
        # Longer than any integer of Go; Python limits the conversion of decimals.
        return _number(text)
    else:
        value = int(digits)
    value = -value if sign == "-" else value
    if -(1 << 63) <= value < (1 << 64):
        return value
    return _number(text) if base is None else text


def _number(bare: str, text: str | None = None) -> Any:
    value = float(bare)
    if value in (float("inf"), float("-inf")):
        return bare if text is None else text
    # Go writes a whole float below 1e21 without a point, so the server then reads an integer.
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def _binary(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError) as error:
        raise ScalarError("!!binary value contains invalid base64") from error


def _shortest(value: float) -> str:
    text = f"{value:.7g}"
    mantissa, mark, exponent = text.partition("e")
    if not mark:
        return text
    return f"{mantissa}e{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
