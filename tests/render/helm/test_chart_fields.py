"""A fault in the version of a chart or its application stands in ``Chart.yaml``."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

_CHART = "apiVersion: v2\nname: web\nversion: 1.0.0+a.1\nappVersion: %s\n"
_SERVICE = """\
{{- define "web.version" }}{{ .Chart.AppVersion }}{{ end -}}
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    version: %s
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
_APPLICATION, _VERSION = ("Chart.yaml", 4, "appVersion"), ("Chart.yaml", 3, "version")
_TEMPLATE = ("templates/service.yaml", 7, "")


def _place(rule: str, version: str, application: str) -> tuple[str, int, str]:
    files = {
        "Chart.yaml": _CHART % application,
        "values.yaml": "image: {tag: ''}\n",
        "templates/service.yaml": _SERVICE % version,
    }
    write({f"charts/web/{name}": text for name, text in files.items()})
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("version", "place"),
    [
        ("{{ .Chart.AppVersion }}", _APPLICATION),
        ("{{ $.Chart.AppVersion | quote }}", _APPLICATION),
        ("{{ .Values.image.tag | default .Chart.AppVersion | quote }}", _APPLICATION),
        ("{{ default .Chart.AppVersion .Values.image.tag }}", _APPLICATION),
        ('{{ include "web.version" . }}', _APPLICATION),
        ("{{ .Chart.Version }}", _VERSION),
        # The template joins it with something else, or changes it.
        ("{{ .Chart.Name }}-{{ .Chart.Version }}", _TEMPLATE),
        ("v{{ .Chart.AppVersion }}", _TEMPLATE),
        ('{{ .Chart.AppVersion | replace "1" "2" }}', _TEMPLATE),
    ],
)
def test_a_version_that_is_no_label(version: str, place: tuple[str, int, str]) -> None:
    assert _place("label-invalid", version, "1.0+b") == place


@pytest.mark.usefixtures("helm_work")
def test_a_version_that_the_template_does_not_quote() -> None:
    assert _place("wrong-type", "{{ .Chart.AppVersion }}", '"1.0"') == _TEMPLATE
