"""The line and column of each value."""

from __future__ import annotations

import json

import pytest
from svclint.model import Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.source.document import Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes
from svclint.source.positions import Entry
from svclint.source.stream import TOP, documents
from svclint.source.yaml_reader import positions

from tests.engine_runs import run


def one(text: str) -> Document:
    (document,) = documents("x.yaml", text.encode())
    return document


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
    found = list(
        run(documents_of_bytes("list.yaml", raw, KINDS_READ, TOP), all_rules(), lambda _: facts)
    )
    lines = {each.location.line for each in found if isinstance(each, Finding)}
    assert len(lines) > 20
    # Once for each object alone, and once for all objects together.
    assert len(texts) <= 2
