"""Messages that are malformed or without end: the server ends, and says why in one line."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pytest
from svclint.lsp.message_input import MOST_CONTENT_BYTES, MOST_HEADER_BYTES, MessageInput

from tests.lsp.conftest import COMMAND

TOO_LARGE = f"the content of a message exceeds {MOST_CONTENT_BYTES} bytes"
TOO_LONG = f"the headers of a message exceed {MOST_HEADER_BYTES} bytes"
NO_NUMBER = "the Content-Length of a message is not a number"
NO_HEADER = "a line before a message is not a header"
NOT_UTF_8 = "the Content-Type of a message is not UTF-8"
ENDED = "the input ends within a message"
FAULTS = [
    (b"Content-Length: 1000000000000\r\n\r\n", TOO_LARGE),
    (b"Content-Length: %s\r\n\r\n" % (b"9" * 5000), TOO_LARGE),
    (b"A: " + b"a" * 70_000, TOO_LONG),
    (b"A: a\r\n" * 20_000, TOO_LONG),
    (b"Content-Length: abc\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length: -5\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length: +2\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length: 1_0\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length: 2.0\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length: \xd9\xa2\r\n\r\n{}", NO_NUMBER),
    (b"Content-Length:\r\n\r\n{}", NO_NUMBER),
    (b"Content-Type: a\r\n\r\n{}", "a message has no Content-Length"),
    (b"\r\n\r\n", "a message has no Content-Length"),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", NO_HEADER),
    (b"\0\0\0\0\r\n\r\n", NO_HEADER),
    (b"Content-Length: 2\r\nContent-Type: a; charset=utf-16\r\n\r\n{}", NOT_UTF_8),
    (b"Content-Length: 2\r\nContent-Type: a; charset=utf-80\r\n\r\n{}", NOT_UTF_8),
]


@pytest.mark.parametrize(("raw", "fault"), FAULTS)
def test_a_fault_ends_the_messages(raw: bytes, fault: str) -> None:
    messages = MessageInput(BytesIO(raw + b"Content-Length: 2\r\n\r\n{}"))
    assert (messages.readline(), messages.fault) == (b"", fault)
    assert messages.readline() == b""


@pytest.mark.parametrize("raw", [b"Content-Length: 2\r\n", b"Content-Len", b"Content-Length: 9"])
def test_the_input_ends_within_headers(raw: bytes) -> None:
    messages = MessageInput(BytesIO(raw))
    assert (messages.readline(), messages.fault) == (b"", ENDED)


def test_the_input_ends_within_content() -> None:
    messages = MessageInput(BytesIO(b"Content-Length: 5\r\n\r\n{}"))
    assert [messages.readline(), messages.readline()] == [b"Content-Length: 5\r\n", b"\r\n"]
    assert (messages.read(5), messages.readline(), messages.fault) == (b"", b"", ENDED)


@pytest.mark.parametrize("raw", [FAULTS[0][0], FAULTS[2][0], FAULTS[4][0], FAULTS[11][0]])
def test_the_server_ends_with_one_line(raw: bytes) -> None:
    """The input stays open: the server does not wait for more of it."""
    server = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdin
    assert server.stdout
    assert server.stderr
    with server, server.stdin:
        server.stdin.write(raw)
        server.stdin.flush()
        assert server.wait(timeout=60) == 2
        assert server.stdout.read() == b""
        (line,) = server.stderr.read().decode().splitlines()
    fault = dict(FAULTS)[raw]
    assert line == f"svclint: error: the session is ended: {fault}"


def test_messages_within_the_limits_are_read() -> None:
    headers = b"content-type: a; charset=utf-8\ncontent-length:2\n\n"
    messages = MessageInput(BytesIO((headers + b"{}") * 5000))
    for _ in range(5000):
        while messages.readline().strip():
            pass
        assert messages.read(2) == b"{}"
    assert (messages.readline(), messages.fault) == (b"", "")
    assert len(headers) * 5000 > MOST_HEADER_BYTES


def test_the_longest_content_is_permitted() -> None:
    messages = MessageInput(BytesIO(b"Content-Length: 000%d\r\n\r\n" % MOST_CONTENT_BYTES))
    assert messages.readline()
    assert not messages.fault
