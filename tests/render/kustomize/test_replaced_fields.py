"""Fields that the replacements of a kustomization fill in, where it cannot be built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import findings, write
from tests.render.real_tools import only

KUSTOMIZATION = """\
resources: [gateway.yaml, route.yaml]
configMapGenerator: [{name: domain, envs: [domain.env]}]
replacements:
- source: {kind: ConfigMap, name: domain, fieldPath: data.name}
  targets:
  - select: {kind: %s, name: %s}
    fieldPaths: [%s]
"""
GATEWAY = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public}
spec:
  gatewayClassName: example
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.replaced"}]
"""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: public}]
  hostnames: [shop.example.com]
"""


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "kustomize")


@pytest.mark.parametrize(
    ("kind", "name", "field", "is_reported"),
    [
        ("Gateway", "public", "spec.listeners.0.hostname", False),
        ("Gateway", "public", "spec.listeners.[name=http].hostname", False),
        ("HTTPRoute", "shop", "spec.hostnames.0", False),
        ("Gateway", "private", "spec.listeners.0.hostname", True),
        ("Gateway", "public", "spec.gatewayClassName", True),
    ],
)
def test_what_is_replaced_is_unknown(kind: str, name: str, field: str, is_reported: bool) -> None:
    quoted = f"'{field}'"
    text = KUSTOMIZATION % (kind, name, quoted)
    write({"kustomization.yaml": text, "gateway.yaml": GATEWAY, "route.yaml": ROUTE})
    found = [each["rule"] for each in findings(".", "--no-cache")]
    assert ("route-host-unmatched" in found) == is_reported
