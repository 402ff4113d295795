"""Hosts of Ingress rules and TLS entries, and how a wrong one is meant."""

from __future__ import annotations

import re

from svclint.kubernetes.objects.syntax import host_problem

_REMEDY = "write the DNS name alone, without scheme, port or path"
# A word in capitals between the dots and hyphens of a host that is not in capitals as a whole.
_PLACEHOLDER = re.compile(r"(?<![^.-])[A-Z]{4,}(?![^.-])")


def host_correction(host: str) -> tuple[str, str | None]:
    """Return the remedy for a wrong host, and the host that is surely meant, ``None`` if unknown.

    That is the host in lower case, without spaces around it and a dot at its end.
    """
    placeholder = _PLACEHOLDER.search(host)
    if placeholder and host != host.upper():
        return f"replace {placeholder[0]}, which looks like a placeholder", None
    meant = host.strip().lower().removesuffix(".")
    if host.strip().endswith(".") and "." not in meant:
        return "write the domain after the dot", None
    return (_REMEDY, None) if host_problem(meant) else (f"write {meant}", meant)
