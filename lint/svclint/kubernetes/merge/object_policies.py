"""What changes the way in which a tool applies one object.

Its labels and annotations do, and the object of Flux or Argo CD that deploys it.

Sources: Flux, ``apply`` in kustomize-controller (internal/controller/kustomization_controller.go)
and ``Apply``, ``cleanupMetadata`` in fluxcd/pkg (ssa/manager_apply.go); Argo CD, ``applyObject``
and ``shouldUseServerSideApply`` (gitops-engine/pkg/sync/sync_context.go), ``Skip``
(gitops-engine/pkg/sync/hook/hook.go); kubectl (pkg/cmd/apply, pkg/cmd/replace).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from svclint.kubernetes.deployments.sync_settings import SyncSettings
from svclint.kubernetes.merge.apply_options import (
    APPLIERS,
    ARGO_CD,
    FLUX,
    REPLACE,
    SERVER,
    ApplyOptions,
)
from svclint.model import Data, Path
from svclint.model.data import mapping, text

_FLUX_GROUP = "kustomize.toolkit.fluxcd.io"
_SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
_HOOK = "argocd.argoproj.io/hook"
NO_SETTINGS = SyncSettings()


class Mark(NamedTuple):
    """A label or annotation that says how to apply an object.

    ``field`` is ``labels`` or ``annotations``. ``is_live``: only the live object has it.
    ``elsewhere`` describes what says so instead: a field of the object that deploys it.
    """

    field: str = ""
    key: str = ""
    value: str = ""
    is_live: bool = False
    elsewhere: str = ""

    @property
    def manifest_path(self) -> Path:
        """The path in the manifest; that of the object itself if the mark is not in it."""
        is_elsewhere = self.is_live or self.elsewhere
        return () if is_elsewhere else ("metadata", self.field, self.key)

    def __str__(self) -> str:
        if self.elsewhere:
            return self.elsewhere
        owner = " of the live object" if self.is_live else ""
        return f"the {self.field[:-1]} {self.key}: {self.value}{owner}"


class ObjectPolicy(NamedTuple):
    """How a tool applies one object.

    ``skipped_by`` is the mark for which the tool does not apply it. ``recreated_by`` is that for
    which it deletes the live object and creates it again: always (``is_always_recreated``), or if
    the server rejects the update. ``contradicted_by`` is an option that the tool cannot combine
    with the others; it sends nothing then.
    """

    options: ApplyOptions
    skipped_by: Mark | None = None
    recreated_by: Mark | None = None
    is_always_recreated: bool = False
    contradicted_by: Mark | None = None


class PolicyEffect(NamedTuple):
    """What the policy of one object leads to; ``exists``: there is a live object.

    ``rejection`` is the answer of the server to an update for which the object is recreated.
    ``is_lost``: the server rejects the new object as well, when the live one is deleted.
    """

    policy: ObjectPolicy
    exists: bool
    rejection: str = ""
    is_lost: bool = False


def object_policy(
    options: ApplyOptions,
    manifest: Data,
    live: Data | None,
    settings: SyncSettings = NO_SETTINGS,
) -> ObjectPolicy:
    """Return how a tool applies an object, given what its options are for all objects.

    ``settings`` are those of what deploys the object.
    """
    read = _POLICIES.get(options.tool)
    return ObjectPolicy(options) if read is None else read(options, manifest, live, settings)


def adding_mark(manifest: Data) -> Mark | None:
    """Return the mark by which a manifest may be a part that server-side apply adds to an object.

    Flux applies every manifest so, and one that names the policy may rely on it.
    """
    policies = ("Merge", "Override", "Ignore")
    found = (_flux_mark(f"{_FLUX_GROUP}/ssa", each, (manifest,), None) for each in policies)
    return next(filter(None, found), _option("ServerSideApply=true", manifest))


def _flux(
    options: ApplyOptions, manifest: Data, live: Data | None, settings: SyncSettings
) -> ObjectPolicy:
    def found(name: str, value: str, *objects: Data | None) -> Mark | None:
        return _flux_mark(f"{_FLUX_GROUP}/{name}", value, objects, live)

    skipped = found("reconcile", "disabled", manifest, live) or found(
        "ssa", "Ignore", manifest, live
    )
    if skipped is None and live is not None:
        skipped = found("ssa", "IfNotPresent", manifest)
    if found("ssa", "Merge", manifest, live):
        # The fields of other managers stay theirs, and the annotation of kubectl stays.
        options = options._replace(adopted=())
    forced = found("force", "enabled", manifest, live)
    if forced is None and settings.is_forced:
        forced = Mark(elsewhere=settings.shown)
    return ObjectPolicy(options, skipped, forced)


def _flux_mark(
    key: str, value: str, objects: tuple[Data | None, ...], live: Data | None
) -> Mark | None:
    """Return the label or annotation of an object with a value, in whatever case."""
    for each in objects:
        for field in ("annotations", "labels"):
            stored = text(mapping(_metadata(each).get(field)).get(key))
            if stored.lower() == value.lower():
                return Mark(field, key, stored, each is live)
    return None


def _argo_cd(
    options: ApplyOptions, manifest: Data, live: Data | None, settings: SyncSettings
) -> ObjectPolicy:
    if _entries(manifest, _HOOK) == ["Skip"]:
        return ObjectPolicy(options, Mark("annotations", _HOOK, "Skip"))
    force = _option("Force=true", manifest, live)
    if "Replace=true" in settings.options or _option("Replace=true", manifest, live):
        options = options._replace(method=REPLACE, adopted=())
        return ObjectPolicy(options, None, force, force is not None)
    if _option("ServerSideApply=false", manifest) is not None:
        options = APPLIERS["argocd"]
    elif "ServerSideApply=true" in settings.options or _option("ServerSideApply=true", manifest):
        options = APPLIERS["argocd-server-side"]
    if "ClientSideApplyMigration=false" in settings.options:
        options = options._replace(adopted=())
    if options.method == SERVER and force is not None:
        return ObjectPolicy(options, contradicted_by=force)
    return ObjectPolicy(options, None, force)


def _option(option: str, manifest: Data, live: Data | None = None) -> Mark | None:
    for each in (manifest, live):
        if option in _entries(each, _SYNC_OPTIONS):
            return Mark("annotations", _SYNC_OPTIONS, option, each is live)
    return None


def _entries(data: Data | None, key: str) -> list[str]:
    """Return the entries of an annotation, which commas separate."""
    value = text(mapping(_metadata(data).get("annotations")).get(key))
    return list(dict.fromkeys(filter(None, map(str.strip, value.split(",")))))


def _metadata(data: Data | None) -> Mapping[str, object]:
    return mapping((data or {}).get("metadata"))


_POLICIES: Mapping[str, Callable[[ApplyOptions, Data, Data | None, SyncSettings], ObjectPolicy]] = {
    FLUX: _flux,
    ARGO_CD: _argo_cd,
}
