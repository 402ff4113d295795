"""What a request refers to, read once: live objects, charts and kustomizations, policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svclint.app.applying import needs_release
from svclint.app.errors import RequestError
from svclint.app.facts import RequestSettings, nearest_known, settings_of_request
from svclint.app.progress import Progress
from svclint.app.requests import CLUSTER, Request
from svclint.kubernetes.live import LiveState, no_live_state, read_live
from svclint.model.cluster import Version, version_text
from svclint.source.checkout import is_inside
from svclint.source.files import STDIN
from svclint.source.kinds import KINDS_READ
from svclint.source.paths import real_path

if TYPE_CHECKING:
    from svclint.render.roots import Root


class Context(NamedTuple):
    """What a request refers to; ``notes`` are sentences about what could not be known.

    ``named`` are the charts and kustomizations that it asks to render.
    """

    given: RequestSettings
    live: LiveState
    named: tuple[Root, ...]
    notes: tuple[str, ...]

    def default_paths(self, request: Request) -> tuple[str, ...]:
        """Return the paths to read: the current folder if the request names nothing at all."""
        return request.paths or (() if self.named else (".",))


def prepare(request: Request, progress: Progress, live: LiveState | None = None) -> Context:
    """Read what a request refers to, except live objects that were read before: ``live``.

    Raises ``RequestError``, ``SnapshotError`` and ``RenderError``.
    """
    request_settings = settings_of_request(request)
    named = _named(request)
    both = _also_live(request)
    if live is None:
        live = live_objects(request, progress)
    notes = (*live.unknown, *_version_notes(live.version), *both)
    return Context(request_settings, live, named, notes)


def _also_live(request: Request) -> tuple[str, ...]:
    """Return a note on each path that is also one of the live objects.

    Raises ``RequestError`` if no other path is named: nothing would be compared.
    """
    live = [real_path(each) for each in request.live if each != CLUSTER]
    both = [
        path
        for path in request.paths
        if path != STDIN and any(is_inside(real_path(path), each) for each in live)
    ]
    if both and len(both) == len(request.paths) and not (request.helm or request.kustomize):
        raise RequestError(f"{both[0]} is part of --live; name the manifests to apply as well")
    return tuple(f"{path} is not read as a manifest: it is part of --live" for path in both)


def _named(request: Request) -> tuple[Root, ...]:
    if request.values and not request.helm:
        raise RequestError("--values needs --helm")
    if (request.set or request.release) and not request.helm:
        raise RequestError("--release and --set need --helm")
    if not request.kustomize and not request.helm:
        return ()
    # Starts processes.
    from svclint.app.rendering import named_roots  # noqa: PLC0415

    return tuple(named_roots(request))


def live_objects(request: Request, progress: Progress) -> LiveState:
    """Read the live objects that a request names. Raises ``RequestError`` and ``SnapshotError``."""
    sources = request.live
    if CLUSTER not in sources:
        if request.kubeconfig or request.context:
            raise RequestError("--kubeconfig and --context need --live cluster")
        return _snapshot(sources) if sources else no_live_state()
    if len(sources) > 1:
        raise RequestError("--live cluster stands alone; for a file of that name: ./cluster")
    from svclint.kubernetes.live.access import Target  # noqa: PLC0415 - the Kubernetes client
    from svclint.kubernetes.live.cluster import read_cluster  # noqa: PLC0415

    target = Target(request.kubeconfig, request.context, request.namespace)
    return read_cluster(target, progress, with_releases=needs_release(request))


def _snapshot(sources: tuple[str, ...]) -> LiveState:
    return read_live(sources, KINDS_READ)


def _version_notes(version: Version | None) -> tuple[str, ...]:
    """Return a note if a server's version has no schemas and another one takes its place."""
    checked = None if version is None else nearest_known(version)
    if version is None or checked is None or checked == version:
        return ()
    here, there = map(version_text, (checked, version))
    end = "newest" if checked < version else "oldest"
    known = f"it is checked as {here}, the {end} version that this svclint knows"
    return (f"the server is Kubernetes {there}; without --kubernetes-version {known}",)
