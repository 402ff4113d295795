"""Errors of requests that cannot be carried out as they are."""

from __future__ import annotations

from svclint.model import ConfigError


class RequestError(ConfigError):
    """Fields of a request that are not valid or contradict each other; the message says which."""
