"""Ports that the arguments and variables of a container show it to listen on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.model import Data
from svclint.model.data import mapping, sequence

# ``:8443`` and ``0.0.0.0:8443``: a port of every address, without the host of a server.
_ADDRESS = r"(?<![\w.:\]-])(?:0\.0\.0\.0|\[::\]|\*)?:(\d{2,5})(?![\w.:-])"
# ``--port=8080``, ``--metrics-port 8080``, ``PORT=8080``.
_FLAG = r"port[= ]['\"]?(\d{2,5})(?![\w.:-])"
_BOUND = re.compile(f"{_ADDRESS}|{_FLAG}", re.IGNORECASE)


def may_bind(item: str) -> bool:
    """Return whether an argument, or it and the next one, may name a port to listen on."""
    return ":" in item or "port" in item.lower()


def bound_numbers(container: Data) -> Iterator[int]:
    """Yield the numbers of the ports that the arguments and variables of a container bind."""
    words = [*sequence(container.get("command")), *sequence(container.get("args"))]
    variables = map(mapping, sequence(container.get("env")))
    texts = [f"{each.get('name')}={each.get('value')}" for each in variables]
    for each in (*texts, " ".join(each for each in words if isinstance(each, str))):
        for found in _BOUND.finditer(each):
            yield int(found[1] or found[2])
