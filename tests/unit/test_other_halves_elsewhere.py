"""Other halves that are in another file or folder: nothing is reported of them."""

from __future__ import annotations

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings, manifest

ROUTE = manifest(
    "networking.istio.io/v1",
    "VirtualService",
    "{hosts: [web], http: [{route: [{destination: {host: web, subset: v1}}]}]}",
)
RULE = manifest(
    "networking.istio.io/v1",
    "DestinationRule",
    "{host: web, subsets: [{name: v1, labels: {v: a}}]}",
)
TEST_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: tester, labels: {app: web}}
spec: {containers: [{name: tester, image: tester, ports: [{name: probe, containerPort: 9000}]}]}
"""


def test_one_of_several_variants_of_a_destination_rule_defines_the_subset() -> None:
    shop = {"web.yaml": f"{SERVICE}---\n{DEPLOYMENT}", "route.yaml": ROUTE}
    variants = {"one.yaml": RULE, "two.yaml": RULE.replace("name: v1", "name: v2")}
    assert findings({**shop, **variants}) == []
    other = RULE.replace("name: v1", "name: v3")
    assert findings({**shop, "one.yaml": other, "two.yaml": other}) != []


def test_a_bare_pod_of_another_folder_has_no_port_to_offer() -> None:
    assert findings({"app/web.yaml": SERVICE, "tests/pod.yaml": TEST_POD}) == []
    assert findings({"app/web.yaml": SERVICE, "app/pod.yaml": TEST_POD}) == [
        "error target-port-name-missing"
    ]
