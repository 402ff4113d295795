"""Messages without end: the server ends instead, and says why in one line."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pytest
from svclint.lsp.message_input import MOST_CONTENT_BYTES, MOST_HEADER_BYTES, MessageInput

from tests.lsp.conftest import COMMAND


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"Content-Length: 1000000000000\r\n\r\n", "the content of a message exceeds 536870912"),
        (b"Content-Length: %s\r\n\r\n" % (b"9" * 5000), "the content of a message exceeds"),
        (b"A: " + b"a" * 70_000, "the headers of a message exceed 65536 bytes"),
        (b"A: a\r\n" * 20_000, "the headers of a message exceed 65536 bytes"),
    ],
)
def test_the_server_ends_with_one_line(raw: bytes, fault: str) -> None:
    done = subprocess.run(COMMAND, input=raw, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"svclint: error: the session is ended: {fault}")


def test_messages_within_the_limits_are_read() -> None:
    headers = b"Content-Type: a\r\nContent-Length: 2\r\n\r\n"
    messages = MessageInput(BytesIO((headers + b"{}") * 5000))
    for _ in range(5000):
        while messages.readline().strip():
            pass
        assert messages.read(2) == b"{}"
    assert (messages.readline(), messages.fault) == (b"", "")
    assert len(headers) * 5000 > MOST_HEADER_BYTES


def test_the_longest_content_is_permitted() -> None:
    messages = MessageInput(BytesIO(b"Content-Length: 000%d\r\n" % MOST_CONTENT_BYTES))
    assert messages.readline()
    assert not messages.fault
