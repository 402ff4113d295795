"""A value that may name hosts, and the port that stands beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.host_names.dialing_commands import SIGN
from svclint.kubernetes.host_names.mentions import is_host_key
from svclint.model import Path

# Cheap: nearly all values of a run contain none of this.
_SIGN = re.compile(
    r"://|\.svc\b|\.cluster\.local|[A-Za-z0-9_]:[0-9]{2}|@|(?i:host|server)[ ]?=|"
    r"(?i:host|name|addr|address|server)[\"']?[ ]?:[ ]?[\"']?[A-Za-z]|" + SIGN
)
_HOST_END = re.compile(
    r"(?:[_.-]?(?:host_?name|host|addr(?:ess)?|server|endpoint|ur[il]))\Z", re.IGNORECASE
)


class HostValue(NamedTuple):
    """A value that may name hosts: its path, the name of the variable, flag or key, and its text.

    ``port`` is the number of a variable beside it: ``DB_PORT`` beside ``DB_HOST``. Names without
    ``svc`` count only with ``is_of_pod``: other clients have other search paths.
    """

    path: Path
    key: str
    text: str
    port: tuple[Path, int] | None = None
    is_of_pod: bool = True


# Hot: called for every variable of a run. Many workloads have the same.
@lru_cache(maxsize=4096)
def may_name_host(key: object, value: object) -> bool:
    """Return whether a value may name a host, or the port of one; only strings do."""
    if not isinstance(key, str) or not isinstance(value, str) or not value:
        return False
    if "://" in value or has_sign(value):
        return True
    return is_host_key(key) or (value.isdigit() and key[-4:].lower() == "port")


def has_sign(value: str) -> bool:
    """Return whether a value contains a sign of a host: that of a URL, a domain, a port."""
    return _SIGN.search(value) is not None


def port_beside(key: str, known: dict[str, tuple[Path, str]]) -> tuple[Path, int] | None:
    """Return the port of the variable for the port of a host: ``DB_PORT`` for ``DB_HOST``."""
    ending = _HOST_END.search(key)
    if ending is None:
        return None
    is_lower, stem = key[-1:].islower(), key[: ending.start()]
    separator = key[ending.start() : ending.start() + 1]
    separator = separator if separator in "_.-" else ""
    stem_end = stem[-1:] if stem[-1:] in (".", "-", "_") else ""
    names = [f"{stem}{separator}port"] if is_lower else [f"{stem}{separator}PORT"]
    if not separator and not stem_end and stem:
        names.append(f"{stem}Port")
    for name in names:
        path, value = known.get(name, ((), ""))
        if value.isascii() and value.isdigit() and len(value) < 6:
            return path, int(value)
    return None
