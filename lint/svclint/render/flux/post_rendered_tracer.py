"""Trace fields that the post-renderers of a HelmRelease may have changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from svclint.model import Fix, Path
from svclint.render.fields import AskedFields, Field
from svclint.render.flux.post_renderers import Stage
from svclint.render.kustomize.additions import layer_of
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.named_in_field import Named
from svclint.render.origins import Origin, Relabelling, Tracer
from svclint.source import Document
from svclint.source.stream import documents


class PostRenderers:
    """Finds what fields of the last output were in what Helm printed.

    Only documents of ``kinds`` count.
    """

    def __init__(self, stages: Sequence[Stage], kinds: Collection[str] | None) -> None:
        self._stages = [
            (stage.file, _numbers(stage.file, kinds), _tracer(stage, kinds))
            for stage in reversed(stages)
        ]

    def fields_before(self, fields: AskedFields) -> dict[Field, Collection[str]]:
        """Return the fields that Helm printed, without those that a post-renderer causes."""
        found = ((self.before(*field), parts) for field, parts in fields.items())
        return {
            each: parts
            for each, parts in found
            if each is not None and not isinstance(each, Origin)
        }

    def before(self, document: int, path: Path) -> Field | Origin | None:
        """Return the field that Helm printed, or the place in the HelmRelease that causes it.

        ``None`` if that is not certain.
        """
        for file, numbers, tracer in self._stages:
            found = tracer.written(document, path)
            if found is None:
                return None
            place, rest = found
            if place.document.file != file:
                return tracer.origin(document, path)
            document, path = numbers[_key(place.document)], (*place.path, *rest)
        return document, path

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return the place in the HelmRelease of what last changed a field; ``None`` if nothing."""
        for file, numbers, tracer in self._stages:
            found = tracer.change(document, path, named)
            written = tracer.written(document, ())
            if found is not None or written is None or written[0].document.file != file:
                return found
            document = numbers[_key(written[0].document)]
        return None


class PostRenderedTracer:
    """Finds the origins of fields in the last output; ``chart`` traces what Helm printed."""

    def __init__(self, chart: Tracer, renderers: PostRenderers) -> None:
        self._chart, self._renderers = chart, renderers

    def origin(self, document: int, path: Path, part: str = "") -> Origin | None:
        """Return where a field comes from: a patch of the HelmRelease, or the chart's values."""
        found = self._renderers.before(document, path)
        if found is None or isinstance(found, Origin):
            return found
        return self._chart.origin(*found, part)

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return the patch that changed a field, or the value that differs from the defaults."""
        found = self._renderers.change(document, path, named)
        if found is not None:
            return found
        before = self._renderers.before(document, path)
        if before is None or isinstance(before, Origin):
            return None
        return self._chart.change(*before, named)

    def relabelling(self, _documents: Collection[int]) -> Relabelling | None:
        """Return ``None``: a HelmRelease adds no labels to selectors."""
        return None

    def fix(self, document: int, fix: Fix) -> tuple[str, Fix] | None:
        """Return the fix of the values; ``None`` where a post-renderer causes a field."""
        asked = {(document, edit.path): ("",) for edit in fix.edits}
        found = self._renderers.fields_before(asked)
        numbers = {number for number, _ in found}
        if len(found) != len(fix.edits) or len(numbers) != 1:
            return None
        edits = [edit._replace(path=path) for edit, (_, path) in zip(fix.edits, found, strict=True)]
        return self._chart.fix(numbers.pop(), fix._replace(edits=tuple(edits)))


def _tracer(stage: Stage, kinds: Collection[str] | None) -> KustomizeTracer:
    layer = layer_of(stage.additions)
    return KustomizeTracer(stage.additions.folder, stage.raw, layer, kinds=kinds)


def _numbers(file: str, kinds: Collection[str] | None) -> dict[tuple[int, Path], int]:
    """Return the numbers of the documents in a file by their line and their path in it."""
    with open(file, "rb") as stream:
        found = list(documents(file, stream.read(), kinds))
    return {_key(document): number for number, document in enumerate(found)}


def _key(document: Document) -> tuple[int, Path]:
    return document.chunk.first_line, document.prefix
