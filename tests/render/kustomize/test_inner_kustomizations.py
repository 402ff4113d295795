"""Kustomizations inside of one that cannot be built: judged as they are built, not as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import findings, svclint, write
from tests.render.real_tools import only

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 70000}]}
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: web, port: {number: 81}}}}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: a, image: a:1, ports: [{name: https, containerPort: 80}]}]}
"""
# Only the labels of the overlay make the Service reach the Pod.
LABELS = "resources: [../base]\nlabels: [{includeSelectors: true, pairs: {app: web}}]\n"
PATCHED = "resources: [../web]\nnamespace: shop\n"
REMOTE = "https://example.com/base"


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "kustomize")
    write(
        {
            "base/kustomization.yaml": "resources: [web.yaml, pod.yaml]\n",
            "base/web.yaml": SERVICE,
            "base/pod.yaml": POD,
            "web/kustomization.yaml": LABELS,
        }
    )


def _built() -> set[str]:
    """Return the kustomizations whose output has the fault of the base."""
    found = [each for each in findings(".", "--no-cache") if each["rule"] == "port-out-of-range"]
    return {name for each in found if "source" in each for name in each["source"]["rendered"]}


def _notes() -> list[str]:
    return svclint("check", ".", "--no-cache").stderr.splitlines()


@pytest.mark.parametrize(
    "outer",
    [
        f"resources: [{REMOTE}, ../web]\n",
        "resources: [../missing.yaml, ../web]\n",
        "resources: [../web]\nconfigMapGenerator: [{name: a, envs: [missing.env]}]\n",
        f"resources: [../web]\ncomponents: [{REMOTE}]\n",
    ],
)
def test_what_is_inside_of_a_kustomization_that_fails_is_built(outer: str) -> None:
    write({"all/kustomization.yaml": outer})
    assert _built() == {"web"}
    # Which is in none of the files.
    assert "target-port-name-missing" in {each["rule"] for each in findings(".", "--no-cache")}
    (note,) = _notes()
    assert note.startswith("svclint: note: all is not rendered: kustomize build ./all")


def test_the_outermost_that_can_be_built_is() -> None:
    write(
        {
            "all/kustomization.yaml": f"resources: [{REMOTE}, ../shop, ../more]\n",
            "shop/kustomization.yaml": PATCHED,
            "more/kustomization.yaml": f"resources: [{REMOTE}, ../other]\n",
            "other/kustomization.yaml": PATCHED,
        }
    )
    assert _built() == {"shop", "other"}
    assert len(_notes()) == 1


def test_what_another_root_takes_in_is_built_there_alone() -> None:
    write(
        {
            "all/kustomization.yaml": f"resources: [{REMOTE}, ../web]\n",
            "shop/kustomization.yaml": PATCHED,
        }
    )
    assert _built() == {"shop"}


def test_components_are_not_built_alone() -> None:
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + LABELS
    write(
        {
            "all/kustomization.yaml": f"resources: [{REMOTE}]\ncomponents: [../web]\n",
            "web/kustomization.yaml": component,
        }
    )
    assert _built() == {"base"}


def test_circles_end() -> None:
    write({"base/kustomization.yaml": "resources: [web.yaml, pod.yaml, ../web]\n"})
    write({"all/kustomization.yaml": "resources: [../web]\n"})
    assert not _built()


def test_what_the_configuration_turns_off_is_not_built() -> None:
    write(
        {
            "all/kustomization.yaml": f"resources: [{REMOTE}, ../web]\n",
            "web/.svclint.yaml": "render: {mode: 'off'}\n",
        }
    )
    assert not _built()


def test_what_is_built_alone_is_deployed_with_the_rest() -> None:
    write(
        {
            "all/kustomization.yaml": f"resources: [{REMOTE}, ../web, ingress]\n",
            "all/ingress/kustomization.yaml": "resources: [ingress.yaml]\n",
            "all/ingress/ingress.yaml": INGRESS,
        }
    )
    rules = {each["rule"] for each in findings(".", "--no-cache")}
    assert "backend-port-missing" in rules


def test_a_manifest_that_is_only_the_content_of_a_config_map_is_checked() -> None:
    # A name in the configuration does not take it away from kubectl apply -f.
    generator = "configMapGenerator: [{name: a, files: [data.yaml]}]\n"
    write({"data/kustomization.yaml": generator, "data/data.yaml": SERVICE})
    found = [each for each in findings("data", "--no-cache") if each["rule"] == "port-out-of-range"]
    assert [each["file"] for each in found] == ["data/data.yaml"]
