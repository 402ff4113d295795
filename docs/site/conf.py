"""Sphinx configuration of the site; scripts/build_site.py prepares the sources and runs Sphinx."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

from pygments.lexer import RegexLexer, bygroups, using
from pygments.lexers.shell import BashLexer
from pygments.token import Generic, Text

HOME = Path(__file__).parent

project = "svclint"
release = version = metadata.version(project)
extensions = ["myst_parser"]
root_doc = "index"
# Keep the two dashes of options such as `--format`.
smartquotes = False

# Headings of the first three levels get the same anchors as on GitHub.
myst_heading_anchors = 3
# Some examples are intentionally invalid YAML.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = f"svclint {release}"
html_static_path = [str(HOME / "static")]
html_css_files = ["site.css"]
html_js_files = [("tables.js", {"defer": "defer"}), ("copy.js", {"defer": "defer"})]
html_search_scorer = str(HOME / "scorer.js")
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False


class ConsoleLexer(RegexLexer):
    """A command after a dollar sign, and its output, in which findings are marked.

    The lexer of Pygments takes every line that begins with # or > for a command.
    """

    name = "Console"
    aliases = ("console",)
    tokens = {  # noqa: RUF012 - as Pygments documents it
        "root": [
            (r"(\$ )(.*\n)", bygroups(Generic.Prompt, using(BashLexer))),
            (r"(.*:\d+:\d+: )(error)(: .*\n)", bygroups(Generic.Strong, Generic.Error, Text)),
            (r"(.*:\d+:\d+: )(warning|note)(: .*\n)", bygroups(*[Generic.Strong] * 2, Text)),
            (r".*\n", Text),
        ]
    }


def setup(app: Any) -> None:
    """Replace the lexer of console blocks."""
    app.add_lexer("console", ConsoleLexer)
