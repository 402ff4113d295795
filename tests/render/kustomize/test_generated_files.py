"""Files whose text a kustomization puts into a ConfigMap: findings stand in their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import places, write

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: "web:1"}]}
"""
KUSTOMIZATION = """\
namespace: shop
resources: [web.yaml]
configMapGenerator: [{name: scrape, files: [files/scrape.yml]}]
"""
SCRAPED = "jobs:\n- name: shop\n  targets: ['webb.shop.svc:80']\n"


def test_a_host_in_a_file_stands_in_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    tree = tmp_path / "tree"
    write(tree, {"kustomization.yaml": KUSTOMIZATION, "web.yaml": SERVICE})
    write(tree, {"files/scrape.yml": SCRAPED})
    monkeypatch.chdir(tree)
    assert places("dns-name-service-missing") == [("files/scrape.yml", 3, 14)]
