"""Helm charts: which files they render or deploy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from svclint.model.data import mapping, sequence, text
from svclint.source.file_cache import cached_from_files
from svclint.source.files import rendered_folder
from svclint.source.kustomization import CHART_FIELDS, CHART_FILE, data_of
from svclint.source.kustomization_tree import kustomizations_within
from svclint.source.paths import real_folder

# What Helm calls a release that has no name.
RELEASE_NAME = "release-name"
# Only these folders of a chart are deployed.
_DEPLOYED = ("templates", "crds", "charts")
# A version may contain hyphens: web-1.2.0-rc.1.tgz.
_ARCHIVE = re.compile(r"(.+?)-v?\d+\.\d.*\.tgz")


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
    folder = rendered_folder(name)
    return bool(folder) and os.path.isfile(os.path.join(folder, CHART_FILE))


@cached_from_files
def missing_dependencies(name: str) -> frozenset[str]:
    """Return the names of the charts that a rendered chart depends on and does not contain.

    Without them it is rendered only in part. They include those that its subcharts lack.
    """
    if not is_rendered_chart(name):
        return frozenset()
    folder = rendered_folder(name)
    charts = os.path.join(folder, "charts")
    inner = sorted(os.listdir(charts)) if os.path.isdir(charts) else []
    folders = (folder, *(os.path.join(charts, each) for each in inner))
    present = {name for each in folders[1:] for name in _names_of(each)}
    named = {each for folder in folders for each in _dependencies(folder)}
    return frozenset(filter(None, named - present))


@cached_from_files
def inflates_charts(name: str) -> bool:
    """Return whether a name stands for a kustomization that inflates charts, or one inside of it.

    It is built without them.
    """
    folder = rendered_folder(name)
    return bool(folder) and any(
        each.get(field)
        for each in kustomizations_within(real_folder(folder))
        for field in CHART_FIELDS
    )


def _names_of(path: str) -> Iterator[str]:
    """Yield what a chart below ``charts`` may be called: a folder or an archive."""
    archive = _ARCHIVE.fullmatch(os.path.basename(path))
    yield archive[1] if archive else os.path.basename(path)
    if archive is None:
        yield text(data_of(os.path.join(path, CHART_FILE)).get("name"))


def _dependencies(folder: str) -> Iterator[str]:
    # The latter is that of a chart of Helm 2.
    for file in (CHART_FILE, "requirements.yaml"):
        for entry in sequence(data_of(os.path.join(folder, file)).get("dependencies")):
            # What is in the tree is rendered from there.
            if not text(mapping(entry).get("repository")).startswith("file://"):
                yield text(mapping(entry).get("name"))
