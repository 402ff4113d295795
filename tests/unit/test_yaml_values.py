"""YAML has the values and the errors that the API server makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from svclint.source.parse_result import ParseError
from svclint.source.stream import documents
from svclint.source.yaml_reader import parse_yaml

# YAML folds its own line endings, and surrogates cannot be encoded.
PLAIN = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff")
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(PLAIN, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(PLAIN, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_json_is_read_alike_as_json_and_as_yaml(value: Any) -> None:
    wrapped = {"kind": "Thing", "value": value}
    text = json.dumps(wrapped, ensure_ascii=False)
    (document,) = documents("x.yaml", text.encode())
    assert document.data == wrapped
    assert parse_yaml("# as YAML\n" + text).data == wrapped


@given(JSON_VALUES)
def test_what_a_yaml_writer_writes_is_read_back(value: Any) -> None:
    wrapped = {"kind": "Thing", "value": value}
    # PyYAML would not quote `y` and `1_0`, which are then read differently.
    text = yaml.safe_dump(wrapped, allow_unicode=True, default_style='"')
    assert parse_yaml(text).data == wrapped


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", True), ("y", True), ("N", False), ("Off", False), ("~", None), ("", None),
        ("0120", 80), ("0o120", 80), ("0X50", 80), ("080", 80), ("1_000", 1000), ("0b11", 3),
        ("8e1", 80), ("80.0", 80), ("5.", 5), ("80.5", 80.5), ("-0", 0), ("+8080", 8080),
        ("12:30:45", "12:30:45"), ("2001-01-01", "2001-01-01"), ("1e400", "1e400"), ("1e", "1e"),
        ("0.1.2", "0.1.2"), ("80#x", "80#x"), ("!!str 80", "80"), ("!!int '80'", 80),
        ("! 80", "80"),
        ("!!binary aGVsbG8=", "hello"), ("!custom x", "x"), ("'on'", "on"), ("None", "None"),
        ("18446744073709551616", 18446744073709551616),
        ("0b" + 69 * "1", "0b" + 69 * "1"), ("0x" + 90 * "0" + "a", 10), (90 * "0" + "10", 8),
        (400 * "9", 400 * "9"),
    ],
)  # fmt: skip
def test_scalars_are_what_the_server_makes_of_them(text: str, value: Any) -> None:
    data = parse_yaml(f"a: {text}\n").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "name"), [("y", "true"), ("1.5", "1.5"), ("0x50", "80"), ("1e-3", "0.001")]
)
def test_keys_become_text(text: str, name: str) -> None:
    assert parse_yaml(f"{text}: x").data == {name: "x"}


def test_anchors_aliases_and_merge_keys() -> None:
    data = parse_yaml(
        "a: &a {x: 1, v: 2}\nb: *a\nc: {<<: *a, v: 3}\nd: {<<: [*a, {x: 9, z: 4}]}"
    ).data
    assert data["b"] == {"x": 1, "v": 2}
    assert data["c"] == {"x": 1, "v": 3}
    assert data["d"] == {"x": 1, "v": 2, "z": 4}


def test_a_key_written_twice_is_told_and_the_last_one_counts() -> None:
    parsed = parse_yaml("a: 1\nb: {c: 1, c: 2}\na: 3")
    assert parsed.data == {"a": 3, "b": {"c": 2}}
    assert parsed.duplicate_keys == [(("b", "c"), False), (("a",), False)]


@pytest.mark.parametrize(
    ("values", "is_same"),
    [
        ("80|80", True),
        ("80|'80'", False),
        ("1|true", False),
        ("web|'web'", True),
        ("{b: [1, {c: 2}], d: 3}|{d: 3, b: [1, {c: 2}]}", True),
        ("{b: [1, {c: 2}]}|{b: [1, {c: true}]}", False),
        ("[1, 2]|[2, 1]", False),
        ("&x {b: 1}|*x", True),
    ],
)
def test_a_key_written_twice_may_have_the_same_value(values: str, is_same: bool) -> None:
    first, second = values.split("|")
    assert parse_yaml(f"a: {first}\na: {second}\n").duplicate_keys == [(("a",), is_same)]
    # The last of three may equal the first alone.
    duplicate_keys = parse_yaml(f"a: {first}\na: {{}}\na: {second}\n").duplicate_keys
    assert [is_same for _, is_same in duplicate_keys] == [False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1, 2", "did not find expected ',' or ']'"),
        ("a: *nope", "unknown anchor 'nope'"),
        ("a: &x [*x]", "contains itself"),
        ("{a: b}: c\n", "itself a collection"),
        ("~: x", "a mapping key is null"),
        ("a: .nan", "JSON cannot represent"),
        ("a: b\x00", "control characters are not allowed"),
        ("a:\n\tb: c", "line is indented with a tab; YAML allows only spaces"),
        ("[" * 600, "nested more than 128 levels deep"),
        ("a: {<<: 1}", "merges only mappings"),
        ("a: !!int x", "cannot read 'x' as !!int"),
    ],
)
def test_what_the_server_cannot_read_is_said_with_its_place(text: str, words: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_yaml(text)
    assert words in caught.value.problem.message
    assert caught.value.problem.line >= 1
    assert caught.value.problem.column >= 1
