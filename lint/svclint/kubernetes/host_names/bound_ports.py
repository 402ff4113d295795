"""Ports that the arguments and variables of a container show it to listen on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from svclint.kubernetes.host_names.host_value import port_beside
from svclint.model import Data
from svclint.model.data import mapping, sequence
from svclint.model.path import Path

_EVERY = r"(?:0\.0\.0\.0|\[?::\]?|\*|\+|\$[({]\w*POD_IP[)}])?"
# ``:8443`` and ``0.0.0.0:8443``: a port of every address, without the host of a server.
_ADDRESS = re.compile(rf"(?<![\w.:\])}}-]){_EVERY}:(\d{{2,5}})(?![\w.:-])")
# ``--port=8080``, ``PORT=8080``; without a value, the next word is the value.
_NAMED = re.compile(r"-{0,2}([A-Za-z][\w.-]*)(?:=(.*))?\Z", re.DOTALL)
_LISTENING = re.compile("listen|bind", re.IGNORECASE)
_OTHER_END = re.compile("upstream|remote|target|backend|destination", re.IGNORECASE)
_AT_END = re.compile(r"(?:\A|:)(\d{2,5})/?\Z")
_QUOTES = "'\";,"


def may_bind(item: str) -> bool:
    """Return whether an argument, or it and the next one, may name a port to listen on."""
    return ":" in item or "port" in item.lower() or _LISTENING.search(item) is not None


def bound_numbers(container: Data) -> Iterator[int]:
    """Yield the numbers of the ports that the arguments and variables of a container bind.

    That is a port of every address, one of a flag or variable that says to listen or bind, and one
    called ``port``: ``HTTP_PORT``, but not ``DB_PORT`` beside the ``DB_HOST`` that it belongs to.
    """
    words = [*sequence(container.get("command")), *sequence(container.get("args"))]
    in_command = " ".join(each for each in words if isinstance(each, str)).split()
    variables = map(mapping, sequence(container.get("env")))
    in_environment = [(str(each.get("name")), str(each.get("value"))) for each in variables]
    for text in (*in_command, *(value for _, value in in_environment)):
        for found in _ADDRESS.finditer(text):
            yield int(found[1])
    for values in (dict(_flags(in_command)), dict(in_environment)):
        others = set(_ports_of_other_hosts(values))
        for name, value in values.items():
            is_port = name[-4:].lower() == "port" and not _OTHER_END.search(name)
            if _LISTENING.search(name) or (is_port and name not in others):
                at_end = _AT_END.search(value)
                if at_end is not None:
                    yield int(at_end[1])


def _flags(words: list[str]) -> Iterator[tuple[str, str]]:
    for word, following in pairwise((*(each.strip(_QUOTES) for each in words), "")):
        named = _NAMED.match(word)
        if named is not None:
            value = following if named[2] is None else named[2]
            yield named[1], value.strip(_QUOTES)


def _ports_of_other_hosts(values: dict[str, str]) -> Iterator[str]:
    """Yield the names of the ports beside a host: that a process connects to."""
    known: dict[str, tuple[Path, str]] = {name: ((name,), value) for name, value in values.items()}
    for name, value in values.items():
        found = port_beside(name, known)
        if found is None or re.fullmatch(_EVERY, value):
            continue
        port = str(found[0][0])
        # PORT beside HOST is that of the process itself.
        if port.lower() != "port":
            yield port
