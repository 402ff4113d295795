"""Of two halves that do not fit, a values file that changes one of them is the place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_CHART = {
    "templates/service.yaml": """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: http
""",
    "templates/pod.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - name: a
      image: a
      ports:
        - name: {{ .Values.name }}
          containerPort: {{ .Values.number }}
""",
    "values.yaml": "name: http\nnumber: 8080\n",
}


def _found(files: dict[str, str], rule: str = "target-port-name-missing") -> dict[str, Any]:
    write({f"charts/web/{name}": text for name, text in (_CHART | files).items()})
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    return found


def _place(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
def test_a_values_file_that_renames_the_port() -> None:
    found = _found({"ci/own-values.yaml": "number: 8081\nname: web\n"})
    assert _place(found) == ("ci/own-values.yaml", 2, "name")
    through = found["source"]["through"]
    assert [(each["file"].removeprefix("./charts/web/"), each["line"]) for each in through] == [
        ("templates/pod.yaml", 9),
        ("templates/service.yaml", 8),
    ]


@pytest.mark.usefixtures("helm_work")
def test_defaults_are_not_what_was_changed() -> None:
    found = _found({"values.yaml": "name: web\nnumber: 8080\n"})
    assert _place(found) == ("templates/service.yaml", 8, "")


@pytest.mark.usefixtures("helm_work")
def test_a_values_file_that_repeats_a_default_changes_nothing() -> None:
    own = {"values.yaml": "name: web\nnumber: 8080\n", "ci/own-values.yaml": "name: web\n"}
    assert _place(_found(own)) == ("templates/service.yaml", 8, "")


@pytest.mark.usefixtures("helm_work")
def test_a_values_file_that_changes_another_port() -> None:
    own = {"values.yaml": "name: web\nnumber: 8080\n", "ci/own-values.yaml": "name: other\n"}
    assert _place(_found(own)) == ("templates/service.yaml", 8, "")


@pytest.mark.usefixtures("helm_work")
def test_a_values_file_that_changes_the_protocol() -> None:
    pod = _CHART["templates/pod.yaml"] + "          protocol: {{ .Values.protocol }}\n"
    own = {
        "templates/pod.yaml": pod,
        "templates/service.yaml": _CHART["templates/service.yaml"] + "      protocol: TCP\n",
        "values.yaml": "name: http\nnumber: 8080\nprotocol: TCP\n",
        "ci/own-values.yaml": "protocol: UDP\n",
    }
    found = _found(own, "target-port-protocol-differs")
    assert _place(found) == ("ci/own-values.yaml", 1, "protocol")
