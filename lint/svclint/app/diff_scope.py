"""``diff --among``: compare named files as the charts and kustomizations deploy them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from svclint.app.context import Context
from svclint.app.errors import RequestError
from svclint.app.input_files import without_excluded
from svclint.app.requests import DiffRequest
from svclint.report.diff import ObjectOutcome
from svclint.source.files import ReadError
from svclint.source.paths import real_path

if TYPE_CHECKING:
    from svclint.app.narrowing import Scope
    from svclint.render.roots import Root


def require_scope(request: DiffRequest) -> None:
    """Raise ``RequestError`` for what needs the objects of the whole tree."""
    if not request.among:
        return
    if request.kustomize or request.helm:
        raise RequestError(
            "--kustomize and --helm render a whole tree: do not use --among with them"
        )
    if request.prune_report:
        raise RequestError(
            "--prune-report compares everything that is applied: do not use --among with it"
        )


def diff_scope(request: DiffRequest, context: Context) -> Scope | None:
    """Return what is read, and which files of it are compared; ``None`` for all of them.

    As for ``check``: without paths, these are the files that have changed since the last commit.
    """
    if not request.among:
        return None
    # Starts Git.
    from svclint.app.narrowing import Scope, scope_of  # noqa: PLC0415

    named = without_excluded(request.paths, request.among, context.given)
    if request.paths and not named:
        return Scope((), frozenset(), None, is_by_git=False)
    return scope_of(named, request.among, None)


def errors_of(scope: Scope | None, errors: Iterable[ReadError]) -> list[ReadError]:
    """Return the errors without those of files that are read only for references."""
    return [
        each
        for each in errors
        if scope is None or not each.file or each.file in scope.paths or scope.is_own(each.file)
    ]


def caused_by(
    scope: Scope,
    outcomes: Sequence[ObjectOutcome],
    placed: Sequence[ObjectOutcome],
    roots: Mapping[str, Root],
) -> list[ObjectOutcome]:
    """Return the placed outcomes of those objects that the files of a scope cause.

    ``outcomes`` are the same in what ``roots`` were rendered to. A file causes the objects that
    stand in it. One in which no object of a root stands, such as a patch or values, may change
    each of them.
    """
    # Starts processes.
    from svclint.render.closure import closure_of  # noqa: PLC0415

    places: dict[str, set[str]] = {}
    rendered = [each.file for each in outcomes]
    for name, each in zip(rendered, placed, strict=True):
        places.setdefault(name, set()).add(real_path(each.file))
    whole = {
        name
        for name, root in roots.items()
        if (closure_of(root).all_files & scope.own) - places.get(name, set())
    }
    return [
        each
        for name, each in zip(rendered, placed, strict=True)
        if name in whole or _is_in(scope, each.file, roots.get(name))
    ]


def _is_in(scope: Scope, file: str, root: Root | None) -> bool:
    """Return whether an object stands in a file of a scope, or its own file is unknown."""
    is_unknown = root is not None and real_path(file) == real_path(root.file)
    return is_unknown or scope.is_own(file)
