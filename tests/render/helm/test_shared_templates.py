"""A fault in what a named template prints: at the call whose argument causes it, or in it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import CHART, findings, write

_HELPERS = """\
{{- define "web.service" }}
apiVersion: v1
kind: Service
metadata: {name: {{ .name }}}
spec:
  type: {{ .type | default "ClusterIP" }}
  ports:
    - name: {{ printf "%s-port" .name }}
      port: {{ include "web.number" .root }}
      targetPort: {{ add .first 1 }}
{{- end }}
{{- define "web.number" }}{{ printf "%d%s" 70 "000" }}{{ end }}
"""
_CALL = '{{ include "web.service" (dict "root" $ %s) }}\n'


def _found(rule: str, call: str, files: dict[str, str] | None = None) -> list[dict[str, Any]]:
    own = {
        "values.yaml": "other: 1\n",
        "templates/_helpers.tpl": _HELPERS.replace('"000"', '"00"'),
        "templates/service.yaml": _CALL % call,
    }
    write({f"charts/web/{name}": text for name, text in (own | (files or {})).items()})
    return [each for each in findings(".") if each["rule"] == rule]


def _places(found: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(each["file"].removeprefix("./charts/web/"), each["line"]) for each in found]


@pytest.mark.usefixtures("helm_work")
def test_an_argument_that_is_changed_stands_in_the_call() -> None:
    good = '---\n{{ include "web.service" (dict "root" $ "name" "api" "first" 80) }}\n'
    service = _CALL % '"name" "a_b" "first" 80' + good
    found = _found("port-name-invalid", "", {"templates/service.yaml": service})
    assert _places(found) == [("templates/service.yaml", 1)]
    assert ("templates/_helpers.tpl", 8) in [
        (each["file"].removeprefix("./charts/web/"), each["line"])
        for each in found[0]["source"]["through"]
    ]


@pytest.mark.usefixtures("helm_work")
def test_an_argument_that_is_a_value_stands_there() -> None:
    files = {"values.yaml": "port:\n  name: a_b\n"}
    found = _found("port-name-invalid", '"name" .Values.port.name "first" 80', files)
    assert _places(found) == [("values.yaml", 2)]


@pytest.mark.usefixtures("helm_work")
def test_what_no_argument_changes_stands_in_the_template() -> None:
    call = _CALL % '"name" "api" "first" 80' + "---\n" + _CALL % '"name" "web" "first" 80'
    files = {"templates/_helpers.tpl": _HELPERS, "templates/service.yaml": call}
    found = _found("port-out-of-range", "", files)
    assert _places(found) == [("templates/_helpers.tpl", 12)]


@pytest.mark.usefixtures("helm_work")
def test_a_call_of_a_call() -> None:
    files = {
        "templates/_outer.tpl": '{{ define "web.outer" }}'
        '{{ include "web.service" (dict "root" .root "name" (print .name "_b") "first" 80) }}'
        "{{ end }}\n",
        "templates/service.yaml": '{{ include "web.outer" (dict "root" $ "name" "a") }}\n',
    }
    found = _found("port-name-invalid", "", files)
    assert _places(found) == [("templates/_outer.tpl", 1)]


@pytest.mark.usefixtures("helm_work")
def test_arguments_that_other_literals_break_are_tried_one_by_one() -> None:
    checked = '{{ if ne (.kind | default "web") "web" }}{{ fail "no" }}{{ end }}apiVersion'
    calls = [_CALL % f'"name" "{name}_x" "first" 80' for name in "ab"]
    calls.insert(1, _CALL % '"name" "api" "kind" "web" "first" 80')
    files = {
        "templates/_helpers.tpl": _HELPERS.replace("apiVersion", checked).replace("70", "700"),
        "templates/service.yaml": "---\n".join(calls),
    }
    assert _places(_found("port-name-invalid", "", files)) == [
        ("templates/service.yaml", 1),
        ("templates/service.yaml", 5),
    ]


_NAMED = """\
{{- define "web.fullname" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 60 }}{{ end }}
{{- define "web.other" }}{{ include "web.fullname" . }}-other{{ end }}
"""
_INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend:
    service:
      name: {{ include "%s" . }}
      port: {number: 80}
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize("name", ["web.fullname", "web.other"])
def test_a_reference_that_a_shared_template_makes_stands_in_the_call(name: str) -> None:
    service = '{{ include "web.service" (dict "root" $ "name" "api" "first" 80) }}'
    files = {
        "templates/_named.tpl": _NAMED,
        "templates/service.yaml": service,
        "templates/ingress.yaml": _INGRESS % name,
    }
    found = _found("backend-service-missing", "", files)
    assert _places(found) == [("templates/ingress.yaml", 7)]


@pytest.mark.usefixtures("helm_work")
def test_what_several_templates_join_stands_where_they_are_joined() -> None:
    helpers = _NAMED.replace("-other", "-other." + "x" * 70)
    service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "web.other" . }}\n'
    service += "spec: {ports: [{port: 80}]}\n"
    files = {"templates/_named.tpl": helpers, "templates/service.yaml": service}
    found = _found("name-invalid", "", files)
    assert _places(found) == [("templates/_named.tpl", 2)]


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_names_all_objects_is_right_for_each() -> None:
    files = {
        "templates/_named.tpl": _NAMED.partition("printf")[0]
        + ".Values.fullnameOverride }}{{ end }}",
        "templates/service.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n"
        '  name: {{ include "web.fullname" . }}\nspec: {ports: [{port: 81}]}\n',
        "templates/ingress.yaml": _INGRESS % "web.fullname",
        "values.yaml": "fullnameOverride: shop\n",
    }
    found = _found("backend-port-missing", "", files)
    assert _places(found) == [("templates/ingress.yaml", 8)]
    assert "(./charts/web/templates/service.yaml:4)" in found[0]["message"]
    ingress = (_INGRESS % "web.fullname").replace("}}", "}}x", 1)
    found = _found("backend-service-missing", "", files | {"templates/ingress.yaml": ingress})
    assert _places(found) == [("templates/ingress.yaml", 7)]


@pytest.mark.usefixtures("helm_work")
def test_what_two_calls_define_twice_stands_in_the_second_call() -> None:
    helpers = (
        '{{ define "name" }}{{ .context.Release.Name }}-{{ .component }}{{ end }}'
        '{{ define "svc" }}apiVersion: v1\nkind: Service\nmetadata:\n'
        '  name: {{ include "name" . }}\nspec:\n  type: {{ .type }}\n  selector: {app: a}\n'
        "  ports: [{port: 80}]\n{{ end }}"
    )
    call = '# Called twice.\n{{ include "svc" (dict "context" $ "component" "x" "type" "%s") }}\n'
    write(
        {
            **CHART,
            "charts/web/templates/service.yaml": call % "ClusterIP",
            "charts/web/templates/two.yaml": call % "NodePort",
            "charts/web/templates/_helpers.tpl": helpers,
        }
    )
    (found,) = [each for each in findings(".") if each["rule"] == "object-defined-twice"]
    assert _places([found]) == [("templates/two.yaml", 2)]
    assert found["message"] == (
        "Service release-name-x is already defined (./charts/web/templates/service.yaml:2); "
        "Helm 3 does not install both; with Helm 4, the later one wins"
    )


_STATEFUL_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: %s}
spec:
  serviceName: {{ include "db" . }}
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: a, image: a}]}
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ('{{ include "db" . }}', ("templates/service.yaml", 5)),
        ("db", ("values.yaml", 1)),
    ],
)
def test_a_value_that_names_the_object_itself_is_right(name: str, place: tuple[str, int]) -> None:
    files = {
        "values.yaml": "database: {name: demo}\n",
        "templates/_named.tpl": '{{ define "db" }}{{ .Values.database.name }}{{ end }}',
        "templates/service.yaml": _STATEFUL_SET % name,
        "templates/other.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: other}\n"
        "spec: {ports: [{port: 80}]}\n",
    }
    found = _found("stateful-set-service-missing", "", files)
    assert _places(found) == [place]
