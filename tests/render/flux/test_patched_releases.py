"""HelmReleases that kustomizations change are rendered as they are built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web}
spec:
  chart:
    spec:
      chart: charts/web
      sourceRef: {kind: GitRepository, name: flux-system}
  values:
    service:
      port: 70000
      type: ClusterIP
"""
_TARGET = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web}\n"
_PORT = f"{_TARGET}spec:\n  values:\n    service:\n      port: 80\n      type: Balancer\n"
_OVERLAY = "namespace: %s\nresources: [../base]\n"
_FILE = "patches: [{path: patch.yaml}]\n"
_JSON = """\
patches:
- target: {kind: HelmRelease}
  patch: |
    - op: replace
      path: /spec/values/service/port
      value: 70001
"""
_INLINE = """\
patches:
- patch: |
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: web}
    spec: {values: {service: {port: 70002}}}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart, a HelmRelease in a base, and two overlays."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    (folder / ".git").mkdir(parents=True)
    files = {
        "apps/base/release.yaml": _RELEASE,
        "apps/base/kustomization.yaml": "resources: [release.yaml]\n",
        "apps/staging/kustomization.yaml": _OVERLAY % "staging",
        "apps/production/kustomization.yaml": _OVERLAY % "production",
    }
    write(folder, {**CHART, **files})
    monkeypatch.chdir(folder)
    return folder


def _overlay(name: str, text: str) -> dict[str, str]:
    return {f"apps/{name}/kustomization.yaml": _OVERLAY % name + text}


@pytest.mark.usefixtures("tree")
def test_a_fault_of_the_base_is_one_finding_of_all_overlays() -> None:
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("apps/base/release.yaml", 11)
    assert found["source"]["key"] == "service.port"
    names = [each.rpartition(" by ")[2] for each in found["source"]["rendered"]]
    assert names == ["HelmRelease web (apps/production)", "HelmRelease web (apps/staging)"]
    assert found["object"]["namespace"] == "production"


def test_the_base_is_not_rendered_as_it_is_written(tree: Path) -> None:
    write(tree, _overlay("staging", _FILE) | {"apps/staging/patch.yaml": _PORT})
    write(tree, _overlay("production", _JSON.replace("70001", "81")))
    assert places("port-out-of-range") == []
    (found,) = (each for each in findings() if each["rule"] == "type-unsupported")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("apps/staging/patch.yaml", 8)
    way = [Path(each["file"]).as_posix() for each in found["source"]["through"]]
    assert way == ["apps/staging/kustomization.yaml", "charts/web/templates/service.yaml"]


@pytest.mark.parametrize(("patch", "line"), [(_JSON, 8), (_INLINE, 8)])
def test_a_patched_value_stands_in_the_patch(tree: Path, patch: str, line: int) -> None:
    write(tree, _overlay("staging", patch))
    found = [each[:2] for each in places("port-out-of-range")]
    assert ("apps/staging/kustomization.yaml", line) in found
    assert ("apps/base/release.yaml", 11) in found


def test_a_patch_may_name_another_chart(tree: Path) -> None:
    chart = {name.replace("charts/web", "charts/api"): text for name, text in CHART.items()}
    chart["charts/api/templates/service.yaml"] = chart["charts/api/templates/service.yaml"].replace(
        "  type: {{ .Values.service.type }}", "  type: Odd"
    )
    write(tree, chart)
    other = _JSON.replace("70001", "charts/api").replace("values/service/port", "chart/spec/chart")
    write(tree, _overlay("staging", other))
    assert places("type-unsupported") == [("charts/api/templates/service.yaml", 7, 9)]


def test_a_removed_release_deploys_nothing(tree: Path) -> None:
    for name in ("staging", "production"):
        write(tree, _overlay(name, f"patches:\n- patch: '{{$patch: delete, {_flow()}}}'\n"))
    assert places("port-out-of-range") == []


def _flow() -> str:
    return "apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: web}"


def test_a_prefix_is_part_of_the_name_of_the_release(tree: Path) -> None:
    write(tree, _overlay("staging", "namePrefix: eu-\n"))
    (tree / "apps/production/kustomization.yaml").unlink()
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert (found["object"]["namespace"], found["object"]["name"]) == ("staging", "eu-web")


def test_a_value_may_come_from_a_replacement(tree: Path) -> None:
    replacement = """\
