"""Read what diff and targets take: files as they are, and what charts and overlays become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.app.facts import RequestSettings
from svclint.app.input_files import has_roots
from svclint.app.progress import Progress
from svclint.app.requests import Request
from svclint.source.files import ReadError, Rendered

if TYPE_CHECKING:
    from svclint.render.rendering import Rendering
    from svclint.render.roots import Root


class Tree(NamedTuple):
    """The files that are read as they are, rendered texts with their roots, and what failed."""

    files: Sequence[str]
    texts: Sequence[Rendered] = ()
    roots: Mapping[str, Root] = MappingProxyType({})
    rendering: Rendering | None = None
    errors: Sequence[ReadError] = ()
    notes: Sequence[str] = ()


def read_tree(
    files: Sequence[str],
    named: Sequence[Root],
    request: Request,
    given: RequestSettings,
    progress: Progress,
) -> Tree:
    """Render the charts and kustomizations of a request. Raises ``RenderError``."""
    is_off = request.render == "off"
    if not named and (is_off or not has_roots(files)):
        return Tree(files)
    # Starts processes.
    from svclint.app.rendering import find_roots, notes_on, rendered_tree  # noqa: PLC0415

    roots = find_roots(() if is_off else files, named, request, given)
    found = rendered_tree(files, roots, progress=progress)
    rendering = found.rendering
    notes = notes_on(found.unrendered)
    return Tree(found.files, rendering.texts, rendering.roots, rendering, found.errors, notes)
