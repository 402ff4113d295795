"""Hosts of Ingress rules and TLS entries, and how a wrong one is meant."""

from __future__ import annotations

from svclint.kubernetes.objects.syntax import host_problem

HOST_REMEDY = "write the DNS name alone, without scheme, port or path"


def respelled_host(host: str) -> str | None:
    """Return a host in lower case, without spaces around it and a dot at its end.

    ``None`` if that is not a host either.
    """
    meant = host.strip().lower().removesuffix(".")
    return meant if host_problem(meant) is None else None
