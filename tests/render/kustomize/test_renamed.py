"""Objects that a kustomization renames, and references to them that it does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.render.charts import findings, write
from tests.render.real_tools import only

GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public}
spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]}
"""
VIRTUAL_SERVICE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  hosts: [shop.example.com]
  gateways: [%s]
  http: [{route: [{destination: {host: %s}}]}]
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: shop, image: shop, env: [%s]}]}
"""
NAME_REFERENCES = """\
nameReference:
- kind: Gateway
  fieldSpecs: [{kind: VirtualService, path: spec/gateways}]
"""


def _missing(**files: str) -> list[dict[str, Any]]:
    write(
        {
            "base/kustomization.yaml": "resources: [gateway.yaml, shop.yaml, web.yaml]\n",
            "base/gateway.yaml": GATEWAY,
            "base/shop.yaml": VIRTUAL_SERVICE % ("public", "web"),
            "base/web.yaml": SERVICE,
            **files,
        }
    )
    rules = "route-parent-missing", "backend-service-missing"
    return [each for each in findings(".", "--no-cache") if each["rule"] in rules]


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "kustomize")


def test_the_setting_that_renames_is_named() -> None:
    dev = "resources: [../base]\nnamePrefix: dev-\nnameSuffix: -v2\n"
    gateway, service = _missing(**{"dev/kustomization.yaml": dev})
    assert gateway["severity"] == service["severity"] == "warning"
    assert gateway["message"] == (
        'Gateway "public" not found in namespace "default": namePrefix "dev-" and nameSuffix "-v2" '
        'of dev renames it to "dev-public-v2" (./base/gateway.yaml:3), but not this reference'
    )
    assert gateway["remedy"] == (
        'write "dev-public-v2" in a patch of that kustomization, or add a nameReference for '
        "VirtualService to its configurations"
    )
    assert (gateway["file"], gateway["line"]) == ("./base/shop.yaml", 6)
    assert {"file": "./dev/kustomization.yaml", "line": 1, "column": 13} in gateway["source"][
        "through"
    ]


def test_the_settings_of_several_kustomizations_add_up() -> None:
    gateway, _ = _missing(
        **{
            "dev/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\n",
            "all/kustomization.yaml": "resources: [../dev]\nnamePrefix: eu-\n",
        }
    )
    assert 'namePrefix "eu-dev-" of dev renames it to "eu-dev-public"' in gateway["message"]


def test_longer_names_of_hosts_are_patched() -> None:
    (service,) = _missing(
        **{
            "dev/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\n",
            "base/shop.yaml": VIRTUAL_SERVICE % ("dev-public", "web.default.svc.cluster.local"),
        }
    )
    assert service["remedy"] == 'write "dev-web" in a patch of that kustomization'


def test_references_of_the_configurations_are_renamed() -> None:
    dev = "resources: [../base]\nnamePrefix: dev-\nconfigurations: [names.yaml]\n"
    found = _missing(**{"dev/kustomization.yaml": dev, "dev/names.yaml": NAME_REFERENCES})
    assert [each["rule"] for each in found] == ["backend-service-missing"]


def test_other_names_are_only_missing() -> None:
    (gateway,) = _missing(
        **{
            "dev/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\n",
            "base/shop.yaml": VIRTUAL_SERVICE % ("private", "dev-web"),
        }
    )
    assert gateway["severity"] == "note"
    assert gateway["message"].endswith("; it may be defined outside the checked files")


def _callers(*variables: str) -> list[dict[str, Any]]:
    """Return what is reported of variables of a Deployment beside a renamed Service."""
    env = ", ".join(f"{{name: V{at}_URL, value: '{each}'}}" for at, each in enumerate(variables))
    write(
        {
            "dev/kustomization.yaml": "resources: [../base]\nnamespace: dev\nnameSuffix: -dev\n",
            "base/kustomization.yaml": "resources: [web.yaml, shop.yaml]\n",
            "base/web.yaml": SERVICE,
            "base/shop.yaml": DEPLOYMENT % env,
        }
    )
    return [each for each in findings(".", "--no-cache") if "dns-name" in each["rule"]]


def test_host_names_are_not_renamed() -> None:
    found = _callers("http://web/cart", "http://web.dev.svc/cart")
    assert [each["severity"] for each in found] == ["warning", "warning"]
    assert found[0]["message"] == (
        'Service "web" not found in namespace "dev": nameSuffix "-dev" of dev renames it to '
        '"web-dev" (./base/web.yaml:3), but not this reference'
    )
    assert found[0]["remedy"] == 'write "web-dev" in a patch of that kustomization'


def test_renamed_and_other_host_names_are_right() -> None:
    assert _callers("http://web-dev/cart", "http://shop", "http://web.prod", "http://db/web") == []
