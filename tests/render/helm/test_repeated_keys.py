"""Keys that the template of a chart repeats: Helm takes them, and keeps the last value."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write


@pytest.mark.usefixtures("helm_work")
def test_a_key_that_a_template_repeats_is_a_warning() -> None:
    labels = "metadata:\n  labels: {a: b}\n  labels: {a: c}\n  name:"
    service = (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n"
    )
    write({"charts/web/templates/service.yaml": service.replace("metadata:\n  name:", labels)})
    (found,) = [each for each in findings(".") if each["rule"] == "duplicate-key"]
    assert found["severity"] == "warning"


_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    {{- include "labels" . | nindent 4 }}
    %s
spec:
  ports: [{port: 80}]
"""
_HELPERS = '{{- define "labels" -}}\nteam: a\napp: web\n{{- end }}\n'


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("label", "place", "other"),
    [
        ("app: shop", ("templates/service.yaml", 7), "templates/_helpers.tpl:3"),
        ("{{- toYaml .Values.labels | nindent 4 }}", ("templates/service.yaml", 7),
         "templates/_helpers.tpl:3"),
        ("b: c\n    b: d", ("templates/service.yaml", 8), "templates/service.yaml:7"),
        ("app: {{ .Values.labels.app }}", ("templates/service.yaml", 7),
         "templates/_helpers.tpl:3"),
    ],
)  # fmt: skip
def test_where_the_other_key_is(label: str, place: tuple[str, int], other: str) -> None:
    write(
        {
            "charts/web/templates/service.yaml": _SERVICE % label,
            "charts/web/templates/_helpers.tpl": _HELPERS,
            "charts/web/values.yaml": "labels:\n  app: shop\n",
        }
    )
    (found,) = [each for each in findings(".") if each["rule"] == "duplicate-key"]
    assert (found["file"].removeprefix("./charts/web/"), found["line"]) == place
    assert found["message"].endswith(f"; the other one is in ./charts/web/{other}")


@pytest.mark.usefixtures("helm_work")
def test_the_key_of_a_shared_template_is_not_the_place() -> None:
    service = _SERVICE.replace('{{- include "labels" . | nindent 4 }}', "app: shop")
    call = '{{- include "labels" . | nindent 4 }}'
    write(
        {
            "charts/web/templates/service.yaml": service % call,
            "charts/web/templates/_helpers.tpl": _HELPERS,
        }
    )
    (found,) = [each for each in findings(".") if each["rule"] == "duplicate-key"]
    assert (found["file"], found["line"]) == ("./charts/web/templates/service.yaml", 6)
    assert found["message"].endswith("is in ./charts/web/templates/_helpers.tpl:3")
