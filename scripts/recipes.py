"""A Homebrew formula and a conda recipe for a release, from its sdist and ``pyproject.toml``.

``scripts/release.py`` calls it, so that both always have the version of the release. Sources:
https://docs.brew.sh/Python-for-Formula-Authors, https://rattler.build/latest/reference/recipe_file/.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
SUMMARY = "Offline linter for Kubernetes Service manifests"
PYTHON = "3.13"
_PACKAGE = re.compile(
    r'^\[\[packages\]\]\nname = "([^"]+)"\n(.*?)(?=^\[\[|\Z)', re.MULTILINE | re.DOTALL
)
_SDIST = re.compile(r'^sdist = \{ url = "([^"]+)".*?sha256 = "([0-9a-f]{64})"', re.MULTILINE)


class Source(NamedTuple):
    """A source distribution: its package, address and SHA-256."""

    name: str
    url: str
    sha256: str


def own_source(sdist: Path, version: str) -> Source:
    """Return the address that an sdist has once it is on PyPI."""
    digest = hashlib.sha256(sdist.read_bytes()).hexdigest()
    url = f"https://pypi.org/packages/source/s/svclint/svclint-{version}.tar.gz"
    return Source("svclint", url, digest)


def locked(pylock: str) -> list[Source]:
    """Return the sources in a ``pylock.toml``. Raises ``ValueError`` for a package without one."""
    found: list[Source] = []
    for name, text in _PACKAGE.findall(pylock):
        sdist = _SDIST.search(text)
        if sdist is None:
            raise ValueError(f"{name} has no source distribution")
        found.append(Source(name, *sdist.groups()))
    return found


def lock() -> str:
    """Return a ``pylock.toml`` of what svclint depends on today. Asks PyPI."""
    words = ["uv", "pip", "compile", str(TOP / "pyproject.toml"), "--format", "pylock.toml"]
    words += ["--python-version", PYTHON, "--quiet"]
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def requirements(pyproject: str) -> list[str]:
    """Return the dependencies in ``pyproject.toml``, as conda writes them."""
    found = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.MULTILINE | re.DOTALL)
    assert found is not None
    names = re.findall(r'"([\w.-]+)([^"]*)"', found[1])
    return [f"{name.lower()} {limit}".strip() for name, limit in names]


def formula(own: Source, others: Iterable[Source], homepage: str) -> str:
    """Return a Homebrew formula."""
    resources = "".join(
        f'\n  resource "{each.name}" do\n    url "{each.url}"\n    sha256 "{each.sha256}"\n  end\n'
        for each in others
    )
    return f"""\
class Svclint < Formula
  include Language::Python::Virtualenv

  desc "{SUMMARY}"
  homepage "{homepage}"
  url "{own.url}"
  sha256 "{own.sha256}"
  license "Apache-2.0"

  depends_on "rust" => :build
  depends_on "libyaml"
  depends_on "python@{PYTHON}"
{resources}
  def install
    virtualenv_install_with_resources
  end

  test do
    (testpath/"web.yaml").write <<~YAML
      apiVersion: v1
      kind: Service
      metadata: {{name: Web}}
    YAML
    assert_match "[name-invalid]", shell_output("#{{bin}}/svclint check web.yaml", 1)
  end
end
"""


def recipe(own: Source, version: str, needed: Iterable[str], homepage: str) -> str:
    """Return a conda recipe."""
    run = "\n".join(f"    - {each}" for each in needed)
    return f"""\
schema_version: 1
package:
  name: svclint
  version: "{version}"
source:
  url: {own.url}
  sha256: {own.sha256}
build:
  number: 0
  script: ${{{{ PYTHON }}}} -m pip install . -vv --no-deps --no-build-isolation
  python:
    entry_points:
      - svclint = svclint.cli:main
requirements:
  build:
    - ${{{{ compiler('c') }}}}
    - ${{{{ stdlib('c') }}}}
  host:
    - python
    - pip
    - setuptools >=77
  run:
    - python >=3.10
{run}
tests:
  - python:
      imports: [svclint]
  - script:
      - svclint --version
about:
  homepage: {homepage}
  summary: {SUMMARY}
  license: Apache-2.0
  license_file: LICENSE
"""


def write_recipes(out: Path, version: str, homepage: str) -> None:
    """Write both beside the sdist of a release."""
    (sdist,) = out.glob("svclint-*.tar.gz")
    own = own_source(sdist, version)
    needed = requirements((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    (out / "svclint.rb").write_text(formula(own, locked(lock()), homepage), encoding="utf-8")
    (out / "recipe.yaml").write_text(recipe(own, version, needed, homepage), encoding="utf-8")
