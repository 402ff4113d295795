"""Variables in manifests: the syntax of Flux, with values that are known or not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.cel import Budget
from svclint.render.flux.envsubst import SubstitutionError, expand, parse

_KNOWN = {"word": "abcABC123ABCabc", "path": "/home/a.b.txt", "empty": "", "other": "x"}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("", ""),
        ("plain", "plain"),
        ("$word", "$word"),
        ("${word}", "abcABC123ABCabc"),
        ("<${other}-${other}>", "<x-x>"),
        ("$${word}", "${word}"),
        ("a$$b", "a$b"),
        ("${#word}", "15"),
        ("${word^}", "AbcABC123ABCabc"),
        ("${word^^}", "ABCABC123ABCABC"),
        ("${word,,}", "abcabc123abcabc"),
        ("${path:6}", "a.b.txt"),
        ("${path:6:1}", "a"),
        ("${path:-3}", "/home/a.b.txt"),
        ("${path: -3}", "/home/a.b.txt"),
        ("${word:100}", ""),
        ("${word:a}", "abcABC123ABCabc"),
        ("${word=default}", "abcABC123ABCabc"),
        ("${empty=default}", "default"),
        ("${empty:=default}", "default"),
        ("${empty:-a:b/c}", "a:b/c"),
        ("${empty:+given}", "given"),
        ("${empty:=}", ""),
        ("${empty:=pre-${other}-post}", "pre-x-post"),
        ("${empty:=${other^^}}", "X"),
        ("${word/abc/xyz}", "xyzABC123ABCabc"),
        ("${word//abc/xyz}", "xyzABC123ABCxyz"),
        ("${word/#abc/xyz}", "xyzABC123ABCabc"),
        ("${word/%abc/xyz}", "abcABC123ABCxyz"),
        ("${word//ABC/}", "abc123abc"),
        (r"${path//\//-}", "-home-a.b.txt"),
        ("${path#*/}", "home/a.b.txt"),
        ("${path##*/}", "a.b.txt"),
        ("${path%%.*}", "/home/a"),
        ("${path%.txt}", "/home/a.b"),
        # Nobody knows these.
        ("${gone}", "${gone}"),
        ("a-${gone:=b}-${other}", "a-${gone:=b}-x"),
        ("${empty:=${gone}}", "${empty:=${gone}}"),
        ("${word:=${gone}}", "abcABC123ABCabc"),
        ("${path#[a-z]}", "${path#[a-z]}"),
    ],
)
def test_expand(text: str, expanded: str) -> None:
    assert expand(text, _KNOWN.get) == expanded


@pytest.mark.parametrize(
    "text", ["${", "${}", "${a", "${a b}", "${a[@]}", "${:x}", "${a/b}", "${a-b}"]
)
def test_what_flux_refuses_is_an_error(text: str) -> None:
    with pytest.raises(SubstitutionError):
        expand(text, _KNOWN.get)


def test_nesting_has_an_end() -> None:
    with pytest.raises(SubstitutionError):
        parse("${a:=" * 5000)


_TEXTS = st.text(alphabet="ab$c{}:=/#%^,-*?\\ \n\"'", max_size=40)


@given(_TEXTS)
def test_a_text_is_its_pieces_or_an_error(text: str) -> None:
    try:
        pieces = parse(text)
    except SubstitutionError:
        return
    written = [piece if isinstance(piece, str) else piece.written for piece in pieces]
    assert "".join(written) == text.replace("$$", "$") or "$$" in text


@given(_TEXTS)
def test_unknown_variables_stay_as_they_are_written(text: str) -> None:
    try:
        found = expand(text, lambda _name: None)
    except SubstitutionError:
        return
    assert found == text or "$$" in text


@given(_TEXTS, st.dictionaries(st.sampled_from("abc"), st.text("xyz", min_size=1), min_size=3))
def test_a_default_matters_only_without_a_value(default: str, known: dict[str, str]) -> None:
    text = "${a:=%s}" % default.translate(str.maketrans("", "", "${}"))  # noqa: UP031
    assert expand(text, known.get) == known["a"]


@given(st.text("ab", max_size=12), st.text("ab*?", max_size=6), st.sampled_from(["#", "##"]))
def test_a_trimmed_text_is_an_end_of_it(value: str, pattern: str, operator: str) -> None:
    found = expand(f"${{v{operator}{pattern}}}", {"v": value}.get)
    assert value.endswith(found)


@pytest.mark.parametrize(
    "text",
    [
        "${x//a/${x//a/${x//a/${x}}}}",
        "${x//a/${x}}" * 100,
        "${x//" + "a/" * 3,
        "${x##" + "*a" * 400 + "b}",
        "${x%%" + "*a" * 400 + "b}" + "${x#*a*a*a*b}" * 1000,
    ],
)
def test_what_takes_too_much_work_or_memory_is_refused(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(SubstitutionError):
        expand(text, {"x": "a" * 1000}.get)
    assert time.monotonic() - begun < 20


def test_an_output_has_one_budget() -> None:
    with Budget("an output", 1000, 100_000).in_force():
        for _ in range(50):
            assert len(expand("${x}", {"x": "a" * 1000}.get)) == 1000
        with pytest.raises(SubstitutionError, match="an output may use 100,000 bytes"):
            expand("${x}" * 60, {"x": "a" * 1000}.get)
