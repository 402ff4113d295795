"""Charts that require values which their defaults leave empty."""

from __future__ import annotations

import pytest

from tests.render.charts import CHART, findings, svclint, write
from tests.render.real_trees import places

_SERVICE = """\
{{- if not .Values.region }}
{{- fail "set region" }}
{{- end }}
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {region: {{ .Values.region | quote }}}
spec:
  type: ExternalName
  externalName: {{ required "a host is required" .Values.database.host }}
---
apiVersion: v1
kind: Service
metadata: {name: admin}
spec:
  selector:
    app: {{ .Values.app | required `app is "required"` }}
  ports:
    - name: http
      port: {{ .Values.port | required "a port is required" | int }}
    - name: http
      port: 70000
"""
_LACKING = {
    **CHART,
    "charts/web/values.yaml": "database:\n  host: ''\nport:\napp: ''\n",
    "charts/web/templates/service.yaml": _SERVICE,
}
_TEMPLATE = "charts/web/templates/service.yaml"

pytestmark = pytest.mark.usefixtures("helm_work")


def test_what_does_not_depend_on_them_is_checked() -> None:
    write(_LACKING)
    assert places("port-name-duplicate") == [(_TEMPLATE, 22, 13)]
    assert places("port-out-of-range") == [(_TEMPLATE, 23, 13)]
    assert {each["rule"] for each in findings(".")} == {
        *("port-name-duplicate", "port-out-of-range", "target-port-out-of-range")
    }


def test_a_note_names_them() -> None:
    write(_LACKING)
    assert (
        "note: ./charts/web with its defaults is not rendered: it requires region, database.host, "
        "app, port; what does not depend on them is checked"
    ) in svclint("check", ".").stderr


def test_those_of_a_subchart_are_found() -> None:
    inner = {
        name.replace("charts/web/", "charts/web/charts/db/"): text for name, text in CHART.items()
    }
    inner["charts/web/charts/db/Chart.yaml"] = "{apiVersion: v2, name: db, version: 1.0.0}\n"
    inner["charts/web/charts/db/templates/service.yaml"] = (
        '{{ $_ := required "no zone" .Values.global.zone }}a: {{ required "no b" $.Values.a.b }}'
    )
    write({**_LACKING, **inner, "charts/web/charts/db/values.yaml": "a: {}\nglobal: {}\n"})
    assert set(_required(svclint("check", ".").stderr)) == {
        *("region", "database.host", "app", "port", "global.zone", "db.a.b")
    }


def _required(stderr: str) -> list[str]:
    return stderr.partition("it requires ")[2].partition(";")[0].split(", ")


@pytest.mark.parametrize("words", [("--render", "require"), ("--helm", "charts/web")])
def test_where_the_chart_has_to_be_rendered_it_fails(words: tuple[str, ...]) -> None:
    write(_LACKING)
    done = svclint("check", *((".", *words) if words[0] == "--render" else words))
    assert done.exit_code == 2
    assert "is required" in done.stderr or "set region" in done.stderr


def test_with_a_values_file_of_its_tests_nothing_is_unknown() -> None:
    values = "database: {host: a.example.com}\nport: 80\napp: web\nregion: a\n"
    write({**_LACKING, "charts/web/ci/test-values.yaml": values})
    assert "is not rendered" not in svclint("check", ".").stderr


def test_a_value_that_does_not_help_is_not_set() -> None:
    write({**_LACKING, _TEMPLATE: _SERVICE + '{{ fail "never" }}\n'})
    assert "./charts/web is not rendered: helm template" in svclint("check", ".").stderr
