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
        "a.yaml": manifest(NGINX, "VirtualServer", "{routes: [{path: /, action: {pass: web}}]}"),
        "p.yaml": "[{op: add, path: /spec/upstreams, value: []}]\n",
    }
    assert on_disk(tmp_path, files) == [f"{severity} nginx-upstream-missing"]
