"""Other halves that are in another folder: what is not reported of them."""

from __future__ import annotations

from tests.unit.manifests import SERVICE, findings

TEST_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: tester, labels: {app: web}}
spec: {containers: [{name: tester, image: tester, ports: [{name: probe, containerPort: 9000}]}]}
"""


def test_a_bare_pod_of_another_folder_has_no_port_to_offer() -> None:
    assert findings({"app/web.yaml": SERVICE, "tests/pod.yaml": TEST_POD}) == []
    assert findings({"app/web.yaml": SERVICE, "app/pod.yaml": TEST_POD}) == [
        "error target-port-name-missing"
    ]
