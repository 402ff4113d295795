"""Who applies the manifests of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from svclint.app.errors import RequestError
from svclint.app.requests import ApplyRequest, Request
from svclint.engine.live import DeployedNamespace, Live
from svclint.kubernetes.kinds import ALL_KINDS, kind_of
from svclint.kubernetes.live import LiveState, read_snapshot
from svclint.kubernetes.merge.apply_options import APPLIERS, CLIENT, SERVER, ApplyOptions, Release

if TYPE_CHECKING:
    from svclint.render.roots import Root

FIELD_MANAGER_LENGTH = 128


def require_live(request: ApplyRequest) -> None:
    """Raise ``RequestError`` for a way to apply without live objects: it would mean nothing."""
    is_given = {
        "--apply": request.apply != CLIENT,
        "--field-manager": bool(request.field_manager),
        "--force-conflicts": request.force_conflicts is not None,
        "--previous": bool(request.previous),
    }
    for option, is_named in is_given.items():
        if is_named and not request.live:
            raise RequestError(f"{option} needs --live: it says how live objects change")


def needs_release(request: Request) -> bool:
    """Return whether a request merges with the last release of Helm, and names no file of it."""
    if not isinstance(request, ApplyRequest) or request.previous:
        return False
    return APPLIERS[request.apply].previous is not None


def apply_options_of(request: ApplyRequest, live: LiveState) -> ApplyOptions:
    """Return how an applier sends manifests, as the options of a request change it.

    Without files of the last release for ``helm3``, it is that of the live objects. Raises
    ``RequestError`` for options that the applier does not have.
    """
    apply, field_manager, previous = request.apply, request.field_manager, request.previous
    options = APPLIERS[apply]
    if field_manager and apply != SERVER:
        raise RequestError(f"--field-manager needs --apply server; {apply} has its own manager")
    if len(field_manager) > FIELD_MANAGER_LENGTH:
        raise RequestError(f"--field-manager has more than {FIELD_MANAGER_LENGTH} characters")
    if previous and options.previous is None:
        raise RequestError(f"--previous needs --apply helm3; {apply} does not merge with a release")
    if options.previous is not None:
        options = options._replace(previous=_release(previous) if previous else live.releases)
    if options.previous == {} and not previous:
        raise RequestError(
            f"--apply {apply} needs --previous FILE, the output of helm get manifest RELEASE; or "
            "live objects with the last release, as svclint snapshot --helm-releases writes them"
        )
    if request.force_conflicts is not None and options.method == SERVER:
        options = options._replace(is_forced=request.force_conflicts)
    return options._replace(manager=field_manager or options.manager)


def live_of(
    request: ApplyRequest, live: LiveState, files: Sequence[str], roots: Mapping[str, Root]
) -> Live:
    """Return the live objects, and how the manifests of some files are applied to them.

    ``roots`` are what texts are rendered from, by their names. Raises ``RequestError``.
    """
    options = apply_options_of(request, live)
    namespaces = _namespaces_by_file(files) if live.objects else {}
    if not options.tool:
        return Live(live.objects, options, namespaces=namespaces)
    from svclint.app.sync_settings import settings_by_file  # noqa: PLC0415 - most runs need none

    settings = settings_by_file(options.tool, files, roots)
    return Live(live.objects, options, settings, namespaces)


def _namespaces_by_file(files: Sequence[str]) -> dict[str, DeployedNamespace]:
    from svclint.app.deployed_namespaces import namespaces_by_file  # noqa: PLC0415 - reads files

    return namespaces_by_file(files)


def notes_on_apply(request: ApplyRequest, live: LiveState) -> Iterator[str]:
    """Yield notes on an option without effect, and on live objects that lack their managers."""
    if APPLIERS[request.apply].method != SERVER:
        if request.force_conflicts is not None:
            yield f"--force-conflicts has no effect: {request.apply} is not server-side apply"
        return
    objects = [each for each in live.objects if kind_of(each.api_version, each.kind) is not None]
    if objects and not any(each.value(("metadata", "managedFields")) for each in objects):
        yield (
            "the live objects have no managedFields, so it is unknown who manages which field, "
            "which decides what server-side apply removes: write them with svclint snapshot, or "
            "with kubectl get --show-managed-fields"
        )


def _release(files: Sequence[str]) -> Release:
    """Return the objects of the last release by their names, as they are written."""
    found = read_snapshot(files, frozenset(ALL_KINDS))
    return {
        document.object_name: document.data
        for document in found
        if kind_of(document.api_version, document.kind) is not None
    }
