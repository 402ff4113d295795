"""A part of a block scalar stands in the value that contains it, or in the line that prints it."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: config}
data:
  a.yaml: |- {{ include "config" . | nindent 4 }}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: x}, ports: [{port: 80}]}
"""
_IN_TEMPLATE = ("templates/_config.tpl", 3, "")


def _place(config: str, values: str) -> tuple[str, int, str]:
    lines = f'{{{{- define "config" -}}}}\nport: {{{{ .Values.port }}}}\n{config}{{{{- end }}}}\n'
    files = {
        "templates/service.yaml": _MAP,
        "templates/_config.tpl": lines,
        "values.yaml": f"port: 80\n{values}",
    }
    write({f"charts/web/{name}": text for name, text in files.items()})
    rules = ("dns-name-service-missing", "dns-name-port-missing")
    (found,) = [each for each in findings(".") if each["rule"] in rules]
    file: str = found["file"].removeprefix("./charts/web/")
    way, step = (
        found["source"]["through"],
        {"file": "./charts/web/templates/service.yaml", "line": 5, "column": 14},
    )
    assert (way or [step])[-1] == step
    return file, found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("line", "values", "place"),
    [
        # Without a namespace, in a value, in the template, and in both.
        ("{{ .Values.url }}", "url: http://web.svc.cluster.local/x\n", ("values.yaml", 2, "url")),
        ("http://web.svc.cluster.local", "", _IN_TEMPLATE),
        ("http://{{ .Values.name }}.svc.cluster.local", "name: web\n", _IN_TEMPLATE),
        ("{{ tpl .Values.u . }}", "u: http://web.svc.cluster.local\n", ("values.yaml", 2, "u")),
        # A name that the template writes, though a value is the same.
        ("http://weeb.default.svc/", "name: weeb\n", _IN_TEMPLATE),
        ("http://{{ .Values.name }}.default.svc", "name: weeb\n", ("values.yaml", 2, "name")),
        # A port that is none of the value that is the same, which another line shows.
        ("http://web.default.svc:81/", "name: 81\n", _IN_TEMPLATE),
        ("http://web.default.svc:{{ .Values.name }}", "name: 81\n", ("values.yaml", 2, "name")),
    ],
)  # fmt: skip
def test_the_place_of_a_part(line: str, values: str, place: tuple[str, int, str]) -> None:
    assert _place(f"a: {line}\n", values) == place


@pytest.mark.usefixtures("helm_work")
def test_a_name_of_several_lines_stays_at_the_block() -> None:
    lines = "a: http://weeb.default.svc\nb: weeb\n"
    assert _place(lines, "")[:2] == ("templates/service.yaml", 5)
