"""Values that name a chart are in the names of its objects: nobody edits them for a reference."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

HELPERS = """\
{{- define "web.fullname" -}}
{{- default (printf "%s-web" .Release.Name) .Values.OVERRIDE | trunc 63 -}}
{{- end -}}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ include "web.fullname" . }}
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
STATEFUL_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "web.fullname" . }}
spec:
  serviceName: {{ include "web.fullname" . }}
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1"}]}
"""


def _write(key: str, name: str) -> None:
    write(
        {
            "charts/web/templates/_helpers.tpl": HELPERS.replace("OVERRIDE", key),
            "charts/web/templates/service.yaml": SERVICE,
            "charts/web/templates/pods.yaml": STATEFUL_SET,
            "charts/web/values.yaml": f"{key}: {name}\n",
        }
    )


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize("key", ["fullnameOverride", "nameOverride"])
def test_a_reference_stands_in_the_template(key: str) -> None:
    _write(key, "shop")
    rule = "stateful-set-service-not-headless"
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    assert (found["file"], found["line"]) == ("./charts/web/templates/pods.yaml", 6)
    assert found["source"]["key"] == ""
    way = [(each["file"], each["line"]) for each in found["source"]["through"]]
    assert ("./charts/web/values.yaml", 1) in way


@pytest.mark.usefixtures("helm_work")
def test_a_name_that_is_invalid_stands_in_the_values() -> None:
    _write("fullnameOverride", "Shop_")
    places = {(each["rule"], each["file"]) for each in findings(".")}
    assert ("name-invalid", "./charts/web/values.yaml") in places


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_names_both_halves_is_not_edited_for_one() -> None:
    _write("app", "shop")
    named = SERVICE.replace('{{ include "web.fullname" . }}', "{{ .Values.app }}")
    pods = STATEFUL_SET.replace(
        'serviceName: {{ include "web.fullname" . }}', "serviceName: {{ .Values.app }}"
    )
    templates = {"service": named, "second": named, "pods": pods}
    write({f"charts/web/templates/{name}.yaml": text for name, text in templates.items()})
    places = {(each["rule"], each["file"], each["line"]) for each in findings(".")}
    stateful = "stateful-set-service-not-headless", "./charts/web/templates/pods.yaml", 6
    twice = "object-defined-twice", "./charts/web/templates/service.yaml", 4
    assert {stateful, twice} <= places
