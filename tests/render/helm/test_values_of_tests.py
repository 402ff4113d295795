"""Values with which a chart is only tested: their faults are no faults of the chart."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

SOUND = "service:\n  type: ClusterIP\n  port: 80\n"


@pytest.mark.usefixtures("helm_work")
def test_what_only_the_values_of_a_test_cause_is_a_note() -> None:
    tested = SOUND.replace("80", "70000")
    write({"charts/web/values.yaml": SOUND, "charts/web/ci/test-values.yaml": tested})
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert (found["file"], found["severity"]) == ("./charts/web/ci/test-values.yaml", "note")
    assert found["message"].endswith("; only the values of a test make it so")


@pytest.mark.usefixtures("helm_work")
def test_a_key_that_a_template_repeats_is_a_warning() -> None:
    labels = "metadata:\n  labels: {a: b}\n  labels: {a: c}\n  name:"
    service = (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n"
    )
    write({"charts/web/templates/service.yaml": service.replace("metadata:\n  name:", labels)})
    (found,) = [each for each in findings(".") if each["rule"] == "duplicate-key"]
    assert found["severity"] == "warning"
