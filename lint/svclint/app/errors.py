"""Errors of requests that cannot be carried out as they are."""

from __future__ import annotations

from svclint.model import ConfigError


class RequestError(ConfigError):
    """Fields of a request that are not valid or contradict each other; the message says which."""


LIVE_MISSING = (
    "--live is missing: name the live objects to compare with: --live cluster (of the current "
    "context, or of --context NAME); or --live FILE, written by svclint snapshot -o FILE or "
    "kubectl get services -A -o json"
)
