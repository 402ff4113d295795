"""Serve one editor, by standard input and output or by a port."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any, BinaryIO, NoReturn, cast

from svclint.app.requests import CheckRequest
from svclint.lsp.message_input import MessageInput
from svclint.lsp.rendering import end_renderings
from svclint.lsp.server import server

LOOPBACK = "127.0.0.1"


def serve(request: CheckRequest, port: int | None = None) -> str:
    """Serve an editor until its session ends; return the fault that ended it, mostly empty.

    With a ``port`` of 127.0.0.1, it is the first that connects. Raises ``OSError``.
    """
    if port is None:
        return _serve(request, sys.stdin.buffer, sys.stdout.buffer)
    with socket.create_server((LOOPBACK, port)) as listening:
        connection, _ = listening.accept()
    with connection, connection.makefile("rb") as read, connection.makefile("wb") as written:
        return _serve(request, read, written)


def end(number: int, _frame: Any) -> NoReturn:
    """End now, on a signal: nothing can interrupt the thread that waits for the next message."""
    end_renderings()
    os._exit(128 + number)


def _serve(request: CheckRequest, read: BinaryIO, written: BinaryIO) -> str:
    messages = MessageInput(read)
    # pygls reads by these two methods only.
    server(request).start_io(cast("BinaryIO", messages), written)
    return messages.fault