replacements:
- source: {kind: ConfigMap, name: settings, fieldPath: data.type}
  targets: [{select: {kind: HelmRelease}, fieldPaths: [spec.values.service.type]}]
configMapGenerator: [{name: settings, literals: [type=Balancer]}]
"""
    write(tree, _overlay("staging", replacement))
    assert places("type-unsupported") == [("apps/staging/kustomization.yaml", 6, 50)]


_SYNC = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps/staging
  postBuild:
    substitute: {port: "70003"}
"""


def test_flux_replaces_variables_in_what_is_built(tree: Path) -> None:
    (tree / "apps/production/kustomization.yaml").unlink()
    write(tree, {"apps/base/release.yaml": _RELEASE.replace("70000", "${port}")})
    write(tree, {"clusters/apps.yaml": _SYNC})
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("clusters/apps.yaml", 7)
    way = [Path(each["file"]).as_posix() for each in found["source"]["through"]]
    assert way[0] == "apps/base/release.yaml"


def test_flux_drops_the_quotes_around_variables_in_values(tree: Path) -> None:
    (tree / "apps/production/kustomization.yaml").unlink()
    annotated = "metadata:\n  annotations: {{- toYaml .Values.notes | nindent 4 }}\n"
    template = CHART["charts/web/templates/service.yaml"].replace("metadata:\n", annotated)
    text = _RELEASE.replace("70000", "80") + '    notes:\n      port: "${port}"\n'
    write(tree, {"charts/web/templates/service.yaml": template})
    write(tree, {"apps/base/release.yaml": text, "clusters/apps.yaml": _SYNC})
    (found,) = (each for each in findings() if each["rule"] == "wrong-type")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("apps/base/release.yaml", 14)
    assert found["remedy"].startswith("write ${quote}${port}${quote}, with ")


def test_values_of_a_generated_source_stand_in_its_file(tree: Path) -> None:
    values = "  valuesFrom: [{kind: ConfigMap, name: web-values}]\n"
    write(tree, {"apps/base/release.yaml": _RELEASE.partition("  values:\n")[0] + values})
    own = "# Text.\nservice:\n  type: ClusterIP\n  port: 70004\n"
    write(tree, _overlay("staging", _GENERATED) | {"apps/staging/own.yaml": own})
    assert places("port-out-of-range") == [("apps/staging/own.yaml", 4, 9)]


_GENERATED = "configMapGenerator: [{name: web-values, files: [values.yaml=own.yaml]}]\n"


def test_a_build_that_fails_leaves_the_release_as_it_is_written(tree: Path) -> None:
    for name in ("staging", "production"):
        write(tree, _overlay(name, "components: [https://example.com/shop.git]\n"))
    (tree / "apps/base/kustomization.yaml").unlink()
    assert places("port-out-of-range") == [("apps/base/release.yaml", 11, 13)]


def test_a_patched_application_is_rendered_as_it_is_built(tree: Path) -> None:
    application = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  destination: {namespace: shop}
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/web
    helm:
      values: |
        service:
          port: 80
      valuesObject:
        service: {port: 70000}
"""
    patch = _JSON.replace("HelmRelease", "Application").replace(
        "values", "source/helm/valuesObject"
    )
    files = _overlay("staging", patch) | _overlay("production", patch.replace("70001", "81"))
    write(tree, files | {"apps/base/release.yaml": application})
    assert places("port-out-of-range") == [("apps/staging/kustomization.yaml", 8, 14)]
