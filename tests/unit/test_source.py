"""Reading YAML like the server: values, positions and errors."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from svclint.model import Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.source.document import Document
from svclint.source.kind_sniffing import may_skip
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import read
from svclint.source.parse_result import ParseError
from svclint.source.positions import Entry
from svclint.source.stream import TOP, documents
from svclint.source.yaml_reader import parse_yaml, positions

from tests.engine_runs import run

KINDS = frozenset(("Service", "List", "ServiceList"))
# YAML folds its own line endings, and surrogates cannot be encoded.
PLAIN = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff")
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(PLAIN, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(PLAIN, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=200)


def one(text: str) -> Document:
    (document,) = documents("x.yaml", text.encode())
    return document


@given(JSON_VALUES)
def test_json_is_read_alike_as_json_and_as_yaml(value: Any) -> None:
    wrapped = {"kind": "Thing", "value": value}
    text = json.dumps(wrapped, ensure_ascii=False)
    assert one(text).data == wrapped
    assert parse_yaml("# as YAML\n" + text).data == wrapped


@given(JSON_VALUES)
def test_what_a_yaml_writer_writes_is_read_back(value: Any) -> None:
    wrapped = {"kind": "Thing", "value": value}
    # PyYAML would not quote `y` and `1_0`, which are then read differently.
    text = yaml.safe_dump(wrapped, allow_unicode=True, default_style='"')
    assert parse_yaml(text).data == wrapped


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    for document in read("x.yaml", raw, KINDS):
        document.locate(("spec", "ports", 0))


@given(
    st.lists(PRINTABLE, max_size=6), st.sampled_from(["\n", "\r\n", "\r", "\n---\n", ": ", "- "])
)
def test_no_text_breaks_the_reader(parts: list[str], glue: str) -> None:
    for document in read("x.yaml", glue.join(parts).encode(), KINDS):
        location, _ = document.locate(("a", 0, "b"))
        assert location.line >= 1
        assert location.column >= 1


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
    assert parsed.duplicate_keys == [("b", "c"), ("a",)]


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
        ("[" * 600, "nested more than 512 levels deep"),
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


def test_hostile_texts_are_answered_in_bounded_time() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
    )
    hostile = [
        bomb,
        "[" * 200_000,
        "{" * 200_000,
        "- " * 100_000,
        "a: " + "1" * 1_000_000,
        '{"a": ' + "1" * 1_000_000 + "}",
        '{"a":' * 100_000,
        "? " * 50_000,
    ]
    start = time.perf_counter()
    for text in hostile:
        list(read("x.yaml", text.encode(), KINDS))
    # Not a speed test: without limits, these take hours.
    assert time.perf_counter() - start < 60


def test_stream_is_split_as_kubectl_splits_it() -> None:
    raw = b"# only a comment\n---\na: 1\n--- # next\nb: 2\n---\n---\nnull\n---\nc: 3\n"
    assert [(d.data, d.chunk.first_line) for d in documents("x", raw)] == [
        ({"a": 1}, 3), ({"b": 2}, 5), ({"c": 3}, 10),
    ]  # fmt: skip


def test_a_separator_with_text_is_a_problem_in_its_line() -> None:
    *_, last = documents("x", b"a: 1\n--- {b: 2}\n")
    assert last.problem is not None
    assert last.locate(())[0][1:] == (2, 4)


def test_lists_are_taken_apart_and_their_items_keep_their_place() -> None:
    raw = b"apiVersion: v1\nkind: List\nitems:\n- kind: A\n  x: 1\n- kind: B\n  x: 2\n"
    first, second = documents("x", raw)
    assert (first.kind, second.kind) == ("A", "B")
    assert second.locate(("x",))[0][1:] == (7, 6)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"kind": "A"} {"kind": "B"}',
        b'{"kind": "A"}\n{"kind": "B"}\n',
        b'\n\t {"kind":\t"A"}{"kind": "B"}',
    ],
)
def test_concatenated_json(raw: bytes) -> None:
    assert [document.kind for document in documents("x.json", raw)] == ["A", "B"]


@pytest.mark.parametrize(
    "raw", [b"{a: 1}", b'{"a": 1,}', b"{'a': 1}", b'{"a": NaN}', b'{"a": 080}']
)
def test_a_file_that_begins_with_a_brace_must_be_json(raw: bytes) -> None:
    (document,) = documents("x", raw)
    assert document.problem is not None
    assert "read as JSON" in document.problem.message


def test_bytes_that_are_no_utf_8_have_their_place() -> None:
    (document,) = documents("x", b"a: 1\nb: x\xffy\n")
    assert document.problem is not None
    assert document.locate(())[0][1:] == (2, 5)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("metadata", "name"), (4, 9)),
        (("spec",), (5, 1)),
        (("spec", "ports", 0, "port"), (8, 15)),
        (("spec", "ports", 0, "name"), (8, 7)),
        (("spec", "ports", 1), (8, 1)),
        (("spec", "selector", "app"), (6, 21)),
        (("spec", "type"), (5, 1)),
        (("status", "x"), (1, 1)),
    ],
)
def test_places_of_values_or_their_nearest_written_ancestor(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    text = (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n"
        "  selector: {app:   'web'}\n  ports:\n    - {port:  80}\n"
    )
    found = one(text).locate(path)[0]
    if path == ("spec", "ports", 1):
        assert found.line == 7
    else:
        assert found[1:] == place


def test_json_escapes_that_yaml_lacks_do_not_lose_the_places() -> None:
    (document,) = documents("x", b'{"a": "\\ud83d\\ude00 \\/",\n "b": 1}')
    assert document.data == {"a": "\U0001f600 /", "b": 1}
    assert document.locate(("b",))[0][1:] == (2, 7)


def test_places_inside_aliases_and_merges_are_where_the_text_is() -> None:
    document = one("base: &b\n  port: 1\nother: *b\nmerged:\n  <<: *b\n")
    assert document.locate(("other", "port"))[0][1:] == (2, 9)
    assert document.locate(("merged", "port"))[0][1:] == (2, 9)


def test_an_item_that_is_not_written_has_the_place_of_its_list() -> None:
    document = one("a:\n  b:\n  -\n  - c:\n  - ~\n")
    places = [document.locate(("a", "b", index))[0][1:] for index in range(3)]
    assert places == [(2, 3), (4, 5), (5, 5)]
    assert document.locate(("a", "b", 1, "c"))[0][1:] == (4, 5)


@pytest.mark.parametrize(
    "piece",
    [
        b"apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\n",
        b"kind: ConfigMap\napiVersion: v1\ndata:\n  x: |\n    kind: Service\n",
    ],
)
def test_pieces_of_other_kinds_are_passed_over(piece: bytes) -> None:
    assert may_skip(piece, KINDS)


@pytest.mark.parametrize(
    "piece",
    [
        b"apiVersion: v1\nkind: Service\n",
        b"apiVersion: v1\nkind: Service # x\n",
        b'apiVersion: v1\n"kind": Service\nkind: Pod\n',
        b"apiVersion: v1\nkind: Pod\nkind: Service\n",
        b"{apiVersion: v1, kind: Service}\n",
        b"apiVersion: v1\nkind: Foo\n",
        b"apiVersion: v1\nkind: PodList\n",
        b"%YAML 1.1\n---\napiVersion: v1\nkind: Pod\n",
        b"apiVersion: v1\nkind: Pod\n<<: *x\n",
        b"apiVersion: v1\rkind: Service\rx:\nkind: Pod\n",
        b"kind: Pod\n",
    ],
)
def test_any_doubt_means_a_full_parse(piece: bytes) -> None:
    assert not may_skip(piece, KINDS)


@given(st.text(alphabet="kind: ServicePod\n\"'{}[]#&*<-%apiVersion v1/\r", max_size=120))
def test_nothing_of_interest_is_ever_passed_over(text: str) -> None:
    for prefix in ("", "apiVersion: v1\nkind: Pod\n"):
        raw = (prefix + text).encode()
        kinds = {d.kind for d in documents("x", raw) if d.problem is None}
        if may_skip(raw, KINDS):
            assert not kinds & KINDS


def test_the_places_of_a_list_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    item = {"apiVersion": "v1", "kind": "Service", "spec": {"type": "none", "ports": [{"port": 1}]}}
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [item] * 20}, indent=1)
    raw = f"# not JSON\n{text}\n---\n".encode()
    texts: list[str] = []

    def noted(text: str) -> Entry:
        texts.append(text)
        return positions(text)

    monkeypatch.setattr("svclint.source.document.positions", noted)
    facts = ClusterFacts((1, 36))
    found = list(run(read("list.yaml", raw, KINDS_READ, TOP), all_rules(), lambda _: facts))
    lines = {each.location.line for each in found if isinstance(each, Finding)}
    assert len(lines) > 20
    # Once for each object alone, and once for all objects together.
    assert len(texts) <= 2
