"""Namespaces that Istio's Gateways, Sidecars and exports name."""

from __future__ import annotations

import pytest

from tests.unit.manifests import DEPLOYMENT, findings, manifest

ISTIO = "networking.istio.io/v1"


def _in(namespace: str, text: str) -> str:
    return text.replace("metadata: {name: ", f"metadata: {{namespace: {namespace}, name: ")


@pytest.mark.parametrize(
    ("named", "existing", "is_reported"),
    [
        ("payy", ["pay"], True),
        ("shpo", ["shop"], True),
        ("payy", ["pay", "pays"], False),
        ("dex", ["dev"], False),
        ("pay", ["pay", "pays"], False),
        ("a", ["ab"], False),
        ("payment", ["payments"], True),
    ],
)
def test_a_namespace_that_differs_by_a_letter(
    named: str, existing: list[str], is_reported: bool
) -> None:
    files = {f"{space}.yaml": _in(space, DEPLOYMENT) for space in existing}
    sidecar = _in(existing[0], manifest(ISTIO, "Sidecar", f"{{egress: [{{hosts: [{named}/*]}}]}}"))
    expected = ["warning istio-namespace-unknown"] if is_reported else []
    assert findings({**files, "z.yaml": sidecar}) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("./web.example.com", ["warning istio-gateway-other-namespace"]),
        ("infra/*", ["warning istio-gateway-other-namespace"]),
        ("shop/web.example.com", []),
        ("'*/web.example.com'", []),
        ("web.example.com", []),
        ("shpo/web.example.com", ["warning istio-namespace-unknown"]),
    ],
)
def test_a_host_that_a_gateway_takes_from_other_namespaces(host: str, expected: list[str]) -> None:
    server = f"{{port: {{number: 80, name: http, protocol: HTTP}}, hosts: [{host}]}}"
    gateway = manifest(ISTIO, "Gateway", f"{{selector: {{app: web}}, servers: [{server}]}}")
    route = "{hosts: [web.example.com], gateways: [infra/a]}"
    files = {
        "gateway.yaml": _in("infra", gateway),
        "route.yaml": _in("shop", manifest(ISTIO, "VirtualService", route)),
        "web.yaml": _in("shop", DEPLOYMENT),
        "gate.yaml": _in("infra", DEPLOYMENT),
    }
    assert findings(files) == expected
