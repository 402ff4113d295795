"""Fixes keep comments, order, quotes, indentation, anchors, line endings and all other bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.rule.registry import select_rules

from tests.fix.fixing import fix

VALIDITY = select_rules(["validity"], [])
HEAD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
SHAPES = Path(__file__).parent / "shapes"


@pytest.mark.parametrize("file", sorted(SHAPES.glob("*.before.yaml")), ids=lambda file: file.stem)
def test_a_text_keeps_its_shape(file: Path) -> None:
    done = fix(file.read_bytes(), rules=VALIDITY, unsafe=True)
    after = file.with_name(file.name.replace("before", "after"))
    assert done.text == after.read_text()
    assert fix(done.raw, rules=VALIDITY, unsafe=True).raw == done.raw


BROKEN = """\
apiVersion: v1
kind: Service
metadata:
  name: web  # name
  generation: -1
spec:
  selector: {app: web}
  type: nodeport
  # ports
  ports:
  - port: "80"
    protocol: tcp
  - port: 443
"""
GOOD = """\
apiVersion: v1
kind: Service
metadata:
  name: web  # name
spec:
  selector: {app: web}
  type: NodePort
  # ports
  ports:
  - name: http
    port: 80
    protocol: TCP
  - name: https
    port: 443
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BROKEN.replace("\n", "\r\n"), GOOD.replace("\n", "\r\n")),
        ("\ufeff" + BROKEN, "\ufeff" + GOOD),
        (BROKEN[:-1], GOOD[:-1]),
        (f"{BROKEN}---\n{GOOD}", f"{GOOD}---\n{GOOD}"),
        (f"a: [\n---\n{BROKEN}---\n{BROKEN}", f"a: [\n---\n{GOOD}---\n{GOOD}"),
        (f"# ü \U0001f600\n--- # x\n{BROKEN}...\n", f"# ü \U0001f600\n--- # x\n{GOOD}...\n"),
    ],
    ids=["CRLF", "BOM", "no final newline", "stream", "beside what is broken", "other characters"],
)
def test_a_file_keeps_what_is_around_its_text(before: str, after: str) -> None:
    assert fix(before, rules=VALIDITY, unsafe=True).text == after


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    raw = BROKEN.encode() + b"---\nname: \xff\xfe\n---\n" + BROKEN.encode()
    done = fix(raw, rules=VALIDITY, unsafe=True)
    assert done.raw == GOOD.encode() + b"---\nname: \xff\xfe\n---\n" + GOOD.encode()


def test_a_removal_at_the_end_brings_no_newline() -> None:
    head = "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}\nmetadata:\n  name: a"
    for newline in ("\n", "\r\n"):
        text = head.replace("\n", newline)
        for end in ("", newline):
            added = f"{text}{newline}  generation: -1{end}"
            assert fix(added, rules=VALIDITY, unsafe=True).text == f"{text}{end}"


def test_items_of_lists_are_objects_of_their_own() -> None:
    text = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a}
  spec: {type: nodeport, ports: [{port: 80}]}
- kind: Service
  apiVersion: v1
  metadata: {name: b}
  spec:
    Type: NodePort
    ports: [{port: "81"}]
"""
    fixed = text.replace("nodeport", "NodePort").replace("Type", "type").replace('"81"', "81")
    assert fix(text).text == fixed


def test_json_stays_json() -> None:
    text = r"""{
  "apiVersion": "v1",
  "kind": "Service",
  "metadata": {"name": "web", "generation": -1, "annotations": {"a": "\ud83d\ude00\/"}},
  "spec": {
    "selector": {"app": "web"},
    "type": "nodeport",
    "ports": [
      {"port":80},
      {
        "port": "443",
        "unknown": null
      },
      {"port":80}
    ],
    "sessionAffinity":"none"
  }
}
{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"},"spec":{"ports":[{"Port":80}]}}
"""
    assert (
        fix(text, rules=VALIDITY, unsafe=True).text
        == r"""{
  "apiVersion": "v1",
  "kind": "Service",
  "metadata": {"name": "web", "annotations": {"a": "\ud83d\ude00\/"}},
  "spec": {
    "selector": {"app": "web"},
    "type": "NodePort",
    "ports": [
      {"name":"http", "port":80},
      {
        "name": "https",
        "port": 443
      }
    ],
    "sessionAffinity":"None"
  }
}
{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"},"spec":{"ports":[{"port":80}]}}
"""
    )


REFUSED = {
    "a merge key brings it": (
        "x: &x {type: nodeport}\nspec:\n  <<: *x\n  ports: [{port: 80}]\n",
        "it comes from a merge key",
    ),
    "an alias is shared": (
        "  labels: &l {a: 1}\n  annotations: *l\nspec: {ports: [{port: 80}]}\n",
        "the file would mean something else afterwards",
    ),
    "it has an anchor": (
        "spec:\n  type: &t nodeport\n  ports: [{port: 80}]\n",
        "it has an anchor or a tag",
    ),
    "it is a block scalar": (
        "spec:\n  type: |-\n    nodeport\n  ports: [{port: 80}]\n",
        "it is a block scalar",
    ),
    "a comment is next to the comma": (
        "spec: {x: , # c\n  ports: [{port: 80}]}\n",
        "a comment is next to it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_fixed_without_harm_is_left_alone(name: str) -> None:
    text, why = REFUSED[name]
    rules = select_rules(["validity"], [])
    done = fix(HEAD + text, rules=rules)
    assert why in {*done.repair.failed.values()}


def test_an_alias_as_a_value_is_replaced_where_it_stands() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {port: &p "80"}}
spec:
  ports: [{port: *p}]
"""
    assert fix(text).text == text.replace("{port: *p}", "{port: 80}")


def test_fixes_that_build_on_one_another_are_made_in_rounds() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - Port: "80"
    Protocol: tcp
  - port: 81
"""
    assert fix(text).text.endswith("""\
  - name: http
    port: 80
    protocol: TCP
  - name: tcp-81
    port: 81
""")


def test_removals_that_leave_nothing_only_together_are_made_one_after_another() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  ownerReferences: []
spec:
  sessionAffinityConfig:
    foo: []
    bar: ""
  ports: [{port: 80}]
"""
    done = fix(text, rules=select_rules(["unknown-field"], []), unsafe=True)
    assert done.text == text.replace('  sessionAffinityConfig:\n    foo: []\n    bar: ""\n', "")


def test_one_fix_that_does_harm_keeps_none_of_many_from_being_made() -> None:
    good = HEAD + "spec:\n  type: nodeport\n  ports: [{port: 80}]\n"
    shared = HEAD + "  labels: &l {a: 1}\n  annotations: *l\nspec: {ports: [{port: 80}]}\n"
    done = fix(
        "---\n".join((*[good] * 5, shared, *[good] * 6)), rules=select_rules(["validity"], [])
    )
    assert done.text.count("type: NodePort") == 11
    assert len(done.repair.failed) == 2
    assert "labels: &l {a: 1}" in done.text
