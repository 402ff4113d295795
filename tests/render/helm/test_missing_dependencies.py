"""A chart that is rendered without one of its dependencies: nothing of that is missing."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

CALLER = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: client}
spec:
  selector: {matchLabels: {app: client}}
  template:
    metadata: {labels: {app: client}}
    spec: {containers: [{name: a, image: "a:1", env: [{name: URL, value: HOST}]}]}
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(("host", "is_told"), [("search-master", False), ("serch-master", True)])
def test_what_a_missing_dependency_may_define_is_not_missing(host: str, is_told: bool) -> None:
    chart = (
        "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: search, version: 1}]\n"
    )
    caller = CALLER.replace("HOST", f"http://{host}.default.svc")
    write({"charts/web/Chart.yaml": chart, "charts/web/templates/client.yaml": caller})
    rules = {each["rule"] for each in findings(".")}
    assert ("dns-name-service-missing" in rules) == is_told
