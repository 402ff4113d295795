"""Which comments are suppressions, and what each of them covers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.engine.acceleration.json_findings import decode_suppression
from svclint.model import Suppression
from svclint.settings.suppression.comments import comments
from svclint.settings.suppression.reading import suppression_reader
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml

MANIFEST = """\
# head
apiVersion: v1
kind: Service
metadata:
  name: web  # behind a name
  annotations:
    text: |  # behind a header
      # in a block
      block
    folded: >-
      # in a folded one
    quoted: "a # in quotes
      # svclint: ignore[b]"
spec:
  # above ports
  ports:
    # above an item

    # and another comment
    - name: http
      # above a field
      port: 80
    - {name: https, port: 443}  # behind flow style
    -
      port:
        8080
  # above a selector
  selector: {
    # in flow style
    app: web,
    tier: [
      front
    ]
  }
  # at the end
"""
# What each comment covers, as the texts of the first and last line.
COVERED = {
    "head": ("# head", "# at the end"),
    "behind a name": ("name: web", "name: web"),
    "behind a header": ("text: |", "text: |"),
    "above ports": ("ports:", "8080"),
    "above an item": ("- name: http", "port: 80"),
    "and another comment": ("- name: http", "port: 80"),
    "above a field": ("port: 80", "port: 80"),
    "behind flow style": ("{name: https", "{name: https"),
    "above a selector": ("selector: {", "front"),
    "in flow style": ("app: web", "app: web"),
    "at the end": ("# at the end", "# at the end"),
}


@pytest.mark.parametrize("words", ["in a block", "in a folded one", "in quotes", *COVERED])
def test_what_a_comment_covers(words: str) -> None:
    text = MANIFEST.replace(f"# {words}", f"# {words} # svclint: ignore[a] {words}")
    lines = text.split("\n")
    found = [
        (lines[comment.first], lines[comment.last])
        for comment in comments(text)
        if comment.directive == f"ignore[a] {words}"
    ]
    assert len(found) == (words in COVERED)
    for (first, last), (first_begins, last_begins) in zip(
        found, [COVERED[words]] if words in COVERED else [], strict=True
    ):
        assert first_begins in first
        assert last_begins in last


MARK = "# svclint: ignore[a]"


@given(st.integers(0, len(MANIFEST)), st.sampled_from([f" {MARK}\n", f" {MARK}", f"\n{MARK}\n"]))
def test_only_what_yaml_takes_for_a_comment_is_one(at: int, inserted: str) -> None:
    text = MANIFEST[:at] + inserted + MANIFEST[at:]
    try:
        data = parse_yaml(text).data
    except ParseError:
        assert not list(comments(text))
        return
    number = text[: text.index(MARK)].count("\n")
    is_comment = any(
        each.line == number and each.directive[:9] == "ignore[a]" for each in comments(text)
    )
    # A comment with this text may also not be a suppression.
    other = text.replace(MARK, "# svclint: ignore[c]", 1)
    assert is_comment == (parse_yaml(other).data == data)


@given(
    st.text(st.sampled_from("#-:|>'\"[]{}&*!%@\n\r\t\x85\u2028 aé"), max_size=40),
    st.integers(0, 40),
)
def test_no_text_is_a_crash(text: str, at: int) -> None:
    for comment in comments(text[:at] + MARK + text[at:]):
        assert 0 <= comment.first <= comment.last


@pytest.mark.parametrize(
    ("words", "rules", "reason", "misspelt"),
    [
        ("ignore[a]", ("a",), "", ""),
        ("ignore [ a,b , a ]: why", ("a", "b"), "why", ""),
        ("ignore[a] -- see #12 of the list", ("a",), "see #12 of the list", ""),
        ("ignore[a] why # yamllint disable-line", ("a",), "why", ""),
        ("ignore[]", (), "", ""),
        ("ignore", (), "", ""),
        ("ignore old", (), "old", ""),
        ("ignore[a", (), "", "ignore[a"),
        ("disable[a]", (), "", "disable[a]"),
        ("ignored", (), "", "ignored"),
        ("", (), "", "nothing"),
    ],
)
def test_how_a_comment_is_read(
    words: str, rules: tuple[str, ...], reason: str, misspelt: str
) -> None:
    (found,) = suppressions(f"kind: Service\na: b # svclint: {words}\n")
    assert (found.rules, found.reason, found.misspelt) == (rules, reason, misspelt)
    assert (found.place.line, found.first, found.last) == (2, 2, 2)
    assert decode_suppression(json.loads(json.dumps(found))) == found


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ("a, b -- why -- really", [(("a", "b"), "why -- really")]),
        ("a", [(("a",), "")]),
        ("a-- b", [(("a-- b",), "")]),
        ("|\n      a -- one\n\n      b -- two\n", [(("a",), "one"), (("b",), "two")]),
        ("''", [((), "")]),
        ("-- why", [(("-- why",), "")]),
    ],
)
def test_how_the_annotation_is_read(value: str, want: list[tuple[tuple[str, ...], str]]) -> None:
    text = f"kind: Service\nmetadata:\n  annotations:\n    svclint.dev/ignore: {value}\n"
    assert [(each.rules, each.reason) for each in suppressions(text)] == want


def test_a_comment_above_the_separator_is_at_the_head() -> None:
    text = "# svclint: ignore[a]\n\n---\nkind: Service\nspec: {}\n---\nkind: Service\nspec: {}\n"
    (found,) = suppressions(text)
    assert (found.place.line, found.first, found.last) == (1, 1, 5)
    assert found.object.kind == "Service"


def test_json_has_the_annotation_alone() -> None:
    text = '{"kind": "Service", "metadata": {"annotations": {"svclint.dev\\/ignore": "a"},'
    text += '"name": "# svclint: ignore[b]"}}'
    assert [each.rules for each in suppressions(text)] == [("a",)]


def suppressions(text: str) -> list[Suppression]:
    read_suppressions = suppression_reader()
    documents = documents_of_bytes("web.yaml", text.encode(), KINDS_READ)
    return [found for document in documents for found in read_suppressions(document)]
