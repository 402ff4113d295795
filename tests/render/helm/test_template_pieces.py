"""Templates are split and marked as Go reads them: held by properties, and to real Helm."""

from __future__ import annotations

import base64
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from svclint.render.helm.include_calls import marked_call
from svclint.render.helm.marking import PRINTED, Marker, Template
from svclint.render.helm.marks import MarkedText, MarkError, opening_mark, text_mark
from svclint.render.helm.template_pieces import TemplateError, split

from tests.render import real_tools

WORDS = st.sampled_from(["a: b", "\n", "  ", "- x", "# c", "}}", "\r\n", '"', "`", "é", "\t"])
TEXTS = st.lists(WORDS, max_size=6).map("".join)
SPACE = st.sampled_from(["", " ", "\n"])


@st.composite
def action(draw: Any, code: str) -> str:
    left = draw(st.sampled_from(["{{", "{{- ", "{{-\n", "{{ "]))
    return str(left + code + draw(st.sampled_from(["}}", " -}}", " }}", "\n-}}"])))


PRINTS = st.sampled_from(
    ['"}}"', "`}} \" '`", ".Chart.Name", "'x'", '"\\"}}"', "print 1 | quote", '"a\\nb" | nindent 2']
).flatmap(action)
COMMENTS = st.sampled_from(["/* }} {{ */", "/**/"]).flatmap(
    lambda comment: st.sampled_from(
        [f"{{{{{comment}}}}}", f"{{{{- {comment} -}}}}", f"{{{{- {comment}}}}}"]
    )
)
SETS = st.sampled_from(["$x := 1", '$y := "}}"', "$_ := dict"]).flatmap(action)
CALLS = st.sampled_from(
    [
        'include "inner" . | nindent 2',
        'template "inner" .',
        'include "inner" . | trim',
        'include (print "in" "ner") . | indent 1',
    ]
).flatmap(action)


def nested(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    opened = st.sampled_from(
        ["if true", "with $", "range list $ $", "range $i, $e := list $ $"]
    ).flatmap(action)
    block = st.tuples(opened, body, action("end")).map("".join)
    other = st.tuples(action("if false"), body, action("else"), body, action("end")).map("".join)
    return st.lists(st.one_of(body, block, other), max_size=4).map("".join)


BODIES = st.recursive(st.one_of(TEXTS, PRINTS, COMMENTS, SETS, CALLS), nested, max_leaves=12)


@given(BODIES)
def test_pieces_make_up_the_template(text: str) -> None:
    pieces = split(text)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert all("{{" not in piece.code for piece in pieces if not piece.keyword)


@given(st.text(alphabet="{}-/*\"'`\\ \nab$:=|"))
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        pieces = split(text)
    except TemplateError:
        return
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text


@pytest.mark.parametrize(
    ("code", "keyword"),
    [
        *[("if .x", "if"), ("else if .x", "else"), ("end", "end"), ("$x", "print")],
        *[("$x := 1", "set"), ("$a, $b := 1", "set"), ("$x = 2", "set"), ("eq $x 1", "print")],
        *[("/* x */", "comment"), ("ending", "print"), ("with .x", "with"), (".end", "print")],
        *[('template "x" .', "template"), ("break", "break"), ('include "x" .', "print")],
    ],
)
def test_keywords(code: str, keyword: str) -> None:
    assert [piece.keyword for piece in split(f"{{{{{code}}}}}")] == [keyword]


@pytest.mark.parametrize("text", ["{{ .x", "{{/* x }}", '{{ "}} ', "{{ `}}", "{{ 'a}}"])
def test_what_is_not_closed_is_refused(text: str) -> None:
    with pytest.raises(TemplateError, match=r"line 2: .* is not closed"):
        split("\n" + text)


@pytest.mark.parametrize(
    "text", ["{{" + "(" * 200_000, "{{ " * 50_000, "{{/*" * 50_000, '{{"' * 50_000]
)
def test_splitting_takes_linear_time(text: str) -> None:
    start = time.process_time()
    with pytest.raises(TemplateError):
        split(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('include "x" .', 'include "+x" .'),
        (
            "include `x` (dict `a` 1) | nindent 4 | indent 2",
            "include `+x` (dict `a` 1) | nindent 4 | indent 2",
        ),
        ('include "x" . | nindent (int .n)', 'include "+x" . | nindent (int .n)'),
        ("include .name .", 'include (print "+" .name) .'),
        *[(f'include "x" . | {other}', "") for other in ("quote", "trim", "nindent 2 | fromYaml")],
        *[
            (other, "")
            for other in ('include "y" .', 'tpl "x" .', '(include "x" .)', "include", "")
        ],
        ('include (print $.Template.BasePath "/x.yaml") .', ""),
    ],
)
def test_calls_of_marked_copies(code: str, expected: str) -> None:
    assert marked_call(code, {"x"}, "+", dynamic=True) == expected


