"""Ports in patches that kustomize ignores are told where they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.render.real_tools import KUSTOMIZES, only
from tests.render.real_trees import findings, places, write

RULE = "patch-item-ignored"
_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
  - {%s}
"""
_PORT, _TCP = "name: http, port: 80", "name: http, port: 80, protocol: TCP"


def _tree(base: str, patch: str, overlay: str = "patches: [{path: p.yaml}]\n") -> dict[str, str]:
    return {
        "base/web.yaml": _SERVICE % base,
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "over/p.yaml": _SERVICE % patch,
        "over/kustomization.yaml": f"resources: [../base]\n{overlay}",
    }


@pytest.fixture(params=KUSTOMIZES)
def tree(
    request: pytest.FixtureRequest, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return an empty tree."""
    only(monkeypatch, tmp_path / "tools", request.param)
    return work


def _found() -> dict[str, Any]:
    (found,) = [each for each in findings() if each["rule"] == RULE]
    return found


def _block(text: str, indentation: int) -> str:
    return "".join(f"{' ' * indentation}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    ("base", "patch", "is_ignored"),
    [
        (_PORT, f"{_TCP}, targetPort: 8080", True),
        (_TCP, "port: 80, targetPort: 8080", True),
        (_TCP, f"{_TCP}, targetPort: 8080", False),
        (_PORT, "port: 80, targetPort: 8080", False),
        # It repeats what is there.
        (_TCP, _PORT, False),
        # It adds a port.
        (_PORT, "name: https, port: 443, protocol: TCP", False),
    ],
)
def test_an_item_without_effect(tree: Path, base: str, patch: str, is_ignored: bool) -> None:
    write(tree, _tree(base, patch))
    # A protocol that does not belong there is the place, and otherwise the port.
    column = 28 if "protocol" in patch else 5
    assert places(RULE) == ([("over/p.yaml", 6, column)] if is_ignored else [])


def test_a_patch_of_two_overlays_is_one_finding(tree: Path) -> None:
    files = _tree(_PORT, f"{_TCP}, targetPort: 8080")
    files["other/kustomization.yaml"] = "resources: [../over]\nnamePrefix: b-\n"
    files["more/kustomization.yaml"] = "resources: [../over]\n"
    write(tree, files)
    found = _found()
    assert found["source"]["rendered"] == ["more", "other"]
    assert found["source"]["proven"] is True


def test_a_patch_in_a_kustomization(tree: Path) -> None:
    patch = _block(_SERVICE % f"{_TCP}, targetPort: 1", 4)
    write(tree, _tree(_PORT, _PORT, f"patches:\n- patch: |\n{patch}"))
    found = _found()
    assert (found["file"], found["line"]) == ("./over/kustomization.yaml", 9)


def test_a_patch_of_a_kustomization_of_flux(tree: Path) -> None:
    patch = _block(_SERVICE % f"{_TCP}, targetPort: 1", 6)
    flux = (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        "metadata: {name: apps, namespace: flux-system}\nspec:\n  path: ./base\n"
        f"  patches:\n  - patch: |\n{patch}"
    )
    write(tree, {**_tree(_PORT, _PORT), "clusters/apps.yaml": flux})
    found = _found()
    assert (found["file"], found["line"]) == ("./clusters/apps.yaml", 13)


def test_a_patch_of_a_transformer(tree: Path) -> None:
    transformer = "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\npath: p.yaml\n"
    files = _tree(_PORT, f"{_TCP}, targetPort: 8080", "transformers: [t.yaml]\n")
    write(tree, files | {"over/t.yaml": transformer})
    assert places(RULE) == [("over/p.yaml", 6, 28)]


def test_a_comment_in_the_patch_suppresses_it(tree: Path) -> None:
    files = _tree(_PORT, f"{_TCP}, targetPort: 8080")
    files["over/p.yaml"] = files["over/p.yaml"].replace(
        "8080}\n", f"8080}} # svclint: ignore[{RULE}] wanted\n"
    )
    write(tree, files)
    assert places(RULE) == []


def test_it_can_be_switched_off(tree: Path) -> None:
    write(tree, _tree(_PORT, f"{_TCP}, targetPort: 8080"))
    assert places(RULE, "--ignore", RULE) == []
    assert places(RULE, "--select", RULE) == [("over/p.yaml", 6, 28)]
