"""A selector whose labels a patch replaces stands in the patch, also as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import KUSTOMIZES, only
from tests.render.real_trees import places, write

_BASE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {%s}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web, tier: front}}
spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
"""
_PATCH = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {%s}
"""


@pytest.fixture(params=KUSTOMIZES)
def tree(
    request: pytest.FixtureRequest, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return an empty tree."""
    only(monkeypatch, tmp_path / "tools", request.param)
    return work


@pytest.mark.parametrize(
    ("base", "patch", "place"),
    [
        ("app: web", "app: wbe", "over/patch.yaml"),
        ("app: web, tier: front", "app: wbe, tier: front", "over/patch.yaml"),
        # One of them stands in the base.
        ("app: wbe", "tier: front", "base/web.yaml"),
    ],
)
def test_a_selector(tree: Path, base: str, patch: str, place: str) -> None:
    write(
        tree,
        {
            "base/web.yaml": _BASE % base,
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "over/patch.yaml": _PATCH % patch,
            "over/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
        },
    )
    assert places("selector-matches-nothing") == [(place, 5, 3)]
