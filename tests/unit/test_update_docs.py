"""The tables that scripts/update_docs.py generates."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import update_docs

PYPROJECT = """\
version = "1.2.3"
layers = [
    "__main__",
    "app | rules",
    "source",
]
"""
PACKAGES = {
    "lint/svclint/source": "From bytes to | documents.",
    "lint/svclint/source/yaml": "YAML.\n\nAs Kubernetes reads it.",
    "lint/svclint/app": "One pipeline.",
    "rules": "The rules.",
    "rules/validity": "Not a row of its own.",
    "schemas": "JSON Schemas.",
}
TABLE = r"""
| layer | package | contents |
|---|---|---|
| 1 | `lint/svclint/source/` | From bytes to \| documents. |
| 1 | `lint/svclint/source/yaml/` | YAML. |
| 2 | `lint/svclint/app/` | One pipeline. |
| 2 | `rules/` | The rules. |
| – | `schemas/` | JSON Schemas. |
"""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(update_docs, "TOP", tmp_path)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    for folder, docstring in PACKAGES.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").write_text(f'"""{docstring}"""\n')
    (tmp_path / "README.md").write_text("# Read me\n")
    (tmp_path / "CONTRIBUTING.md").write_text("<!-- packages -->\nold\n<!-- end -->\n")
    return tmp_path


def test_packages_are_listed_from_the_lowest_layer_up(top: Path) -> None:
    update_docs.main([])
    text = (top / "CONTRIBUTING.md").read_text()
    assert text == f"<!-- packages -->\n{TABLE}\n<!-- end -->\n"


def test_check_fails_while_the_table_is_out_of_date(top: Path) -> None:
    with pytest.raises(SystemExit, match=r"^out of date: CONTRIBUTING\.md; run "):
        update_docs.main(["--check"])
    assert "old" in (top / "CONTRIBUTING.md").read_text()
    update_docs.main([])
    update_docs.main(["--check"])
    (top / "schemas/__init__.py").write_text('"""Something else."""\n')
    with pytest.raises(SystemExit, match=r"CONTRIBUTING\.md"):
        update_docs.main(["--check"])


def test_every_package_has_a_summary() -> None:
    for row in update_docs.packages():
        assert not row.endswith("|  |"), row
