"""Workloads of a run by number; of a very large run, only their documents stay in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from svclint.kubernetes.workloads.workload import Workload, template_path, workload_of
from svclint.model import Path
from svclint.model.cluster import Version
from svclint.source import Document

Entry = Workload | Document


class WorkloadCollection:
    """A sequence of workloads; those given as documents are read when they are needed."""

    def __init__(
        self,
        entries: Iterable[Entry],
        extra: Mapping[str, Path],
        version: Version,
        finish: Callable[[Workload], Workload] | None = None,
    ) -> None:
        """Collect workloads and documents of workloads.

        ``extra`` are further kinds, each with the path of its pod template. ``version`` is that
        of Kubernetes. ``finish`` completes
        a workload by what only the whole run tells: labels and ports of kustomizations.
        """

        def read(document: Document) -> Workload:
            path = template_path(document, extra)
            if path is None:
                raise ValueError(f"{document.object_name} is not a workload")
            workload = workload_of(document, path, version)
            return workload if finish is None else finish(workload)

        self._entries, self._finish = list(entries), finish
        if finish is not None:
            for number, entry in enumerate(self._entries):
                if isinstance(entry, Workload):
                    self._entries[number] = finish(entry)
        # Several rules read the same workloads one after the other.
        self._read = lru_cache(maxsize=256)(read)

    def add(self, workload: Workload) -> int:
        """Add a workload; return its number."""
        self._entries.append(workload if self._finish is None else self._finish(workload))
        return len(self._entries) - 1

    def empty(self, number: int) -> Workload:
        """Leave a workload without labels and ports, so that nothing selects it; return it."""
        workload = self[number]
        self._entries[number] = workload._replace(
            name="", labels={}, own_labels={}, added={}, ports=(), has_pods=False
        )
        return workload

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, number: int) -> Workload:
        entry = self._entries[number]
        return entry if isinstance(entry, Workload) else self._read(entry)

    def __iter__(self) -> Iterator[Workload]:
        return map(self.__getitem__, range(len(self._entries)))
