"""Files beside a kustomization that does not list them: written like their neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.runs import svclint

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {tier: front}}
    spec: {containers: [{name: web, image: "web:1"}]}
"""


@pytest.mark.parametrize(("label", "exit_code"), [("web", 0), ("shop", 1)])
def test_labels_that_a_kustomization_would_add_are_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str, exit_code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("web.yaml").write_text(DEPLOYMENT)
    Path("kustomization.yaml").write_text(f"resources: []\ncommonLabels: {{app: {label}}}\n")
    done = svclint("check", "--select", "workload-selector-mismatch", ".")
    assert done.exit_code == exit_code, done.stdout
