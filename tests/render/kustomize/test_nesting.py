"""Kustomizations that take in others several times: the number of builds is counted, not built."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.building import build, named_kustomization
from svclint.render.closure import closure_of
from svclint.render.kustomize.nesting import MOST_BUILDS, count_builds
from svclint.render.tools import RenderError

from tests.render.hostile_trees import write


def _tree(folder: Path, levels: int) -> Path:
    """Write levels of two kustomizations, each of which takes in both of the next level."""
    for level in range(levels):
        inner = f"../{level + 1}a, ../{level + 1}b" if level < levels - 1 else ""
        for name in ("a", "b"):
            text = f"namePrefix: {name}-\nresources: [{inner}]\n"
            write(folder / f"{level}{name}", {"kustomization.yaml": text})
    return folder / "0a"


@pytest.mark.parametrize(("levels", "count"), [(1, 1), (3, 7), (10, 1023), (60, MOST_BUILDS + 1)])
def test_each_way_counts(tmp_path: Path, levels: int, count: int) -> None:
    assert count_builds(str(_tree(tmp_path, levels).resolve())) == count


def test_a_circle_ends(tmp_path: Path) -> None:
    write(tmp_path / "a", {"kustomization.yaml": "resources: [../b]\n"})
    write(tmp_path / "b", {"kustomization.yaml": "resources: [../a]\n"})
    assert count_builds(str((tmp_path / "a").resolve())) <= 3


def test_too_many_builds_are_not_begun(tmp_path: Path) -> None:
    root = named_kustomization(str(_tree(tmp_path, 40)))
    with pytest.raises(RenderError, match="builds more than 5000 kustomizations"):
        build(root, closure_of(root))
