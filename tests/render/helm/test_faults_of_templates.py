"""What a value cannot mend stands in the template, however the template prints the value."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_LABELS = """\
{{ define "web.labels" }}
app: {{ .Values.name }}
zone: {{ .Values.zone }}
{{- end }}
"""
_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    {{- include "web.labels" . | nindent 4 }}
    {{- with .Values.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    zone: {{ .Values.zone }}
spec:
  type: ExternalName
  externalName: example.com
"""
_ONE_LABEL = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    %s
spec:
  type: ExternalName
  externalName: example.com
"""


def _place(rule: str, files: dict[str, str]) -> tuple[str, int, str]:
    chart = {"values.yaml": "name: web\nzone: a\nlabels: {}\n", "templates/_helpers.tpl": _LABELS}
    write({f"charts/web/{name}": text for name, text in (chart | files).items()})
    found: list[dict[str, Any]] = [
        each for each in findings(".", "--profile", "strict") if each["rule"] == rule
    ]
    ((file, line, key),) = {(each["file"], each["line"], each["source"]["key"]) for each in found}
    return file.removeprefix("./charts/web/"), line, key


@pytest.mark.usefixtures("helm_work")
def test_a_key_that_a_template_writes_twice() -> None:
    assert _place("duplicate-key", {"templates/service.yaml": _SERVICE}) == (
        "templates/service.yaml",
        10,
        "",
    )


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("labels", "line"),
    [
        ("zone: a\n    {{- toYaml .Values.labels | nindent 4 }}", 6),
        # Which of them to remove is not certain.
        ("zone: a\n    zone: a\n    {{- toYaml .Values.labels | nindent 4 }}", 8),
    ],
)
def test_a_key_that_a_template_writes_and_a_value_repeats(labels: str, line: int) -> None:
    service = _ONE_LABEL % labels + "---\n" + _ONE_LABEL % "zone: b"
    files = {
        "templates/service.yaml": service,
        "values.yaml": "labels:\n  zone: a\n  app: web\n",
    }
    assert _place("duplicate-key", files)[:2] == ("templates/service.yaml", line)


@pytest.mark.usefixtures("helm_work")
def test_a_key_of_another_mapping() -> None:
    labels = (
        "{{- toYaml .Values.labels | nindent 4 }}\n    {{- toYaml .Values.labels | nindent 4 }}"
    )
    files = {
        "templates/service.yaml": _ONE_LABEL % (labels + "\n  annotations:\n    zone: b"),
        "values.yaml": "labels:\n  zone: a\n  app: web\n",
    }
    assert _place("duplicate-key", files)[:2] == ("templates/service.yaml", 7)


@pytest.mark.usefixtures("helm_work")
def test_a_key_that_a_values_file_repeats() -> None:
    service = _SERVICE.replace("    zone: {{ .Values.zone }}\n", "")
    files = {"templates/service.yaml": service, "ci/own-values.yaml": "labels:\n  zone: b\n"}
    assert _place("duplicate-key", files) == ("ci/own-values.yaml", 2, "labels.zone")


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("labels", "place"),
    [
        ("app: {{ .Values.name }}", ("templates/service.yaml", 5, "")),
        ("{{- toYaml .Values.labels | nindent 4 }}", ("values.yaml", 3, "labels.app")),
    ],
)
def test_a_label_that_is_missing(labels: str, place: tuple[str, int, str]) -> None:
    files = {
        "templates/service.yaml": _ONE_LABEL % labels,
        "values.yaml": "name: web\nlabels:\n  app: web\nzone: a\n",
    }
    assert _place("recommended-label-missing", files) == place


_PORTS = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/aws-loadbalancer-type: {{ .Values.type }}
    {{- with .Values.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector: {app: web}
  ports:
    - name: http
      port: 80
      targetport: {{ .Values.targetPort }}
"""
_ANNOTATIONS = """\
type: nlb
targetPort: 8080
annotations:
  service.beta.kubernetes.io/aws-loadbalancer-scheme: internal
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(("rule", "line"), [("unknown-field", 15), ("annotation-misspelt", 6)])
def test_a_wrong_key_that_a_template_writes_before_a_value(rule: str, line: int) -> None:
    files = {"templates/service.yaml": _PORTS, "values.yaml": "type: nlb\ntargetPort: 8080\n"}
    assert _place(rule, files) == ("templates/service.yaml", line, "")


@pytest.mark.usefixtures("helm_work")
def test_a_wrong_key_of_the_values() -> None:
    service = _PORTS.replace("aws-loadbalancer-type", "aws-load-balancer-type")
    files = {"templates/service.yaml": service, "values.yaml": _ANNOTATIONS}
    key = 'annotations["service.beta.kubernetes.io/aws-loadbalancer-scheme"]'
    assert _place("annotation-misspelt", files) == ("values.yaml", 4, key)
