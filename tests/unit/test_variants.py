"""One workload in several files of a folder: the Services beside them are those of each variant."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: a, image: "a:1"}]}
"""
OTHER = DEPLOYMENT.replace("app: web", "app: wbe")


@pytest.mark.parametrize(
    ("files", "is_told"),
    [
        ({"a.yaml": SERVICE, "v1.yaml": DEPLOYMENT, "v2.yaml": DEPLOYMENT}, False),
        ({"a.yaml": SERVICE, "v1.yaml": OTHER, "v2.yaml": OTHER}, True),
        # The Service is that of one exercise, whose Deployment has other labels.
        ({"v1.yaml": f"{SERVICE}---\n{OTHER}", "v2.yaml": DEPLOYMENT}, True),
    ],
)
def test_a_selector_may_match_each_variant(files: dict[str, str], is_told: bool) -> None:
    found = findings({"pod.yaml": POD, **files})
    assert any("selector-matches-nothing" in each for each in found) == is_told
