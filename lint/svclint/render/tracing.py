"""Make the tracer of a root: what finds where the fields of its output are written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from svclint.model import ConfigError, Fix, IgnoredItem, Location, Path
from svclint.render.building import chart_output, copy_of_chart
from svclint.render.closure import closure_of
from svclint.render.deployed import post_renderers, trace_deployed
from svclint.render.fields import AskedFields, FieldIndex
from svclint.render.flux.post_rendered_tracer import PostRenderedTracer, PostRenderers
from svclint.render.flux.post_renderers import Stage
from svclint.render.helm.tracer import RenderedChart, trace_chart
from svclint.render.helm.twin import Render
from svclint.render.kustomize.additions import layer_of
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.named_in_field import Named
from svclint.render.origins import Origin, Relabelling, Tracer
from svclint.render.rendering import Rendering
from svclint.render.roots import HELM, Root
from svclint.render.single_values import settings_in_files
from svclint.render.tools import run_helm
from svclint.source import Document
from svclint.source.files import Rendered
from svclint.source.stream import documents

# Returns the tracer of a root for some fields of its output.
Trace = Callable[[Root, Rendered, AskedFields], Tracer]


class _NoTracer:
    """Knows nothing."""

    def origin(self, _document: int, _path: Path, _part: str = "") -> Origin | None:
        """Return ``None``."""
        return None

    def change(self, _document: int, _path: Path, _named: Named | None = None) -> Origin | None:
        """Return ``None``."""
        return None

    def relabelling(self, _documents: Collection[int]) -> Relabelling | None:
        """Return ``None``."""
        return None

    def fix(self, _document: int, _fix: Fix) -> tuple[str, Fix] | None:
        """Return ``None``."""
        return None


def unproven(root: Root) -> Origin:
    """Return the file that makes a folder a root: all that is known without tracing."""
    return Origin(Location(root.file, 1, 1), is_proven=False)


def tracing(rendering: Rendering) -> Trace:
    """Return what makes the tracers of the roots of a run."""

    def trace(root: Root, text: Rendered, asked: AskedFields) -> Tracer:
        try:
            if root.tool == HELM:
                return _chart(root, text, asked, rendering)
            if root.deployer is not None:
                return trace_deployed(root, closure_of(root), rendering.tree.changed)
            return KustomizeTracer(root.folder, text.raw, changed=rendering.tree.changed)
        except (ConfigError, OSError):
            # Nothing is lost but the lines: the findings are placed at the file of the root.
            return _NoTracer()

    return trace


class _Chart(NamedTuple):
    """A chart that is rendered as for a run; ``work`` is a folder for further renders."""

    rendered: RenderedChart
    render: Render
    stages: Sequence[Stage]
    work: str


@contextmanager
def _rendered_chart(root: Root, text: Rendered, rendering: Rendering) -> Generator[_Chart]:
    """Yield a chart with its post-renderers, whose inputs are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="svclint-chart-") as work:
        copy, values = copy_of_chart(root, os.path.join(work, "copy"), rendering.tree)
        values += settings_in_files(root.release.settings, values, work)
        root = root._replace(release=root.release._replace(settings=()))
        # As it was rendered: the text has placeholders where this may have numbers.
        output = chart_output(root, copy, values, work)
        own = [*(each.path for each in values), *output.files]

        def render(folder: str, more: Sequence[str]) -> bytes:
            return run_helm(folder, [*own, *more], root.release, shown=root.folder)

        stages = post_renderers(root, output.with_placeholders, work)
        found = list(documents(text.name, output.raw, rendering.kinds))
        yield _Chart(RenderedChart(copy, values, output.raw, found), render, stages, work)


def _chart(root: Root, text: Rendered, asked: AskedFields, rendering: Rendering) -> Tracer:
    with _rendered_chart(root, text, rendering) as chart:
        renderers = PostRenderers(chart.stages, rendering.kinds)
        fields = renderers.fields_before(asked)
        tracer = trace_chart(chart.rendered, fields, chart.render, chart.work)
        return PostRenderedTracer(tracer, renderers) if chart.stages else tracer


def ignored_in_post_renderers(
    root: Root, text: Rendered, rendering: Rendering
) -> Iterator[tuple[IgnoredItem, Document, Origin]]:
    """Yield the items in the patches of a HelmRelease that change nothing.

    Only those of its first post-renderer, whose input is what the chart prints.
    """
    with _rendered_chart(root, text, rendering) as chart:
        for stage in chart.stages[:1]:
            layer = layer_of(stage.additions)
            tracer = KustomizeTracer(stage.additions.folder, stage.raw, layer, kinds=("Service",))
            with open(stage.file, "rb") as stream:
                index = FieldIndex(Rendered(stage.file, stream.read()), rendering.kinds)
            fields = [
                (found, index.field_at(found[0].meant.line, found[0].meant.column))
                for found in tracer.ignored()
            ]
            asked = {meant: ("",) for _, meant in fields if meant is not None}
            if not asked:
                continue
            helm = trace_chart(chart.rendered, asked, chart.render, chart.work)
            for (item, patch, origin), meant in fields:
                if meant is not None:
                    place = (helm.origin(*meant) or unproven(root)).location
                    yield item._replace(meant=place), patch, origin
