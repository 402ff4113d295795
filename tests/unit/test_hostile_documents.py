"""Documents that were trouble: each is read as the server reads it, or refused at its place."""

from __future__ import annotations

import pytest
from svclint.model import Finding, Location, ObjectName, Severity
from svclint.model.fingerprint import fingerprint
from svclint.settings.suppression.comments import comments
from svclint.source.json_reader import JsonError, json_values
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"


def test_keys_of_an_object_that_is_gone_hide_no_duplicate() -> None:
    # The merged mapping is dropped, and another may have its identity.
    merged = "a: &x {k: 1}\nm: {<<: {<<: *x}}\nd: {}\nc: {k: 1, k: 2}\n"
    assert parse_yaml(merged).duplicate_keys == [(("c", "k"), False)]
    listed = "a: &x {k: 1}\nm:\n  <<: [{<<: *x}, {<<: *x}]\nc: {k: 1, k: 2}\n"
    assert parse_yaml(listed).duplicate_keys == [(("c", "k"), False)]
    overridden = parse_yaml("a: &x {k: 1}\nm: {<<: *x, k: 2, k: 3}\n")
    assert overridden.duplicate_keys == [(("m", "k"), False)]


@pytest.mark.parametrize("depth", [100, 127, 129, 500, 5000])
def test_only_shallow_documents_are_read(depth: int) -> None:
    brackets = "a: " + "[" * depth + "]" * depth
    aliases = "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, depth))
    for text in (brackets, f"a0: &a0 [1]\n{aliases}"):
        if depth < 128:
            assert parse_yaml(text).data
        else:
            with pytest.raises(ParseError, match=r"nested more than 128 levels|maximum nesting"):
                parse_yaml(text)
    json = '{"a":' * depth + "1" + "}" * depth
    if depth < 128:
        assert next(json_values(json)).value
    else:
        with pytest.raises(JsonError):
            next(json_values(json))


def test_values_on_one_line_have_columns() -> None:
    value = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},'
    value += '"spec":{"ports":[{"port":80}]}}'
    text = f"  {value} {value}\n{value}"
    found = list(documents_of_bytes("a.json", text.encode(), KINDS_READ))
    places = [document.locate(("metadata", "name"))[0] for document in found]
    column = value.index('"web"') + 1
    assert places == [
        Location("a.json", 1, column + 2),
        Location("a.json", 1, column + 3 + len(value)),
        Location("a.json", 2, column),
    ]


@pytest.mark.parametrize(
    ("line", "directives"),
    [
        ("a: 1 # svclint: ignore[x] why # more", ["ignore[x] why"]),
        ("a: 1 # yamllint x # svclint: ignore[x]", ["ignore[x]"]),
        ("a: 1 # svclint: a # svclint: b ##svclint: c", ["a", "b", "c"]),
        ("a: 1 # svclint: a #b", ["a #b"]),
        ("a: 1 #svclint:", [""]),
        ("a: 1 # svclint: x" + " " * 100_000 + "y", ["x" + " " * 100_000 + "y"]),
        ("a: 1 # svclint: x " + "#" * 100_000, ["x " + "#" * 100_000]),
    ],
)
def test_comments_are_found_in_one_pass(line: str, directives: list[str]) -> None:
    assert [each.directive for each in comments(f"{line}\nb: 2\n")] == directives


def test_fingerprints_leave_out_places() -> None:
    def of(message: str) -> str:
        name = ObjectName("v1", "Service", "", "web")
        return fingerprint(
            Finding(Location("a", 1, 1), "x", Severity.ERROR, "", message, "", name, None)
        )

    assert of("see b/c.yaml:3:4 there") == of("see c.yaml there") == of("see d/c.yaml:9 there")
    assert of("see c.yaml") != of("see d.yaml")
    assert of("a/" * 200_000 + "x.yaml:1") == of("x.yaml")
    assert of("x.yaml" * 50_000) != of("x.yaml")
