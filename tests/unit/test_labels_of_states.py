"""Labels of a state, which pods get while they run, need not be in a pod template."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, findings, with_selector

SAME_STATE = DEPLOYMENT.replace("web", "other").replace("{app: other}", "{app: other, role: slave}")


@pytest.mark.parametrize(
    "state",
    [
        "role: leader",
        "vault-active: 'true'",
        "spilo-role: master",
        "example.com/is_primary: 'false'",
    ],
)
def test_a_state_that_no_template_has_is_set_at_run_time(state: str) -> None:
    service = with_selector(f"{{app: web, {state}}}")
    assert findings({"a.yaml": f"{service}---\n{DEPLOYMENT}"}) == []


@pytest.mark.parametrize(
    ("selector", "workloads"),
    [
        # The other labels match nothing.
        ("{app: shop, role: leader}", DEPLOYMENT),
        ("{role: leader}", DEPLOYMENT),
        # Not a state.
        ("{app: web, role: frontend}", DEPLOYMENT),
        ("{app: web, monitored: 'true'}", DEPLOYMENT),
        # Templates have this label here.
        ("{app: web, role: master}", f"{DEPLOYMENT}---\n{SAME_STATE}"),
        ("{app: web, example.com/role: master}", f"{DEPLOYMENT}---\n{SAME_STATE}"),
    ],
)
def test_a_label_that_a_template_should_have_is_missed(selector: str, workloads: str) -> None:
    found = findings({"a.yaml": f"{with_selector(selector)}---\n{workloads}"})
    assert [each.split()[1] for each in found] == ["selector-matches-nothing"]
