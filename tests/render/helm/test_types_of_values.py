"""A wrong type stands where it is decided: at the quotes of the template, or at the value."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
{{- define "web.port" }}{{ .Values.port }}{{ end -}}
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: {note: %s}
spec:
  selector: {app: web}
  ports:
    - port: %s
      targetPort: %s
"""
_PLAIN, _VALUES, _TEMPLATE = "{{ .Values.port }}", "values.yaml", "templates/service.yaml"


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("port", "values", "place"),
    [
        ("{{ .Values.port | quote }}", "port: 80", (_TEMPLATE, 10)),
        ("{{ .Values.port | quote }}", 'port: "80"', (_TEMPLATE, 10)),
        ("'{{ .Values.port }}'", "port: 80", (_TEMPLATE, 10)),
        ('{{ include "web.port" . | squote }}', "port: 80", (_TEMPLATE, 10)),
        ("{{ .Values.port | toYaml }}", 'port: "80"', (_VALUES, 1)),
        (_PLAIN, "port: http", (_VALUES, 1)),
        ("{{ .Values.port | quote }}", "port: http", (_VALUES, 1)),
    ],
)
def test_a_number_in_quotes(port: str, values: str, place: tuple[str, int]) -> None:
    assert _found("wrong-type", _SERVICE % ("a", port, 80), values) == place


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("target", "values", "place"),
    [
        ("{{ .Values.port | quote }}", "port: 8080", (_TEMPLATE, 11)),
        ("{{ .Values.port | quote }}", "port: 70000", (_TEMPLATE, 11)),
        ("{{ .Values.port | quote }}", "port: HT_TP", (_VALUES, 1)),
        (_PLAIN, "port: HT_TP", (_VALUES, 1)),
    ],
)
def test_a_target_port_in_quotes(target: str, values: str, place: tuple[str, int]) -> None:
    service = _SERVICE % ("a", 80, target)
    assert _found("target-port-name-invalid", service, values) == place


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("note", "place"),
    [(_PLAIN, (_TEMPLATE, 6)), ("{{ .Values.port | toYaml }}", (_VALUES, 1))],
)
def test_a_number_that_should_be_a_string(note: str, place: tuple[str, int]) -> None:
    assert _found("wrong-type", _SERVICE % (note, 80, 80), "port: 5") == place


def _found(rule: str, service: str, values: str) -> tuple[str, int]:
    write({f"charts/web/{_TEMPLATE}": service, f"charts/web/{_VALUES}": f"{values}\n"})
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    assert (found["fix"] is None) or found["file"].endswith(_VALUES)
    return found["file"].removeprefix("./charts/web/"), found["line"]
