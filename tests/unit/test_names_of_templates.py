"""A template is called by the engine that reads it: Helm reads what is in a chart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.load_problems import problems

_TEMPLATE = "apiVersion: v1\nkind: Service\nmetadata: {name: {{ name }}}\n"


@pytest.mark.parametrize(
    ("other", "what"),
    [("values.yaml", "a template with {{ }}"), ("Chart.yaml", "a Helm template")],
)
def test_a_folder_of_templates_is_of_helm_in_a_chart(tmp_path: Path, other: str, what: str) -> None:
    files: dict[str, str | bytes] = {"templates/a.yaml": _TEMPLATE, other: "name: web\n"}
    ((_, message),) = problems(tmp_path, files)["templates/a.yaml"]
    assert what in message
