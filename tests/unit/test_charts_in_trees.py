"""Which charts a rendered chart needs, and which of them lie below its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.source.charts import missing_dependencies
from svclint.source.files import rendered_folder

HEAD = "apiVersion: v2\nname: {0}\nversion: 1.0.0\n"
DEPENDENCIES = "dependencies: [{{name: {0}, version: 1.x.x, repository: '{1}'}}]\n"


def _chart(folder: Path, name: str = "web", dependencies: str = "") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Chart.yaml").write_text(HEAD.format(name) + dependencies)
    return f"<helm template {folder} with values.yaml by HelmRelease apps/web>"


@pytest.mark.parametrize(
    "archive", ["search-2.0.1.tgz", "search-v2.0.1.tgz", "search-2.0.1-rc.1.tgz"]
)
def test_a_packed_dependency_is_there(tmp_path: Path, archive: str) -> None:
    name = _chart(tmp_path / "web", dependencies=DEPENDENCIES.format("search", "https://a.example"))
    (tmp_path / "web" / "charts").mkdir()
    (tmp_path / "web" / "charts" / archive).write_bytes(b"")
    assert not missing_dependencies(name)


def test_a_dependency_may_lie_in_a_folder_of_another_name(tmp_path: Path) -> None:
    name = _chart(tmp_path / "web", dependencies=DEPENDENCIES.format("search", "https://a.example"))
    _chart(tmp_path / "web" / "charts" / "vendored", "search")
    assert not missing_dependencies(name)


@pytest.mark.parametrize(
    ("repository", "missing"), [("https://a.example", {"search"}), ("file://../search", set())]
)
def test_what_is_neither_there_nor_in_the_tree_is_missing(
    tmp_path: Path, repository: str, missing: set[str]
) -> None:
    name = _chart(tmp_path / "web", dependencies=DEPENDENCIES.format("search", repository))
    assert missing_dependencies(name) == missing


def test_the_folder_of_a_release_has_no_release_in_its_name(tmp_path: Path) -> None:
    assert rendered_folder(_chart(tmp_path / "web")) == str(tmp_path / "web")
