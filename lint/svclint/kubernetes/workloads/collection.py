"""The workloads of a run in order, of which a very large run keeps but the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from svclint.kubernetes.workloads import Workload, template_path, workload_of
from svclint.model import Path
from svclint.source import Document

Entry = Workload | Document


class Roll:
    """Workloads by number; of some there is but the document, out of which they are read anew."""

    def __init__(
        self,
        entries: Iterable[Entry],
        extra: Mapping[str, Path],
        finish: Callable[[Workload], Workload] | None = None,
    ) -> None:
        """Take all entries; ``finish`` adds to a workload what only the whole run may tell."""

        def read(document: Document) -> Workload:
            path = template_path(document, extra)
            if path is None:
                raise ValueError(f"{document.object_name} is no workload")
            workload = workload_of(document, path)
            return workload if finish is None else finish(workload)

        self._entries = list(entries)
        if finish is not None:
            for number, entry in enumerate(self._entries):
                if isinstance(entry, Workload):
                    self._entries[number] = finish(entry)
        # Rule after rule asks for the same ones.
        self._read = lru_cache(maxsize=256)(read)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, number: int) -> Workload:
        entry = self._entries[number]
        return entry if isinstance(entry, Workload) else self._read(entry)

    def __iter__(self) -> Iterator[Workload]:
        return map(self.__getitem__, range(len(self._entries)))
