"""A label of pods that is written twice stands where the last one is written, which counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector:
    matchLabels:
      {{- include "selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "selector" . | nindent 8 }}
        %s
    spec:
      containers: [{name: a, image: b}]
"""
_HELPERS = """\
{{- define "name" -}}
{{- default .Chart.Name .Values.nameOverride }}
{{- end }}
{{- define "selector" -}}
app: {{ include "name" . }}
tier: front
{{- end }}
{{- define "labels" -}}
tier: front
app: {{ printf "%s-web" (include "name" .) }}
{{- end }}
"""


def _found(labels: str, values: str) -> dict[str, Any]:
    files = {
        "templates/service.yaml": _DEPLOYMENT % labels,
        "templates/_helpers.tpl": _HELPERS,
        "values.yaml": values,
    }
    write({f"charts/web/{name}": text for name, text in files.items()})
    (found,) = [each for each in findings(".") if each["rule"] == "workload-selector-mismatch"]
    return found


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("labels", "place"),
    [
        ("{{- toYaml .Values.labels | nindent 8 }}", ("values.yaml", 2, "labels.app")),
        ("app: {{ .Values.own }}", ("values.yaml", 3, "own")),
        ("app: shop", ("templates/service.yaml", 12, "")),
        ('{{- include "labels" . | nindent 8 }}', ("templates/_helpers.tpl", 10, "")),
    ],
)
def test_the_last_label_counts(labels: str, place: tuple[str, int, str]) -> None:
    found = _found(labels, "labels:\n  app: shop\nown: shop\n")
    assert "the label is written twice, and the last one counts" in found["message"]
    file = found["file"].removeprefix("./charts/web/")
    assert (file, found["line"], found["source"]["key"]) == place
