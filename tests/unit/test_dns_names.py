"""Ports behind a DNS name, as far as the files tell them."""

from __future__ import annotations

from pathlib import Path

from svclint import CheckRequest, check

HEADLESS = """\
apiVersion: v1
kind: Service
metadata: {name: zk}
spec: {clusterIP: None, selector: {app: zk}, ports: [{port: 2888, targetPort: follower}]}
---
apiVersion: v1
kind: Pod
metadata: {name: zk-0, labels: {app: zk}}
spec:
  containers:
    - name: zk
      image: zk
      env: [{name: ZK_SERVERS, value: "zk:2888"}]
      ports: [{name: client, containerPort: 2181}, {name: PORT, containerPort: 2889}]
"""


def rules_of(folder: Path, text: str) -> set[str]:
    (folder / "a.yaml").write_text(text)
    request = CheckRequest(paths=(str(folder),), use_config=False, select=("references",))
    return {finding.rule for finding in check(request).findings}


def test_a_port_whose_name_no_pod_declares_may_still_be_listened_on(tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEADLESS) == {"target-port-name-missing"}
    elsewhere = HEADLESS.replace("name: PORT", "name: follower")
    assert "dns-name-port-missing" in rules_of(tmp_path, elsewhere)