def test_cut_marks_are_an_error() -> None:
    for text in (opening_mark(1), text_mark(1)[:-1], text_mark(1)[1:], text_mark(9)):
        with pytest.raises(MarkError):
            MarkedText(text, 9)


INNER = (
    '{{ define "inner" -}}\n  k: v\n{{- with "z" }} {{ . -}} {{ end }}\n  l: {{ "w" }}\n{{ end }}'
)


@pytest.mark.parametrize("program", real_tools.HELMS)
@settings(
    # Shrinking would run Helm hundreds of times.
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(bodies=st.lists(BODIES, min_size=40, max_size=40))
def test_a_marked_template_prints_the_same(program: str, tmp_path: Path, bodies: list[str]) -> None:
    """Helm prints the same with and without marks, and each mark leads to the text it prints."""
    helm = real_tools.program(program)
    templates = tmp_path / "chart/templates"
    templates.mkdir(parents=True, exist_ok=True)
    templates.parent.joinpath("Chart.yaml").write_text("{name: t, version: 1.0.0, apiVersion: v2}")
    inner = Template("_inner.tpl", INNER)
    marker = Marker({"inner"})
    templates.joinpath("_inner.tpl").write_text(INNER + marker.copies(inner))
    texts, shown = {"_inner.tpl": INNER}, []
    # Definitions between the rest: only their trims remain.
    define = '\n{{- define "own" -}}\nx{{ end -}} \n y'
    for number, body in enumerate(each + define for each in bodies):
        name = f"marked{number}.yaml"
        texts[name] = body
        templates.joinpath(f"_{number}.tpl").write_bytes(body.encode())
        marked = marker.printing_marked_body(Template(name, body))
        templates.joinpath(name).write_bytes(marked.encode())
        shown.append(f'f{number}: .{{{{ include "t/templates/_{number}.tpl" . | b64enc }}}}')
    templates.joinpath("plain.yaml").write_text("kind: ConfigMap\n" + "\n".join(shown))
    done = subprocess.run([helm, "template", templates.parent], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    raw = done.stdout.decode()
    plain = {
        line.split(": .")[0]: line.split(": .")[1] for line in raw.split("\n") if ": ." in line
    }
    printed = {decoded(name): decoded(body) for name, body in PRINTED.findall(raw)}
    assert len(printed) == len(bodies)
    for number in range(len(bodies)):
        marked = printed[f"t/templates/marked{number}.yaml"]
        output = MarkedText(marked, len(marker.places))
        assert output.text == decoded(plain[f"f{number}"]), bodies[number]
        for offset, character in enumerate(output.text):
            stack, distance = output.stack_at(offset)
            if character.isspace() or not stack or marker.places[stack[-1]].code:
                continue
            place = marker.places[stack[-1]]
            line = texts[place.file].split("\n")[place.line - 1]
            assert line[place.column - 1 + distance] == character


def decoded(text: str) -> str:
    return base64.b64decode(text).decode()
