"""A missing line of ``---`` is found as such, and inserted; no object is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.rule.registry import select_rules
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes
from svclint.source.missing_separators import missing_separators

from tests.fix.fixing import fix

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {ports: [{port: 80}]}\n"
DEPLOYMENT = "kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: %s\nspec:\n  replicas: 2\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: b}\n"
RULES = select_rules(["validity"], [])
OBJECTS = st.lists(st.sampled_from((SERVICE, DEPLOYMENT, CONFIG)), min_size=2, max_size=4)
# What may stand between two objects, and what the fix makes of it.
BETWEEN = {"": "---\n", "\n": "\n---\n", "# about it\n# b\n": "---\n# about it\n# b\n"}


@given(OBJECTS, st.sampled_from(sorted(BETWEEN)), st.booleans())
@settings(max_examples=60)
def test_each_object_is_found_and_separated(
    objects: list[str], between: str, has_crlf: bool
) -> None:
    texts = [text % f"a{number}" for number, text in enumerate(objects)]
    glued, right = between.join(texts), BETWEEN[between].join(texts)
    if has_crlf:
        glued, right = glued.replace("\n", "\r\n"), right.replace("\n", "\r\n")
    done = fix(glued, rules=RULES)
    assert done.text == right
    assert [each.rule for each in done.repair.fixed] == ["separator-missing"] * (len(texts) - 1)
    assert not done.left


def test_line_and_place_are_those_of_the_object() -> None:
    text = f"# a\n---\n{SERVICE % 'a'}# about b\n{SERVICE % 'b'}"
    documents = list(documents_of_bytes("a.yaml", text.encode(), KINDS_READ))
    assert [each.object_name.name for each in documents] == ["a", "b"]
    assert documents[1].chunk.first_line == 7
    assert documents[1].locate(("metadata", "name"))[0][1:] == (10, 18)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Service\n" + SERVICE % "a",
        SERVICE % "a" + "apiVersion: v1\nkind: Service\n",
        "---\n{apiVersion: v1, kind: Service, spec: {}, apiVersion: v1, kind: Service, spec: {}}",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nmetadata: {name: b}\n",
    ],
    ids=["twice at the head", "again at the end", "flow style", "another key"],
)
def test_other_duplicate_keys_stay_duplicate_keys(text: str) -> None:
    assert missing_separators(text) == []
    left = fix(text, rules=select_rules(["duplicate-key", "separator-missing"], [])).left
    assert {each.rule for each in left} <= {"duplicate-key"}


def test_an_alias_to_the_object_above_keeps_both_together() -> None:
    first = (SERVICE % "a").replace("{name: a}", "&m {name: a}")
    second = (SERVICE % "a").replace("{name: a}", "*m")
    rules = select_rules(["duplicate-key", "separator-missing"], [])
    assert {each.rule for each in fix(first + second, rules=rules).left} == {"duplicate-key"}


@pytest.mark.parametrize(
    "line", ["-- -", " ---", "--", "—", "- - -", "  --- ;", "===", "\ufeff---"]
)
def test_a_misspelt_separator_is_one_mistake(line: str) -> None:
    text = f"{SERVICE % 'a'}{line}\n{SERVICE % 'B'}"
    found = fix(text, rules=RULES, unsafe=True).left
    assert [(each.rule, each.location.line) for each in found] == [
        ("yaml-syntax", 5),
        ("name-invalid", 8),
    ]
    assert "does not separate documents" in found[0].message


@pytest.mark.parametrize("between", ["--\n{", "--\nnothing\n", "- a\n", "-\n"])
def test_other_invalid_lines_are_no_separators(between: str) -> None:
    (found,) = fix(f"{SERVICE % 'a'}{between}{SERVICE % 'b'}", rules=RULES).left
    assert "separate" not in found.message


@pytest.mark.parametrize("line", ["----", "---foo: bar", "--- a"])
def test_text_on_a_separator_ends_what_kubectl_reads(line: str) -> None:
    (found,) = fix(f"{SERVICE % 'a'}{line}\n{SERVICE % 'b'}", rules=RULES).left
    assert (found.rule, found.location.line, found.location.column) == ("yaml-syntax", 5, 4)
    assert "kubectl reads nothing after it" in found.message


def test_a_separator_at_the_end_of_a_value_is_moved_by_hand() -> None:
    text = f"{(CONFIG % 'a').rstrip()[:-1]}, c: d}}\nkind2: a---\n{SERVICE % 'b'}"
    done = fix(text, rules=RULES, unsafe=True)
    assert done.text == text
    assert "the --- at the end of line 5 belongs to a value" in done.left[-1].message


@pytest.mark.parametrize("comment", [" # ---", "\n  # --- web ---"])
def test_a_separator_in_a_comment_is_no_part_of_a_value(comment: str) -> None:
    text = f"{(SERVICE % 'a').rstrip()}{comment}\n{SERVICE % 'b'}"
    assert fix(text, rules=RULES).text == text.replace(f"{comment}\n", f"{comment}\n---\n")


def test_json_is_never_separated() -> None:
    text = json.dumps({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}})
    done = fix(text[:-1] + "," + text[1:], rules=RULES, unsafe=True)
    assert "separator-missing" not in {each.rule for each in (*done.left, *done.repair.fixed)}
