"""The Homebrew formula and the conda recipe follow the version and the dependencies."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from scripts.recipes import Source, formula, locked, own_source, recipe, requirements
from scripts.release import version

TOP = Path(__file__).parents[2]
HOME = "https://git.example.com/OWNER/svclint"
PYLOCK = """\
lock-version = "1.0"

[[packages]]
name = "click"
version = "8.5.1"
sdist = { url = "https://files.example.com/click.tar.gz", size = 1, hashes = { sha256 = "%s" } }
wheels = [{ url = "https://files.example.com/click.whl", hashes = { sha256 = "%s" } }]

[[packages]]
name = "pyyaml"
version = "6.0.3"
sdist = { url = "https://files.example.com/pyyaml-6.0.3.tar.gz", hashes = { sha256 = "%s" } }
"""


@pytest.fixture
def own(tmp_path: Path) -> Source:
    (tmp_path / "svclint.tar.gz").write_bytes(b"source")
    return own_source(tmp_path / "svclint.tar.gz", version())


def test_the_formula_builds_what_is_locked(own: Source) -> None:
    sources = locked(PYLOCK % ("a" * 64, "b" * 64, "c" * 64))
    assert [each.name for each in sources] == ["click", "pyyaml"]
    text = formula(own, sources, HOME)
    digests = re.findall(r'^ +sha256 "(\w+)"$', text, re.MULTILINE)
    assert digests == [hashlib.sha256(b"source").hexdigest(), "a" * 64, "c" * 64]
    assert f"svclint-{version()}.tar.gz" in text
    begins = len(re.findall(r"^ *(?:class|resource .* do|def|test do)\b", text, re.MULTILINE))
    assert len(re.findall(r"^ *end$", text, re.MULTILINE)) == begins


def test_a_package_without_a_source_is_an_error() -> None:
    with pytest.raises(ValueError, match="click has no source distribution"):
        locked('[[packages]]\nname = "click"\nversion = "8.5.1"\n')


def test_the_recipe_has_the_dependencies_of_the_project(own: Source) -> None:
    needed = requirements((TOP / "pyproject.toml").read_text())
    shown = yaml.safe_load(recipe(own, version(), needed, HOME))
    assert shown["package"] == {"name": "svclint", "version": version()}
    assert shown["source"]["sha256"] == own.sha256
    run = shown["requirements"]["run"]
    assert run[0] == "python >=3.10"
    assert {each.split()[0] for each in run[1:]} == {
        "click", "jsonschema", "platformdirs", "pyyaml", "ruamel.yaml",
    }  # fmt: skip
    assert "click >=8.2" in run
