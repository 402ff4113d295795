"""The type of an entry in ``version_changes``."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model.cluster import Version


class VersionChange(NamedTuple):
    """A change of the API server, with the first minor version that has it by default.

    ``gate`` is the feature gate that is on by default from that version, ``""`` if the code itself
    changed. ``source`` is a KEP or a path in the sources of Kubernetes. ``rules`` are those whose
    findings depend on it.
    """

    since: Version
    summary: str
    source: str
    gate: str = ""
    rules: tuple[str, ...] = ()

    def is_in(self, version: Version) -> bool:
        """Return whether a version has the change by default."""
        return version >= self.since
