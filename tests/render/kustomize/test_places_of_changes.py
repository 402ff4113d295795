"""What a patch or a setting removes, renames or makes invalid stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import places, write

_BASE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIP
  selector: {app: web}
  ports:
  - name: http
    port: 80
  - name: admin
    port: 81
"""
_HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
_JSON = "- op: %s\n  path: /%s\n"
_EXTERNAL = f"{_HEAD}  type: ExternalName\n  externalName: web.example.com\n"
_REMOVE_ALL = _JSON % ("remove", "spec/ports")
_REMOVE_NAME = _JSON % ("remove", "spec/ports/1/name")
_DELETE_ALL = (
    f"{_HEAD}  ports:\n  - {{port: 80, $patch: delete}}\n  - {{port: 81, $patch: delete}}\n"
)
_MISSPELT = _JSON % ("add", "spec/sessionAffinty") + "  value: None\n"
_KIND = _JSON % ("replace", "kind") + "  value: Servicee\n"
_LABEL = _JSON % ("replace", "spec/selector/app") + "  value: wbe\n"
_POD = """\
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
"""


@pytest.fixture
def tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    write(work, {"base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": _BASE})
    return work


@pytest.mark.parametrize(
    ("rule", "patch", "line", "column"),
    [
        ("ports-missing", _REMOVE_ALL, 1, 3),
        ("ports-missing", f"{_HEAD}  ports: null\n", 5, 10),
        ("ports-missing", _DELETE_ALL, 5, 3),
        ("port-name-missing", _REMOVE_NAME, 1, 3),
        ("port-name-missing", f"{_HEAD}  ports: [{{port: 81, name: null}}]\n", 5, 28),
        ("external-name-with-selector", _EXTERNAL, 5, 9),
        ("unknown-field", _MISSPELT, 2, 9),
        ("kind-unknown", _KIND, 3, 10),
        ("selector-matches-nothing", _LABEL, 3, 10),
    ],
)
def test_a_patch(tree: Path, rule: str, patch: str, line: int, column: int) -> None:
    over = "resources: [../base]\npatches:\n- path: patch.yaml\n  target: {kind: Service}\n"
    files = {"over/kustomization.yaml": over, "over/patch.yaml": patch}
    write(tree, {**files, "base/web.yaml": _BASE + _POD})
    assert places(rule) == [("over/patch.yaml", line, column)]


@pytest.mark.parametrize(
    ("name", "settings", "place"),
    [
        ("web", "namePrefix: Prod-\n", ("over/kustomization.yaml", 2, 13)),
        ("web", "nameSuffix: _eu\n", ("over/kustomization.yaml", 2, 13)),
        ("web", f"namePrefix: {'a' * 61}-\n", ("over/kustomization.yaml", 2, 13)),
        # The second one makes it too long.
        (
            "web",
            f"nameSuffix: -{'b' * 30}\nnamePrefix: {'a' * 30}-\n",
            ("over/kustomization.yaml", 2, 13),
        ),
        ("Web", "namePrefix: prod-\n", ("base/web.yaml", 3, 18)),
        ("a" * 64, "namePrefix: b-\n", ("base/web.yaml", 3, 18)),
    ],
)
def test_an_affix(tree: Path, name: str, settings: str, place: tuple[str, int, int]) -> None:
    base = _BASE.replace("{name: web}", f"{{name: {name}}}")
    over = f"resources: [../base]\n{settings}"
    write(tree, {"base/web.yaml": base, "over/kustomization.yaml": over})
    assert places("name-invalid") == [place]


@pytest.mark.parametrize("entry", ["transformers/patch.yaml", "transformers"])
def test_a_transformer_in_a_folder(tree: Path, entry: str) -> None:
    patch = (
        "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: patch}\n"
        "target: {kind: Service}\npatch: |\n"
        "  - op: replace\n    path: /spec/type\n    value: Node\n"
    )
    files = {
        "over/kustomization.yaml": f"resources: [../base]\ntransformers: [{entry}]\n",
        "over/transformers/kustomization.yaml": "resources: [patch.yaml]\n",
        "over/transformers/patch.yaml": patch,
    }
    write(tree, files)
    assert places("type-unsupported") == [("over/transformers/patch.yaml", 8, 12)]
