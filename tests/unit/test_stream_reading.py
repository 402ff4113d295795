"""Streams become documents: separators, lists, JSON, and pieces of other kinds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.source.kind_sniffing import may_skip
from svclint.source.loading import documents_of_bytes
from svclint.source.stream import documents

KINDS = frozenset(("Service", "List", "ServiceList"))
PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=200)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    for document in documents_of_bytes("x.yaml", raw, KINDS):
        document.locate(("spec", "ports", 0))


@given(
    st.lists(PRINTABLE, max_size=6), st.sampled_from(["\n", "\r\n", "\r", "\n---\n", ": ", "- "])
)
def test_no_text_breaks_the_reader(parts: list[str], glue: str) -> None:
    for document in documents_of_bytes("x.yaml", glue.join(parts).encode(), KINDS):
        location, _ = document.locate(("a", 0, "b"))
        assert location.line >= 1
        assert location.column >= 1


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
        list(documents_of_bytes("x.yaml", text.encode(), KINDS))
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


def test_an_object_in_braces_that_is_not_json_is_yaml_to_a_newer_kubectl() -> None:
    (document,) = documents("x", b"{apiVersion: v1, kind: Service}")
    assert document.problem is None
    assert document.kind == "Service"
    assert document.json_problem is not None


def test_braces_around_neither_json_nor_yaml_are_said_to_be_neither() -> None:
    text = '{"kind": "Service" "metadata": {}}'
    (document,) = documents("x", text.encode())
    assert document.problem is not None
    assert document.problem.message.startswith("the file begins with `{`, but is neither JSON nor")
    assert document.chunk.text == text


def test_bytes_that_are_no_utf_8_have_their_place() -> None:
    problem, document = documents("x", b"kind: Service\nb: x\xffy\n")
    assert problem.problem is not None
    assert problem.locate(())[0][1:] == (2, 5)
    assert document.data == {"kind": "Service", "b": "x\ufffdy"}


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
