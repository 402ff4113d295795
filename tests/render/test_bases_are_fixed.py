"""``--fix`` edits bases and patches where all kustomizations that take them in need the edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import svclint, write
from tests.render.real_tools import only

BASE = """\
# The shop.
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: nodeport   # wanted
  selector: {app: web}
  ports:
    - port: 80
"""
TAKING = "resources: [../base]\n"
PATCH = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: loadbalancer   # only here
"""
TREE = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": BASE,
    "prod/kustomization.yaml": f"{TAKING}namePrefix: prod-\n",
    "test/kustomization.yaml": f"{TAKING}namePrefix: test-\n",
}
FIXED = BASE.replace("nodeport", "NodePort")


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    write(TREE)


def _fixed(*words: str) -> str:
    """Return the base after a fix."""
    done = svclint("check", "--fix", "--select", "validity", *words)
    assert "bug in svclint" not in done.stderr
    return Path("base/web.yaml").read_text()


def test_a_base_that_all_overlays_share() -> None:
    assert _fixed(".") == FIXED
    assert "nodeport" not in svclint("check", ".").stdout


def test_a_preview_writes_nothing() -> None:
    done = svclint("check", "--diff", ".")
    assert "+  type: NodePort   # wanted" in done.stdout
    assert Path("base/web.yaml").read_text() == BASE


def test_a_base_that_one_overlay_patches() -> None:
    write(
        {
            "prod/kustomization.yaml": f"{TAKING}patches: [{{path: type.yaml}}]\n",
            "prod/type.yaml": PATCH.replace("loadbalancer", "LoadBalancer"),
        }
    )
    assert _fixed(".") == BASE


def test_a_patch_is_fixed_and_the_base_is_left() -> None:
    write(
        {
            "prod/kustomization.yaml": f"{TAKING}patches: [{{path: type.yaml}}]\n",
            "prod/type.yaml": PATCH,
            "test/kustomization.yaml": f"{TAKING}patches: [{{path: ../prod/other.yaml}}]\n",
            "prod/other.yaml": PATCH.replace("loadbalancer", "ClusterIP"),
        }
    )
    assert _fixed(".", "--exclude", "nothing") == BASE
    assert Path("prod/type.yaml").read_text() == PATCH.replace("loadbalancer", "LoadBalancer")


def test_a_base_of_overlays_that_are_not_checked() -> None:
    assert _fixed("prod") == BASE
    assert _fixed("--kustomize", "prod") == BASE


def test_a_base_of_an_overlay_that_cannot_be_built() -> None:
    write({"test/kustomization.yaml": f"{TAKING}patches: [{{path: missing.yaml}}]\n"})
    assert _fixed(".") == BASE


def test_a_base_of_an_overlay_that_is_not_rendered() -> None:
    write({"test/.svclint.yaml": "render: {mode: off}\n"})
    assert _fixed(".") == BASE


def test_a_base_that_is_taken_in_twice() -> None:
    write({"prod/kustomization.yaml": "resources: [../one, ../two]\n"})
    write(
        {f"{name}/kustomization.yaml": f"{TAKING}nameSuffix: -{name}\n" for name in ("one", "two")}
    )
    write({"test/kustomization.yaml": "resources: []\n"})
    assert _fixed(".") == BASE


def test_a_patch_of_several_objects_is_left() -> None:
    patch = "[{op: replace, path: /spec/type, value: loadbalancer}]\n"
    write(
        {
            "prod/kustomization.yaml": f"{TAKING}"
            "patches: [{path: all.yaml, target: {kind: Service}}]\n",
            "prod/all.yaml": patch,
        }
    )
    _fixed(".")
    assert Path("prod/all.yaml").read_text() == patch


def test_a_setting_is_left() -> None:
    write({"base/web.yaml": BASE.replace("nodeport", "NodePort").replace("name: web", "name: Web")})
    before = Path("prod/kustomization.yaml").read_text()
    _fixed(".", "--unsafe-fixes")
    assert Path("prod/kustomization.yaml").read_text() == before


def test_what_a_fix_reveals_is_fixed_in_the_same_run() -> None:
    write({"base/web.yaml": BASE.replace("port: 80", 'port: "80"')})
    assert _fixed(".") == FIXED


def test_a_kustomization_of_flux() -> None:
    flux = (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        "metadata: {name: %s, namespace: flux-system}\n"
        "spec: {path: ./%s, targetNamespace: shop}\n"
    )
    write({f"cluster/{name}.yaml": flux % (name, name) for name in ("prod", "test")})
    assert _fixed(".") == FIXED


def test_a_link_is_not_followed() -> None:
    Path("base/real.yaml").write_text(BASE)
    Path("base/web.yaml").unlink()
    Path("base/web.yaml").symlink_to("real.yaml")
    svclint("check", "--fix", ".")
    assert Path("base/web.yaml").is_symlink()


def test_a_value_that_a_var_gives_is_not_written_in_its_place() -> None:
    base = BASE.replace("nodeport   # wanted", "$(TYPE)")
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {type: nodeport}\n"
    var = "{name: TYPE, objref: {apiVersion: v1, kind: ConfigMap, name: config}"
    kustomization = (
        "resources: [web.yaml, config.yaml]\nconfigurations: [fields.yaml]\n"
        f"vars: [{var}, fieldref: {{fieldpath: data.type}}}}]\n"
    )
    write(
        {
            "base/web.yaml": base,
            "base/config.yaml": config,
            "base/kustomization.yaml": kustomization,
            "base/fields.yaml": "varReference: [{path: spec/type, kind: Service}]\n",
        }
    )
    assert _fixed(".") == base
    assert "type 'nodeport' is not supported" in svclint("check", ".").stdout
