"""Build roots: render each with its tool, from a safe copy, and note what it says if it fails."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence

from svclint.render.closure import Closure
from svclint.render.confinement import Limits
from svclint.render.deployed import build_deployed
from svclint.render.helm.chart_copy import ChartCopy, copy_chart
from svclint.render.helm.limits import ChartError
from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.render.tools import Release, RenderError, run_helm, run_kustomize
from svclint.source.checkout import tree_of
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


def build(
    root: Root,
    closure: Closure,
    limits: Limits | None = None,
    charts: Mapping[str, str] | None = None,
) -> Rendered:
    """Return the manifests of a root. Raises ``RenderError``."""
    if closure.problems:
        raise RenderError(f"{root.folder} is not built: {'; '.join(closure.problems)}")
    if root.tool == KUSTOMIZE:
        files = closure.all_files
        if root.deployer is not None:
            return Rendered(root.name, build_deployed(root, files, limits))
        raw = run_kustomize(root.folder, files, shown=root.folder, limits=limits)
        return Rendered(root.name, raw)
    with tempfile.TemporaryDirectory(prefix="svclint-chart-") as temporary:
        copy = copy_of_chart(root, temporary, charts or {})
        raw = run_helm(copy.folder, root.values, root.release, shown=root.folder, limits=limits)
    return Rendered(root.name, raw)


def copy_of_chart(root: Root, folder: str, charts: Mapping[str, str]) -> ChartCopy:
    """Copy the chart of a root into a folder, under its own name. Raises ``RenderError``."""
    real = os.path.realpath(root.folder)
    destination = os.path.join(folder, os.path.basename(real))
    os.makedirs(folder, exist_ok=True)
    try:
        return copy_chart(root.folder, destination, tree_of(real) or real, charts)
    except (ChartError, OSError) as error:
        raise RenderError(f"{root.folder} cannot be copied: {error}") from None


def _required(folder: str, names: Sequence[str], what: str) -> str:
    # The tools accept a URL instead of a folder, and would fetch it.
    if not os.path.isdir(folder):
        raise RenderError(f"{folder} is not a folder; name the folder that contains the {what}")
    for name in names:
        if os.path.isfile(os.path.join(folder, name)):
            return in_folder(folder, name)
    raise RenderError(f"{folder} contains no {names[0]}; name the folder of the {what}")
