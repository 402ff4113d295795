"""Faults of fields that name a value which the chart leaves empty: a release sets it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: %s}
spec:
  selector: {app: web}
  ports:
    - port: %s
"""


def _found(rule: str, name: str, port: str, values: str, **files: str) -> list[dict[str, Any]]:
    write(
        {
            "charts/web/templates/service.yaml": _SERVICE % (name, port),
            "charts/web/values.yaml": values,
            **{f"charts/web/ci/{each}-values.yaml": text for each, text in files.items()},
        }
    )
    return [each for each in findings(".") if each["rule"] == rule]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("name", "file", "line"),
    [
        ("gateway-{{ .Values.cluster }}", "values.yaml", 1),
        ("'{{ .Values.cluster }}-gateway'", "values.yaml", 1),
        ("{{ .Values.cluster | quote }}", "values.yaml", 1),
        ("gateway-{{ .Values.none }}", "templates/service.yaml", 3),
    ],
)
def test_a_name_with_an_empty_value_is_a_note(name: str, file: str, line: int) -> None:
    rule = "name-missing" if "quote" in name else "name-invalid"
    (found,) = _found(rule, name, "80", "cluster: ''\n")
    assert (found["file"], found["line"]) == (f"./charts/web/{file}", line)
    assert found["severity"] == "note"
    key = "none" if "none" in name else "cluster"
    assert found["message"].endswith(f"; {key} of the values is empty")


@pytest.mark.usefixtures("helm_work")
def test_a_missing_number_is_a_note() -> None:
    (found,) = _found("port-out-of-range", "web", "{{ .Values.port }}", "port: null\n")
    assert found["severity"] == "note"
    assert found["message"] == "the entry has no port; port of the values is empty"


@pytest.mark.usefixtures("helm_work")
def test_several_empty_values_are_named() -> None:
    name = "web-{{ .Values.a }}{{ .Values.b }}"
    (found,) = _found("name-invalid", name, "80", "a: ''\nb: ''\n")
    assert found["message"].endswith("; a and b of the values are empty")


@pytest.mark.usefixtures("helm_work")
def test_a_values_file_that_leaves_it_empty_is_wrong() -> None:
    name = "gateway-{{ .Values.cluster }}"
    (found,) = _found("name-invalid", name, "80", "cluster: ''\n", own="other: 1\n")
    assert found["severity"] == "error"


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_is_set_is_wrong() -> None:
    (found,) = _found("name-invalid", "'{{ .Values.a }}'", "80", "a: gateway-\n")
    assert found["severity"] == "error"
    assert "empty" not in found["message"]
