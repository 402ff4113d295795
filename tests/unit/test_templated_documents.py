"""Which documents of a file with marks of a template engine are checked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes


def service(name: str) -> str:
    head = f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n"
    return head + "spec: {ports: [{port: 80}]}\n"


A, B, C = map(service, "abc")
MARKED = C.replace("80", "'{{ port }}'")
BROKEN = C.replace("port: 80", "port: {{ x }}")


def checked(*documents: str, is_isolated: bool = False) -> tuple[str, int]:
    """Return the names of the Services that are objects, and the number of templates."""
    raw = "---\n".join(documents).encode()
    found = list(documents_of_bytes("web.yaml", raw, KINDS_READ, is_isolated=is_isolated))
    names = "".join(each.object_name.name for each in found if each.kind == "Service")
    kinds = [each.problem.kind for each in found if each.problem is not None]
    return names, kinds.count("template")


@pytest.mark.parametrize(
    ("documents", "names", "templates"),
    [
        ([A, MARKED], "a", 1),
        ([A, BROKEN, B], "ab", 1),
        ([A, "{{- if .Values.x }}\n" + B + "{{- end }}\n"], "a", 1),
        ([A, "{% if x %}\n" + B + "{% endif %}\n"], "a", 1),
        ([A, "<% if x %>\n" + B + "<% end %>\n"], "a", 1),
        ([A, "%{ if x }\n" + B + "%{ endif }\n"], "a", 1),
        (["# x\n{% set x = 1 %}\n" + A, B], "b", 1),
        (["#@ load('@ytt:data', 'data')\n" + A, B], "ab", 0),
        (["#@ load('@ytt:data', 'data')\n", A], "a", 0),
        (["#@ x = 1\n" + A], "a", 0),
        (["# a #@ b\n" + A, "#@ not of ytt\n" + B], "ab", 0),
        (["#@ def f():\nx: 1\n#@ end\n", A.replace("80", "#@ f()"), B], "b", 2),
        ([A + "#@ if/end x:\n", B, C], "ac", 1),
        ([A + "#@overlay/match by=overlay.all\n", B, C], "ac", 1),
        ([A + "#@ if x:\n", B, C + "#@ end\n", service("d")], "ad", 2),
    ],
)
def test_documents_beside_templates(documents: list[str], names: str, templates: int) -> None:
    text = [each.replace("{ports: [{port: #@ f()}]}", "\n  ports: #@ f()") for each in documents]
    assert checked(*text) == (names, templates)


@pytest.mark.parametrize(
    "documents",
    [
        ["{{ if x }}\n" + A, B, C + "{{ end }}\n"],
        ["{{ if x }}\n" + A, B, C],
        [A + "{{ end }}\n", B],
        ["{% for x in y %}\n", A, "{% endfor %}\n"],
        ["{% for x in y %}\n" + A, B, C + "{% endfor %}\n"],
        ["<% x.each do |y| %>\n" + A, B, C + "<% end %>\n"],
        ["{{- /* off\n" + A, B, "*/ -}}\n"],
        ["# {{ if x }}\n" + MARKED, A, "# {{ end }}\n" + BROKEN],
        ["{#\n" + A, B, "#}\n{{ x }}\n"],
        ["<#if x>\n" + A, B, "</#if>\n"],
        ["% for x in y:\n" + A, B, "% endfor\n"],
        ["<< if .x >>\n" + A, B, "<< end >>\n"],
        ["#@ for x in y:\n", A, B + "#@ end\n"],
        ["#@data/values\n", A],
        ["#@ def f():\n" + A, B, "#@ end\n"],
    ],
)
def test_templates_that_span_documents(documents: list[str]) -> None:
    assert checked(*documents) == ("", 1)


@pytest.mark.parametrize(
    ("documents", "names", "templates"),
    [
        (["#@ if x:\n", A, B + "#@ end\n"], "ab", 0),
        (["#@data/values\n", A], "a", 0),
        ([A, MARKED], "ac", 0),
        (["# {{ if x }}\n" + MARKED, A, "# {{ end }}\n" + B], "cab", 0),
        ([A, "{{ if x }}\n" + B, C + "{{ end }}\n", service("d")], "ad", 2),
        ([A, "{{ if x }}\n" + B, C], "a", 2),
        (["{{ if x }}\n" + A, B, "{{ end }}\n"], "", 1),
    ],
)
def test_in_isolation_what_kubectl_would_apply_is_no_template(
    documents: Sequence[str], names: str, templates: int
) -> None:
    assert checked(*documents, is_isolated=True) == (names, templates)


def test_a_tag_on_a_separator_is_no_mark() -> None:
    (problem,) = [
        each.problem
        for each in documents_of_bytes("a.yaml", f"{A}--- !<x>\n{B}".encode(), KINDS_READ)
        if each.problem
    ]
    assert (problem.kind, problem.line, problem.column) == ("syntax", 1, 4)
    assert "!<x>" in problem.message
