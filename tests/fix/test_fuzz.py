"""Fixing never fails and always ends, whatever a file contains."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.source.spans import Span, spans

from tests.fix.fixing import fix
from tests.fix.test_recorded import manifests

TEXTS = [text for text, _ in manifests() if len(text) < 1000]
ODD = st.text(" \t\r\n:{}[],-#&*'\"|>?!%@~a1\ufeffü\u2028\U0001f600", max_size=6)
# Position, number of lines, and position of the copy.
COPIES = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 4), st.floats(0, 1)), max_size=3)
# Position, length, and replacement.
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), ODD), max_size=4)


def mangled(text: str, cuts: list[tuple[float, int, str]]) -> str:
    for where, length, odd in cuts:
        at = int(where * len(text))
        text = text[:at] + odd + text[at + length :]
    return text


@given(st.sampled_from(TEXTS), CUTS)
@settings(max_examples=150)
def test_any_text_can_be_fixed_and_then_stays(
    text: str, cuts: list[tuple[float, int, str]]
) -> None:
    raw = mangled(text, cuts).encode()
    once = fix(raw, unsafe=True)
    assert fix(once.raw, unsafe=True).raw == once.raw


def doubled(text: str, copies: list[tuple[float, int, float]]) -> str:
    for where, count, there in copies:
        lines = text.split("\n")
        at, to = int(where * len(lines)), int(there * len(lines))
        lines[to:to] = lines[at : at + count]
        text = "\n".join(lines)
    return text


@given(st.sampled_from(TEXTS), COPIES)
@settings(max_examples=150)
def test_any_lines_may_stand_there_twice(text: str, copies: list[tuple[float, int, float]]) -> None:
    raw = doubled(text, copies).encode()
    once = fix(raw, unsafe=True)
    assert fix(once.raw, unsafe=True).raw == once.raw


@given(st.sampled_from(TEXTS), CUTS)
@settings(max_examples=150)
def test_every_span_lies_within_the_one_around_it(
    text: str, cuts: list[tuple[float, int, str]]
) -> None:
    whole = mangled(text, cuts)
    root = spans(whole)
    if root is not None:
        within(root, 0, len(whole))


def within(span: Span, start: int, end: int) -> None:
    assert start <= span.start <= span.end <= end
    for part in (*span.items, *(each for pair in span.pairs for each in pair)):
        within(part, span.start, span.end)
