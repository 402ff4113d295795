"""The fast readers return the same data and positions as libyaml, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from svclint.source import fold
from svclint.source.fold import FoldError, fold_any
from svclint.source.marks import tree_of_any
from svclint.source.node import Node
from svclint.source.plain_marks import Block, plain_tree
from svclint.source.plain_yaml import read_plain

KEYS = st.sampled_from(["a", "b", "c", "kind", "y", "no", "null", "a b", "a.b/c-d", "<<", '"q"'])
VALUES = st.sampled_from(
    [
        *("", "1", "x", '"q"', "'s'", "''", "{}", "[]", "x y", "x: y", "x #c", "#c", "- z", "|"),
        *(
            ">-",
            "~",
            "x:",
            "y",
            "0x1F",
            ".nan",
            "1e3",
            "-1",
            "--f",
            "-",
            "?",
            "*a",
            "&a",
            "!!int 1",
        ),
        *("{a: 1, b: x}", "{a: 1, a: 2}", "[a, --b=c, 'd e']", '["a: b", c]', "{a: {}}", "[a,b]"),
        *(
            '"\\n"',
            "'it''s'",
            '"a" b',
            "a:b",
            "http://x",
            "@a",
            "%a",
            "=",
            "é",
            "a\tb",
            "+1",
            "$(A)",
        ),
        *(
            '{a: "b: c", d: e}',
            "{a:1}",
            "[a:b]",
            "[-a]",
            "[- a]",
            "[a:, b:]",
            "[a::b]",
            "[-u=http://a:1/, 1:30]",
            "{a: b:c}",
            "{a: b: c}",
            "{a: }",
            "[,]",
            "---",
            "...",
        ),
    ]
)
LINES = st.builds(
    "{0}{1}{2}{3}{4}{5}".format,
    st.sampled_from(["", "", "  ", "    ", " ", "      "]),
    st.sampled_from(["", "", "", "- ", "-   ", "- - "]),
    KEYS,
    st.sampled_from([": ", ": ", ":", " ", ":  ", " : "]),
    VALUES,
    st.sampled_from(["", "", "", " ", " # c"]),
)
OTHERS = st.sampled_from(["", "# c", "   # c", "---", "...", "- x", "  - x", "-", "  words", "\t"])
TEXTS = st.lists(LINES | OTHERS, max_size=9).map("\n".join)
PIECES = st.text(alphabet="ab:- \n#'\"{}[],&*!|>%@?.~1\\", max_size=40)


def is_same(node: Node, other: Node) -> bool:
    """Return whether two trees, the second from libyaml, have the same positions."""
    steps: list[str | int] = [*other.children, *range(len(other.items))]
    for step in (*steps, "nowhere", len(other.items)):
        found, wanted = node.child(step), other.child(step)
        if found is None or wanted is None:
            if found is not wanted:
                return False
        elif found[0] != wanted[0] or not is_same(found[1], wanted[1]):
            return False
    return (node.place, node.scalar) == (other.place, other.scalar)


def agree(text: str) -> bool:
    """Check that all readers agree on a text; return whether the fast path could read it."""
    data = read_plain(text)
    # The reader in C, if it is built; test_native_yaml.py checks that it is.
    assert repr(fold.read_plain(text)) == repr(data)
    if data is None:
        assert plain_tree(text) is None
        return False
    tree = plain_tree(text)
    assert tree is not None
    assert is_same(tree, tree_of_any(text))
    try:
        folded = fold_any(text)
    except FoldError as error:
        raise AssertionError(f"libyaml refuses {text!r}: {error}") from None
    # Types and the order of keys must be the same.
    assert repr(folded.data) == repr(data)
    assert (folded.duplicates, folded.trailing_line) == ([], 0)
    return True


@pytest.mark.parametrize("step", ["# c", " d", "  d", "- e", "a: b", "a: b:c", "", "- ", -1, 3])
def test_what_looks_like_a_key_is_none(step: str | int) -> None:
    tree = plain_tree("# c: 1\na: b:c\n# c: 1\nb:\n  d: 1\nc:\n- e: 1\n- f\n")
    assert tree is not None
    below = tree.child("c")
    assert below is not None
    assert tree.child(step) is below[1].child(step) is None


class Looks(list[str]):
    """Lines that count how often one is read."""

    looks = 0

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)


def test_all_items_of_a_list_are_found_in_a_few_looks_at_each_line() -> None:
    lines = Looks([line for number in range(400) for line in ("- a:", f"    b: {number}")])
    top = Block((0, 0), lines, 0, len(lines))
    for number in range(400):
        item = top.child(number)
        assert item is not None
        a = item[1].child("a")
        assert a is not None
        b = a[1].child("b")
        assert b is not None
        assert b[1].place == (2 * number + 1, 7)
    assert lines.looks < 10 * len(lines)


@settings(max_examples=2000)
@given(TEXTS)
@example("y: 1\n")
@example("a:\n  b: 1\n  on: 2\n")
@example("a:\n- no: 1\n")
def test_lines_of_all_kinds(text: str) -> None:
    agree(text)


@settings(max_examples=1000)
@given(PIECES)
def test_any_characters(text: str) -> None:
    agree(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=12,
    )
)
def test_what_a_yaml_writer_writes(value: Any) -> None:
    agree(yaml.safe_dump({"top": value}))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "top:\n- a:\n  - 1\n  b: 2\n",
        "---\na: 1\nb:\n- x\n- y: 2\n  z: ''\n  w:\n    - {cpu: 100m, memory: 64Mi}\n",
        'c: [a, "b"]\n',
        "# comment\na:\n  # comment\n  b: nginx:1.2\n\n  c: http://x/y?z#w\n",
        "a:\n  b:\n    c: 1\nd: ~\ne:\nf: {}\n",
        "a: x # y\nb: # z\n  - --flag=a:b # c\n  - 'q' # d\n  - -1\nc: \"#\"  #\nd: é # 本\n",
    ],
)
def test_usual_manifests_are_plain(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "# c\n", "a", "- a\n", "a: |\n  b\n", "a: b\n  c\n", "a: &x 1\n", "a: 1\na: 2\n",
        "a: .inf\n", "a: 'b\n  c'\n", "a:\n b: 1\n  c: 2\n", "a: 1\n---\nb: 2\n", "a: 1\n...\n",
        "a: b: c\n", "é: 1\n", "a: 1\r\n", "a:\t1\n", "null: 1\n", "a: [b, [c]]\n", "? a\n",
        'a: "\\x41"\n', "a: 'x'# y\n", "a: 'x' y\n", "- #\n", "a: --\n", "a: - b\n",
    ],
)  # fmt: skip
def test_all_else_is_left_to_libyaml(text: str) -> None:
    assert not agree(text)
