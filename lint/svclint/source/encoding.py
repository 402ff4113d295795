"""The encodings that kubectl reads: UTF-8, and UTF-16 with a byte-order mark.

Source: ``FileVisitor`` of k8s.io/cli-runtime (``pkg/resource/visitor.go``) reads files through
``unicode.BOMOverride(unicode.UTF8.NewDecoder())``, which knows no UTF-32.
"""

from __future__ import annotations

import codecs

from svclint.source.parse_result import Problem

REMEDY = "save the file as UTF-8"
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def as_utf8(raw: bytes) -> bytes | Problem:
    """Return the text of a file in UTF-8, or the problem of a file that kubectl cannot decode.

    UTF-8 itself is returned as it is, valid or not.
    """
    # Hot: most files begin with a letter, a comment or a separator.
    if raw[:1] not in (b"\xff", b"\xfe", b"\x00"):
        return raw
    if raw.startswith(_UTF_32):
        return Problem("syntax", "the file is UTF-32, which kubectl does not read", 1, 1, REMEDY)
    if raw.startswith(_UTF_16):
        # As in Go, what does not decode becomes U+FFFD.
        return raw.decode("utf-16", "replace").encode()
    return raw


def repaired(raw: bytes) -> bytes:
    """Return a text as kubectl decodes it: each byte that is not UTF-8 becomes U+FFFD."""
    return raw.decode("utf-8", "replace").encode()


def undecodable_byte(piece: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a byte that is not UTF-8."""
    before = piece[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    message = f"byte 0x{piece[error.start]:02x} is not UTF-8; kubectl reads it as U+FFFD"
    return Problem("encoding", message, before.count(b"\n") + 1, column)
