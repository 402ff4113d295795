"""A chart whose labels fit only if the release has a certain name."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  selector: {matchLabels: {app: "{{ .Release.Name }}-web"}}
  template:
    metadata: {labels: {app: "LABEL"}}
    spec: {containers: [{name: a, image: "a:1"}]}
"""
FITTING = 'the API server refuses the Deployment unless the release is named "shop"'


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("label", "release", "severity", "ending"),
    [
        ("{{ .Chart.Name }}-web", "", "warning", FITTING),
        ("{{ .Chart.Name }}-web", "shop", "", ""),
        ("{{ .Chart.Name }}-web", "prod", "error", "the API server refuses the Deployment"),
        ("shop-db", "", "error", "the API server refuses the Deployment"),
    ],
)
def test_labels_may_fit_with_the_name_of_the_release(
    label: str, release: str, severity: str, ending: str
) -> None:
    files = {
        "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
        "charts/shop/templates/web.yaml": DEPLOYMENT.replace("LABEL", label),
    }
    write(files)
    named = ["--helm", "charts/shop", "--release", release] if release else ["."]
    found = [each for each in findings(*named) if each["rule"] == "workload-selector-mismatch"]
    assert [each["severity"] for each in found] == [severity][: len(severity)]
    assert all(each["message"].endswith(ending) for each in found)
