"""Hosts and ports in shell commands that connect to them, each as a word of its own.

Source: the manuals of netcat (``nc [options] host port``) and telnet; ``/dev/tcp/host/port`` of
bash; ``-h host -p port`` of psql, pg_isready and redis-cli, and ``-h host -P port`` of mysql, in
any order; ``--host`` and ``--port`` of all but redis-cli.
"""

from __future__ import annotations

import re

from svclint.kubernetes.host_names.patterns import NAMED_HOST, PORT

# Every quantifier is bounded: the time is linear in the length of the text.
# An option may have a number: ``nc -z -w 2 db 5432``.
_OPTIONS = r"(?:[ \t]{1,8}-{1,2}[A-Za-z][\w=-]{0,16}(?:[ \t]\d{1,5}(?=[ \t]))?){0,8}"
_PROGRAM = r"(?<![\w./-])(?:[\w./]{0,64}/)?"
_NETCAT = re.compile(
    rf"{_PROGRAM}(?:nc|ncat|netcat|telnet){_OPTIONS}"
    rf"[ \t]{{1,8}}[\"']?({NAMED_HOST})[\"']?[ \t]{{1,8}}{PORT}"
)
_DEVICE = re.compile(rf"/dev/(?:tcp|udp)/({NAMED_HOST})/{PORT}")
# The arguments end with the command, which a backslash continues on the next line.
_ARGUMENTS = r"([ \t](?:[^;&|\n\\]|\\[\s\S]){1,400})"
_CLIENTS = ("psql", "pg_isready", "pg_dump", "redis-cli", "valkey-cli")
_CLIENTS_OF_MYSQL = ("mysql", "mysqladmin", "mysqldump", "mariadb")
_CLIENT = re.compile(
    rf"{_PROGRAM}(?:(?:{'|'.join(_CLIENTS)}){_ARGUMENTS}"
    rf"|(?:{'|'.join(_CLIENTS_OF_MYSQL)}){_ARGUMENTS})"
)
_HOST_OPTION = re.compile(
    rf"[ \t](?:-h[ \t]{{0,8}}|--host(?:=|[ \t]{{1,8}}))[\"']?({NAMED_HOST})(?![\w.:/$(){{}}-])"
)
_LONG_PORT_OPTION = r"--port(?:=|[ \t]{1,8})"
_PORT_OPTION = re.compile(rf"[ \t](?:-p[ \t]{{0,8}}|{_LONG_PORT_OPTION})[\"']?{PORT}")
# The -p of mysql is a password.
_PORT_OPTION_OF_MYSQL = re.compile(rf"[ \t](?:-P[ \t]{{0,8}}|{_LONG_PORT_OPTION})[\"']?{PORT}")
# Cheap: what a text must contain.
SIGN = (
    r"\b(?:nc|ncat|netcat|telnet)[ \t]|/dev/(?:tcp|udp)/|"
    r"[ \t]-h[ \t]{0,8}[\"']?[A-Za-z_]|[ \t]--host[ \t]"
)


def client_options(program: str) -> dict[str, str]:
    """Return the long names of a client's options for host and port; none for other programs."""
    name = program.rpartition("/")[2]
    if name in _CLIENTS:
        return {"h": "host", "p": "port"}
    return {"h": "host", "P": "port"} if name in _CLIENTS_OF_MYSQL else {}


def dialed(text: str) -> tuple[list[tuple[str, int]], str]:
    """Return the hosts and ports to which the commands in a text connect, and the rest of it."""
    found: list[tuple[str, int]] = []

    def without(command: re.Match[str]) -> str:
        if command.re is _CLIENT:
            host, port = _options_of_client(command)
        else:
            host, port = command[1], command[2]
        if not host or not port:
            return command[0]
        found.append((host, int(port)))
        return " "

    for pattern in (_NETCAT, _DEVICE, _CLIENT):
        text = pattern.sub(without, text)
    return found, text


def _options_of_client(command: re.Match[str]) -> tuple[str, str]:
    """Return the host and the port in the options of a client; empty where there is none."""
    is_of_mysql = command[1] is None
    arguments = command[2] if is_of_mysql else command[1]
    host = _HOST_OPTION.search(arguments)
    port = (_PORT_OPTION_OF_MYSQL if is_of_mysql else _PORT_OPTION).search(arguments)
    return host[1] if host else "", port[1] if port else ""
