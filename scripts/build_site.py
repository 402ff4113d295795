"""Build the documentation site: ``python scripts/build_site.py [FOLDER]`` (default: build/site).

Guides, README, rule pages and the schema of the JSON output are copied into a temporary folder with
the same layout as the repository, so that relative links work, and Sphinx reads them there. A dead
link to a page, a heading or a file fails the build. Links to other sites are not checked.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)

from scripts.site_pages import readable_rule_pages, rule_pages, schema_page  # noqa: E402

SITE = TOP / "docs/site"
_FRONT = SITE / "index.md"
# The first page of a folder is README.md in the repository and index.md on the site.
_README = re.compile(r"(\]\([^)\s]*?)README\.md")
_FOLDER = re.compile(r"(\]\((?!https?://)[^)\s]*/)\)")
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s#]+)[^)\s]*\)")
_FENCE = re.compile(r"^```(\w+) ([^\n`]+)$(.*?)^```$", re.MULTILINE | re.DOTALL)
# In the order of a reader's need; ``{others}`` are the guides that are not named.
_NAVIGATION = """
```{toctree}
:hidden:
:caption: Start

docs/install
docs/start
docs/tasks/index
docs/configuration
docs/suppressions
docs/fixes
docs/editors/index
docs/ci/index
docs/container
```

```{toctree}
:hidden:
:caption: Understand

docs/services/index
docs/kinds/index
docs/apply
docs/appliers/index
docs/targets
docs/deployments
docs/rendering
docs/cluster-access
docs/policies
```

```{toctree}
:hidden:
:caption: Look up

rules/index
docs/output/index
docs/exit-codes
docs/files
docs/profiles
{others}
```

```{toctree}
:hidden:
:caption: Project

overview
docs/comparison
docs/benchmarks
benchmarks/index
docs/cel
docs/threat-model
CHANGELOG
SECURITY
CONTRIBUTING
```
"""


def pages() -> Iterator[Path]:
    """Yield every page that is not generated, the front page last: it lists the others."""
    names = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "README.md")
    yield from (TOP / name for name in names)
    yield TOP / "benchmarks/README.md"
    for home in ("docs", "rules"):
        found = sorted((TOP / home).glob("**/*.md"))
        yield from (page for page in found if page.parent != SITE)
    yield _FRONT


def write_sources(source: Path) -> None:
    """Write everything that Sphinx reads into a folder."""
    for name, text in (*rule_pages(), schema_page()):
        _write(source, name, text)
    readable = readable_rule_pages()
    # The README of a folder comes last: it lists the others.
    for page in sorted(pages(), key=lambda page: page.stem == "README"):
        text, name = page.read_text(encoding="utf-8"), page.relative_to(TOP).as_posix()
        if page == _FRONT:
            text = text.replace("](../../", "](").replace("](../", "](docs/") + _navigation()
            name = "index.md"
        elif name == "README.md":
            text, name = text.replace("# svclint\n", "# Overview\n", 1), "overview.md"
        _write(source, name, readable.get(name, text))
        for link in _LINK.findall(text):
            target = (page.parent / link).resolve()
            if target.suffix != ".md" and target.is_file():
                copy = source / target.relative_to(TOP)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(target, copy)


def build(out: Path) -> int:
    """Build the site into a folder; return the exit code of Sphinx."""
    if importlib.util.find_spec("myst_parser") is None:
        sys.exit("building the site needs Sphinx and MyST: pip install -e '.[docs]'")
    with tempfile.TemporaryDirectory() as folder:
        write_sources(Path(folder))
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-c", str(SITE), "-E", "-q", "-W"]
        command += ["--keep-going", "-d", f"{folder}/.doctrees", folder, str(out)]
        return subprocess.run(command, check=False).returncode


def _write(source: Path, name: str, text: str) -> None:
    target = source / re.sub(r"README\.md$", "index.md", name)
    text = _FENCE.sub(_with_caption, _FOLDER.sub(r"\1index.md)", _README.sub(r"\1index.md", text)))
    if name.startswith("docs/") and name.endswith("README.md"):
        text += _toctree(text, (source / name).parent)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _navigation() -> str:
    guides = [f"docs/{page.stem}" for page in sorted((TOP / "docs").glob("*.md"))]
    named = _NAVIGATION.splitlines()
    return _NAVIGATION.replace("{others}", "\n".join(x for x in guides if x not in named))


def _toctree(text: str, folder: Path) -> str:
    """Return the toctree of a folder, in the order of the links in its README."""
    here = sorted(page.stem for page in folder.glob("*.md") if page.stem not in ("README", "index"))
    linked = (name for name in re.findall(r"\]\(([\w-]+)\.md[)#]", text) if name in here)
    listed = "\n".join(dict.fromkeys((*linked, *here)))
    return f"\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"


def _with_caption(fence: re.Match[str]) -> str:
    """Return a block with a caption: the file name after its language.

    Commands that no test runs are marked as an example, which readers need not see.
    """
    if fence[2] == "example":
        return f"```{fence[1]}{fence[3]}```"
    return f"```{{code-block}} {fence[1]}\n:caption: {fence[2]}\n{fence[3]}```"


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else TOP / "build/site"))
