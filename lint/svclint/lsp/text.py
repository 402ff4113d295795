"""The text of a document in an editor: its lines, its changes, and positions in it.

Editors count columns in units of UTF-16, UTF-8 or UTF-32, as agreed at the start; svclint counts
characters. Lines end with ``\\n``, ``\\r\\n`` or ``\\r``, and nothing else.
"""

from __future__ import annotations

import re

from lsprotocol import types

_LINE_END = re.compile(r"\r\n|\n|\r")
# In UTF-16, characters from here on take two units.
_BEYOND = 0x10000


class Text:
    """A text, in lines without their ends."""

    def __init__(self, source: str, encoding: str) -> None:
        self.source, self.encoding = source, encoding
        self.lines = _LINE_END.split(source)

    def position(self, line: int, column: int) -> types.Position:
        """Return the editor's position of a line and column, both from 0, in characters."""
        if line >= len(self.lines):
            return types.Position(len(self.lines) - 1, self._units(self.lines[-1]))
        return types.Position(max(line, 0), self._units(self.lines[line][: max(column, 0)]))

    def place(self, position: types.Position) -> tuple[int, int]:
        """Return the line and column, both from 0, in characters, of an editor's position."""
        if position.line >= len(self.lines):
            return len(self.lines) - 1, len(self.lines[-1])
        line, units = self.lines[position.line], 0
        if line.isascii():
            return position.line, min(position.character, len(line))
        for column, character in enumerate(line):
            if units >= position.character:
                return position.line, column
            units += self._units(character)
        return position.line, len(line)

    def span(self, start: tuple[int, int], end: tuple[int, int]) -> types.Range:
        """Return the editor's range between two places."""
        return types.Range(self.position(*start), self.position(*end))

    def offset(self, position: types.Position) -> int:
        """Return how many characters of the text come before a position."""
        line, column = self.place(position)
        start = 0
        for match in _LINE_END.finditer(self.source):
            if not line:
                break
            line, start = line - 1, match.end()
        return start + column

    def changed(self, changes: list[types.TextDocumentContentChangeEvent]) -> Text:
        """Return the text after changes, each of which applies to the result of the one before."""
        text = self
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                source, where = text.source, change.range
                start, end = text.offset(where.start), text.offset(where.end)
                text = Text(source[:start] + change.text + source[end:], self.encoding)
            else:
                text = Text(change.text, self.encoding)
        return text

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding == types.PositionEncodingKind.Utf32.value:
            return len(text)
        if self.encoding == types.PositionEncodingKind.Utf8.value:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(ord(character) >= _BEYOND for character in text)
