"""A fault that labels of a kustomization cause is one finding, which stands at the label."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import findings, write

_APPLICATION = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec:
  selector: {{{selector}}}
  ports:
  - port: 80
    targetPort: {target}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}, tier: front}}}}
    spec:
      containers:
      - name: {name}
        image: {name}
        ports: [{{name: {name}, containerPort: {number}}}]
"""
_POLICY = """\
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api}
spec:
  podSelector: {matchLabels: {app: api}}
  ingress: [{ports: [{port: api}]}]
"""
_COMMON = "commonLabels:\n  app: shop\n"
_LABELS = "labels:\n- includeSelectors: true\n  pairs:\n    app: shop\n"


@pytest.fixture
def tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with two applications."""
    only(monkeypatch, tmp_path / "tools", "kustomize")
    web = _APPLICATION.format(name="web", selector="app: web", target="web", number=80)
    api = _APPLICATION.format(name="api", selector="app: api", target="api", number=81)
    write(
        work,
        {
            "base/kustomization.yaml": "resources: [web.yaml, api.yaml]\n",
            "base/web.yaml": web,
            "base/api.yaml": api + _POLICY,
        },
    )
    return work


def _found(tree: Path, settings: str) -> list[dict[str, Any]]:
    write(tree, {"over/kustomization.yaml": f"resources: [../base]\n{settings}"})
    return findings()


def _place(found: dict[str, Any]) -> tuple[str, int]:
    return found["file"].removeprefix("./"), found["line"]


@pytest.mark.parametrize(("settings", "line"), [(_COMMON, 3), (_LABELS, 5)])
def test_a_replaced_label_is_one_finding(tree: Path, settings: str, line: int) -> None:
    (found,) = _found(tree, settings)
    assert _place(found) == ("over/kustomization.yaml", line)
    setting = settings.partition(":")[0]
    fact = f"the setting {setting} replaces `app: api` by `app: shop` in the selector of Service"
    assert fact in found["message"]
    assert "more faults follow from it" in found["message"]
    assert found["remedy"] == "use another key than app, or labels without includeSelectors"


@pytest.mark.parametrize("settings", ["commonLabels:\n  part: shop\n", "namePrefix: p-\n"])
def test_other_settings_cause_nothing(tree: Path, settings: str) -> None:
    assert not _found(tree, settings)


def test_a_fault_of_the_base_stays_there(tree: Path) -> None:
    web = _APPLICATION.format(name="web", selector="app: web", target="wbe", number=80)
    write(tree, {"base/web.yaml": web, "base/kustomization.yaml": "resources: [web.yaml]\n"})
    (found,) = _found(tree, _COMMON)
    assert _place(found) == ("base/web.yaml", 8)


def test_a_selector_of_settings_alone(tree: Path) -> None:
    web = _APPLICATION.format(name="web", selector="", target="80", number=80)
    write(tree, {"base/web.yaml": web})
    found = _found(tree, "commonLabels:\n  eu: shop\n")
    several = [each for each in found if each["rule"] == "selector-matches-several-apps"]
    assert [_place(each) for each in several] == [("over/kustomization.yaml", 3)]
    assert 'commonLabels is the whole selector of Service "web"' in several[0]["message"]


@pytest.mark.parametrize("labels", ["eu: shop", "tier: front"])
def test_a_selector_that_is_too_wide_without_them(tree: Path, labels: str) -> None:
    web = _APPLICATION.format(name="web", selector="tier: front", target="80", number=80)
    write(tree, {"base/web.yaml": web})
    found = _found(tree, f"commonLabels:\n  {labels}\n")
    several = [each for each in found if each["rule"] == "selector-matches-several-apps"]
    assert [_place(each) for each in several] == [("base/web.yaml", 5)]


def test_a_service_without_selector(tree: Path) -> None:
    web = _APPLICATION.format(name="web", selector="", target="80", number=80)
    write(tree, {"base/web.yaml": web.replace("  selector: {}\n", "", 1)})
    found = _found(tree, "labels: [{pairs: {team: shop}}]\n")
    missing = [each for each in found if each["rule"] == "endpoints-missing"]
    assert [_place(each) for each in missing] == [("base/web.yaml", 4)]


def test_a_suppressed_finding_beside_them(tree: Path) -> None:
    ignored = "metadata: {name: web, annotations: {svclint.dev/ignore: port-unnamed}}"
    strict = {".svclint.yaml": "profile: strict\n"}
    text = (tree / "base/web.yaml").read_text().replace("metadata: {name: web}", ignored, 1)
    write(tree, strict | {"base/web.yaml": text})
    found = _found(tree, _COMMON)
    assert ("over/kustomization.yaml", 3) in map(_place, found)
