"""Blocks of templates that print nothing are found in one pass, however they are nested."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from svclint.render.helm.skipped_blocks import TemplateBlocks

_HOST = "\nhost: {{ .c }}\n"
_SOME, _IF = "{{ with $v := .Values.some }}", "{{ if $v.no }}\nhost: a\n{{ end }}"
_SIZE, _TIMES = 150, 4
SHAPES: dict[str, Callable[[int], str]] = {
    "blocks in blocks": lambda size: _nested("{{ if .Values.a }}\n", size),
    "either of two": lambda size: _nested("{{ with or .a .b $.Values.a }}", size),
    "variables": lambda size: _nested("{{ with $v := or $v.a $v.b $.Values.a }}", size),
    "blocks one after another": lambda size: f"{{{{ if .Values.a }}}}{_HOST}{{{{ end }}}}" * size,
    "all items in each block": lambda size: _nested("{{ range .Values.list }}{{ .c }}", size),
}


def _nested(block: str, size: int) -> str:
    return block * size + _HOST + "{{ end }}" * size


def _values(size: int) -> dict[str, Any]:
    return {"a": {"a": {}}, "list": [{"c": ""}] * size}


def _steps(work: Callable[[], object]) -> int:
    """Return how many lines a function runs."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_the_work_is_linear(name: str) -> None:
    def work(size: int) -> int:
        template, values = SHAPES[name](size), _values(size)
        return _steps(lambda: TemplateBlocks(template, values, ()).empty_values(1, ["host"]))

    work(2)
    assert work(_SIZE * _TIMES) <= work(_SIZE) * _TIMES * 1.5


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{{ if .Values.no }}\nhost: a\n{{ end }}", [("no",)]),
        ("{{ if .Values.no }}host: a{{ end }}", [("no",)]),
        ("host:\n  {{- range .Values.no }}\n  - a\n  {{- end }}", [("no",)]),
        ("host:\n  - {{ .Values.no }}\n", [("no",)]),
        ("a: 1\nhost: {{ .Values.no }}\n", [("no",)]),
        ("{{ if .Values.no }}\nghost: a\n{{ end }}\nhost: a", []),
        ("{{ with .Values.some }}{{ if .no }}\nhost: a\n{{ end }}{{ end }}", [("some", "no")]),
        ("{{ if .Values.other }}\nhost: a\n{{ end }}", []),
        ("{{ if .Values.no }}\n{{ end }}\n---\nhost: a\n", []),
        (f"{_SOME}{_IF}{{{{ end }}}}", [("some", "no")]),
        (f"{_SOME}{{{{ end }}}}{_IF}", []),
        (f"{_SOME}{{{{ with $v := $v.in }}}}{{{{ end }}}}{_IF}{{{{ end }}}}", [("some", "no")]),
        ("{{ if .Values.no", []),
    ],
)
def test_the_empty_values_of_blocks(template: str, found: list[tuple[str, ...]]) -> None:
    values = {"no": "", "some": {"no": [], "in": {"no": "b"}}, "other": 1}
    blocks = TemplateBlocks(template, {"web": values}, ("web",))
    assert blocks.empty_values(1, ["host"]) == [("web", *each) for each in found]
