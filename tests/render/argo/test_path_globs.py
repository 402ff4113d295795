"""Patterns of ApplicationSets find what ``glob`` finds, and cost no more than the tree."""

from __future__ import annotations

import glob
from pathlib import Path

import pytest
from svclint.render.argo.generators import parameters_of
from svclint.render.argo.path_globs import matching_paths

from tests.unit.test_linear import calls_of

FILES = ("apps/a/config.json", "apps/b/c/config.json", "apps/.hidden/config.json", "x/config.json")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    "pattern",
    [
        *("*", "apps/*", "apps/*/", "apps/[ab]", "apps/?/*.json", "**/config.json", "apps/**/c"),
        *("./apps/a", "apps/.*", "apps/**/**/config.json", "apps//a", "**/b/**/*.json", "no/*"),
    ],
)
def test_the_same_paths_as_glob(tree: Path, pattern: str) -> None:
    found = glob.glob(pattern, root_dir=tree, recursive=True)
    assert set(matching_paths(str(tree), pattern)) == {str(Path(each)) for each in found}


def test_links_in_a_circle_are_not_followed(tree: Path) -> None:
    for name in "lmn":
        (tree / "apps" / name).symlink_to(tree)
    spec = {"generators": [{"git": {"files": [{"path": "**/config.json"}]}}]}
    assert len(parameters_of(spec, str(tree))) == 3


@pytest.mark.parametrize("path", ["a\0/*", "**/" * 3000 + "no", "*a" * 3000 + "b", "[" * 3000])
def test_no_pattern_fails(tree: Path, path: str) -> None:
    spec = {"generators": [{"git": {"files": [{"path": path}], "directories": [{"path": path}]}}]}
    assert parameters_of(spec, str(tree)) == []


def test_several_stars_cost_as_much_as_one(tmp_path: Path) -> None:
    (tmp_path / "/".join("a" * 40)).mkdir(parents=True)

    def calls(times: int) -> int:
        return calls_of(lambda: list(matching_paths(str(tmp_path), "**/a/" * times + "x")))

    assert calls(8) <= calls(1) * 8 * 2
