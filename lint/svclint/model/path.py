"""Paths of fields in a manifest, and how kubectl and the API server write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

Path = tuple[str | int, ...]
_STEP = re.compile(r'\[([0-9]+)\]|\.([\w-]+)|\["(.*?)"\](?=[.\[]|$)')


def spell(path: Path) -> str:
    """Return a path as kubectl writes it: ``.spec.ports[0].port``."""
    return "".join(map(_step, path))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    is_simple = step.replace("-", "").replace("_", "").isalnum()
    return f".{step}" if is_simple else f'["{step}"]'


def path_of(spelled: str) -> Path:
    """Return the path that ``spell`` spells."""
    found = _STEP.findall(spelled)
    return tuple(int(index) if index else name or key for index, name, key in found)


def server_spell(path: Path) -> str:
    """Return a path as the API server writes it in a cause: ``spec.ports[0].port``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def is_within(field: str, around: Iterable[str]) -> bool:
    """Return whether a spelled path is one of some others, or lies inside of one."""
    return any(field == path or field.startswith((f"{path}.", f"{path}[")) for path in around)
