"""Hosts and ports in shell commands that connect to them, each as a word of its own.

Source: the manuals of netcat (``nc [options] host port``) and telnet; ``/dev/tcp/host/port`` of
bash; ``-h host -p port`` of psql and pg_isready, of redis-cli, and ``-P port`` of mysql.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Every quantifier is bounded: the time is linear in the length of the text.
_HOST = r"[A-Za-z_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})){0,11}\.?"
_PORT = r"(\d{1,5})(?![\w.:/-])"
# An option may have a number: ``nc -z -w 2 db 5432``.
_OPTIONS = r"(?:[ \t]{1,8}-{1,2}[A-Za-z][\w=-]{0,16}(?:[ \t]\d{1,5}(?=[ \t]))?){0,8}"
_NETCAT = re.compile(
    rf"(?<![\w./-])(?:[\w./]{{0,64}}/)?(?:nc|ncat|netcat|telnet){_OPTIONS}"
    rf"[ \t]{{1,8}}[\"']?({_HOST})[\"']?[ \t]{{1,8}}{_PORT}"
)
_DEVICE = re.compile(rf"/dev/(?:tcp|udp)/({_HOST})/{_PORT}")
_CLIENT = re.compile(
    rf"(?<![\w./-])(?:[\w./]{{0,64}}/)?"
    rf"(?:psql|pg_isready|pg_dump|redis-cli|valkey-cli|mysql|mysqladmin|mysqldump|mariadb)"
    rf"(?:[ \t][^;&|\n]{{0,200}}?)?[ \t]-h[ \t]{{0,8}}[\"']?({_HOST})[\"']?"
    rf"[ \t][^;&|\n]{{0,200}}?(?<=[ \t])-[pP][ \t]{{0,8}}{_PORT}"
)
_COMMANDS = (_NETCAT, _DEVICE, _CLIENT)
# Cheap: what a text must contain.
SIGN = r"\b(?:nc|ncat|netcat|telnet)[ ]|/dev/(?:tcp|udp)/|[ ]-h[ ]?[a-z]"


def dialed(text: str) -> Iterator[tuple[str, int]]:
    """Yield the hosts and ports to which the commands in a text connect."""
    for command in _COMMANDS:
        for found in command.finditer(text):
            yield found[1], int(found[2])


def without_dialed(text: str) -> str:
    """Return a text without these commands."""
    for command in _COMMANDS:
        text = command.sub(" ", text)
    return text
