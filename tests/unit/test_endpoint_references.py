"""EndpointSlices and Endpoints beside the Services of a run."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, SERVICE, findings


def together(*texts: str) -> dict[str, str]:
    return {"all.yaml": "---\n".join(texts)}


def endpoint_slice(service: str, metadata: str = "") -> str:
    return (
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: a\n"
        f"  labels: {{kubernetes.io/service-name: {service}}}\n{metadata}"
        "addressType: IPv4\nendpoints: [{addresses: [192.0.2.1]}]\nports: [{port: 1}]\n"
    )


DATABASE = SERVICE.replace("name: web", "name: database").replace("selector: {app: web}, ", "")
ENDPOINTS = """\
apiVersion: v1
kind: Endpoints
metadata: {name: database}
subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: http, port: 8080}]}]
"""
OWNED = "  ownerReferences: [{apiVersion: v1, kind: Service, name: x, uid: u, controller: true}]\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (together(DATABASE, ENDPOINTS, endpoint_slice("databse")), ["error"]),
        (
            {
                "a/b/c/d.yaml": DATABASE + "---\n" + ENDPOINTS,
                "x/y/z.yaml": endpoint_slice("databse"),
            },
            ["note"],
        ),
        (together(endpoint_slice("queue")), ["note"]),
        (together(endpoint_slice("queue", OWNED)), []),
        (together(endpoint_slice("''")), []),
    ],
)
def test_endpoint_slices_without_a_service(files: dict[str, str], expected: list[str]) -> None:
    found = [each for each in findings(files) if "endpoint-slice" in each]
    assert found == [f"{severity} endpoint-slice-service-missing" for severity in expected]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([DATABASE, ENDPOINTS, endpoint_slice("database")], ["warning"]),
        ([ENDPOINTS, endpoint_slice("database")], ["note"]),
        (
            [SERVICE.replace("name: web", "name: database"), ENDPOINTS, endpoint_slice("database")],
            [],
        ),
        ([DATABASE, ENDPOINTS, endpoint_slice("database", OWNED)], []),
        ([DATABASE, ENDPOINTS], []),
    ],
)
def test_endpoints_beside_endpoint_slices(texts: list[str], expected: list[str]) -> None:
    found = [each for each in findings(together(*texts)) if "beside" in each]
    assert found == [f"{severity} endpoints-beside-slices" for severity in expected]


@pytest.mark.parametrize(
    ("others", "is_silent"),
    [
        ((), True),
        ((DEPLOYMENT,), True),
        ((DEPLOYMENT.replace("{name: web}", "{name: database-server}"),), False),
        ((ENDPOINTS.replace("name: database", "name: databse"),), False),
        ((endpoint_slice("databse", "  namespace: elsewhere\n"),), True),
    ],
)
def test_endpoints_are_expected_where_something_says_so(
    others: tuple[str, ...], is_silent: bool
) -> None:
    found = [each for each in findings(together(DATABASE, *others)) if "endpoints-missing" in each]
    assert found == ([] if is_silent else ["note endpoints-missing"])


def test_an_empty_selector_is_always_reported() -> None:
    text = SERVICE.replace("selector: {app: web}", "selector: {}")
    assert findings({"a.yaml": text}) == ["note endpoints-missing"]
