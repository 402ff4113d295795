"""Names in files of one folder that are examples, each on its own."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, INGRESS, SERVICE, findings

TYPO = INGRESS.replace("service: {name: web", "service: {name: svc-web")
CALLER = DEPLOYMENT.replace("web", "client").replace(
    "containers: [{", "containers: [{env: [{name: URL, value: http://webb.default.svc}], "
)
OTHER = DEPLOYMENT.replace("web", "other")


@pytest.mark.parametrize(
    ("reference", "rule"),
    [(TYPO, "backend-service-missing"), (CALLER, "dns-name-service-missing")],
)
def test_a_similar_name_in_another_example_is_not_meant(reference: str, rule: str) -> None:
    web = f"{SERVICE}---\n{DEPLOYMENT}"
    near_miss = f"warning {rule}"
    assert near_miss in findings({"app.yaml": web, "a.yaml": reference})
    examples = {"one.yaml": OTHER, "two.yaml": OTHER}
    assert near_miss not in findings({"app.yaml": web, "a.yaml": reference, **examples})
    assert near_miss in findings({"a.yaml": f"{web}---\n{reference}", **examples})
