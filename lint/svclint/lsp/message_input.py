"""The messages of an editor as a stream that ends where one exceeds a limit.

Source: the header part of a message
(https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#headerPart).
"""

from __future__ import annotations

import re
from typing import BinaryIO

# The headers of a message, and its content: a text may be as large as a file that is checked.
MOST_HEADER_BYTES = 64 * 1024
MOST_CONTENT_BYTES = 512 * 1024 * 1024
_LENGTH = re.compile(rb"Content-Length:\s*(\d+)\s*", re.IGNORECASE)
# As many digits as the limit has.
_MOST_DIGITS = len(str(MOST_CONTENT_BYTES))


class MessageInput:
    """Reads headers by line and content by size, as pygls does; ``fault`` is why it ended."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._header_bytes = 0
        self.fault = ""

    def readline(self) -> bytes:
        """Return a line of the headers of a message; nothing at the end, or after a fault."""
        line = b"" if self.fault else self._stream.readline(MOST_HEADER_BYTES + 1)
        self._header_bytes += len(line)
        if self._header_bytes > MOST_HEADER_BYTES:
            self.fault = f"the headers of a message exceed {MOST_HEADER_BYTES} bytes"
        length = _LENGTH.fullmatch(line)
        if length and _exceeds(length[1].lstrip(b"0")):
            self.fault = f"the content of a message exceeds {MOST_CONTENT_BYTES} bytes"
        return b"" if self.fault else line

    def read(self, size: int) -> bytes:
        """Return the content of a message."""
        self._header_bytes = 0
        return self._stream.read(size)


def _exceeds(digits: bytes) -> bool:
    return len(digits) > _MOST_DIGITS or int(digits or b"0") > MOST_CONTENT_BYTES
