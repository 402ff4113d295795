"""An object of any kind in its three forms: as written, as the server validates it, as stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from svclint.kubernetes.objects.kind import Kind, PortList
from svclint.model import Data, ObjectName, Path
from svclint.model.cluster import Version


class KubernetesObject:
    """One object to check.

    ``written`` is the decoded manifest; ``effective`` is what the server validates: with defaults
    and, on update, merged with the live object. ``live`` is the stored object, ``None`` on create.
    ``metadata`` and ``spec`` are those of ``effective``.
    """

    __slots__ = (
        *("effective", "kind", "live", "metadata", "object_name", "spec", "version", "written"),
    )

    def __init__(  # noqa: PLR0913, PLR0917 - one argument for each form and fact
        self,
        kind: Kind,
        written: Data,
        effective: Data,
        object_name: ObjectName,
        version: Version,
        live: Data | None = None,
    ) -> None:
        self.kind, self.written, self.effective, self.live = kind, written, effective, live
        self.object_name, self.version = object_name, version
        self.spec: Data = effective.get("spec") or {}
        self.metadata: Data = effective.get("metadata") or {}

    def port_lists(self) -> Iterable[PortList]:
        """Return the lists of ports with their paths."""
        return self.kind.port_lists(self.effective)

    def ports_with_paths(self) -> Iterator[tuple[Path, Data]]:
        """Yield each port with its path."""
        for path, ports in self.port_lists():
            for index, port in enumerate(ports):
                yield (*path, index), port


# The class of objects of some kind.
Checked = TypeVar("Checked", bound=KubernetesObject)
