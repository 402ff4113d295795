"""The reason why a finding cannot be fixed."""

from __future__ import annotations


class UnfixableError(Exception):
    """An edit that is impossible in this file; the message says why."""
