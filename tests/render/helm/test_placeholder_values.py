"""Values that are placeholders: no rule reports what a template makes of them."""

from __future__ import annotations

import json

import pytest
from svclint.render.building import build, named_chart
from svclint.render.closure import closure_of

from tests.render.charts import CHART, findings, svclint, write

PORTS = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: {{ .Values.type }}
  selector: {app: {{ .Values.app | trunc 63 | quote }}}
  ports:
    - name: http
      port: %s
      targetPort: {{ .Values.extra.port | int }}
    {{- range .Values.more }}
    - name: {{ .name }}
      port: {{ int .port }}
    {{- end }}
"""
VALUES = """\
type: ClusterIP
port: 80
app: web
extra: {}
more: []
"""
UNKNOWN = """\
type: ${type}
port: ${port}
app: ${app}
extra:
  port: "${target_port:=8080}"
more:
  - name: admin
    port: ${admin_port}
"""


def _chart(port: str, values: str = UNKNOWN) -> dict[str, str]:
    return {
        **CHART,
        "charts/web/values.yaml": VALUES,
        "charts/web/templates/service.yaml": PORTS % port,
        "charts/web/ci/flux-values.yaml": values,
    }


def _errors(*words: str) -> list[str]:
    return [each["message"] for each in findings(*words) if each["severity"] == "error"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    "port",
    [
        "{{ .Values.port }}",
        "{{ .Values.port | int }}",
        "{{ int .Values.port }}",
        "{{ .Values.port | int64 }}",
        "{{ add .Values.port 1 }}",
        "{{ if gt (int .Values.port) 1024 }}{{ .Values.port | int }}{{ else }}80{{ end }}",
        "{{ .Values.port | toString | int | default 90 }}",
        '{{ printf "%d" (.Values.port | int) }}',
    ],
)
def test_what_nobody_knows_is_no_error(port: str) -> None:
    write(_chart(port))
    assert _errors(".") == []


@pytest.mark.usefixtures("helm_work")
def test_the_placeholder_stays_in_the_output() -> None:
    write(_chart("{{ .Values.port | int }}"))
    root = named_chart("charts/web", ("charts/web/ci/flux-values.yaml",))
    raw = build(root, closure_of(root)).text.raw.decode()
    for line in ("port: ${port}", "targetPort: ${target_port:=8080}", "port: ${admin_port}"):
        assert f"      {line}\n" in raw


@pytest.mark.usefixtures("helm_work")
def test_what_is_known_beside_it_is_an_error_in_its_line() -> None:
    write(_chart("{{ .Values.port | int }}", UNKNOWN.replace("name: admin", "name: Admin_Port")))
    (found,) = [each for each in findings(".") if each["rule"] == "port-name-invalid"]
    assert (found["file"], found["line"]) == ("./charts/web/ci/flux-values.yaml", 7)


@pytest.mark.usefixtures("helm_work")
def test_a_schema_does_not_refuse_a_placeholder() -> None:
    schema = {"properties": {"port": {"type": "integer"}}}
    write({**_chart("{{ .Values.port }}"), "charts/web/values.schema.json": json.dumps(schema)})
    assert svclint("check", ".").stderr == ""


@pytest.mark.usefixtures("helm_work")
def test_a_template_that_accepts_only_text_is_rendered() -> None:
    text = UNKNOWN + "protocol: ${protocol}\n"
    write(_chart("{{ .Values.port | int }}\n      appProtocol: {{ lower .Values.protocol }}", text))
    assert svclint("check", ".").stderr == ""
    assert _errors(".") == []
