"""A fault in a file that a template prints is told once, in the file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_FILE = """\
apiVersion: v1
kind: Service
metadata: {name: one}
spec:
  ports:
    - port: 80
---
apiVersion: v1
kind: Service
metadata: {name: two}
spec:
  ports:
    - port: 70001
"""


def _found(files: dict[str, str]) -> list[dict[str, Any]]:
    write({f"charts/web/{name}": text for name, text in files.items()})
    write({"charts/web/values.yaml": "service: {type: ClusterIP, port: 80}\n"})
    return [each for each in findings(".") if each["rule"] == "port-out-of-range"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    "template",
    [
        '{{ .Files.Get "files/two.yaml" }}',
        '# A comment.\n{{- $.Files.Get "files/two.yaml" | nindent 0 }}',
        '{{ tpl (.Files.Get "files/two.yaml") . }}',
    ],
)
def test_the_place_is_in_the_file(template: str) -> None:
    (found,) = _found({"templates/two.yaml": template, "files/two.yaml": _FILE})
    assert (found["file"], found["line"], found["column"]) == (
        "./charts/web/files/two.yaml",
        13,
        13,
    )
    (step,) = found["source"]["through"]
    assert step["file"] == "./charts/web/templates/two.yaml"


@pytest.mark.usefixtures("helm_work")
def test_a_file_that_no_template_prints_is_checked_as_it_is() -> None:
    (found,) = _found({"files/two.yaml": _FILE})
    assert "source" not in found
