"""Build roots: render each with its tool, from a safe copy, and note what it says if it fails."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence

from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.render.tools import Release, RenderError, run_helm, run_kustomize
from svclint.source.files import Rendered
from svclint.source.kustomization import CHART_FILE, NAMES


def named_kustomization(folder: str) -> Root:
    """Return the root of a folder that the user names. Raises ``RenderError``."""
    return Root(KUSTOMIZE, folder, _required(folder, NAMES, "kustomization"), is_named=True)


def named_chart(folder: str, values: Sequence[str] = (), release: Release | None = None) -> Root:
    """Return the root of a chart that the user names. Raises ``RenderError``."""
    file = _required(folder, (CHART_FILE,), "Helm chart")
    for each in values:
        if not os.path.isfile(each):
            raise RenderError(f"{each} does not exist or is not a file; --values needs a file")
    return Root(HELM, folder, file, tuple(values), release or Release(), is_named=True)


def build(root: Root) -> Rendered:
    """Return the manifests of a root. Raises ``RenderError``."""
    if root.tool == KUSTOMIZE:
        return Rendered(root.name, run_kustomize(root.folder))
    with tempfile.TemporaryDirectory(prefix="svclint-chart-") as temporary:
        copy = os.path.join(temporary, os.path.basename(os.path.realpath(root.folder)))
        shutil.copytree(root.folder, copy, symlinks=True, ignore=_links)
        raw = run_helm(copy, root.values, root.release, shown=root.folder)
    return Rendered(root.name, raw)


def _links(folder: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if os.path.islink(os.path.join(folder, name))]


def _required(folder: str, names: Sequence[str], what: str) -> str:
    # The tools accept a URL instead of a folder, and would fetch it.
    if not os.path.isdir(folder):
        raise RenderError(f"{folder} is not a folder; name the folder that contains the {what}")
    for name in names:
        if os.path.isfile(os.path.join(folder, name)):
            return in_folder(folder, name)
    raise RenderError(f"{folder} contains no {names[0]}; name the folder of the {what}")
