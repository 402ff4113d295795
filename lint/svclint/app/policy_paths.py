"""Find the policies of a run: those of the request, configured ones, or a team's own folder."""

from __future__ import annotations

import os

from svclint.app.facts import HERE, FactsFinder, RequestSettings

# Where a team keeps policies of its own.
OWN_POLICIES = ".svclint/policies"


def policy_paths(given: RequestSettings, policies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths of policies: those of the request, else those that are configured."""
    if policies or not given.use_config:
        return policies
    return FactsFinder(given).settings(HERE).policies or own_policies()


def own_policies() -> tuple[str, ...]:
    """Return the nearest folder of policies, in the current folder or above it, if there is one.

    The search ends at the root of the repository, as that for a configuration does.
    """
    folder = os.getcwd()
    while True:
        found = os.path.join(folder, OWN_POLICIES)
        if os.path.isdir(found):
            return (os.path.relpath(found),)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return ()
        folder = parent
