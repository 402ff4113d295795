"""A value that is right in other objects is not the place of a fault of one of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_CHART = {
    "values.yaml": "service:\n  httpPort: 80\nname: web\n",
    "templates/headless.yaml": """\
apiVersion: v1
kind: Service
metadata: {name: web-headless}
spec:
  clusterIP: None
  selector: {app: web}
  ports:
    - name: http
      port: {{ .Values.service.httpPort }}
      targetPort: http
""",
    "templates/pods.yaml": """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web-headless
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web
          ports: [{name: http, containerPort: 8080}]
""",
}
_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - name: metrics
      port: 9000
      targetPort: http
    - name: http
      port: {{ .Values.service.httpPort }}
      targetPort: http
"""
_HEADLESS = _CHART["templates/headless.yaml"].replace("web-headless", "other-headless")
_PORTS = '{{ define "ports" }}{{ .Values.service.httpPort }}{{ end }}\n'


def _found(files: dict[str, str]) -> list[dict[str, Any]]:
    write({f"charts/web/{name}": text for name, text in (_CHART | files).items()})
    return [each for each in findings(".") if each["rule"] == "headless-port-differs"]


def _place(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_is_right_in_another_object() -> None:
    (found,) = _found({"templates/service.yaml": _SERVICE})
    assert _place(found) == ("templates/headless.yaml", 9, "")
    through = found["source"]["through"]
    assert [(each["file"].removeprefix("./charts/web/"), each["line"]) for each in through] == [
        ("values.yaml", 2)
    ]


@pytest.mark.usefixtures("helm_work")
def test_a_named_template_that_is_right_in_another_object() -> None:
    call = '{{ include "ports" . }}'
    files = {
        name: text.replace("{{ .Values.service.httpPort }}", call)
        for name, text in (_CHART | {"templates/service.yaml": _SERVICE}).items()
    }
    (found,) = _found(files | {"templates/_helpers.tpl": _PORTS})
    assert _place(found) == ("templates/headless.yaml", 9, "")


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    "files",
    [
        {},
        {"templates/other.yaml": _HEADLESS},
        {"templates/service.yaml": _SERVICE.replace("{{ .Values.service.httpPort }}", "80")},
    ],
)
def test_a_value_that_is_right_nowhere(files: dict[str, str]) -> None:
    places = {_place(each) for each in _found(files)}
    assert places == {("values.yaml", 2, "service.httpPort")}
