"""Recognise templates: text that is a manifest only once a template engine has rendered it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svclint.source.charts import chart_over
from svclint.source.parse_result import ParseError
from svclint.source.paths import real_folder_of
from svclint.source.recognition.template_blocks import Lines
from svclint.source.yaml_reader import parse_yaml

_MARKS = ("{{", "{%", "<%")
# Lines of YAML never begin with these.
_ENGINES_BY_CONTROL = {
    ("<#", "</#"): "a FreeMarker template",
    ("[% ", "[%-"): "a Template Toolkit template",
    ("<?php", "<?="): "a PHP template",
    ("@if", "@foreach", "@endif", "@endforeach"): "a Blade template",
    ("% if ", "% for ", "% endif", "% endfor"): "a Mako template",
    ("{if ", "{/if}", "{foreach ", "{/foreach}"): "a Smarty template",
    tuple(
        f"{mark}{blank}{word}"
        for mark in ("<<", "[[")
        for blank in ("", " ", "- ")
        for word in ("if", "range", "end", "with")
    ): "a Go template",
}
_CONTROLS = (*_MARKS, "%{", *(mark for marks in _ENGINES_BY_CONTROL for mark in marks))
# By their first byte: searching for one byte is far faster than searching for several.
_BYTES_OF_CONTROLS = {
    first.encode(): tuple(mark.encode() for mark in _CONTROLS if mark[0] == first)
    for first in dict.fromkeys(mark[0] for mark in _CONTROLS)
}
# A directive of ytt, or an expression where a value is expected.
_YTT = (
    r"^[ \t]*#@ *(?:load\(|def |if |if/|for |for/|end\b|else\b|elif |[\w.]+ *= |"
    r"(?:data|overlay|schema|library|yaml)/)|^[^#\n]*[:-] +#@ ?\S"
)
_YTT_VALUE = r"[^#\n]*[:-] +#@ ?\S"
_YTT_WITHOUT_EFFECT = r"#@ *(?:load\(|end\b|[\w.]+ *= |\Z)"
_HELM = r"\{\{-?[^{}\n]*(?:\.Values|\.Release|\.Chart|\.Capabilities|\.Files|\binclude \"|\btpl )"
_GO = r"\{\{-? *(?:[.$(]|/\*|(?:if|else|end|range|with|define|template|block|include|printf)\b)"
_QUOTED = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'"
_COMMENT = r"(?:^|[ \t])#(?!@).*"
# What may stand where a renderer puts a value, and lines that only control a renderer.
_VALUES = (
    r"\$?\{\{[^{}\n]*\}\}|<%[^%\n]*%>|\{%[^%\n]*%\}|%\{[^{}\n]*\}|\$?\{[A-Za-z_][\w.-]*(?:\[[\w.-]+\])*\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|"
    r"<[A-Za-z][^<>\n]*>|%%[A-Za-z_][\w.-]*%%|@@[A-Za-z_][\w.-]*@@|"
    r"%[A-Z_][A-Z0-9_]*%|@[A-Z_][A-Z0-9_]*@|\[\[[^][\n]*\]\]"
)


def may_be_template(raw: bytes) -> bool:
    """Return whether a file contains a mark of a template engine anywhere."""
    if b"@" in raw and b"#@" in raw:
        return True
    return any(_begins_anywhere(raw, first, marks) for first, marks in _BYTES_OF_CONTROLS.items())


def _begins_anywhere(raw: bytes, first: bytes, marks: tuple[bytes, ...]) -> bool:
    at = raw.find(first)
    while at >= 0:
        if raw.startswith(marks, at):
            return True
        at = raw.find(first, at + 1)
    return False


def engine_of(file: str, text: str) -> str:
    """Return what kind of template a text with marks is, such as ``a Helm template``."""
    if is_ytt(text):
        return "a ytt template"
    if "<%" in text:
        return "an ERB template"
    if "{%" in text or file.endswith((".j2", ".jinja", ".jinja2")):
        return "a Jinja template"
    if "${{" in text:
        return "a template with ${{ }} expressions"
    if re.search(_HELM, text) or chart_over(real_folder_of(file)):
        return "a Helm template"
    if re.search(_GO, text):
        return "a Go template"
    lines = [line.lstrip() for line in text.splitlines()]
    for marks, engine in _ENGINES_BY_CONTROL.items():
        if any(line.startswith(marks) for line in lines):
            return engine
    return "a Terraform template" if "{{" not in text else "a template with {{ }}"


def explains_syntax_error(text: str) -> bool:
    """Return whether a text that is not YAML is broken by template marks, not by a mistake.

    It is if it can be read once a word or nothing takes the place of each mark, or if lines
    control a renderer: they may leave anything out.
    """
    bare = re.sub(_COMMENT, "", re.sub(_QUOTED, "''", text))
    if any(_controls(line) for line in bare.splitlines()):
        return True
    if not re.search(_VALUES, bare):
        return False
    # A mark may print lines of its own: labels: {{ include "labels" . | nindent 4 }}.
    return any(_is_yaml(re.sub(_VALUES, rendered, text)) for rendered in ("word", ""))


def _is_yaml(text: str) -> bool:
    try:
        parse_yaml(text)
    except ParseError:
        return False
    return True


def _controls(line: str) -> bool:
    """Return whether a line begins with a mark, as no YAML does."""
    return line.lstrip().startswith(_CONTROLS)


def contains_control(line: str) -> bool:
    """Return whether a line contains a mark of a template engine."""
    return any(mark in line for mark in _CONTROLS)


def is_controlled_by_lines(text: str) -> bool:
    """Return whether any line begins with a mark of an engine whose blocks are not known here."""
    marks = tuple(mark for marks in _ENGINES_BY_CONTROL for mark in marks)
    return any(line.lstrip().startswith(marks) for line in text.splitlines())


def first_mark(text: str) -> tuple[int, int]:
    """Return line and column, from 1, of the first mark of a text; the top if there is none."""
    marks = (*_CONTROLS, "#@", "${")
    at = min((found for found in map(text.find, marks) if found >= 0), default=0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def is_ytt(text: str) -> bool:
    """Return whether a text is a template of ytt, whose marks are comments of YAML."""
    return "#@" in text and re.search(_YTT, text, re.MULTILINE) is not None


def lines_with_ytt(text: str) -> Lines:
    """Return the ranges of lines that ytt changes: a value, or the line after a comment of it.

    Loading and assigning change nothing, and neither does the end of a block.
    """
    found: list[tuple[int, int]] = []
    begin = 0
    for number, line in enumerate(text.splitlines(), 1):
        inside = line.strip()
        if inside.startswith("#@"):
            if not begin and not re.match(_YTT_WITHOUT_EFFECT, inside):
                begin = number
        elif inside and not inside.startswith(("#", "---")):
            if begin or re.match(_YTT_VALUE, line):
                found.append((begin or number, number))
            begin = 0
    return Lines(found)


def contains_mark(data: Any) -> bool:
    """Return whether a value of an object, other than its annotations, is to be rendered."""
    metadata = data.get("metadata") if isinstance(data, dict) else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return any(mark in each for each in _strings(data, annotations) for mark in _MARKS)


def _strings(data: Any, but: Any) -> Iterator[str]:
    pending = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict) and value is not but:
            pending += value.keys()
            pending += value.values()
        elif isinstance(value, list):
            pending += value
