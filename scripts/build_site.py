"""Build the site of the documents: ``python scripts/build_site.py [FOLDER]`` (default: build/site).

README, guides, rule pages and the schema of the JSON output are laid out in a temporary folder, in
the folders that they have here, so that every relative link of theirs holds; Sphinx reads them
there. A link that leads nowhere fails the build, be it to a page, a heading or a file. Links to
other sites are not tried.
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

from scripts.site_pages import rule_heads, rule_pages, schema_page  # noqa: E402

SITE = TOP / "docs/site"
# A page that opens its folder is called README here, and index there.
_README = re.compile(r"(\]\([^)\s]*?)README\.md")
_FOLDER = re.compile(r"(\]\((?!https?://)[^)\s]*/)\)")
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s#]+)[^)\s]*\)")
_FENCE = re.compile(r"^```(\w+) ([^\n`]+)$(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAVIGATION = """
```{toctree}
:hidden:
:caption: Guides
:glob:

docs/start
docs/services/index
docs/apply
docs/targets
docs/policies
docs/*
```

```{toctree}
:hidden:
:caption: In CI

docs/ci/index
docs/output/index
```

```{toctree}
:hidden:
:caption: Rules

rules/index
```

```{toctree}
:hidden:
:caption: Project

CHANGELOG
CONTRIBUTING
benchmarks/index
```
"""


def pages() -> Iterator[Path]:
    """Give every page that is written by hand."""
    yield from (TOP / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
    yield TOP / "benchmarks/README.md"
    for home in ("docs", "rules"):
        yield from sorted((TOP / home).glob("**/*.md"))


def lay_out(source: Path) -> None:
    """Write all that Sphinx reads into a folder."""
    for name, text in (*rule_pages(), schema_page()):
        _write(source, name, text)
    heads = rule_heads()
    # The page that opens a folder comes last: it lists the others.
    for page in sorted(pages(), key=lambda page: page.stem == "README"):
        text, name = page.read_text(encoding="utf-8"), page.relative_to(TOP).as_posix()
        title, _, rest = text.partition("\n")
        _write(source, name, f"{title}\n{heads.get(name, '')}{rest}")
        for link in _LINK.findall(text):
            target = (page.parent / link).resolve()
            if target.suffix != ".md" and target.is_file():
                copy = source / target.relative_to(TOP)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(target, copy)


def build(out: Path) -> int:
    """Build the site into a folder; give Sphinx's exit code."""
    if importlib.util.find_spec("myst_parser") is None:
        sys.exit("the site is built with Sphinx and MyST: pip install -e '.[docs]'")
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        words = ["-m", "sphinx", "-b", "html", "-c", str(SITE), "-E", "-q", "-W", "--keep-going"]
        words += ["-d", f"{folder}/.doctrees", folder, str(out)]
        return subprocess.run([sys.executable, *words], check=False).returncode


def _write(source: Path, name: str, text: str) -> None:
    place = source / re.sub(r"README\.md$", "index.md", name)
    text = _FENCE.sub(_captioned, _FOLDER.sub(r"\1index.md)", _README.sub(r"\1index.md", text)))
    if name == "README.md":
        text += _NAVIGATION
    elif name.startswith("docs/") and name.endswith("README.md"):
        text += _below(text, (source / name).parent)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _below(text: str, folder: Path) -> str:
    """List the pages of a folder: in the order in which its first page links them, then others."""
    here = sorted(page.stem for page in folder.glob("*.md") if page.stem not in ("README", "index"))
    linked = (name for name in re.findall(r"\]\(([\w-]+)\.md[)#]", text) if name in here)
    listed = "\n".join(dict.fromkeys((*linked, *here)))
    return f"\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"


def _captioned(fence: re.Match[str]) -> str:
    """Show what stands beside a block's language: a file's name, or an example's verdict."""
    return f"```{{code-block}} {fence[1]}\n:caption: {fence[2]}\n{fence[3]}```"


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else TOP / "build/site"))
