"""Post-renderers of a HelmRelease: applied to what Helm prints, and traced to the patch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import svclint
from tests.render.flux.test_helm_releases import CHART, RELEASE
from tests.render.real_tools import HELMS, KUSTOMIZES, only
from tests.render.real_trees import findings, places, write

_JSON = """\
  postRenderers:
  - kustomize:
      patches:
      - target: {kind: Service, name: web}
        patch: |
          # The port of the cluster.
          - op: replace
            path: /spec/ports/0/port
            value: 70001
"""
_MERGE = """\
  postRenderers:
  - kustomize:
      patches:
      - patch: |
          apiVersion: v1
          kind: Service
          metadata: {name: web, namespace: shop}
          spec:
            type: Balancer
"""
_PLAIN = RELEASE.partition("  valuesFrom:")[0]
_VALUES = "  values:\n    service: {port: 70000}\n"


@pytest.fixture(params=[*zip(HELMS, KUSTOMIZES, strict=True)], ids="-".join)
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart, to which a test adds a HelmRelease."""
    only(monkeypatch, tmp_path / "tools", *request.param)
    folder = tmp_path / "tree"
    write(folder, CHART)
    monkeypatch.chdir(folder)
    return folder


def test_a_patch_is_the_place_of_what_it_causes(tree: Path) -> None:
    write(tree, {"apps/web.yaml": _PLAIN + _JSON})
    assert places("port-out-of-range") == [("apps/web.yaml", 20, 20)]
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert found["source"]["key"] == "patches"
    assert found["source"]["proven"] is True


def test_a_merged_field_is_placed_in_the_patch(tree: Path) -> None:
    write(tree, {"apps/web.yaml": _PLAIN + _MERGE})
    assert places("type-unsupported") == [("apps/web.yaml", 20, 19)]


def test_what_a_patch_corrects_is_no_fault(tree: Path) -> None:
    write(tree, {"apps/web.yaml": _PLAIN + _JSON.replace("70001", "8080") + _VALUES})
    assert places("port-out-of-range") == []


def test_what_no_patch_changes_stands_in_the_values(tree: Path) -> None:
    text = _PLAIN + _MERGE.replace("Balancer", "NodePort") + _VALUES
    write(tree, {"apps/web.yaml": text})
    assert places("port-out-of-range") == [("apps/web.yaml", 22, 21)]
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert found["source"]["key"] == "service.port"


def test_the_last_of_several_wins(tree: Path) -> None:
    second = _JSON.replace("  postRenderers:\n", "").replace("70001", "70002")
    write(tree, {"apps/web.yaml": _PLAIN + _JSON + second})
    assert places("port-out-of-range") == [("apps/web.yaml", 28, 20)]
    write(tree, {"apps/web.yaml": _PLAIN + _JSON + second.replace("70002", "81")})
    assert places("port-out-of-range") == []


def test_the_fields_of_earlier_ones_keep_their_places(tree: Path) -> None:
    second = _MERGE.replace("  postRenderers:\n", "")
    write(tree, {"apps/web.yaml": _PLAIN + _JSON + second})
    assert places("port-out-of-range") == [("apps/web.yaml", 20, 20)]
    assert places("type-unsupported") == [("apps/web.yaml", 28, 19)]


def test_images_are_replaced(tree: Path) -> None:
    images = "  postRenderers:\n  - kustomize: {images: [{name: web, newTag: '2'}]}\n"
    write(tree, {"apps/web.yaml": _PLAIN + images + _VALUES})
    assert places("port-out-of-range") == [("apps/web.yaml", 15, 21)]


def test_variables_in_a_patch_are_replaced(tree: Path) -> None:
    kustomization = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  postBuild:
    substitute: {port: "70003"}
"""
    text = _PLAIN + _JSON.replace("70001", "${port}")
    write(tree, {"apps/web.yaml": text, "clusters/apps.yaml": kustomization})
    assert places("port-out-of-range") == [("apps/web.yaml", 20, 20)]


def test_a_file_is_never_read(tree: Path) -> None:
    (tree.parent / "secret.yaml").write_text("- {op: add, path: /metadata/name, value: leaked}\n")
    patch = "{path: ../../../../../../../secret.yaml, target: {kind: Service}}"
    text = f"{_PLAIN}  postRenderers:\n  - kustomize: {{patches: [{patch}]}}\n{_VALUES}"
    write(tree, {"apps/web.yaml": text})
    assert "leaked" not in str(findings())


def test_a_patch_that_fails_is_told_in_the_words_of_the_tool(tree: Path) -> None:
    write(tree, {"apps/web.yaml": _PLAIN + _JSON.replace("/spec/ports/0/port", "/spec/none/1")})
    assert "postRenderers in ./apps/web.yaml failed: " in svclint("check", ".", "--no-cache").stderr


_BEFORE_V2 = """\
  postRenderers:
  - kustomize:
      patchesStrategicMerge:
      - kind: Service
        apiVersion: v1
        metadata: {name: web, namespace: shop}
        spec:
          type: Balancer
      patchesJson6902:
      - target: {kind: Service, name: web}
        patch:
        - op: replace
          path: /spec/ports/0/port
          value: 70001
"""


def test_patches_of_versions_before_v2(tree: Path) -> None:
    text = _PLAIN.replace("fluxcd.io/v2", "fluxcd.io/v2beta2") + _BEFORE_V2
    write(tree, {"apps/web.yaml": text})
    assert places("type-unsupported") == [("apps/web.yaml", 19, 17)]
    assert places("port-out-of-range") == [("apps/web.yaml", 25, 18)]


def test_a_port_that_is_ignored_is_told(tree: Path) -> None:
    patch = _MERGE.replace("type: Balancer", "ports: [{port: 80, protocol: TCP, targetPort: 1}]")
    write(tree, {"apps/web.yaml": _PLAIN + patch + _VALUES.replace("70000", "80")})
    assert places("patch-item-ignored") == [("apps/web.yaml", 20, 32)]
    (found,) = [each for each in findings() if each["rule"] == "patch-item-ignored"]
    assert "templates/service.yaml" in found["message"]
    write(tree, {"apps/kustomization.yaml": "resources: [web.yaml]\n"})
    assert places("patch-item-ignored") == [("apps/web.yaml", 20, 32)]


def test_common_metadata(tree: Path) -> None:
    common = (
        "  commonMetadata:\n    labels:\n      team: a b\n"
        "    annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlbb}\n"
    )
    write(tree, {"apps/web.yaml": _PLAIN + _MERGE.replace("Balancer", "LoadBalancer") + common})
    assert places("label-invalid") == [("apps/web.yaml", 23, 13)]
    assert [each[:2] for each in places("annotation-value-invalid")] == [("apps/web.yaml", 24)]


@pytest.mark.parametrize("removed", ["patchesStrategicMerge", "patchesJson6902"])
def test_fields_of_old_versions_are_not_applied(tree: Path, removed: str) -> None:
    renderers = f"  postRenderers:\n  - kustomize: {{{removed}: [{{kind: Service}}]}}\n"
    write(tree, {"apps/web.yaml": _PLAIN + renderers + _VALUES})
    assert f"its postRenderers contain {removed}" in svclint("check", ".", "--no-cache").stderr
