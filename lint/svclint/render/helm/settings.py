"""Single values as ``--set`` takes them: ``service.port=80,service.type=NodePort``.

Source: https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
# Items of lists, lists, and escapes.
_SPECIAL = re.compile(r"[\\\[\]{}]")


def typed(value: str) -> str | int | bool | None:
    """Return a single value with the type that Helm gives it."""
    if value in ("true", "false"):
        return value == "true"
    if value == "null":
        return None
    return int(value) if _NUMBER.fullmatch(value) else value


def values_of_settings(settings: Iterable[str]) -> dict[str, Any] | None:
    """Return single values as a values file has them; ``None`` if no file can have the effect."""
    found: dict[str, Any] = {}
    for setting in (each for given in settings for each in given.split(",")):
        name, sign, value = setting.partition("=")
        if not sign or not _NAME.fullmatch(name) or _SPECIAL.search(setting):
            return None
        *outer, last = name.split(".")
        inside = found
        for step in outer:
            inside = inside.setdefault(step, {})
            if not isinstance(inside, dict):
                return None
        inside[last] = typed(value)
    return found
