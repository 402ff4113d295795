"""Patterns of the names of hosts and of ports in a text.

Every quantifier is bounded: the time is linear in the length of the text.
"""

from __future__ import annotations

LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})"
_MORE_LABELS = rf"(?:\.{LABEL}){{0,11}}\.?"
HOST = LABEL + _MORE_LABELS
# A host that is surely no IPv4 address, and no number.
NAMED_HOST = rf"[A-Za-z_](?:[A-Za-z0-9_-]{{0,62}}){_MORE_LABELS}"
# A port that ends a word, as a group.
PORT = r"(\d{1,5})(?![\w.:/-])"
