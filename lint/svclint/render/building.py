"""Build roots: render each with its tool, from a safe copy, and note what it says if it fails."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from svclint.render.changed_tree import with_changes
from svclint.render.closure import Closure
from svclint.render.confinement import Limits
from svclint.render.deployed import build_deployed, post_renderers, values_in_deployer
from svclint.render.helm.chart_copy import ChartCopy, copy_chart
from svclint.render.helm.limits import ChartError
from svclint.render.helm.placeholder_values import Output, has_placeholders, output_of
from svclint.render.helm.removed_versions import hide_removed_versions
from svclint.render.helm.required_values import placeholders_for_required
from svclint.render.helm.written_values import ValuesFile
from svclint.render.kustomize.nesting import MOST_BUILDS, count_builds
from svclint.render.release import Release
from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.render.tools import RenderError, run_helm, run_kustomize
from svclint.source.checkout import tree_of
from svclint.source.files import Rendered
from svclint.source.kustomization import CHART_FILE, NAMES
from svclint.source.paths import real_path
from svclint.source.walking import LeftOut

_MOST_PROBLEMS = 3


class Tree(NamedTuple):
    """What roots need of the tree around them.

    ``charts`` are the folders of its charts by name. ``changed`` are files, by their real path,
    that are rendered with another content than they have. ``inner`` are the kustomizations that
    others take in, by their real folder, and ``defaults`` the charts that objects deploy.
    """

    charts: Mapping[str, str] = MappingProxyType({})
    changed: Mapping[str, bytes] = MappingProxyType({})
    inner: Mapping[str, tuple[Root, Closure]] = MappingProxyType({})
    defaults: Mapping[str, tuple[Root, Closure]] = MappingProxyType({})


class Built(NamedTuple):
    """The manifests of a root, and what it lacks here, such as dependencies of a chart."""

    text: Rendered
    left_out: tuple[LeftOut, ...] = ()


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
    tree: Tree | None = None,
) -> Built:
    """Return the manifests of a root. Raises ``RenderError``."""
    if closure.problems:
        # A folder may name the definitions of a hundred kinds, each of which is remote.
        problems = "; ".join(closure.problems[:_MOST_PROBLEMS])
        more = len(closure.problems) - _MOST_PROBLEMS
        problems += f"; and {more} more" if more > 0 else ""
        message = f"kustomize build {root.folder} is not run: {problems}"
        raise RenderError(message)
    if root.tool == KUSTOMIZE:
        if count_builds(os.path.realpath(root.folder)) > MOST_BUILDS:
            reason = (
                f"it builds more than {MOST_BUILDS} kustomizations, each as often as it is named"
            )
            raise RenderError(f"kustomize build {root.folder} is not run: {reason}")
        changed = tree.changed if tree is not None else {}
        with with_changes(root.folder, closure.all_files, changed) as files:
            if root.deployer is not None:
                raw = build_deployed(root, closure, files, limits)
            else:
                raw = run_kustomize(files.folder, files.names, shown=root.folder, limits=limits)
        return Built(Rendered(root.name, raw))
    with tempfile.TemporaryDirectory(prefix="svclint-chart-") as temporary:
        copy, values = copy_of_chart(root, os.path.join(temporary, "chart"), tree or Tree())
        made = chart_output(root, copy, values, temporary, limits)
        output = made.with_placeholders
        for stage in post_renderers(root, output, temporary, limits):
            output = stage.raw
    # A chart of the tree that another one depends on is named by its real path.
    left_out = [each._replace(path=os.path.relpath(each.path)) for each in copy.left_out]
    if made.unknown:
        reason = f"it requires {', '.join(made.unknown)}; what does not depend on them is checked"
        left_out.append(LeftOut(f"{root.folder} with its defaults", reason))
    return Built(Rendered(root.name, output), tuple(left_out))


def chart_output(
    root: Root,
    copy: ChartCopy,
    values: Sequence[ValuesFile],
    work: str,
    limits: Limits | None = None,
) -> Output:
    """Return what Helm prints for the copy of a chart. Raises ``RenderError``.

    ``work`` is a folder for temporary files, which the result names.
    """
    try:
        return _rendered(root, copy, values, work, limits)
    except RenderError as error:
        if not root.may_lack_values:
            raise
        release = root.release._replace(skips_schema=True)

        def render(more: Sequence[str]) -> bytes:
            return run_helm(copy.folder, more, release, shown=root.folder, limits=limits)

        file, names = placeholders_for_required(copy, values, render, error, work)
    output = _rendered(root, copy, [*values, ValuesFile(file, "")], work, limits)
    return output._replace(files=(file, *output.files), unknown=names)


def _rendered(
    root: Root,
    copy: ChartCopy,
    values: Sequence[ValuesFile],
    work: str,
    limits: Limits | None,
) -> Output:
    own = [each.path for each in values]
    # No schema permits a placeholder where it wants a number.
    is_unknown = has_placeholders(copy, values)
    release = root.release._replace(skips_schema=is_unknown)

    def render(more: Sequence[str]) -> bytes:
        return run_helm(copy.folder, [*own, *more], release, shown=root.folder, limits=limits)

    return output_of(copy, values, render, work) if is_unknown else Output(render(()))


def copy_of_chart(root: Root, folder: str, tree: Tree) -> tuple[ChartCopy, list[ValuesFile]]:
    """Copy the chart of a root into a folder; return the copy, and the values files to use.

    Raises ``RenderError``.
    """
    real = os.path.realpath(root.folder)
    destination = os.path.join(folder, os.path.basename(real))
    os.makedirs(folder, exist_ok=True)
    try:
        copy = copy_chart(root.folder, destination, tree_of(real) or real, tree.charts)
        for inner, source in copy.sources.items():
            if not source.is_packed and real_path(source.file) in tree.changed:
                _write(os.path.join(destination, inner), tree.changed[real_path(source.file)])
        hide_removed_versions(destination, copy.sources, root.release.api_versions)
        values = [ValuesFile(file, file) for file in root.values]
        for number, file in enumerate(root.values):
            if real_path(file) in tree.changed:
                values[number] = ValuesFile(os.path.join(folder, f"values-{number}.yaml"), file)
                _write(values[number].path, tree.changed[real_path(file)])
        values += values_in_deployer(root, folder)
    except (ChartError, OSError) as error:
        raise RenderError(f"{root.folder} cannot be copied: {error}") from None
    return copy, values


def _write(file: str, raw: bytes) -> None:
    with open(file, "wb") as stream:
        stream.write(raw)


def _required(folder: str, names: Sequence[str], what: str) -> str:
    # The tools accept a URL instead of a folder, and would fetch it.
    if not os.path.isdir(folder):
        raise RenderError(f"{folder} is not a folder; name the folder that contains the {what}")
    for name in names:
        if os.path.isfile(os.path.join(folder, name)):
            return in_folder(folder, name)
    raise RenderError(f"{folder} contains no {names[0]}; name the folder of the {what}")
