"""Read what diff and targets take: files as they are, and what charts and overlays become."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from svclint.app.context import Context, prepare
from svclint.app.input_files import InputFiles, has_roots, unread_roots
from svclint.app.progress import Progress
from svclint.app.requests import DiffRequest, Request, TargetsRequest
from svclint.app.results import DiffResult, TargetsResult
from svclint.model.time_limit import time_limit
from svclint.source.files import ReadError, Rendered
from svclint.source.walking import LeftOut

if TYPE_CHECKING:
    from svclint.render.rendering import Rendering
    from svclint.render.roots import Root

AnyRequest = TypeVar("AnyRequest", DiffRequest, TargetsRequest)
AnyResult = TypeVar("AnyResult", DiffResult, TargetsResult)


class Tree(NamedTuple):
    """The files that are read as they are, rendered texts with their roots, and what failed.

    ``unrendered`` are the folders that could not be rendered, each with the reason.
    """

    files: Sequence[str]
    texts: Sequence[Rendered] = ()
    roots: Mapping[str, Root] = MappingProxyType({})
    rendering: Rendering | None = None
    errors: Sequence[ReadError] = ()
    unrendered: Sequence[LeftOut] = ()


def read_tree(
    found: InputFiles,
    request: Request,
    context: Context,
    progress: Progress,
    changed: Collection[str] | None = None,
) -> Tree:
    """Render the charts and kustomizations of a request. Raises ``RenderError``.

    Unless ``changed`` is ``None``, only those that depend on any of these real paths.
    """
    is_off = request.render == "off"
    named, given = context.named, context.given
    files, unread = found.files, unread_roots(found.left_out)
    if not named and (is_off or not has_roots([*files, *unread])):
        return Tree(files)
    # Starts processes.
    from svclint.app.rendering import find_roots, rendered_tree  # noqa: PLC0415

    roots = find_roots(() if is_off else files, named, request, given, unread)
    if changed is not None:
        roots = roots.with_any_of(changed)
    tree = rendered_tree(files, roots, progress=progress)
    rendering = tree.rendering
    return Tree(
        tree.files, rendering.texts, rendering.roots, rendering, tree.errors, tree.unrendered
    )


def run_within_limits(
    request: AnyRequest,
    work: Callable[[AnyRequest, Context, Progress], AnyResult],
    progress: Progress,
) -> AnyResult:
    """Return the result of ``work`` on a request, within its time limit; tools have a cache."""
    with time_limit(request.timeout):
        context = prepare(request, progress)
        notes: list[str] = []
        with _rendering_cache(request, context.named, notes.append):
            result: AnyResult = work(request, context, progress)
        return result._replace(notes=(*result.notes, *notes))


def _rendering_cache(
    request: Request, named: Sequence[Root], note: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Keep what tools print during a block, if a request permits it and may render anything.

    ``note`` is called with a sentence if the cache cannot be used.
    """
    if not request.use_cache or (request.render == "off" and not named):
        return nullcontext()
    from svclint.app.rendering import storing  # noqa: PLC0415 - starts processes

    return storing(note)
