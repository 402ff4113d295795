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
