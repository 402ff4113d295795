"""Parse the first YAML document of a text, and find the positions of its values.

The server's library ignores the rest of the text, too.
"""

from __future__ import annotations

from typing import Any

from svclint.source.parse_result import ParsedDocument
from svclint.source.positions import Entry

__all__ = ["parse_any_yaml", "parse_yaml", "plain_positions", "positions", "read_plain"]

try:
    from svclint.source.native_yaml import plain_positions, read_plain
except ImportError:
    # The extension could not be built: libyaml parses every text.
    def read_plain(_text: str, /) -> dict[str, Any] | None:
        """Leave a text to libyaml."""
        return None

    def plain_positions(_text: str, /) -> Entry | None:
        """Leave a text to libyaml."""
        return None


def parse_yaml(text: str) -> ParsedDocument:
    """Parse the first document of a text. Raises ``ParseError``."""
    data = read_plain(text)
    return parse_any_yaml(text) if data is None else ParsedDocument(data, [], 0)


def parse_any_yaml(text: str) -> ParsedDocument:
    """Parse the first document of a text with libyaml. Raises ``ParseError``."""
    # PyYAML loads slowly, and the C reader reads most texts.
    from svclint.source.yaml_values import parse_with_libyaml  # noqa: PLC0415

    return parse_with_libyaml(text)


def positions(text: str) -> Entry:
    """Return the positions of the values of a text's first document."""
    found = plain_positions(text)
    if found is not None:
        return found
    # PyYAML loads slowly, and the C reader reads most texts.
    from svclint.source.yaml_positions import positions_by_libyaml  # noqa: PLC0415

    return positions_by_libyaml(text)
