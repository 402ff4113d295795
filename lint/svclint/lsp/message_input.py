"""The messages of an editor as a stream that ends where one is malformed or exceeds a limit.

Source: the header part of a message
(https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#headerPart).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

# The headers of a message, and its content: a text may be as large as a file that is checked.
MOST_HEADER_BYTES = 64 * 1024
MOST_CONTENT_BYTES = 512 * 1024 * 1024
_LENGTH, _TYPE = b"content-length", b"content-type"
_NUMBER = re.compile(rb"[0-9]+")
# "utf8" is what earlier editors write.
_CHARSET = re.compile(rb"charset=\"?(?!utf-?8\b)", re.IGNORECASE)
# As many digits as the limit has.
_MOST_DIGITS = len(str(MOST_CONTENT_BYTES))


class MessageFaultError(Exception):
    """A message after which no other one can be found."""


class MessageInput:
    """Reads headers by line and content by size, as pygls does; ``fault`` is why it ended.

    pygls passes over headers that it does not understand, and would wait for others forever: it
    gets the length of the content and nothing else.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []
        self.fault = ""

    def readline(self) -> bytes:
        """Return a line of the headers of a message; nothing at the end, or after a fault."""
        if not self._lines and not self.fault:
            try:
                length = _content_length(dict(self._headers()))
                # The next one is the end of the headers.
                self._lines = [b"\r\n", b"Content-Length: %d\r\n" % length]
            except EOFError:
                return b""
            except MessageFaultError as error:
                self.fault = str(error)
        return self._lines.pop() if self._lines else b""

    def read(self, size: int) -> bytes:
        """Return the content of a message; nothing if the input ends within it."""
        content = self._stream.read(size)
        if len(content) < size:
            self.fault = "the input ends within a message"
            return b""
        return content

    def _headers(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield names and values. Raises ``EOFError`` if there is no message any more."""
        size = 0
        while True:
            line = self._stream.readline(MOST_HEADER_BYTES + 1)
            size += len(line)
            if size > MOST_HEADER_BYTES:
                raise MessageFaultError(
                    f"the headers of a message exceed {MOST_HEADER_BYTES} bytes"
                )
            if not line.endswith(b"\n"):
                if not size:
                    raise EOFError
                raise MessageFaultError("the input ends within a message")
            if not line.strip():
                return
            name, colon, value = line.partition(b":")
            if not colon:
                raise MessageFaultError("a line before a message is not a header")
            yield name.strip().lower(), value.strip()


def _content_length(headers: dict[bytes, bytes]) -> int:
    """Return the number of bytes of the content of a message."""
    if _CHARSET.search(headers.get(_TYPE, b"")):
        raise MessageFaultError("the Content-Type of a message is not UTF-8")
    digits = headers.get(_LENGTH)
    if digits is None:
        raise MessageFaultError("a message has no Content-Length")
    if not _NUMBER.fullmatch(digits):
        raise MessageFaultError("the Content-Length of a message is not a number")
    digits = digits.lstrip(b"0") or b"0"
    if len(digits) > _MOST_DIGITS or int(digits) > MOST_CONTENT_BYTES:
        raise MessageFaultError(f"the content of a message exceeds {MOST_CONTENT_BYTES} bytes")
    return int(digits)
