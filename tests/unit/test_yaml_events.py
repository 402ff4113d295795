"""Errors of libyaml: their message and place, wherever the text begins."""

from __future__ import annotations

import pytest
from svclint.source.parse_result import ParseError, Problem
from svclint.source.yaml_reader import parse_any_yaml, parse_yaml

TAB = "line is indented with a tab; YAML allows only spaces"
NO_TOKEN = "found character that cannot start any token while scanning for the next token"

_ICONS = "".join(map(chr, range(0xE000, 0xE100)))


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a:\n\tb: c", TAB, 2, 1),
        ("a:\n  \tb: c", TAB, 2, 3),
        ("\ufeffa:\r\n  b:\r\n \t c: d", TAB, 3, 2),
        ("- \ta: b", NO_TOKEN, 1, 3),
        ("a: @b", NO_TOKEN, 1, 4),
        ("a: é\nb: \x00", "control characters are not allowed (U+0000)", 2, 4),
        ("a: 1\n b: 2", "mapping values are not allowed in this context", 2, 3),
    ],
)
def test_messages_and_places(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(ParseError) as caught:
        parse_any_yaml(text)
    assert caught.value.problem == Problem("syntax", message, line, column)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1", 0),
        ("a: 1\n...\n# c", 0),
        ("a: 1\n---\nb: 2", 2),
        ("a: 1\n...\n[", 3),
        (" a: 1\nb", 2),
    ],
)
def test_the_line_of_text_after_the_first_document(text: str, line: int) -> None:
    assert parse_any_yaml(text).trailing_line == line


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("\ufeffa: 1\nb: 2", {"a": 1, "b": 2}),
        ("# c\n\ufeffa: 1\nb: 2", {"\ufeffa": 1, "b": 2}),
        ("---\n\ufeffa: 1\nb: 2", {"\ufeffa": 1, "b": 2}),
        ("a:\n  b: 1\n  \ufeffc: 2\n", {"a": {"b": 1, "\ufeffc": 2}}),
        ('a: \ufeffb\n\ufeffc: "\ufeff"\n', {"a": "\ufeffb", "\ufeffc": "\ufeff"}),
        ("a: |\n  \ufeffb\n\n  c\n", {"a": "\ufeffb\n\nc\n"}),
        # Characters of icon fonts are not what stands for a byte-order mark, and may be escaped.
        ("a: \ue000\n\ufeffb: 1\n", {"a": "\ue000", "\ufeffb": 1}),
        (f"a: {_ICONS}\n\ufeffb: 1\n", {"a": _ICONS, "\ufeffb": 1}),
        ('a: "\\ue000\\U0000e001"\n\ufeffb: 1\n', {"a": "\ue000\ue001", "\ufeffb": 1}),
    ],
)
def test_a_byte_order_mark_inside_of_a_text_is_a_letter(text: str, data: object) -> None:
    # As kubectl 1.37 and kustomize 5.5 read it.
    assert parse_any_yaml(text).data == parse_yaml(text).data == data


def test_a_text_with_all_characters_for_private_use_is_read() -> None:
    text = "a: " + "".join(map(chr, range(0xE000, 0xF900))) + "\n\ufeffb: 1\n"
    assert parse_any_yaml(text).data.keys() == {"a", "\ufeffb"}
