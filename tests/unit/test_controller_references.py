"""References of controllers that other files complete, or that name more than a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.manifests import manifest, on_disk

NGINX, ISTIO = "k8s.nginx.org/v1", "networking.istio.io/v1"


@pytest.mark.parametrize(
    ("patches", "severity"), [("[]", "error"), ("[{path: p.yaml}]", "warning")]
)
def test_a_kustomization_may_add_an_upstream(tmp_path: Path, patches: str, severity: str) -> None:
    files = {
        "kustomization.yaml": f"resources: [a.yaml]\npatches: {patches}\n",
        "a.yaml": manifest(
            NGINX,
            "VirtualServer",
            "{host: shop.example.com, routes: [{path: /, action: {pass: web}}]}",
        ),
        "p.yaml": "[{op: add, path: /spec/upstreams, value: []}]\n",
    }
    assert on_disk(tmp_path, files) == [f"{severity} nginx-upstream-missing"]


@pytest.mark.parametrize(("name", "expected"), [("shop.mesh", []), ("shop.web", ["warning"])])
def test_a_rollout_may_name_a_virtual_service_of_another_namespace(
    tmp_path: Path, name: str, expected: list[str]
) -> None:
    """Source: GetVirtualServiceNamespaceName of argoproj/argo-rollouts."""
    routing = f"{{canary: {{trafficRouting: {{istio: {{virtualService: {{name: {name}}}}}}}}}}}"
    files = {
        "a.yaml": manifest("argoproj.io/v1alpha1", "Rollout", f"{{strategy: {routing}}}"),
        "b.yaml": manifest(ISTIO, "VirtualService", metadata="{name: shop, namespace: mesh}"),
    }
    found = [each for each in on_disk(tmp_path, files) if "referenced-object" in each]
    assert found == [f"{severity} referenced-object-missing" for severity in expected]
