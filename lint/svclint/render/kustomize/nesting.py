"""How many kustomizations a build goes through: one that several take in is built for each."""

from __future__ import annotations

from svclint.source.kustomization import kustomization_in

# A build of so many takes seconds; fourteen folders that take in two each, twice, make 16,000.
MOST_BUILDS = 5_000


def count_builds(folder: str) -> int:
    """Return how many kustomizations are built for that in a real folder, itself included.

    Those that take in themselves, which kustomize refuses, count once.
    """
    counts: dict[str, int] = {}
    opened: set[str] = set()
    pending = [folder]
    while pending:
        here = pending[-1]
        inner = _inside(here)
        unknown = [each for each in inner if each not in counts and each not in opened]
        if here not in opened and unknown:
            opened.add(here)
            pending += unknown
            continue
        pending.pop()
        # A number of thousands of digits says no more than a large one.
        total = 1 + sum(counts.get(each, 0) for each in inner)
        counts[here] = min(total, MOST_BUILDS + 1)
    return counts[folder]


def _inside(folder: str) -> list[str]:
    """Return the folders of kustomizations that the one in a folder takes in, in order."""
    own = kustomization_in(folder)
    paths = sorted(own.resources) if own is not None else []
    return [each for each in paths if kustomization_in(each) is not None]
