"""Who applies the manifests of a request."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.app.errors import RequestError
from svclint.app.requests import RuleRequest
from svclint.kubernetes.kinds import ALL_KINDS, kind_of
from svclint.kubernetes.live import read_snapshot
from svclint.kubernetes.merge.apply_options import APPLIERS, CLIENT, SERVER, ApplyOptions, Release

FIELD_MANAGER_LENGTH = 128


def require_live(request: RuleRequest) -> None:
    """Raise ``RequestError`` for a way to apply without live objects: it would mean nothing."""
    given = {"--field-manager": request.field_manager, "--previous": request.previous}
    given["--apply"] = "" if request.apply == CLIENT else request.apply
    for option, value in given.items():
        if value and not request.live:
            raise RequestError(f"{option} needs --live: it says how live objects change")


def apply_options_of(
    apply: str,
    *,
    field_manager: str = "",
    force_conflicts: bool | None = None,
    previous: Sequence[str] = (),
) -> ApplyOptions:
    """Return how an applier sends manifests, as the options of a request change it.

    ``previous`` are files with the manifests of the last release, for ``helm3``. Raises
    ``RequestError`` for options that the applier does not have.
    """
    options = APPLIERS[apply]
    if field_manager and apply != SERVER:
        raise RequestError(f"--field-manager needs --apply server; {apply} has its own manager")
    if len(field_manager) > FIELD_MANAGER_LENGTH:
        raise RequestError(f"--field-manager has more than {FIELD_MANAGER_LENGTH} characters")
    if (options.previous is None) == bool(previous):
        raise RequestError(
            f"--previous needs --apply helm3; {apply} does not merge with a release"
            if previous
            else "--apply helm3 needs --previous FILE: the output of helm get manifest RELEASE"
        )
    if previous:
        options = options._replace(previous=_release(previous))
    if force_conflicts is not None and options.method == SERVER:
        options = options._replace(is_forced=force_conflicts)
    return options._replace(manager=field_manager or options.manager)


def _release(files: Sequence[str]) -> Release:
    """Return the objects of the last release by their names, as they are written."""
    found = read_snapshot(files, frozenset(ALL_KINDS))
    return {
        document.object_name: document.data
        for document in found
        if kind_of(document.api_version, document.kind) is not None
    }
