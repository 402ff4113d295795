"""A kustomization with all those that it takes in."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Data
from svclint.source.kustomization import kustomization_data, kustomization_of


def kustomizations_within(folder: str) -> Iterator[Data]:
    """Yield the data of the kustomization in a folder, a real path, and of its bases, each once."""
    seen, pending = {folder}, [folder]
    while pending:
        here = pending.pop()
        found = kustomization_data(here)
        if found is not None:
            yield found[1]
            inner = kustomization_of(here, found[1]).resources - seen
            seen |= inner
            pending += inner
