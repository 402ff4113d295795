"""The C reader agrees with libyaml on every text, or leaves the text to it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from svclint.source.parse_result import ParsedDocument, ParseError
from svclint.source.yaml_positions import positions_by_libyaml
from svclint.source.yaml_reader import parse_any_yaml, positions, read_plain

from tests.unit.test_native_yaml import built

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


def agree(text: str) -> bool:
    """Assert that both readers agree on a text; return whether the C reader reads it."""
    data = read_plain(text)
    if data is None:
        return False
    try:
        parsed = parse_any_yaml(text)
    except ParseError as error:
        raise AssertionError(f"libyaml refuses {text!r}: {error}") from None
    # The types and the order of the keys must agree, too.
    assert repr(parsed) == repr(ParsedDocument(data, [], 0))
    assert positions(text) == positions_by_libyaml(text)
    return True


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


@built
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
