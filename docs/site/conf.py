"""How Sphinx builds the site; scripts/build_site.py lays out what it reads, and calls it."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

HOME = Path(__file__).parent

project = "svclint"
release = version = metadata.version(project)
extensions = ["myst_parser"]
root_doc = "index"
# `--format` is an option, not a dash and a word.
smartquotes = False

# Every heading of the first three levels can be linked to, by the name that GitHub gives it.
myst_heading_anchors = 3
# Some examples are broken YAML on purpose.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = f"svclint {release}"
html_static_path = [str(HOME / "static")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False
