"""Files in ``crds/`` of a chart are checked as they are written: Helm does not render them."""

from __future__ import annotations

import pytest

from tests.render.charts import CHART, findings, write

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: %d}]}\n"


@pytest.mark.usefixtures("helm_work")
def test_crds_of_a_chart_and_of_its_subcharts() -> None:
    write(
        {
            "charts/web/values.yaml": "service: {type: ClusterIP, port: 80}\n",
            "charts/web/crds/a.yaml": "# {{ not a template }}\n" + SERVICE % 70000,
            "charts/web/charts/sub/Chart.yaml": CHART["charts/web/Chart.yaml"].replace(
                "web", "sub"
            ),
            "charts/web/charts/sub/crds/b.yaml": SERVICE % 70001,
            "charts/web/charts/sub/templates/c.yaml": SERVICE % 70002,
        }
    )
    found = {
        (each["file"], each["line"], "source" not in each)
        for each in findings("charts")
        if each["rule"] == "port-out-of-range"
    }
    assert found == {
        ("charts/web/crds/a.yaml", 5, True),
        ("charts/web/charts/sub/crds/b.yaml", 4, True),
        ("charts/web/charts/sub/templates/c.yaml", 4, False),
    }
