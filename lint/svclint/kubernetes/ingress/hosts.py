"""Hosts of Ingress rules and TLS entries, and how a wrong one is meant."""

from __future__ import annotations

import re

from svclint.kubernetes.objects.syntax import host_problem

_REMEDY = "write the DNS name alone, without scheme, port or path"
# What a host consists of, in capitals in place of a value, and texts that ask to be replaced. Other
# words in capitals are names, which the DNS reads as in lower case.
_PLACEHOLDER = re.compile(
    r"(?<![^.-])(?:(?:HOST|DOMAIN|CLUSTER|SERVICE|APP|PROJECT|USER)(?:NAME)?|NAMESPACE|NAME|TENANT|"
    r"REGION|ZONE|ENV(?:IRONMENT)?|STAGE|SUBDOMAIN|TODO|FIXME|X{3,}|PLACEHOLDER|"
    r"(?:CHANGE|REPLACE)(?:-?ME)?|(?:YOUR|MY)-?[A-Z]*)(?![^.-])"
)


def host_correction(host: str) -> tuple[str, str | None]:
    """Return the remedy for a wrong host, and the host that is surely meant, ``None`` if unknown.

    That is the host in lower case, without spaces around it and a dot at its end. Only a host that
    is not all in capitals may contain a placeholder.
    """
    placeholder = _PLACEHOLDER.search(host)
    if placeholder and host != host.upper():
        return f"replace {placeholder[0]}, which looks like a placeholder", None
    meant = host.strip().lower().removesuffix(".")
    if host.strip().endswith(".") and "." not in meant:
        return "write the domain after the dot", None
    return (_REMEDY, None) if host_problem(meant) else (f"write {meant}", meant)
