"""Why a finding cannot be fixed here."""

from __future__ import annotations


class Unfixable(Exception):
    """An edit that cannot be made in this text; the message says why."""
