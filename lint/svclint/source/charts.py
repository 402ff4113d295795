"""Helm charts: which files they render or deploy."""

from __future__ import annotations

import os

from svclint.source.file_cache import cached_from_files
from svclint.source.files import rendered_folder
from svclint.source.kustomization import CHART_FILE

# Only these folders of a chart are deployed.
_DEPLOYED = ("templates", "crds", "charts")


@cached_from_files
def chart_over(folder: str) -> str:
    """Return the outermost chart that deploys what is in a folder, given by real path, or ""."""
    found, here = "", folder
    while os.path.dirname(here) != here:
        above = os.path.dirname(here)
        is_deployed = os.path.basename(here) in _DEPLOYED
        if is_deployed and os.path.isfile(os.path.join(above, CHART_FILE)):
            found = above
        here = above
    return found


@cached_from_files
def is_rendered_chart(name: str) -> bool:
    """Return whether a name stands for a rendered chart, not for a file or a kustomization."""
    if name.startswith("<helm template "):
        return True
    folder = rendered_folder(name).partition(" by ")[0]
    return bool(folder) and os.path.isfile(os.path.join(folder, CHART_FILE))
